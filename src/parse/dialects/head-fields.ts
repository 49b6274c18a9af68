// In: the keys and values at the top of a file, in whatever form they were written. Out: what they say in the house's own words. Keys that
// say nothing of an issue (`layout`, `permalink`) are other programs' own and are left alone.
import { isoDate } from '../../model/calendar.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FrontMatter } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { readDate } from '../read-date.ts';
import { readTags } from '../read-tags.ts';

export interface WrittenField {
  readonly key: string;
  /** Those of a list with commas between. */
  readonly value: string;
  readonly position: Place;
}

/** The house's key → what other programs and people call it, in small letters without blanks, hyphens and underscores. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  number: ['number', 'issue', 'no', 'nr', 'num', 'issuenumber', 'issueno', 'edition', 'episode'],
  date: [
    ...['date', 'pubdate', 'published', 'publishedat', 'publisheddate', 'publishdate', 'publishedon'],
    ...['publicationdate', 'issuedate', 'sent', 'sentat', 'created', 'createdat', 'day'],
  ],
  title: ['title', 'name', 'heading', 'headline'],
  subject: ['subject', 'emailsubject', 'mailsubject', 'subjectline'],
  preheader: [
    'preheader',
    'preview',
    'previewtext',
    'description',
    'summary',
    'excerpt',
    'subtitle',
    'teaser',
  ],
  tags: ['tags', 'tag', 'categories', 'category', 'keywords', 'topics'],
  language: ['language', 'lang', 'locale'],
  timeZone: ['timezone', 'tz'],
  draft: ['draft'],
};
const HOUSE_NAMES = new Map(
  Object.entries(NAMES).flatMap(([own, names]) => names.map((name) => [name, own])),
);
const NUMBER = /^(?:\p{L}{1,12}\.?\s?)?[#№]?\s?(\d{1,9})$/u;
/** `T09:30:00Z`, ` 09:30:00 +0000`, `, 09:30 GMT`. */
const TIME = /(?:T|,?\s{1,2})\d{1,2}:\d{2}/u;

/** The house's name of a key; undefined for one that says nothing of an issue. */
export function houseKey(key: string): string | undefined {
  return HOUSE_NAMES.get(key.toLowerCase().replace(/[\s_-]/gu, ''));
}

export function settleFields(
  written: readonly WrittenField[],
  { path, language }: { readonly path: string; readonly language: string },
): {
  readonly fields: FrontMatter['fields'];
  readonly tags: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const fields: Record<string, FrontMatter['fields'][string]> = {};
  const tags: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { key, value, position } of written) {
    // Jekyll keeps a draft back with this.
    if (/^published$/iu.test(key) && /^(?:true|false|yes|no)$/iu.test(value)) {
      if (/^(?:false|no)$/iu.test(value)) fields['draft'] ??= { value: 'true', position };
      continue;
    }
    const own = houseKey(key);
    if (own === undefined || value.trim() === '') continue;
    if (own === 'tags') tags.push(value);
    if (fields[own] !== undefined) continue;
    const settled =
      own === 'date' ? dayOf(value, language) : own === 'number' ? NUMBER.exec(value)?.[1] : value;
    if (settled === undefined && own === 'number') {
      diagnostics.push({
        ruleId: 'front-matter',
        severity: 'error',
        reason: `Unexpected "${value}" for "${key}", expected the number of the issue in figures`,
        path,
        place: position,
        actual: value,
        note: 'Write the number in figures on this line, such as 42.',
      });
      continue;
    }
    fields[own] = { value: settled ?? value, position };
  }
  return { fields, tags: readTags(tags.join(',')), diagnostics };
}

/** `2026-03-03`, of any form that names a whole day; undefined where it cannot be read. */
export function dayOf(written: string, language: string): string | undefined {
  const at = written.search(TIME);
  const day = (at < 0 ? written : written.slice(0, at))
    .trim()
    .replace(/^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/u, (_, year, month, day) =>
      [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
    );
  const date = readDate(day, language);
  return date?.year === undefined ? undefined : isoDate(date.year, date.month, date.day);
}
