// Events, on their page and in calendars: by the day of the latest issue, never the machine's; the calendars read back by another program.
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import type { EventEntry } from '../../src/model/entry.ts';
import type { OutputFile } from '../../src/model/rendered.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import type { PublishInput } from '../../src/publish/publish-input.ts';
import { contextOf, inputOf } from './samples.ts';

const point = { line: 1, column: 1, offset: 0 };
const position = { start: point, end: point };

interface EventSample {
  readonly id: string;
  readonly headline: string;
  readonly day?: string;
  readonly lastDay?: string;
  readonly where?: string;
}

const ISSUES: readonly {
  readonly slug: string;
  readonly date: string;
  readonly events: readonly EventSample[];
}[] = [
  {
    slug: '0001',
    date: '2016-01-08',
    events: [
      { id: 'no-1-meeting', headline: 'Meeting', day: '2016-01-10' },
      { id: 'no-1-march', headline: 'March', day: '2016-02-06', where: 'London; Trafalgar Square, \\ north' },
      { id: 'no-1-film', headline: 'A film', day: '2016-01-01' },
    ],
  },
  {
    slug: '0002',
    date: '2016-01-28',
    events: [
      { id: 'no-2-march', headline: 'March', day: '2016-02-06' },
      { id: 'no-2-camp', headline: 'Camp', day: '2016-01-20', lastDay: '2016-01-28' },
      { id: 'no-2-vigil', headline: 'Vigil' },
      {
        id: 'no-2-lecture',
        headline: `محاضرة عن الميناء ${'وعن العمل في الميناء '.repeat(6)}\nليلا`,
        day: '2016-03-01',
      },
    ],
  },
];

const files = publishArchive(inputWith(ISSUES));

test('what is to come stands first, then what has no day, then what is past, the latest first', () => {
  const { groups, asOf, calendarUrl } = contextOf(files, 'site/events.html', 'events');
  expect(groups.map(({ heading, events }) => [heading, events.map(({ url }) => url.split('#')[1])])).toEqual([
    ['Coming up', ['no-2-camp', 'no-2-march', 'no-2-lecture']],
    ['Without a day', ['no-2-vigil']],
    ['Past', ['no-1-meeting', 'no-1-film']],
  ]);
  expect(asOf).toBe('28 January 2016');
  expect(calendarUrl).toBe('events.ics');
  expect(groups[0]?.events[1]).toMatchObject({
    calendarUrl: 'events/no-2-march.ics',
    whenDate: '2016-02-06',
  });
  expect(groups[1]?.events[0]?.calendarUrl).toBe('');
});

test('machines are told of what is to come', () => {
  const data = contextOf(files, 'site/events.html', 'events').linkedData.map((text) => JSON.parse(text));
  expect(data.slice(1).map((event) => [event['@type'], event.startDate, event.endDate])).toEqual([
    ['Event', '2016-01-20', '2016-01-28'],
    ['Event', '2016-02-06', '2016-02-06'],
    ['Event', '2016-03-01', '2016-03-01'],
  ]);
});

test('where nothing was ever announced there is no page, no calendar, and no way to them', () => {
  const none = publishArchive(inputOf([{ slug: '0001', date: '2016-01-01' }]));
  expect(none.filter(({ path }) => /events|\.ics$/u.test(path))).toEqual([]);
  expect(contextOf(none, 'site/index.html', 'home').site.hasEvents).toBe(false);
  expect(contextOf(files, 'site/index.html', 'home').site.hasEvents).toBe(true);
});

describe('calendars', () => {
  const calendars = files.filter(({ path }) => path.endsWith('.ics'));

  test('there is one of all, and one of each that has a day, those of earlier issues too', () => {
    expect(calendars.map(({ path }) => path)).toEqual([
      'site/events.ics',
      'site/events/no-2-march.ics',
      'site/events/no-2-camp.ics',
      'site/events/no-2-lecture.ics',
      'site/events/no-1-meeting.ics',
      'site/events/no-1-march.ics',
      'site/events/no-1-film.ics',
    ]);
  });

  test.each(calendars)('$path has lines as RFC 5545 wants them', ({ contents }) => {
    const text = String(contents);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/u);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  test('another program reads what was announced', () => {
    const [, march, camp] = calendars;
    expect(eventsIn(march)).toEqual([
      {
        uid: 'no-2-march@news.harbour.example.org',
        stamp: '2016-01-28T12:00:00Z',
        start: '2016-02-06',
        end: '2016-02-07',
        isDay: true,
        summary: 'March',
        location: null,
      },
    ]);
    expect(eventsIn(camp)[0]).toMatchObject({ start: '2016-01-20', end: '2016-01-29' });
    expect(eventsIn(calendars[0])).toHaveLength(5);
  });

  test('marks, line ends and long lines of any script come back as they were', () => {
    const march = calendars.find(({ path }) => path === 'site/events/no-1-march.ics');
    expect(eventsIn(march)[0]?.location).toBe('London; Trafalgar Square, \\ north');
    const lecture = calendars.find(({ path }) => path.includes('lecture'));
    expect(eventsIn(lecture)[0]?.summary).toBe(ISSUES[1]?.events[3]?.headline);
    expect(String(lecture?.contents)).toContain('\r\n ');
  });
});

function eventsIn(file: OutputFile | undefined) {
  const calendar = new ICAL.Component(ICAL.parse(String(file?.contents)));
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      stamp: String(component.getFirstPropertyValue('dtstamp')),
      start: String(event.startDate),
      end: String(event.endDate),
      isDay: event.startDate.isDate,
      summary: event.summary,
      location: event.location,
    };
  });
}

function inputWith(issues: typeof ISSUES): PublishInput {
  const input = inputOf(
    issues.map(({ slug, date, events }) => ({
      slug,
      date,
      entries: events.map(({ id, headline }) => ({ id, headline, kind: 'event' as const })),
    })),
  );
  return {
    ...input,
    issues: input.issues.map((issue, n) => ({
      ...issue,
      sections: issue.sections.map((section) => ({
        ...section,
        kind: 'events' as const,
        entries: (issues[n]?.events ?? []).map(eventOf),
      })),
    })),
  };
}

function eventOf({ id, headline, day, lastDay, where }: EventSample): EventEntry {
  return {
    kind: 'event',
    id,
    headline,
    headlineChildren: [],
    direction: 'ltr',
    tags: [],
    body: [],
    notes: [],
    position,
    headlinePosition: position,
    when: {
      written: day ?? 'soon',
      position,
      ...(day === undefined ? {} : { date: day }),
      ...(lastDay === undefined ? {} : { lastDate: lastDay }),
    },
    ...(where === undefined ? {} : { where: { written: where, position } }),
  };
}
