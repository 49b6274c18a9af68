// In: the title of an issue, from its head or its first heading: "This Week #42 – 3 March 2026". Out: the number and the day that it
// names, and the title without the day.
import { datePattern, readDate } from '../read-date.ts';
import { dayOf } from './head-fields.ts';

export interface ReadTitle {
  /** Without the day; empty where nothing else stands there. */
  readonly title: string;
  readonly number?: number;
  /** `2026-03-03`. */
  readonly date?: string;
  /** Where number and day stand in the text, offsets from 0, end exclusive. */
  readonly numberAt?: readonly [number, number];
  readonly dateAt?: readonly [number, number];
}

/** "Issue 42", "No. 42", "#42", "Ausgabe 42". The day has been blanked out. */
const NAMED_NUMBER =
  /(?:[#№]|(?<!\p{L})(?:no|nr|num|number|issue|newsletter|edition|episode|week|weekly|bulletin|digest|ausgabe|numéro|número|numero|nummer|выпуск|العدد)\.?[ ]{0,2}[#№]?)[ ]?(\d{1,6})(?![\d/]|[.:-]\d)/iu;
/** 第 42 期. */
const CHINESE_NUMBER = /第 ?(\d{1,6}) ?期/u;
/** "This Week in Ports 42"; a year at the end is none. */
const LAST_NUMBER = /(?:^|\s)(?!(?:19|20)\d\d$)(\d{1,6})$/u;

export function readTitle(text: string, language: string): ReadTitle {
  const day = [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${datePattern(language)}`, 'giu'))].find(
    ([written]) => readDate(written, language)?.year !== undefined,
  );
  const dateAt = day === undefined ? undefined : ([day.index, day.index + day[0].length] as const);
  const date = day === undefined ? undefined : dayOf(day[0], language);
  const rest =
    dateAt === undefined
      ? text
      : text.slice(0, dateAt[0]) + ' '.repeat(dateAt[1] - dateAt[0]) + text.slice(dateAt[1]);
  const bare = rest.replace(/[\s()[\],.–—|·:-]{1,20}$/u, '');
  const found = NAMED_NUMBER.exec(bare) ?? CHINESE_NUMBER.exec(bare) ?? LAST_NUMBER.exec(bare);
  const figures = found?.[1] ?? '';
  const at = found === null ? 0 : found.index + found[0].indexOf(figures);
  return {
    title: titleOf(rest),
    ...(found === null ? {} : { number: Number(figures), numberAt: [at, at + figures.length] as const }),
    ...(date === undefined || dateAt === undefined ? {} : { date, dateAt }),
  };
}

/** Without what set the day off. */
function titleOf(rest: string): string {
  const title = rest
    .replace(/\s+/gu, ' ')
    .replace(/ ?\( ?\)/gu, '')
    .trim()
    .replace(/[\s,–—|·:(-]{1,20}$/u, '')
    .replace(/^[\s,–—|·:)-]+/u, '');
  return /^[#№]?\d+$/u.test(title) ? '' : title;
}
