// What can be found → the index that a browser loads piece by piece: words in alphabetical order, each with the numbers of the entries
// that have it, cut into shards of a size that a phone does not notice. A query needs the shards of its own words and no others.
import { packNumber } from './packed-numbers.ts';
import type { SearchEntry } from './search-entries.ts';
import type { PackedWord } from './word-list.ts';

/** One after the other, words in order: a word (or `#tag:oil`, a filter) → its entries, packed. */
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

/** @param words By code units, as `templates/scripts/search.js` compares: no locale has a say. @param count Of all entries. */
export function shardsOf(words: ReadonlyMap<string, PackedWord>, count: number): readonly WordShard[] {
  const shards: (readonly [string, string])[][] = [];
  let room = 0;
  for (const [word, known] of words) {
    const isCommon = count > FEW_ENTRIES && known.count > count * COMMON_SHARE && !word.startsWith('#');
    const packed = isCommon ? EVERYWHERE : known.packed;
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

/** How many entries each piece holds, packed. */
export function packCounts(chunks: readonly (readonly SearchEntry[])[]): string {
  return chunks.map(({ length }) => packNumber(length)).join('');
}

/** Entries in order of their numbers, cut into pieces. */
export function chunksOf(entries: readonly SearchEntry[]): readonly (readonly SearchEntry[])[] {
  const chunks: SearchEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(entry.headline) + entry.textBytes + ENTRY_BYTES;
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
