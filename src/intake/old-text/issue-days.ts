// On which day an old newsletter came out, and which day a report in it means.
import { type IsoDate, isoDate } from '../../model/calendar.ts';
import type { OldTextReading, TextLine } from './old-text.ts';
import { readOldDay } from './read-old-day.ts';
import type { Scene } from './scene.ts';
import { type IssueLines, isDayLine, titleLine } from './split-issues.ts';

/** Of the printed masthead, else of the title, else the day on which it was posted; where all are silent, it is not known. */
export function dayOfIssue(issue: IssueLines, lines: readonly TextLine[], scene: Scene): IsoDate | undefined {
  const { about, reading, notes, order } = scene;
  const written = issue.date ?? (scene.isOnly ? titleLine(about.title ?? '', reading)?.date : undefined);
  const line = issue.masthead[0]?.number ?? issue.lines[0]?.number;
  if (written !== undefined) {
    const near = about.postedOn ?? latestDay(lines, reading);
    const read = readOldDay(written, reading, near, order);
    const date = read === undefined ? undefined : dateOf(read.day, about.postedOn, reading);
    if (date !== undefined) {
      if (read?.isGuess === true)
        notes.add(
          'look',
          `The day of the issue was written "${written}" and is read as ${date}.`,
          written,
          line,
        );
      return date;
    }
    notes.add('look', 'The day of the issue cannot be read.', written, line);
  }
  if (about.postedOn !== undefined) {
    notes.add(
      'look',
      'The issue does not say its day: the day on which it was posted stands in its place.',
      about.postedOn,
      line,
    );
    return about.postedOn;
  }
  return undefined;
}

/** A day without a year is one near the day of the post. */
function dateOf(
  day: { readonly day: number; readonly month: number; readonly year?: number },
  postedOn: IsoDate | undefined,
  reading: OldTextReading,
): IsoDate | undefined {
  if (day.year !== undefined) return isoDate(day.year, day.month, day.day);
  return postedOn === undefined ? undefined : reading.settleDay(day, postedOn);
}

/** Of the days that reports give with their year, or that follow from a day line. */
function latestDay(lines: readonly TextLine[], reading: OldTextReading): IsoDate | undefined {
  const days = lines.flatMap(({ text }) =>
    [...text.matchAll(/\(([^()]{5,40})\)/gu)].flatMap(([, written = '']) => {
      const day = isDayLine(written, reading) ? reading.readDay(written) : undefined;
      const date = day?.year === undefined ? undefined : isoDate(day.year, day.month, day.day);
      return date === undefined ? [] : [date];
    }),
  );
  return days.sort().at(-1);
}

export function settleReport(
  written: string,
  near: IsoDate | undefined,
  { reading, order }: Scene,
): IsoDate | undefined {
  const read = readOldDay(written, reading, near, order);
  if (read === undefined) return undefined;
  const { day, month, year } = read.day;
  if (year !== undefined) return isoDate(year, month, day);
  return near === undefined ? undefined : reading.settleDay(read.day, near);
}
