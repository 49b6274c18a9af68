// A day as somebody wrote it goes in; if that is not how the house writes days, the form that is meant comes out: `January 16`
// for `Jan 16`, `3 February` for `3 Feburary`, `16 January` for `l6 January`. Stands apart because the rules that ask for a
// day must not ask again for one that is only misspelt.
import { formatDate, formatDay, type IsoDate, isoDate } from '../../model/calendar.ts';
import { distanceOf } from '../../model/nearest-names.ts';
import { isAmbiguous, readFigures } from './date-in-figures.ts';
import { WEEKDAYS } from './weekday-names.ts';

export interface HouseForm {
  /** Best first. */
  readonly expected: readonly string[];
  /** True where the words can mean no other day. */
  readonly isCertain: boolean;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const SHORT = /^(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thur?s?|fri|sat|sun)$/iu;
const MAX_CHARACTERS = 40;
/** A word of four letters with two slips could be anything. */
const LETTERS_PER_SLIP = 4;
const MAX_SLIPS = 2;
/** As long as no other name is nearly as near. */
const MARGIN = 2;

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u;
/** Also with a comma for the dot, or blanks between. */
const FIGURES = /^(\d{1,2}) ?([.,/-]) ?(\d{1,2})(?: ?([.,/-]) ?(\d{4}|\d{2}))?[.,]?$/u;
const LETTER_FOR_FIGURE = /(?<![\p{L}\d])[lIOo\d]{1,4}(?=(?:st|nd|rd|th)?(?![\p{L}\d]))/gu;

/**
 * Undefined when the form is the house's own, when no day can be made out, and for figures that `source-date-ambiguous` tells of.
 * @param language Of the words. Names of months are known in English alone.
 */
export function houseForm(written: string, near: IsoDate, language: string): HouseForm | undefined {
  const words = written
    .slice(0, MAX_CHARACTERS + 1)
    .replace(/\s+/gu, ' ')
    .trim();
  if (words.length > MAX_CHARACTERS) return undefined;
  const yearFirst = YEAR_FIRST.exec(words);
  if (yearFirst !== null) {
    const date = isoDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
    return date === undefined ? undefined : { expected: [formatDate(date, language)], isCertain: true };
  }
  const figures = FIGURES.exec(words);
  if (figures !== null) return formOfFigures(words, figures, near, language);
  const form = /^en\b/iu.test(language) ? formOfWords(words) : undefined;
  return form?.expected[0] === words ? undefined : form;
}

/** True for a day with its month as a word, however it is spelt. */
export function isDayInWords(written: string): boolean {
  return written.length <= MAX_CHARACTERS && formOfWords(written.replace(/\s+/gu, ' ').trim()) !== undefined;
}

function formOfFigures(
  words: string,
  [, first, separator, second, otherSeparator, year]: RegExpExecArray,
  near: IsoDate,
  language: string,
): HouseForm | undefined {
  const isRegular =
    words === [first, second, ...(year === undefined ? [] : [year])].join(separator) && separator !== ',';
  const parts = [first, second, ...(year === undefined ? [] : [year])];
  // A comma alone may divide anything: "3, 4".
  if (!isRegular && year === undefined && (separator === ',' || otherSeparator !== undefined))
    return undefined;
  const read = readFigures(parts.join('/'), near);
  if (read === undefined) return undefined;
  const { dayFirst, monthFirst } = read;
  if (isRegular && (isAmbiguous(read) || dayFirst === undefined)) return undefined;
  const days = [dayFirst, monthFirst].filter((date) => date !== undefined);
  const inWords = (date: IsoDate) =>
    year === undefined ? formatDay(date, language) : formatDate(date, language);
  const expected = [...new Set(days.map(inWords))];
  return expected.length === 0 ? undefined : { expected, isCertain: expected.length === 1 };
}

interface Named {
  readonly name: string;
  readonly isCertain: boolean;
}

function formOfWords(words: string): HouseForm | undefined {
  const figured = words.replace(LETTER_FOR_FIGURE, (figure) =>
    /\d/u.test(figure) ? figure.replace(/[lI]/gu, '1').replace(/o/giu, '0') : figure,
  );
  const parts = figured
    // "16January", "January16".
    .replace(/(?<=\d)(?=\p{Lu}\p{L}\p{L})|(?<=\p{Ll}{3})(?=\d)/gu, ' ')
    .split(/[ .,;:/()-]/u)
    .filter((part) => part !== '' && !/^(?:of|the)$/iu.test(part));
  const [first = ''] = parts;
  const weekday = nameIn(WEEKDAYS, first);
  const rest = weekday === undefined ? parts : parts.slice(1);
  const isYear = (part: string | undefined) => /^\d{4}$/u.test(part ?? '');
  const year = rest.find(isYear);
  const ends = [rest[0], rest.at(-1)];
  const others = rest.filter((part) => !isYear(part));
  if (others.length !== 2 || rest.length > 3 || (year !== undefined && !ends.includes(year)))
    return undefined;
  const isDayFirst = /^\d/u.test(others[0] ?? '');
  const [day = '', monthAsWritten = ''] = isDayFirst ? others : others.toReversed();
  const [, figure, ordinal] = /^(\d{1,2})(st|nd|rd|th)?$/iu.exec(day) ?? [];
  const month = nameIn(MONTHS, monthAsWritten);
  if (figure === undefined || month === undefined) return undefined;
  // Without its year it may have been a leap year's.
  if (isoDate(Number(year ?? 2000), MONTHS.indexOf(month.name) + 1, Number(figure)) === undefined)
    return undefined;

  const dayInHouse = `${Number(figure)}${ordinal === undefined ? '' : ordinalOf(Number(figure))}`;
  const together = isDayFirst ? `${dayInHouse} ${month.name}` : `${month.name} ${dayInHouse}`;
  const expected = [
    ...(weekday === undefined ? [] : [`${weekday.name}${/^\p{L}+\.?,/u.test(words) ? ',' : ''}`]),
    year === undefined ? together : `${together}${/, ?\d{4}$/u.test(words) ? ',' : ''}`,
    ...(year === undefined ? [] : [year]),
  ].join(' ');
  return { expected: [expected], isCertain: month.isCertain && (weekday?.isCertain ?? true) };
}

/** The month or weekday that is meant: whole, shortened or misspelt. */
function nameIn(names: readonly string[], written: string): Named | undefined {
  const word = written.toLowerCase();
  if (!/^\p{L}{3,12}$/u.test(word)) return undefined;
  const begun = SHORT.test(word)
    ? names.find((name) => name.toLowerCase().startsWith(word.slice(0, 3)))
    : undefined;
  const exact = names.find((name) => name.toLowerCase() === word) ?? begun;
  if (exact !== undefined) return { name: exact, isCertain: true };
  const [nearest, next] = names
    .map((name) => ({ name, slips: distanceOf(word, name.toLowerCase()) }))
    .sort((a, b) => a.slips - b.slips);
  if (nearest === undefined || next === undefined) return undefined;
  const allowed = Math.min(MAX_SLIPS, Math.floor(word.length / LETTERS_PER_SLIP));
  if (nearest.slips > allowed) return undefined;
  return { name: nearest.name, isCertain: next.slips - nearest.slips >= MARGIN };
}

function ordinalOf(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
