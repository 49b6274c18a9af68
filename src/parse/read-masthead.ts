// In: a file without front matter. Out: the masthead with which a newsletter that was pasted as plain text begins: its name, its
// number and its day, on one line or on several, as they were printed between 2004 and 2016. Whether it can take the place of
// front matter is for the proofreader to say.
import { isoDate } from '../model/calendar.ts';
import type { IssueFile, Masthead } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { PlaceFinder } from './place-finder.ts';
import { looksLikeDate, readDate } from './read-date.ts';
import type { FrontMatterText } from './read-front-matter.ts';

/** Name, site, number and day; a repost says the name and the number twice. */
const MAX_LINES = 6;
const MAX_LINE = 160;
/** `Newsletter No. 41`, `No.178`, `Newletter no 285 dated 22/9/2015`, `Newsletter #46`. */
const NUMBER = /^(?:news?letter|bulletin|issue)?[ ]{0,3}(?:no\.?|number|#)[ ]{0,3}(\d{1,6})(?!\d)[,:]?/iu;
const ADDRESS = /^(?:https?:\/\/|www\.)[^\s]+$/iu;

/** Undefined for a file that has front matter, that is a special, or that begins in any other way. */
export function readMasthead(
  { path, value }: IssueFile,
  head: Pick<FrontMatterText, 'frontMatter' | 'bodyStart'>,
  newsletter: Newsletter,
  placeAt: PlaceFinder,
): Masthead | undefined {
  const isNumbered = /(?:^|\/)\d+\.md$/u.test(path);
  if (!isNumbered || head.frontMatter.position !== undefined || /^\ufeff?---/u.test(value)) return undefined;
  const numbers = new Set<number>();
  const dates = new Set<string>();
  const taken: { start: number; end: number; isOurs: boolean }[] = [];
  for (const { text, start } of firstLines(value, head.bodyStart)) {
    const said = taken.length < MAX_LINES ? readMastheadLine(text, newsletter) : undefined;
    if (said === undefined) break;
    if (said.number !== undefined) numbers.add(said.number);
    if (said.date !== undefined) dates.add(said.date);
    taken.push({ start, end: start + text.length, isOurs: said.isOurs });
  }
  const [number] = numbers;
  const [first, last] = [taken[0], taken.at(-1)];
  if (number === undefined || numbers.size > 1 || first === undefined || last === undefined) return undefined;
  const [dateAsWritten] = dates;
  const date = dates.size === 1 && dateAsWritten !== undefined ? dayOf(dateAsWritten) : undefined;
  return {
    number,
    ...(date === undefined ? {} : { date }),
    ...(dateAsWritten === undefined ? {} : { dateAsWritten: [...dates].join(', ') }),
    position: placeAt(first.start, last.end),
    lines: taken.filter(({ isOurs }) => isOurs).map(({ start, end }) => placeAt(start, end)),
  };
}

/** Lines that hold something, without the blanks around them. */
function firstLines(value: string, from: number): readonly { text: string; start: number }[] {
  let at = from;
  return value
    .slice(from, from + MAX_LINE * (MAX_LINES + 1) * 2)
    .split(/\r\n|\n|\r/u)
    .flatMap((line) => {
      const text = line.trim();
      const start = at + line.indexOf(text);
      at += line.length + (value.startsWith('\r\n', at + line.length) ? 2 : 1);
      return text === '' ? [] : [{ text, start }];
    });
}

export interface MastheadLine {
  readonly number?: number;
  readonly date?: string;
  /** False for an address that `newsletter.yaml` does not know: it would be lost with the line. */
  readonly isOurs: boolean;
}

/** Undefined for a line that says anything else. */
export function readMastheadLine(line: string, newsletter: Newsletter): MastheadLine | undefined {
  if (line.length > MAX_LINE) return undefined;
  const words = line.replace(/^[#*_ ]{1,8}/u, '').replace(/[*_ ]{1,8}$/u, '');
  const rest = withoutName(words, newsletter);
  if (rest === '') return { isOurs: true };
  if (ADDRESS.test(rest)) return { isOurs: isOwnSite(rest, newsletter) };
  const match = NUMBER.exec(rest);
  const behind = match === null ? rest : rest.slice(match[0].length).trim();
  const date = behind.replace(/^[–—-]\s/u, '').replace(/^dated\s/iu, '');
  if (date !== '' && !(looksLikeDate(date) && /\d{4}$|[/.]\d{2}$|^\d{4}/u.test(date))) return undefined;
  return {
    ...(match === null ? {} : { number: Number(match[1]) }),
    ...(date === '' ? {} : { date }),
    isOurs: true,
  };
}

/** What stands behind the newsletter's name; the whole line where it does not begin with it. */
function withoutName(line: string, { title, shortTitle }: Newsletter): string {
  const lower = line.toLowerCase();
  const name = [title, shortTitle].find((one) => {
    const behind = lower.charAt(one.length);
    return one !== '' && lower.startsWith(one.toLowerCase()) && !/[\p{L}\p{N}]/u.test(behind);
  });
  return name === undefined
    ? line
    : line
        .slice(name.length)
        .replace(/^[\s:,–—-]{1,4}/u, '')
        .trim();
}

function isOwnSite(written: string, { siteUrl, listUrl }: Newsletter): boolean {
  const host = hostOf(written.startsWith('http') ? written : `http://${written}`);
  return host !== undefined && [siteUrl, listUrl].some((url) => hostOf(url) === host);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./u, '') : undefined;
}

/** Only with its year, and only where it can be read in one way. */
function dayOf(written: string): string | undefined {
  const date = readDate(written);
  return date?.year === undefined ? undefined : isoDate(date.year, date.month, date.day);
}
