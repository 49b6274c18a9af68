// A digest goes in, the same as few signs and objects comes out, and back: an archive's digests are read at every check, and most
// of their bulk would be the names of their fields. Places come last, six figures each, in the order in which they are met.
import type { EntryDigest, IssueDigest, LinkDigest, SourceDigest } from '../model/issue-digest.ts';
import type { Place } from '../model/place.ts';

/** JSON of it has no line end. Raise `FORM` in check-cache.ts when it is given another shape. */
export function packDigest(digest: IssueDigest): unknown {
  const { entries, links, sources, tagPlaces, numberPlace, datePlace, ...plain } = digest;
  const places: (number | null)[] = [];
  const put = (place: Place | undefined): void => void places.push(...figuresOf(place));
  const packed = [
    plain,
    entries.flatMap((entry) => {
      put(entry.place);
      const { id, kind, headline, reports, words, notes } = entry;
      return [id, kind, headline, reports, words, notes];
    }),
    links.flatMap(({ url, key, place, entry, isStory }) => {
      put(place);
      return [url, keyBeside(url, key), entry ?? -1, isStory ? 1 : 0];
    }),
    sources.flatMap(({ written, id, place }) => {
      put(place);
      return [written, id ?? 0];
    }),
  ];
  for (const place of [...tagPlaces, numberPlace, datePlace]) put(place);
  return [...packed, places];
}

/** @throws where it is not what `packDigest` made */
export function unpackDigest(packed: unknown): IssueDigest {
  const [plain, entries, links, sources, figures] = packed as [
    Omit<IssueDigest, 'entries' | 'links' | 'sources' | 'tagPlaces' | 'numberPlace' | 'datePlace'>,
    readonly never[],
    readonly never[],
    readonly never[],
    readonly (number | null)[],
  ];
  let at = 0;
  const take = (): Place | undefined => {
    at += FIGURES;
    return placeOf(figures, at - FIGURES);
  };
  const placed = (): Place => {
    const place = take();
    if (place === undefined) throw new Error(`a place is missing before figure ${at}`);
    return place;
  };
  const unpacked = {
    ...plain,
    entries: inRows(entries, 6, ([id, kind, headline, reports, words, notes]): EntryDigest => {
      return { id, kind, headline, place: placed(), reports, words, notes };
    }),
    links: inRows(links, 4, ([url, key, entry, isStory]): LinkDigest => {
      const beside = key === 0 ? withoutScheme(url) : key;
      const inEntry = entry === -1 ? {} : { entry };
      return { url, key: beside, place: placed(), ...inEntry, isStory: isStory === 1 };
    }),
    sources: inRows(sources, 2, ([written, id]): SourceDigest => {
      return id === 0 ? { written, place: placed() } : { written, id, place: placed() };
    }),
    tagPlaces: plain.tags.map(take),
  };
  const [numberPlace, datePlace] = [take(), take()];
  if (at !== figures.length) throw new Error(`${figures.length} figures, expected ${at}`);
  return {
    ...unpacked,
    ...(numberPlace !== undefined && { numberPlace }),
    ...(datePlace !== undefined && { datePlace }),
  };
}

/** Most addresses need nothing else done to be compared; their key is not written a second time. */
function keyBeside(url: string, key: string): string | 0 {
  return key === withoutScheme(url) ? 0 : key;
}

function withoutScheme(url: string): string {
  return url.slice(url.indexOf('://') + '://'.length);
}

/** The packed values are JSON: what they are is known by where they stand. */
// biome-ignore lint/suspicious/noExplicitAny: see above
function inRows<T>(values: readonly any[], width: number, toRow: (row: readonly any[]) => T): readonly T[] {
  const rows: T[] = [];
  for (let at = 0; at < values.length; at += width) rows.push(toRow(values.slice(at, at + width)));
  return rows;
}

const FIGURES = 6;
const NOWHERE = [0, 0, 0, 0, 0, 0];

/** Line (0 where there is no place), column and offset of the start; lines on to the end, its column, and the length. */
function figuresOf(place: Place | undefined): readonly (number | null)[] {
  if (place === undefined) return NOWHERE;
  const { start, end } = place;
  const length = start.offset === undefined || end.offset === undefined ? null : end.offset - start.offset;
  return [start.line, start.column, start.offset ?? null, end.line - start.line, end.column, length];
}

function placeOf(figures: readonly (number | null)[], at: number): Place | undefined {
  const [line, column, offset, lines, endColumn, length] = figures.slice(at, at + FIGURES);
  if (line === 0) return undefined;
  if (typeof line !== 'number' || typeof column !== 'number') throw new Error('a place without a line');
  if (typeof lines !== 'number' || typeof endColumn !== 'number') throw new Error('a place without an end');
  const [start, end] = [
    { line, column },
    { line: line + lines, column: endColumn },
  ];
  if (typeof offset !== 'number' || typeof length !== 'number') return { start, end };
  return { start: { ...start, offset }, end: { ...end, offset: offset + length } };
}
