// Events for people's own calendars (RFC 5545): `events.ics` with all of them, and one file for each. An event has a day as the issue
// gives it, no hour; the hour as written stands in its description.
import { addDays } from '../model/calendar.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { OutputFile } from '../model/rendered.ts';
import { absoluteUrl, calendarPath, issuePath, SITE_PATHS } from '../model/site-paths.ts';
import type { PublishedEvent } from './events.ts';

/** RFC 5545 §3.1. */
const MAX_LINE_OCTETS = 75;

/** No file where no event has a day. */
export function calendarFiles(
  newsletter: Newsletter,
  events: readonly PublishedEvent[],
): readonly OutputFile[] {
  const dated = events
    .filter(({ entry }) => entry.when?.date !== undefined)
    .map((event) => ({ event, lines: eventLines(newsletter, event) }));
  if (dated.length === 0) return [];
  return [
    calendarFile(
      SITE_PATHS.calendar,
      newsletter,
      dated.flatMap(({ event, lines }) => (event.isRepeated ? [] : lines)),
    ),
    ...dated.map(({ event, lines }) => calendarFile(calendarPath(event.entry.id), newsletter, lines)),
  ];
}

function calendarFile(path: string, { title }: Newsletter, events: readonly string[]): OutputFile {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Broadside//Broadside//EN',
    `X-WR-CALNAME:${icsText(title)}`,
    ...events,
    'END:VCALENDAR',
  ];
  return {
    path: `site/${path}`,
    contents: lines.map((line) => `${folded(line)}\r\n`).join(''),
    mediaType: 'text/calendar; charset=utf-8',
  };
}

function eventLines(newsletter: Newsletter, { entry, item, published }: PublishedEvent): readonly string[] {
  const { issue } = published;
  const first = entry.when?.date ?? issue.date;
  const last = entry.when?.lastDate ?? first;
  const url = absoluteUrl(newsletter.siteUrl, issuePath(issue.slug), entry.id);
  const told = [entry.when?.written ?? '', item.summary, url].filter((text) => text !== '').join('\n\n');
  const where = entry.where?.written ?? '';
  return [
    'BEGIN:VEVENT',
    // The entry's id and the list's never change: a calendar that has the event already mends it.
    `UID:${icsText(`${entry.id}@${newsletter.listId}`)}`,
    `DTSTAMP:${compact(issue.date)}T120000Z`,
    `LAST-MODIFIED:${compact(item.updated ?? published.changedOn)}T120000Z`,
    `DTSTART;VALUE=DATE:${compact(first)}`,
    // The day after: it is no longer part of it (§3.6.1).
    `DTEND;VALUE=DATE:${compact(addDays(last, 1))}`,
    `SUMMARY:${icsText(item.headline)}`,
    ...(where === '' ? [] : [`LOCATION:${icsText(where)}`]),
    `DESCRIPTION:${icsText(told)}`,
    `URL:${url}`,
    // An announcement makes nobody busy.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function compact(date: string): string {
  return date.replaceAll('-', '');
}

/** §3.3.11. */
function icsText(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[\\;,]/gu, (character) => `\\${character}`)
    .replaceAll('\n', '\\n');
}

/** Octets are counted, and no letter is cut in two: a line goes on behind a line end and a space. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = OCTETS.encode(character).length;
    if (octets + size > MAX_LINE_OCTETS) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join('\r\n');
}

const OCTETS = new TextEncoder();
