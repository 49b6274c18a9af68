// The lines of a text go in, its newsletters come out: each with what its masthead says and the lines below. A masthead is a line with the number,
// and the lines of name, address and day beside it; a text without one is one newsletter, of which the title and the file's name may say the number.
import { type IsoDate, isoDate } from '../../model/calendar.ts';
import { dateNames } from '../../model/month-names.ts';
import type { MastheadLine, OldText, OldTextReading, TextLine } from './old-text.ts';

export interface IssueLines {
  readonly number?: number;
  /** As written. */
  readonly date?: string;
  /** Lines of the masthead that say no number, no day, no name and no address of ours. */
  readonly masthead: readonly TextLine[];
  /** What stands above the masthead, and is none of an issue: the head of a letter, a word of whoever passed it on. */
  readonly above: readonly TextLine[];
  /** The day of its letter. */
  readonly postedOn?: IsoDate;
  readonly lines: readonly TextLine[];
}

interface Head extends MastheadLine {
  /** Where its letter begins, or the masthead. */
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly postedOn?: IsoDate;
}

const MAX_LINE = 160;
const NUMBERED =
  /(?:news?letter|bulletin|issue)\b[\s:,–-]{0,4}(?:(?:no\.?|number|nr\.?|#)[\s:]{0,3})?\d{1,5}\b/iu;
/** Of which the name of another newsletter may consist. */
const NAME = /^[\p{Lu}\p{N}"“‘'(][^.!?;]{0,80}$/u;
const SITE = /^<?(?:https?:\/\/|www\.)\S+$/iu;
/** `From: …`, `Subject: …` of a letter that was pasted with its head. */
const HEADER =
  /^(?:from|to|cc|sent|date|subject|reply-to|message-id|x-[\w-]+|list-[\w-]+|mime-version|content-[\w-]+|return-path|received|delivered-to|importance|sender|errors-to|precedence|mailing-list):\s/iu;
const SENTENCE_START = /^(?:in|see|as|from|our|the last|this|with|since|after|before)\s/iu;

export function splitIssues(
  lines: readonly TextLine[],
  about: OldText,
  reading: OldTextReading,
): readonly IssueLines[] {
  const heads = findHeads(lines, reading);
  const [first] = heads;
  if (first === undefined) return [withoutHead(lines, about, reading)];
  return heads.map(({ number, date, start, from, to, postedOn }, nth) => ({
    ...(number === undefined ? {} : { number }),
    ...(date === undefined ? {} : { date }),
    ...(postedOn === undefined ? {} : { postedOn }),
    masthead: lines.slice(from, to),
    above: lines.slice(nth === 0 ? 0 : start, from),
    lines: lines.slice(to, heads[nth + 1]?.start ?? lines.length),
  }));
}

/** Lines between the head of a letter and the masthead in it. */
const MAX_GREETING = 12;

function findHeads(lines: readonly TextLine[], reading: OldTextReading): readonly Head[] {
  const heads: Head[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const letter = readLetterHead(lines, at, reading);
    if (letter !== undefined) {
      heads.push(letter);
      at = letter.to - 1;
      continue;
    }
    // Each line of such a head is looked at once.
    const length = lengthOfHeader(lines, at);
    if (length > 0) {
      at += length - 1;
      continue;
    }
    const said = readHeadLine(lines[at]?.text ?? '', reading);
    if (said?.number === undefined) continue;
    const last = heads.at(-1);
    const head = widen(lines, at, said, last?.to ?? 0, reading);
    const isInLetter = last !== undefined && last.from === last.to;
    const isSame =
      last !== undefined &&
      last.number === head.number &&
      head.from - last.to <= (isInLetter ? MAX_GREETING : 2);
    // The title of a post above the printed masthead says the number a second time, and so does a letter's subject.
    if (isSame) heads[heads.length - 1] = { ...last, ...head, start: last.start };
    else if (isHead(lines, head, at, heads.length === 0)) heads.push(head);
    at = Math.max(at, head.to - 1);
  }
  return heads;
}

/** `Subject: [sheet] Newsletter No. 106` in the head of a letter. */
function readLetterHead(lines: readonly TextLine[], at: number, reading: OldTextReading): Head | undefined {
  const length = lengthOfHeader(lines, at);
  if (length === 0) return undefined;
  const head = lines.slice(at, at + length).map(({ text }) => text);
  const said = titleLine(head.find((text) => /^subject:/iu.test(text))?.slice(8) ?? '', reading);
  if (said?.number === undefined) return undefined;
  const postedOn = dayOfLetter(head.find((text) => /^(?:date|sent):/iu.test(text)) ?? '');
  const start = /^from [^\s@]{1,80}@[^\s@]{1,200} /iu.test(lines[at - 1]?.text ?? '') ? at - 1 : at;
  return {
    ...said,
    ...(postedOn === undefined ? {} : { postedOn }),
    start,
    from: at + length,
    to: at + length,
  };
}

/** `Date: Mon, 10 Mar 2008 09:00:00 +0000` (RFC 5322 §3.3). */
export function dayOfLetter(line: string): IsoDate | undefined {
  const day = /(\d{1,2})\s(\p{L}{3})\p{L}*\s(\d{4})/u.exec(line);
  const month = dateNames('en').months.get((day?.[2] ?? '').toLowerCase());
  return day === null || month === undefined ? undefined : isoDate(Number(day[3]), month, Number(day[1]));
}

/** How many lines from `at` on are the head of a letter. One alone may be anything. */
export function lengthOfHeader(lines: readonly TextLine[], at: number): number {
  let length = 0;
  while (HEADER.test(lines[at + length]?.text ?? '')) length += 1;
  return length >= 2 ? length : 0;
}

/** With any name before the number: a newsletter may have changed its own. */
export function readHeadLine(line: string, reading: OldTextReading): MastheadLine | undefined {
  if (line.length > MAX_LINE || !/\d/u.test(line)) return undefined;
  const words = line
    .replace(/^[[=*_#~\s-]{1,12}/u, '')
    .replace(/[\]=*_#~\s-]{1,12}$/u, '')
    .replace(/\b(\d{1,2})\s?([/.])\s?(\d{1,2})\s?\2\s?(\d{2,4})\b/u, '$1$2$3$2$4');
  const whole = reading.readMastheadLine(words);
  if (whole?.number !== undefined) return whole;
  const match = NUMBERED.exec(words);
  if (match === null || !NAME.test(words.slice(0, match.index) || 'A') || SENTENCE_START.test(words))
    return undefined;
  const before = words.slice(0, match.index).trim();
  const numbered = match[0].replace(/\b(?=\d)/u, ' ').replace(/\s+/gu, ' ');
  const behind = words.slice(match.index + match[0].length);
  const said = reading.readMastheadLine(numbered.replace(/^(\S+) (\d)/u, '$1 no $2'));
  if (said?.number === undefined || before.split(' ').length > 8) return undefined;
  const date = behind.replace(/^[\s,:–—-]{1,4}(?:dated\s)?/u, '').trim();
  if (date === '') return said;
  return /\d/u.test(date) && date.length <= 40 && !/[.!?]\s/u.test(date) ? { ...said, date } : undefined;
}

/** Takes the lines of name, address and day around the number with it. */
function widen(
  lines: readonly TextLine[],
  at: number,
  said: MastheadLine,
  floor: number,
  reading: OldTextReading,
): Head {
  let { number, date } = said;
  let from = at;
  while (from > floor && at - from < 4 && isNameOrSite(lines[from - 1]?.text ?? '', reading, from === at))
    from -= 1;
  let to = at + 1;
  while (to < lines.length && to - at < 5) {
    const text = lines[to]?.text ?? '';
    const below = readHeadLine(text, reading);
    const plain = reading.readMastheadLine(text.replace(/^[*_\s]{1,4}|[*_\s]{1,4}$/gu, ''));
    if (below?.number !== undefined && (number === undefined || below.number === number)) {
      number = below.number;
      date = date ?? below.date;
    } else if (date === undefined && isDayLine(text, reading))
      date = text.replace(/^[*_\s]{1,4}|[*_\s]{1,4}$/gu, '');
    else if (plain !== undefined && plain.number === undefined && plain.date === undefined) {
      // The name or the address again.
    } else if (!SITE.test(text) || date !== undefined || !isMastheadBelow(lines, to + 1, reading)) break;
    to += 1;
  }
  return {
    ...(number === undefined ? {} : { number }),
    ...(date === undefined ? {} : { date }),
    start: from,
    from,
    to,
  };
}

function isMastheadBelow(lines: readonly TextLine[], at: number, reading: OldTextReading): boolean {
  const text = lines[at]?.text ?? '';
  return isDayLine(text, reading) || readHeadLine(text, reading)?.number !== undefined;
}

/** `June 06, 2005`, `2nd August 2011`, `06/06/05`, and days that cannot be read but can be nothing else. */
export function isDayLine(text: string, reading: OldTextReading): boolean {
  const words = text.replace(/^[*_(\s]{1,4}|[*_)\s]{1,4}$/gu, '');
  if (words.length > 40 || !/\d/u.test(words)) return false;
  const day = reading.readDay(words.replace(/,\s*$/u, ''));
  if (day !== undefined) return day.year !== undefined || words.length < 24;
  return /^(?:\p{L}{3,10}\.?,?\s+)?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?\p{L}{3,10}\.?,?\s+['’]?\d{2,4}|\p{L}{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s*['’]?\d{2,5})$/u.test(
    words,
  );
}

function isNameOrSite(text: string, reading: OldTextReading, isNext: boolean): boolean {
  if (SITE.test(text) || /^[-=_*~]{3,}$/u.test(text)) return true;
  const said = reading.readMastheadLine(text);
  if (said !== undefined && said.number === undefined && said.date === undefined) return true;
  // A name that we do not know: in capitals, or like a name, right above.
  return (
    isNext &&
    text.length <= 60 &&
    NAME.test(text) &&
    !HEADER.test(text) &&
    (text === text.toUpperCase() || /news|focus|sheet|bulletin|letter|digest|update/iu.test(text)) &&
    text.split(' ').length <= 8
  );
}

/** In the middle of a text "Newsletter No. 40" may be told of: a masthead has its day or its name beside it. */
function isHead(lines: readonly TextLine[], { from, to, date }: Head, at: number, isFirst: boolean): boolean {
  const isAlone = lines[at]?.isAfterGap === true || from < at || from === 0;
  return isFirst || date !== undefined ? isAlone || date !== undefined : from < at && to > at;
}

function withoutHead(lines: readonly TextLine[], about: OldText, reading: OldTextReading): IssueLines {
  const titled = titleLine(about.title ?? '', reading);
  let from = 0;
  let date: string | undefined;
  while (from < Math.min(4, lines.length)) {
    const text = lines[from]?.text ?? '';
    const plain = reading.readMastheadLine(text);
    if (date === undefined && isDayLine(text, reading)) date = text;
    else if (!(plain !== undefined && plain.number === undefined && plain.date === undefined)) break;
    from += 1;
  }
  const number = titled?.number ?? numberOfName(about.fileName);
  const written = date ?? titled?.date;
  return {
    ...(number === undefined ? {} : { number }),
    ...(written === undefined ? {} : { date: written }),
    masthead: lines.slice(0, from),
    above: [],
    lines: lines.slice(from),
  };
}

/** `[sheet] Fwd: Harbour Sheet Newsletter No. 130`. */
export function titleLine(title: string, reading: OldTextReading): MastheadLine | undefined {
  const bare = title
    .trim()
    .replace(/^(?:(?:re|fw|fwd|tr|wg):\s?|\[[^\]]{1,40}\]\s?){1,6}/giu, '')
    .trim();
  return bare === '' ? undefined : readHeadLine(bare, reading);
}

/** `0041.txt`, `41.txt`, `newsletter-41.txt`, `No 41.txt`. A year is none. */
function numberOfName(fileName: string | undefined): number | undefined {
  const base = (fileName ?? '').replace(/^.*[\\/]/u, '').replace(/\.[A-Za-z]{2,5}$/u, '');
  const number = /^(?:.*?(?:no|nr|newsletter|issue|letter|[a-z])[\s._#-]{0,3})?0{0,3}(\d{1,4})$/iu.exec(
    base,
  )?.[1];
  const isDay = /[-_.]\d{1,2}[-_.]\d{1,2}$/u.test(base);
  const isYear = /^(?:19|20)\d\d$/u.test(number ?? '');
  return number === undefined || isDay || isYear || Number(number) === 0 ? undefined : Number(number);
}
