// What came back and what came back before in, what becomes of the reader out. Each rule stands here with its number and its reset; docs/bounces.md
// tells operators the same.
import type { ReturnEffect, ReturnHistoryEntry } from '../../model/audience-ports.ts';
import type { BounceVerdict } from '../../model/bounce.ts';

/** A mailbox that was full, or a server that was away, for so many issues … */
export const SOFT_ISSUES = 3;
/** … of so long a time is given up: between the first and the last of these bounces. Holidays are shorter than that with most; three issues of one bad day are not. */
export const SOFT_SPAN_DAYS = 14;
/**
 * A letter is well received once nothing came back for so long. Our own relay takes every letter; servers try for five days (RFC 5321 §4.5.4.1) and then
 * send it back, while the next issues are out already.
 */
export const GOOD_AFTER_DAYS = 6;

const DAY_MS = 86_400_000;
/** RFC 5965's draft names, still in use: the reader wants to leave, and does not call it spam. */
const WISHES_TO_LEAVE: readonly string[] = ['opt-out', 'opt-out-list'];
const NOTHING: ReturnEffect = { kind: 'nothing' };

/** @param history Newest first, what has just come in front. */
export function judgeReturns(
  verdict: Pick<BounceVerdict, 'class' | 'evidence' | 'feedbackType' | 'recipients'>,
  history: readonly ReturnHistoryEntry[],
): ReturnEffect {
  switch (verdict.class) {
    case 'hard':
      return { kind: 'suppress', reason: 'bounced', detail: wordsOf(verdict) };
    case 'soft':
      return judgeSoft(verdict, history);
    case 'complaint':
      return WISHES_TO_LEAVE.includes(verdict.feedbackType ?? '')
        ? { kind: 'unsubscribe', source: `complaint (${verdict.feedbackType})` }
        : {
            kind: 'suppress',
            reason: 'complained',
            detail: `complaint (${verdict.feedbackType ?? 'abuse'})`,
          };
    case 'unsubscribe-by-mail':
      return { kind: 'unsubscribe', source: 'unsubscribe by mail' };
    // The sender's own trouble (5.7.x), a letter still on its way, one that arrived, a machine's answer and what nobody understands say nothing of a
    // reader, however many of them come.
    default:
      return NOTHING;
  }
}

function judgeSoft(
  verdict: Parameters<typeof wordsOf>[0],
  history: readonly ReturnHistoryEntry[],
): ReturnEffect {
  const [latest] = history;
  if (latest === undefined) return NOTHING;
  const now = Date.parse(latest.at);
  // By issue: several reports about one letter, and late ones, are one. Those that name no issue are one together.
  const issues = new Set<string>();
  let first = now;
  for (const entry of history) {
    const age = now - Date.parse(entry.at);
    if (entry.class === 'accepted' && age >= GOOD_AFTER_DAYS * DAY_MS) break;
    if (entry.class !== 'soft') continue;
    issues.add(entry.issueSlug ?? '');
    first = Math.min(first, now - age);
  }
  const days = (now - first) / DAY_MS;
  if (issues.size < SOFT_ISSUES || days < SOFT_SPAN_DAYS) return NOTHING;
  return {
    kind: 'suppress',
    reason: 'bounced',
    detail: `${issues.size} issues in ${Math.floor(days)} days came back: ${wordsOf(verdict)}`,
  };
}

/** `5.1.1 user unknown`: the status, and the words that decided. */
function wordsOf({ evidence, recipients }: Pick<BounceVerdict, 'evidence' | 'recipients'>): string {
  const status = recipients.find((one) => one.status !== undefined)?.status;
  const text = evidence.text.slice(0, 200);
  return status === undefined || text.includes(status) ? text : `${status} ${text}`;
}
