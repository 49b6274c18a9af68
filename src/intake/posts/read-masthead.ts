// In: the title of a post and its first lines. Out: which number of the newsletter it is and of which day, in all the forms in which that
// was printed: `Newsletter No. 294`, `Newsletter #46`, `No.178`, `Newletter no 285 dated 22/9/2015`.
import type { IsoDate } from '../../model/calendar.ts';
import { foldWords, type PostHouse } from './post-house.ts';

export interface MastheadLine {
  readonly number?: number;
  readonly date?: IsoDate;
  /** It says nothing else than the newsletter's name, address, number and day. */
  readonly isAll: boolean;
}

export type MastheadHouse = Pick<PostHouse, 'newsletter' | 'datesIn'>;

/** With the slips that were printed. */
const KIND = String.raw`(?:news?\s?letters?|bulletin|issue|edition|digest|number)`;
const SIGN = String.raw`(?:no\.?|nr\.?|number|num\.?|#|№)`;
const NUMBERED = new RegExp(`(${KIND})?[\\s:,–—-]{0,3}${SIGN}\\s{0,3}(\\d{1,6})(?![\\d/.-]\\d|\\d)`, 'iu');
const KIND_ALONE = new RegExp(`(${KIND})[\\s:,–—-]{1,3}(\\d{1,6})(?![\\d/.-]\\d|\\d)`, 'iu');
const ADDRESS = /^(?:https?:\/\/|www\.)\S+$/iu;
const MAX_LINE = 200;

/** Undefined for a line that says nothing of the kind. @param near The day of the post. */
export function readMastheadLine(
  line: string,
  { newsletter, datesIn }: MastheadHouse,
  near: IsoDate | undefined,
): MastheadLine | undefined {
  if (line.length > MAX_LINE || line.trim() === '') return undefined;
  const { rest: unnamed, isNamed } = withoutName(line, [newsletter.title, newsletter.shortTitle]);
  const match =
    NUMBERED.exec(unnamed) ?? KIND_ALONE.exec(unnamed) ?? (isNamed ? LAST_FIGURES.exec(unnamed) : null);
  const number =
    match === null || (match[1] === undefined && !isNamed && !isBare(unnamed)) ? undefined : Number(match[2]);
  const behind = number === undefined || match === null ? unnamed : unnamed.replace(match[0], ' ');
  const dates = datesIn(behind, near);
  const date = dates.find((one) => one.date !== undefined)?.date;
  const rest = dates.reduce((text, { written }) => text.replace(written, ' '), behind);
  const left = foldWords(
    rest.replace(/\b(?:dated|of|the|for|week|ending)\b/giu, ' ').replace(new RegExp(KIND, 'giu'), ' '),
  );
  const isAddress = ADDRESS.test(rest.trim());
  const isAll =
    (left === '' && (isNamed || number !== undefined || date !== undefined)) ||
    (isAddress && (isNamed || isOwn(rest, newsletter)));
  if (number === undefined && date === undefined && !isAll) return undefined;
  return { ...(number === undefined ? {} : { number }), ...(date === undefined ? {} : { date }), isAll };
}

/** `This Week in Harbours 27`: behind the newsletter's own name a figure at the end is its number. */
const LAST_FIGURES = /()^[\s:,–—-]*(\d{1,5})\s*$/u;

/** `No.178` with little beside it; "Resolution no. 1441 broken" is another matter. */
function isBare(line: string): boolean {
  return /^[\s[(]*(?:no\.?|nr\.?|#|№)\s{0,3}\d/iu.test(line);
}

/** The newsletter's name taken out, wherever it stands; capitals, hyphens and blanks make no difference. */
function withoutName(line: string, names: readonly string[]): { rest: string; isNamed: boolean } {
  for (const name of names) {
    const words = name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    if (words.length === 0) continue;
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]{0,3}')}(?![\\p{Ll}\\p{N}])`,
      'iu',
    );
    if (pattern.test(line)) return { rest: line.replace(pattern, ' '), isNamed: true };
  }
  return { rest: line, isNamed: false };
}

function isOwn(written: string, { siteUrl, listUrl }: PostHouse['newsletter']): boolean {
  const host = hostOf(written.trim());
  return host !== undefined && [siteUrl, listUrl].some((url) => hostOf(url) === host);
}

function hostOf(url: string): string | undefined {
  return URL.parse(/^https?:/iu.test(url) ? url : `http://${url}`)?.host.replace(/^www\./u, '');
}
