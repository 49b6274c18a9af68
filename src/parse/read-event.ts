// In: a `###` heading of an events section and what follows it. Out: the event with its day and place.
import type { Heading, RootContent } from 'mdast';
import type { EventEntry } from '../model/entry.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { DATE_PATTERN, readDate, settleDate } from './read-date.ts';
import { takeEntryLines } from './read-entry-lines.ts';
import { readHeadline } from './read-headline.ts';
import type { Reading } from './reading.ts';

const DAY = new RegExp(DATE_PATTERN, 'iu');

export function readEvent(
  heading: Heading,
  nodes: readonly RootContent[],
  reading: Reading,
): Omit<EventEntry, 'id' | 'position'> {
  const lines = takeEntryLines(nodes, { kind: 'event', takesStamp: false }, reading);
  const scope: Reading =
    lines.language === undefined ? reading : { ...reading, entryLanguage: lines.language };
  const body = readBlocks(lines.nodes, scope);
  const { label, ...headline } = readHeadline(heading, scope);
  const { when, where } = lines;
  // "Saturday 17 January 2026, 2pm to 4pm": the first day named is the day of the event.
  const date =
    when === undefined
      ? undefined
      : settleDate(readDate(DAY.exec(when.written)?.[0] ?? ''), reading.issueDate, 'coming');
  return {
    kind: 'event',
    ...headline,
    ...(label === undefined ? {} : { headline: `${label}: ${headline.headline}` }),
    ...(lines.language === undefined ? {} : { language: lines.language }),
    tags: lines.tags,
    body,
    notes: notesOf(body),
    ...(when === undefined
      ? {}
      : {
          when: {
            written: when.written,
            ...(date === undefined ? {} : { date }),
            position: reading.placeAt(when.start, when.end),
          },
        }),
    ...(where === undefined
      ? {}
      : { where: { written: where.written, position: reading.placeAt(where.start, where.end) } }),
  };
}
