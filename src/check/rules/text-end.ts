// An account that ends without a stop was most likely cut off when it was copied. Only the last words of a report, of a timed
// entry or of an item are asked: headlines, captions, lists and events need no stop.
import type { PhrasingContent } from 'mdast';
import type { Block } from '../../model/block.ts';
import type { Entry } from '../../model/entry.ts';
import { placeOf } from '../../model/place.ts';
import { isMisplacedEvent } from '../dates/events-of.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { paragraphOf } from '../words/paragraph-text.ts';
import { withoutAddresses, wordsIn } from '../words/words-in.ts';

/** Fewer words are a signature or a pointer. */
const MIN_WORDS = 4;
const MAX_HEADLINE_WORDS = 14;
/** What may stand behind a stop. */
const CLOSERS = '"“”\'‘’»›)]*\u200e\u200f \n\t\u00a0';
/** Scripts that end a sentence with a mark. */
const STOPPED_SCRIPT =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Armenian}\p{N}%,;:)\]]$/u;
/** A credit of whatever agency, behind the sentence's own stop: "… police say. via Reuters". */
const VIA = /[.!?…][”"’)]?\s{1,2}\(?via\s\p{Lu}[^.\n]{1,50}$/u;
const BRACKETED = /\s[([][^()[\]]{1,80}[)\]]\s*$/u;

export const textEnd: IssueRule = {
  id: 'text-end',
  severity: 'warning',
  stage: 'issue',
  description: 'The last sentence of an account ends with a stop.',
  check: (issue) =>
    issue.sections
      .filter(({ kind }) => kind === 'items' || kind === 'live')
      .flatMap(({ entries }) => entries.map(accountsOf))
      .flatMap((accounts) =>
        accounts.flatMap((blocks, nth) => finding(blocks, nth < accounts.length - 1, issue.text)),
      ),
};

function accountsOf(entry: Entry): readonly (readonly Block[])[] {
  // What stands under a film names its maker.
  if (entry.kind === 'item' && /^(?:video|gallery)$/iu.test(entry.label ?? '')) return [];
  if (entry.kind === 'item' && entry.reports.length === 0 && isMisplacedEvent(entry)) return [];
  if (entry.kind === 'item' && entry.reports.length > 0) return entry.reports.map(({ body }) => body);
  return entry.kind === 'item' || entry.kind === 'live' ? [entry.body] : [];
}

function finding(blocks: readonly Block[], isFollowed: boolean, text: string): readonly Finding[] {
  const at = blocks.findLastIndex(({ kind }) => kind === 'prose' || kind === 'quote');
  const block = blocks[at];
  if (block?.kind !== 'prose' || block.node.type !== 'paragraph') return [];
  const { children } = block.node;
  if (endsWithLink(children) || children.some(({ type }) => type === 'break')) return [];
  const paragraph = paragraphOf(children, text);
  if (/[.!?…۔؟।።][”"’)]?$/u.test(paragraph.text.slice(-2))) return [];
  const words = withoutAddresses(paragraph.text);
  if (VIA.test(words.slice(-90).trimEnd())) return [];
  const bracket = BRACKETED.exec(words.slice(-90));
  const end = endOfWords(bracket === null ? words : words.slice(0, words.length - bracket[0].length));
  const last = words.charAt(end - 1);
  if (end === 0 || !STOPPED_SCRIPT.test(last) || wordsIn(words.slice(0, 400)).length < MIN_WORDS) return [];
  // A colon may lead to what is shown below.
  if (last === ':' && at < blocks.length - 1) return [];
  // The figures of a picture in "by Quay TV" are no sentence; a line of capitals is a signature.
  if (!/\p{Ll}|\p{Lo}/u.test(words)) return [];
  if (at > 0 && isFollowed && isLikeHeadline(words)) return [];
  const from = wordsIn(words.slice(0, end)).at(-1)?.start ?? end - 1;
  const [start, stop] = [paragraph.offsetAt(from), paragraph.offsetAt(end - 1) + 1];
  const actual = words.slice(from, end);
  return [
    {
      reason: `Unexpected end after "${actual}", expected a stop`,
      place: placeOf(text, start, Math.max(start, stop)),
      actual,
      expected: [`${actual.replace(/[,;:]$/u, '')}.`],
      note: 'Look whether the end was lost when the text was copied. If it is all there, put a stop behind it.',
    },
  ];
}

/** `More at: https://…`, `[Full story](https://…)`: a pointer, not a sentence. */
function endsWithLink(children: readonly PhrasingContent[]): boolean {
  const last = children.findLast((child) => !(child.type === 'text' && child.value.trim() === ''));
  return last?.type === 'link' || last?.type === 'image' || last?.type === 'inlineCode';
}

/** A short line of its own without any stop: the next story's headline, whose ### is missing, is another rule's. */
function isLikeHeadline(words: string): boolean {
  return !/[.!?…;\n]/u.test(words) && wordsIn(words.slice(0, 400)).length <= MAX_HEADLINE_WORDS;
}

function endOfWords(words: string): number {
  let end = words.length;
  while (end > 0 && CLOSERS.includes(words.charAt(end - 1))) end -= 1;
  return end;
}
