// An issue and an offset in it go in; what stands there comes out: a source's name, a date, the number of an issue, a link.

import { placeOfDate, placeOfWords } from '../check/parts/place-of-words.ts';
import { namedSources, placeOfName } from '../check/sources/named-sources.ts';
import type { IsoDate } from '../model/calendar.ts';
import { blocksOf } from '../model/entry.ts';
import type { Issue } from '../model/issue.ts';
import type { LinkDigest } from '../model/issue-digest.ts';
import type { Place } from '../model/place.ts';
import type { SourceName } from '../model/source.ts';
import { linkAt } from './earlier-uses.ts';
import { holds, startOf } from './positions.ts';
import type { Proof } from './proof.ts';

export type Thing =
  | { readonly kind: 'source'; readonly source: SourceName; readonly start: number; readonly end: number }
  | { readonly kind: 'date'; readonly date: IsoDate; readonly start: number; readonly end: number }
  | { readonly kind: 'issue'; readonly number: number; readonly start: number; readonly end: number }
  | { readonly kind: 'link'; readonly link: LinkDigest; readonly start: number; readonly end: number };

/** The narrowest first: a source's name may stand in a link. */
export function thingsAt({ issue, digest }: Proof, offset: number): readonly Thing[] {
  const link = linkAt(digest, offset);
  return [
    ...sourceAt(issue, offset),
    ...dateAt(issue, offset),
    ...issueNumberAt(issue.text, offset),
    ...(link === undefined ? [] : [{ kind: 'link' as const, link, ...ends(link.place) }]),
  ];
}

function sourceAt(issue: Issue, offset: number): readonly Thing[] {
  const named = namedSources(issue).find(({ position }) => holds(position, offset));
  if (named === undefined) return [];
  const place = placeOfName(named, issue.text);
  return holds(place, offset) ? [{ kind: 'source', source: named.source, ...ends(place) }] : [];
}

function dateAt(issue: Issue, offset: number): readonly Thing[] {
  for (const { date, place } of datesNear(issue, offset)) {
    if (date !== undefined && holds(place, offset)) return [{ kind: 'date', date, ...ends(place) }];
  }
  return [];
}

/** The dates of whatever holds the offset: looking up a date's own place takes a search through the text. */
function datesNear(
  issue: Issue,
  offset: number,
): readonly { date: IsoDate | undefined; place: Place | undefined }[] {
  const { text } = issue;
  const field = issue.frontMatter.fields['date'];
  if (holds(field?.position, offset)) return [{ date: issue.date, place: field?.position }];
  const entry = issue.sections
    .flatMap(({ entries }) => entries)
    .find(({ position }) => holds(position, offset));
  if (entry === undefined) return [];
  const notes = [...entry.notes, ...blocksOf(entry).filter((block) => block.kind === 'note')]
    .filter(({ position }) => holds(position, offset))
    .map(({ date, dateAsWritten = '', position }) => ({
      date,
      place: placeOfWords(text, position, dateAsWritten),
    }));
  if (entry.kind === 'item') {
    const reports = entry.reports.filter(({ position }) => holds(position, offset));
    return [...notes, ...reports.map((report) => ({ date: report.date, place: placeOfDate(text, report) }))];
  }
  if (entry.kind === 'event') return [...notes, { date: entry.when?.date, place: entry.when?.position }];
  if (entry.kind !== 'live') return notes;
  const place = placeOfWords(text, entry.headlinePosition, entry.atAsWritten ?? '');
  return [...notes, { date: entry.localDate, place }];
}

/** `No. 293`, `#293`, `0293`. */
function issueNumberAt(text: string, offset: number): readonly Thing[] {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 200);
  const around = text.slice(lineStart, offset + 20).split('\n')[0] ?? '';
  for (const match of around.matchAll(/\bNo\.? ?(\d{1,6})\b|#(\d{1,6})\b|(?<![\w/.-])(0\d{3})\b/gu)) {
    const start = lineStart + match.index;
    const end = start + match[0].length;
    const number = Number(match[1] ?? match[2] ?? match[3]);
    if (start <= offset && offset <= end) return [{ kind: 'issue', number, start, end }];
  }
  return [];
}

function ends(place: Place): { start: number; end: number } {
  return { start: startOf(place), end: place.end.offset ?? startOf(place) };
}
