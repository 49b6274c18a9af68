// A date as written goes in; if it is all figures, the days that it could be come out, with the day first and with the month
// first. Stands apart because two rules must agree on what can be read in two ways.
import { type IsoDate, isoDate } from '../../model/calendar.ts';

/** `2/7`, `7.2.14`, `6/30/2014 8:36:38 PM`: two numbers that could be a day and a month, and perhaps a year. */
const IN_FIGURES = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?=$|[\s,])/u;

export interface DateInFigures {
  /** Without a time of day behind them. */
  readonly figures: string;
  readonly hasYear: boolean;
  /** Absent when there is no such day. */
  readonly dayFirst?: IsoDate;
  readonly monthFirst?: IsoDate;
}

/** @param near A year that was left out is the latest which does not put the day after this one. */
export function readFigures(written: string, near: IsoDate): DateInFigures | undefined {
  const match = IN_FIGURES.exec(written.trim());
  if (match === null) return undefined;
  const [figures, first, , second, yearAsWritten] = match;
  const year = yearAsWritten === undefined ? undefined : Number(yearAsWritten.padStart(4, '20'));
  const dayFirst = dayOf(Number(first), Number(second), year, near);
  const monthFirst = dayOf(Number(second), Number(first), year, near);
  return {
    figures,
    hasYear: year !== undefined,
    ...(dayFirst !== undefined && { dayFirst }),
    ...(monthFirst !== undefined && { monthFirst }),
  };
}

export function isAmbiguous({ dayFirst, monthFirst }: DateInFigures): boolean {
  return dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst;
}

function dayOf(day: number, month: number, year: number | undefined, near: IsoDate): IsoDate | undefined {
  if (year !== undefined) return isoDate(year, month, day);
  const nearYear = Number(near.slice(0, 4));
  const inThatYear = isoDate(nearYear, month, day);
  return inThatYear !== undefined && inThatYear <= near ? inThatYear : isoDate(nearYear - 1, month, day);
}
