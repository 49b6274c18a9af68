// What can be found → the index that a browser loads piece by piece: words in alphabetical order, each with the numbers of the entries
// that have it, cut into shards of a size that a phone does not notice. A query needs the shards of its own words and no others.
import type { SearchEntry } from './search-entries.ts';

export interface SearchIndex {
  /** One after the other, words in order: a word (or `#tag:oil`, a filter) → its entries, packed by `packPostings`. */
  readonly shards: readonly WordShard[];
  /** Entries in order of their numbers, cut into pieces. */
  readonly chunks: readonly (readonly SearchEntry[])[];
}

export type WordShard = readonly (readonly [word: string, postings: string])[];

/** Bytes of a shard, as long as no single word needs more. */
const SHARD_BYTES = 12_000;
/** Bytes of a piece with entries: one result costs so much, and an archive has as many of these files. */
const CHUNK_BYTES = 6_000;
/** What a file says of each entry beside its words: brackets, id, name of the source. */
const ENTRY_BYTES = 100;

/** A word that more than half of all entries have tells none from another. */
const COMMON_SHARE = 0.5;
/** Below this many entries no list is long. */
const FEW_ENTRIES = 300;
const EVERYWHERE = '*';

export function searchIndex(entries: readonly SearchEntry[]): SearchIndex {
  return { shards: shardsOf(postingsOf(entries), entries.length), chunks: chunksOf(entries) };
}

/** An entry's number and weight, as one number: `number * 4 + weight`. */
type Posting = number;

function postingsOf(entries: readonly SearchEntry[]): ReadonlyMap<string, readonly Posting[]> {
  const postings = new Map<string, Posting[]>();
  const put = (word: string, posting: Posting): void => {
    const list = postings.get(word);
    if (list === undefined) postings.set(word, [posting]);
    else list.push(posting);
  };
  for (const [number, { weights, filters }] of entries.entries()) {
    for (const [word, weight] of weights) put(word, number * 4 + weight);
    for (const filter of filters) put(`#${filter}`, number * 4);
  }
  return postings;
}

function shardsOf(postings: ReadonlyMap<string, readonly Posting[]>, count: number): readonly WordShard[] {
  const shards: (readonly [string, string])[][] = [];
  let room = 0;
  // By code units, as `templates/scripts/search.js` compares: no locale has a say.
  for (const word of [...postings.keys()].sort()) {
    const list = postings.get(word) ?? [];
    const isCommon = count > FEW_ENTRIES && list.length > count * COMMON_SHARE && !word.startsWith('#');
    const packed = isCommon ? EVERYWHERE : packPostings(list);
    const bytes = Buffer.byteLength(word) + packed.length + '"":"",'.length;
    const last = shards.at(-1);
    if (last === undefined || bytes > room) {
      shards.push([[word, packed]]);
      room = SHARD_BYTES - bytes;
    } else {
      last.push([word, packed]);
      room -= bytes;
    }
  }
  return shards;
}

/** Steps from one entry to the next with the weight in the two lowest bits, as base 64 with a bit that says "there is more". */
export function packPostings(list: readonly Posting[]): string {
  let packed = '';
  let before = -1;
  for (const posting of list) {
    const number = posting >> 2;
    packed += packNumber((number - before - 1) * 4 + (posting & 3));
    before = number;
  }
  return packed;
}

const FIGURES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Five bits a character, the lowest first. */
function packNumber(number: number): string {
  let packed = '';
  let rest = number;
  while (rest > 31) {
    packed += FIGURES.charAt(32 + (rest & 31));
    rest = Math.floor(rest / 32);
  }
  return packed + FIGURES.charAt(rest);
}

/** How many entries each piece holds, packed. */
export function packCounts(chunks: SearchIndex['chunks']): string {
  return chunks.map(({ length }) => packNumber(length)).join('');
}

function chunksOf(entries: readonly SearchEntry[]): readonly (readonly SearchEntry[])[] {
  const chunks: SearchEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.headline) + Buffer.byteLength(entry.text) + ENTRY_BYTES;
    const last = chunks.at(-1);
    if (last === undefined || bytes > room) {
      chunks.push([entry]);
      room = CHUNK_BYTES - bytes;
    } else {
      last.push(entry);
      room -= bytes;
    }
  }
  return chunks;
}
