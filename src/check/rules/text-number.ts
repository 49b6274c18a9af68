// Figures that cannot be: a year of five digits, the 31st of June, a comma in the wrong place, a number said twice.
import { isoDate } from '../../model/calendar.ts';
import type { Issue } from '../../model/issue.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { MONTHS, NUMBER_WORDS } from '../words/common-words.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

const MONTH = 'January|February|March|April|May|June|July|August|September|October|November|December';
const MONTH_AND_YEAR = new RegExp(
  `(?<!\\p{L})(?:${MONTH})(?: {1,4}(\\d{1,2})(?:st|nd|rd|th)?)?,? {1,4}(\\d{5,8})(?![\\d.,]\\d|\\d)`,
  'gu',
);
const IN_YEAR =
  /(?<!\p{L})(?:in|since|until|by|during|from|year|early|late|mid) ([12]\d{4})(?=$|[.,;:)”"]|\s+(?:the|and|when|but|after|as|to|by|it|he|she|they|was|were|had|has|with|for)(?!\p{L}))/giu;
const DAY_FIRST = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/-])(\\d{1,2})(st|nd|rd|th)?(?: of)? (${MONTH})(?:,? (\\d{4}))?(?![\\p{L}\\d])`,
  'gu',
);
/** "In June 31 people died" is no date; with a preposition, an ending or a year it is one. */
const MONTH_FIRST = new RegExp(
  `(?<!\\p{L})((?:on|since|until|by|from|before|after) )?(${MONTH}) (\\d{1,2})(st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\p{L}\\d.,:/%-]\\p{N}|[\\p{L}\\d])`,
  'gu',
);
const CLOCK =
  /(?<!\p{L})(?:at|by|around|about|until|from|before|after|since|between) (\d{1,2}):(\d{2})(?![\d:])/gu;
/** Two points or commas in a row, and letters or slashes beside it, make it something else: a range, a code, a date. */
const FIGURE = /(?<![\p{L}\p{N}.,:/#_-])\d+(?:[.,]\d+)+(?![\p{L}\p{N}:/_-]|[.,]\d)/gu;
const RIGHT_FIGURE =
  /^(?:\d+\.\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d+(?:,\d)+|\d+(?:\.\d+){2,})$/u;
const WORD_AND_FIGURE = /^\d{1,3}$/u;
const ORDINAL = /(?<![\p{L}\p{N}.,])(\d{1,3})(st|nd|rd|th)(?!\p{L})/gu;

export const textNumber: IssueRule = {
  id: 'text-number',
  severity: 'warning',
  stage: 'issue',
  description: 'Years, days, times and figures are such as can be.',
  check: (issue) =>
    runningTexts(issue)
      .filter(({ language, prose }) => language === 'en' && /\d/u.test(prose))
      .flatMap((running) => {
        const own = slipsIn(running.prose).filter(({ start, end }) => !running.isQuoted(start, end));
        return [...own, ...saidTwice(running)].map((slip) => toFinding(slip, running, issue));
      }),
};

interface NumberSlip {
  readonly start: number;
  readonly end: number;
  readonly expected: readonly string[];
  readonly wanted: string;
  readonly note: string;
}

function slipsIn(prose: string): readonly NumberSlip[] {
  const dates = [
    ...[...prose.matchAll(DAY_FIRST)].flatMap(({ 0: whole, 1: day, 2: suffix, 3: month, 4: year, index }) =>
      impossibleDay(Number(day), month, year, suffix) ? [dateSlip(index, whole, month)] : [],
    ),
    ...[...prose.matchAll(MONTH_FIRST)].flatMap(
      ({ 0: whole, 1: preposition = '', 2: month, 3: day, 4: suffix, 5: year, index }) =>
        (preposition + (suffix ?? '') + (year ?? '')).length > 0 &&
        impossibleDay(Number(day), month, year, suffix)
          ? [dateSlip(index + preposition.length, whole.slice(preposition.length), month)]
          : [],
    ),
  ];
  return [
    ...[...prose.matchAll(MONTH_AND_YEAR)].flatMap(({ 0: whole, 1: day, 2: year = '', index }) =>
      yearSlip(index + whole.length - year.length, year, day !== undefined),
    ),
    ...[...prose.matchAll(IN_YEAR)].flatMap(({ 0: whole, 1: year = '', index }) =>
      yearSlip(index + whole.length - year.length, year, false),
    ),
    ...dates,
    ...[...prose.matchAll(CLOCK)].flatMap(({ 0: whole, 1: hour = '', 2: minute = '', index }) =>
      Number(hour) > 24 || Number(minute) > 59 || (hour === '24' && minute !== '00')
        ? [
            {
              start: index + whole.length - hour.length - minute.length - 1,
              end: index + whole.length,
              expected: [],
              wanted: 'a time of day',
              note: 'A day has 24 hours, an hour 60 minutes. Look the time up.',
            },
          ]
        : [],
    ),
    ...[...prose.matchAll(FIGURE)].flatMap(({ 0: figure, index }) =>
      RIGHT_FIGURE.test(figure) ? [] : [figureSlip(index, figure)],
    ),
    ...[...prose.matchAll(ORDINAL)].flatMap(({ 0: whole, 1: figure = '', 2: suffix, index }) =>
      suffixOf(Number(figure)) === suffix
        ? []
        : [
            {
              start: index,
              end: index + whole.length,
              expected: [`${figure}${suffixOf(Number(figure))}`],
              wanted: `"${figure}${suffixOf(Number(figure))}"`,
              note: 'Correct the ending, or the figure if that is the wrong one.',
            },
          ],
    ),
  ];
}

/** @param isCertain With a day before it nothing but a year can be meant; else only a digit struck twice tells: `22015`, not `12000`. */
function yearSlip(start: number, written: string, isCertain: boolean): readonly NumberSlip[] {
  const years = [...written].flatMap((digit, at) => {
    const left = written.slice(0, at) + written.slice(at + 1);
    return /^(?:19|20)\d\d$/u.test(left) && (isCertain || written[at + 1] === digit) ? [left] : [];
  });
  const expected = [...new Set(years)];
  if (!isCertain && (expected.length === 0 || written.endsWith('000'))) return [];
  const known = expected
    .map((year) => `"${year}"`)
    .slice(0, 2)
    .join(' or ');
  return [
    {
      start,
      end: start + written.length,
      expected,
      wanted: known === '' ? 'a year of four digits' : known,
      note: 'A year has four digits. Look up which is meant; if a day has run into the year, put a blank between them.',
    },
  ];
}

function impossibleDay(
  day: number,
  month = '',
  year: string | undefined,
  suffix: string | undefined,
): boolean {
  // Larger figures before a month are most often no days: "some 60 March protests".
  if (day > 39 && suffix === undefined) return false;
  if (day === 0) return true;
  // A leap year unless told.
  return isoDate(Number(year ?? 2024), MONTHS.get(month) ?? 1, day) === undefined;
}

function dateSlip(start: number, whole: string, month = ''): NumberSlip {
  return {
    start,
    end: start + whole.length,
    expected: [],
    wanted: `a day that ${month} has`,
    note: 'There is no such day. Look the date up.',
  };
}

function figureSlip(start: number, figure: string): NumberSlip {
  const years = /^(\d{4}),(\d{4})$/u.exec(figure);
  const expected = years === null ? [] : [`${years[1]}, ${years[2]}`];
  return {
    start,
    end: start + figure.length,
    expected,
    wanted: expected[0] === undefined ? 'a figure such as 1,000 or 10,000.5' : `"${expected[0]}"`,
    note: 'A comma parts thousands, three digits each; a point parts what is less than one. Perhaps a digit is missing, or a blank behind the comma.',
  };
}

/** `thirteen 13`; not `ten 10-year-olds`, nor `thirteen (13)`. */
function saidTwice({ words, prose }: RunningText): readonly NumberSlip[] {
  return words.flatMap((first, nth): readonly NumberSlip[] => {
    const second = words[nth + 1];
    if (second === undefined || !/^\s+$/u.test(prose.slice(first.end, second.start))) return [];
    const [a, b] = [first.word.toLowerCase(), second.word.toLowerCase()];
    const figure = WORD_AND_FIGURE.test(b) && NUMBER_WORDS.get(a) === b ? b : undefined;
    const word = WORD_AND_FIGURE.test(a) && NUMBER_WORDS.get(b) === a ? a : undefined;
    if (figure === undefined && word === undefined) return [];
    if (
      /^[-‑.,:/%]\S/u.test(prose.slice(second.end, second.end + 2)) ||
      MONTHS.has(words[nth + 2]?.word ?? '')
    )
      return [];
    return [
      {
        start: first.start,
        end: second.end,
        expected: [first.word, second.word],
        wanted: `"${first.word}" or "${second.word}"`,
        note: 'The number stands there twice, as a word and in figures. Take one out.',
      },
    ];
  });
}

function suffixOf(figure: number): string {
  const [tens, ones] = [Math.floor((figure % 100) / 10), figure % 10];
  if (tens === 1) return 'th';
  return ['th', 'st', 'nd', 'rd'][ones] ?? 'th';
}

function toFinding(
  { start, end, expected, wanted, note }: NumberSlip,
  running: RunningText,
  issue: Issue,
): Finding {
  const { place, actual } = slipAt(issue, running, start, end);
  return {
    reason: `Unexpected "${actual.replace(/\s+/gu, ' ')}", expected ${wanted}`,
    place,
    actual,
    ...(expected.length > 0 && { expected }),
    note,
  };
}
