// What is remembered of a feed and what it answered go in, what is remembered from now on comes out. Who fails is asked less and less often, who
// names a time is left alone until then, and who is gone is not asked again.
import type { IsoInstant } from '../../model/calendar.ts';
import type { FeedAnswer } from '../../net/ask-feed.ts';
import type { FeedState } from './feed-memory.ts';

const MINUTE_MS = 60_000;
/** A quarter of an hour, half an hour, an hour … a day. */
const FIRST_WAIT_MS = 15 * MINUTE_MS;
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;
/** Who asks for more is asked all the same: the field may be a slip. */
const MOST_RETRY_AFTER_MS = 7 * LONGEST_WAIT_MS;

export interface StateChange {
  readonly url: string;
  readonly before: FeedState | undefined;
  readonly settingPrint: string;
  readonly now: IsoInstant;
  /** A text that is no feed has failed too. */
  readonly refusal?: string;
}

export function nextFeedState(answer: FeedAnswer, change: StateChange): FeedState {
  const { url, before, settingPrint, now, refusal } = change;
  const base = { url, askedAt: now, settingPrint };
  if (answer.kind === 'gone')
    return { ...base, failures: (before?.failures ?? 0) + 1, isGone: true, detail: 'gone for good (410)' };
  if (answer.kind === 'failed' || refusal !== undefined) {
    const failures = (before?.failures ?? 0) + 1;
    const ownMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20), LONGEST_WAIT_MS);
    const askedMs = answer.kind === 'failed' ? (answer.retryAfterMs ?? 0) : 0;
    const waitMs = Math.max(ownMs, Math.min(askedMs, MOST_RETRY_AFTER_MS));
    return {
      ...base,
      // What was read last is still what was read last.
      ...(before?.validators !== undefined && { validators: before.validators }),
      failures,
      failingSince: before?.failingSince ?? now,
      nextAt: new Date(Date.parse(now) + waitMs).toISOString(),
      detail: refusal ?? (answer.kind === 'failed' ? answer.detail : ''),
    };
  }
  const validators = answer.kind === 'same' ? before?.validators : answer.validators;
  return { ...base, ...(validators !== undefined && { validators }), failures: 0 };
}
