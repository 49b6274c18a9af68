// Which words stand in which entries: the entries of all issues go in, each word with its packed numbers comes out. What was found the last
// time, written down as a text, is gone through and mended: only issues that are new or say something else are read, and the numbers of the
// others are moved to where they stand now. Where nothing is remembered, all are read; the outcome is the same.
import { fingerprint } from '../../model/digest-of-text.ts';
import { packPostings, unpackPostings } from './packed-numbers.ts';
import { type SearchEntry, weightsOf } from './search-entries.ts';

export interface WordList {
  /** By word, or `#tag:oil`, a filter. In the order of their code units. */
  readonly words: ReadonlyMap<string, PackedWord>;
  /** For the next time; undefined where it is what was remembered, or where an issue cannot be known again. */
  readonly toRemember: string | undefined;
}

export interface PackedWord {
  readonly count: number;
  readonly packed: string;
}

/** Of one issue: by what it is known, and how many entries it has. */
type Numbered = readonly [key: string, count: number];

/** @param issues The entries of each, in the order of their numbers. @param remembered What an earlier call gave. */
export function wordList(
  issues: readonly (readonly SearchEntry[])[],
  remembered: string | undefined,
): WordList {
  const now = issues.map((entries): Numbered => [keyOf(entries), entries.length]);
  const isKnowable = now.every(([key]) => key !== '');
  const before = isKnowable ? readWords(remembered) : undefined;
  const { moves, fresh } = compare(before?.issues ?? [], now, issues);
  const words = new Map<string, PackedWord>();
  for (const [word, known] of before?.words ?? []) {
    const own = fresh.get(word);
    const mended = mend(known, moves, own);
    if (mended !== undefined) words.set(word, mended);
    fresh.delete(word);
  }
  for (const [word, postings] of fresh)
    words.set(word, { count: postings.length, packed: packPostings(postings) });
  // What was remembered is in order already: only new words have to find their places.
  const sorted = new Map([...words.keys()].sort().map((word) => [word, words.get(word) as PackedWord]));
  const text = isKnowable ? writeWords(now, sorted) : undefined;
  return { words: sorted, toRemember: text === remembered ? undefined : text };
}

/** Empty where an entry has no mark. */
function keyOf(entries: readonly SearchEntry[]): string {
  if (entries.some(({ mark }) => mark === undefined)) return '';
  return fingerprint(JSON.stringify(entries.map(({ mark, labels, filters }) => [mark, labels, filters])));
}

/** Where the entry of each old number is now, -1 where it is gone; and the postings of what is not known yet, in order. */
function compare(
  before: readonly Numbered[],
  now: readonly Numbered[],
  issues: readonly (readonly SearchEntry[])[],
): { readonly moves: Int32Array; readonly fresh: Map<string, number[]> } {
  const known = new Map<string, number>();
  let oldTotal = 0;
  for (const [key, count] of before) {
    known.set(key, oldTotal);
    oldTotal += count;
  }
  const moves = new Int32Array(oldTotal).fill(-1);
  const fresh = new Map<string, number[]>();
  const put = (word: string, posting: number): void => {
    const list = fresh.get(word);
    if (list === undefined) fresh.set(word, [posting]);
    else list.push(posting);
  };
  let number = 0;
  for (const [index, [key, count]] of now.entries()) {
    const from = known.get(key);
    if (from !== undefined && moves[from] === -1) {
      for (let at = 0; at < count; at += 1) moves[from + at] = number + at;
    } else {
      for (const [at, entry] of (issues[index] ?? []).entries()) {
        for (const [word, weight] of weightsOf(entry)) put(word, (number + at) * 4 + weight);
        for (const filter of entry.filters) put(`#${filter}`, (number + at) * 4);
      }
    }
    number += count;
  }
  return { moves, fresh };
}

/** Undefined where no entry has the word any more. */
function mend(
  known: PackedWord,
  moves: Int32Array,
  own: readonly number[] | undefined,
): PackedWord | undefined {
  const postings = unpackPostings(known.packed);
  if (own === undefined && postings.every((posting) => moves[posting >> 2] === posting >> 2)) return known;
  const left: number[] = [];
  for (const posting of postings) {
    const to = moves[posting >> 2] ?? -1;
    if (to >= 0) left.push(to * 4 + (posting & 3));
  }
  const all = own === undefined ? left : [...left, ...own];
  if (all.length === 0) return undefined;
  return { count: all.length, packed: packPostings(all.sort((a, b) => a - b)) };
}

function writeWords(issues: readonly Numbered[], words: ReadonlyMap<string, PackedWord>): string {
  const rows = [...words].map(([word, { count, packed }]) => `${word}\t${count}\t${packed}`);
  return [JSON.stringify(issues), ...rows].join('\n');
}

function readWords(
  text: string | undefined,
): { readonly issues: readonly Numbered[]; readonly words: ReadonlyMap<string, PackedWord> } | undefined {
  if (text === undefined) return undefined;
  const [head = '', ...rows] = text.split('\n');
  const words = rows.map((row): readonly [string, PackedWord] => {
    const [word = '', count, packed = ''] = row.split('\t');
    return [word, { count: Number(count), packed }];
  });
  return { issues: JSON.parse(head), words: new Map(words) };
}
