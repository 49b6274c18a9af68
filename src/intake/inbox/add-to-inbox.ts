// The text of `issues/inbox.md` and new candidates go in, the text with them in it comes out. Only ever added to: each letter that stood there
// stands there still, in its order. What is there already under any writing of its address, ticked, moved, or in a comment, is not added.
import type { Candidate } from '../../model/candidate.ts';
import { plainHeading } from '../../model/section-names.ts';
import { type InboxLine, inboxLines } from './inbox-lines.ts';
import { asLineOfWords, wordsIn } from './plain-words.ts';
import { UNSORTED } from './read-inbox.ts';
import { withoutStop } from './read-link.ts';
import { writeCandidate } from './write-candidate.ts';

export interface AddOptions {
  /** The same for two addresses of one page. */
  readonly keyOf: (url: string) => string;
  /** Of a key: it was offered before and is not here any more, so an editor has deleted it. */
  readonly wasOffered?: (key: string) => boolean;
  /** New sections are put in this order. */
  readonly sectionOrder?: readonly string[];
}

export interface AddedTo {
  /** The text as it was where nothing was added. */
  readonly text: string;
  readonly added: readonly Candidate[];
}

const BEGINNING = [
  '# Inbox',
  '',
  'Stories that the feeds have brought. Put an x between the brackets of those that are to go into the next issue, then run `broadside new`.',
  'Write here what you like; delete what you do not want: it will not be offered again.',
  '',
];

export function addToInbox(text: string, candidates: readonly Candidate[], options: AddOptions): AddedTo {
  const { keyOf, wasOffered = () => false } = options;
  const seen = keysIn(text, keyOf);
  const added = candidates.filter(({ url }) => {
    const key = keyOf(url);
    if (seen.has(key) || wasOffered(key)) return false;
    seen.add(key);
    return true;
  });
  if (added.length === 0) return { text, added };
  const isNew = text.replace(/^\ufeff/u, '').trim() === '';
  const lineEnd = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n';
  const before = isNew && text.trim() === '' && !/(?:^\ufeff?|[\r\n])$/u.test(text) ? text + lineEnd : text;
  const start = isNew ? before + BEGINNING.map((line) => line + lineEnd).join('') : text;
  return { text: insertAll(start, added, { lineEnd, order: options.sectionOrder ?? [] }), added };
}

/** Every address that stands anywhere in the text, in all the ways in which it may be cut out of it. */
export function keysIn(text: string, keyOf: (url: string) => string): Set<string> {
  const keys = new Set<string>();
  for (const [written] of text.matchAll(/https?:\/\/[^\s<>"]+/giu)) {
    // "](https://a.example/x)" has one bracket too many, "https://a.example/x_(y)" has not.
    for (const one of [written, withoutStop(written), untilClosing(written)]) {
      // In <…> nothing is an escape.
      for (const address of [one, wordsIn(one)]) if (URL.canParse(address)) keys.add(keyOf(address));
    }
  }
  return keys;
}

function untilClosing(address: string): string {
  let depth = 0;
  for (let at = 0; at < address.length; at += 1) {
    if (address[at] === '\\') at += 1;
    else if (address[at] === '(') depth += 1;
    else if (address[at] === ')' && --depth < 0) return address.slice(0, at);
  }
  return address;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function insertAll(
  text: string,
  added: readonly Candidate[],
  { lineEnd, order }: { readonly lineEnd: string; readonly order: readonly string[] },
): string {
  const lines = inboxLines(text);
  const sections = Map.groupBy(added, ({ section }) => plainHeading(section ?? '') || plainHeading(UNSORTED));
  const places = new Map(order.map((name, index) => [plainHeading(name), index]));
  const placeOf = (name: string): number =>
    name === plainHeading(UNSORTED) ? Number.POSITIVE_INFINITY : (places.get(name) ?? order.length);
  const insertions: Insertion[] = [];
  const tail: string[] = [];
  for (const [name, candidates] of [...sections].sort(([a], [b]) => compare(placeOf(a), placeOf(b)))) {
    const block = [...candidates].sort(newestFirst).flatMap(writeCandidate);
    const last = lastLineOf(name, lines);
    if (last === undefined)
      tail.push('', `## ${asLineOfWords(candidates[0]?.section ?? UNSORTED)}`, '', ...block);
    else insertions.push(insertion(last, block, text, lineEnd));
  }
  const whole = applied(text, insertions);
  if (tail.length === 0) return whole;
  const isEnded = whole === '' || /[\r\n]$/u.test(whole);
  const isSpaced = whole.endsWith(`${lineEnd}${lineEnd}`);
  const rest = (isSpaced ? tail.slice(1) : tail).map((line) => line + lineEnd).join('');
  return whole + (isEnded ? '' : lineEnd) + rest;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function newestFirst(a: Candidate, b: Candidate): number {
  const [one, other] = [a.publishedAt ?? a.date ?? '', b.publishedAt ?? b.date ?? ''];
  if (one === other) return 0;
  return one < other ? 1 : -1;
}

/** The last line with words in the last section of that name. */
function lastLineOf(name: string, lines: readonly InboxLine[]): InboxLine | undefined {
  const open = lines.findLastIndex(
    ({ heading }) =>
      heading !== undefined && heading.depth > 1 && plainHeading(wordsIn(heading.words)) === name,
  );
  if (open < 0) return undefined;
  const next = lines.findIndex(({ heading }, index) => index > open && heading !== undefined);
  return lines.slice(open, next < 0 ? undefined : next).findLast(({ isBlank }) => !isBlank);
}

function insertion(after: InboxLine, block: readonly string[], text: string, lineEnd: string): Insertion {
  const isEnded = /[\r\n]$/u.test(text.slice(after.start, after.end));
  // A list begins behind a blank line, and goes on without one.
  const isInList = after.isListItem || (after.indent > 0 && after.heading === undefined);
  const before = `${isEnded ? '' : lineEnd}${isInList ? '' : lineEnd}`;
  return { at: after.end, text: before + block.map((line) => line + lineEnd).join('') };
}

function applied(text: string, insertions: readonly Insertion[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { at, text: more } of [...insertions].sort((a, b) => a.at - b.at)) {
    parts.push(text.slice(from, at), more);
    from = at;
  }
  return parts.join('') + text.slice(from);
}
