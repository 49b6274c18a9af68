// A bounce that is plain text in, what it says of each recipient out. qmail, and many gateways, know no delivery reports; others have
// theirs flattened on the way.
import type { BouncedRecipient } from '../../model/bounce.ts';
import type { ReceivedMail } from '../../model/received-mail.ts';
import { BOUNCE_FORMS, BOUNCE_SUBJECTS, RETURNED_MARKS } from './bounce-forms.ts';
import { DELAY_PHRASES, phraseIn } from './failure-phrases.ts';
import { fieldOf } from './fields-of.ts';
import { type FailureJudgement, judgeFailure } from './judge-failure.ts';
import { oneLine, plainWords } from './plain-words.ts';

export interface PlainBounce {
  readonly recipients: readonly BouncedRecipient[];
}

const MOST_LINES = 2_000;
const MOST_LINES_ABOVE = 3;
const MOST_RECIPIENTS = 100;
/** RFC 5321 §4.5.3.1. */
const ADDRESS = /^[^\s@<>()",;:]{1,64}@[\p{L}\p{N}.-]{1,253}$/u;

/** undefined: neither the words nor the subject are those of a bounce. */
export function readPlainBounce(mail: ReceivedMail): PlainBounce | undefined {
  const lines = noticeLines(mail.text);
  const opening = findOpening(lines);
  const subject = mail.subject.toLowerCase();
  if (opening === undefined && phraseIn(subject, BOUNCE_SUBJECTS) === undefined) return undefined;
  const told = lines.slice(opening?.line ?? 0);
  const notice = told.join('\n');
  const delay = phraseIn(plainWords(notice), DELAY_PHRASES);
  const entries = entriesOf(told);
  const failed = addressIn(fieldOf(mail.fields, 'X-Failed-Recipients')?.split(',')[0] ?? '');
  const found = entries.length > 0 ? entries : [{ address: failed ?? firstAddress(told), words: notice }];
  return {
    recipients: found.map(({ address, words }) => {
      const judged = found.length === 1 ? judgeNotice(lines) : judgeFailure({ words, where: 'text' });
      return {
        ...judged,
        ...(delay === undefined
          ? {}
          : ({ class: 'delayed', evidence: { basis: 'phrase', where: 'text', text: delay } } as const)),
        ...(address === undefined ? {} : { finalRecipient: address }),
        ...(words.trim() === '' ? {} : { diagnostic: oneLine(words) }),
      };
    }),
  };
}

/**
 * Of the only recipient: what stands with its address, else what stands elsewhere. There it may be general advice ("perhaps the
 * address does not exist, or the mailbox is full"), so that such words alone prove nothing.
 */
export function judgeNotice(lines: readonly string[]): FailureJudgement {
  const told = lines.slice(findOpening(lines)?.line ?? 0);
  const all = judgeFailure({ words: lines.join('\n'), where: 'text' });
  const [only, ...others] = entriesOf(told);
  if (only === undefined || others.length > 0) return all;
  const own = judgeFailure({ words: [...linesAbove(told), only.words].join('\n'), where: 'text' });
  // An address alone is no reason; that must be told elsewhere.
  if (plainWords(only.words) === '') return all;
  const isAdvice = all.evidence.basis === 'phrase' && all.class !== 'sender-problem';
  return own.class === 'unknown' && !isAdvice ? all : own;
}

/** Lotus and others give the reason first: the lines right above the address, up to a blank one or a rule. */
function linesAbove(lines: readonly string[]): readonly string[] {
  const address = lines.findIndex((line) => addressAtStart(line) !== undefined);
  let from = address;
  while (from > 0 && address - from < MOST_LINES_ABOVE && !/^\s*(?:[-=*_]|$)/u.test(lines[from - 1] ?? ''))
    from -= 1;
  return lines.slice(from, address);
}

/** The lines before the returned message. */
export function noticeLines(text: string): readonly string[] {
  const lines = text.split('\n', MOST_LINES);
  const end = returnedFrom(lines);
  return end === -1 ? lines : lines.slice(0, end);
}

/** The lines of the returned message, where the text has it. */
export function returnedLines(text: string): readonly string[] {
  const lines = text.split('\n', MOST_LINES);
  const from = returnedFrom(lines);
  return from === -1 ? [] : lines.slice(from);
}

function returnedFrom(lines: readonly string[]): number {
  return lines.findIndex((line) => {
    const start = line.slice(0, 200).trim().toLowerCase();
    return RETURNED_MARKS.some((mark) =>
      mark.includes(':') ? start.startsWith(mark) : start.includes(mark),
    );
  });
}

interface Opening {
  readonly line: number;
}

/** Words of an opening may be broken over two lines: then the part about the recipients is all of it. */
function findOpening(lines: readonly string[]): Opening | undefined {
  const openings = BOUNCE_FORMS.flatMap((form) => form.openings);
  const line = lines.findIndex((one) => phraseIn(plainWords(one), openings) !== undefined);
  if (line !== -1) return { line };
  return phraseIn(plainWords(lines.join('\n')), openings) === undefined ? undefined : { line: 0 };
}

interface Entry {
  readonly address: string | undefined;
  readonly words: string;
}

/** From a line that begins with an address to the next such line. */
function entriesOf(lines: readonly string[]): readonly Entry[] {
  const entries: { address: string; lines: string[] }[] = [];
  for (const line of lines) {
    const address = addressAtStart(line);
    if (address !== undefined && entries.at(-1)?.address !== address && entries.length < MOST_RECIPIENTS)
      entries.push({ address, lines: [] });
    entries.at(-1)?.lines.push(line);
  }
  return mergedByAddress(entries);
}

/** Some name all recipients first and tell of each below. */
function mergedByAddress(
  entries: readonly { address: string; lines: readonly string[] }[],
): readonly Entry[] {
  const byAddress = Map.groupBy(entries, ({ address }) => address);
  return [...byAddress].map(([address, all]) => ({
    address,
    words: all.flatMap(({ lines }) => lines).join('\n'),
  }));
}

const LABELS: readonly string[] = ['to:', 'recipient:', 'address:', 'failed', 'user:', '>>>', '-', '*', '•'];

function addressAtStart(line: string): string | undefined {
  const [first = '', second = '', third = ''] = line.slice(0, 400).trim().split(/\s/u, 3);
  const [one, other] = LABELS.includes(first.toLowerCase()) ? [second, third] : [first, ''];
  return addressIn(one) ?? (other === '' ? undefined : addressIn(other));
}

function firstAddress(lines: readonly string[]): string | undefined {
  for (const line of lines)
    for (const word of line.slice(0, 1_000).split(/\s/u)) {
      const address = addressIn(word);
      if (address !== undefined) return address;
    }
  return undefined;
}

/** `<ada@example.org>:`, `ada@example.org...`, `"ada@example.org"`. */
function addressIn(word: string): string | undefined {
  if (!word.includes('@') || word.length > 330) return undefined;
  const bare = word.replace(/^[<("'[]{1,3}/u, '').replace(/(?:mailto|rfc822|smtp)[:;]/iu, '');
  const end = bare.search(/[>)"',;:\]]/u);
  const address = trimDots(end === -1 ? bare : bare.slice(0, end));
  return ADDRESS.test(address) ? address : undefined;
}

function trimDots(text: string): string {
  let end = text.length;
  while (text[end - 1] === '.') end -= 1;
  return text.slice(0, end);
}
