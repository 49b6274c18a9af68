// The shipped issues are what a stranger sees first, and the only real content that every stage is tried on. They must be read
// without a single remark, carry every fact with its source and day, and between them use the whole of the format.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { imageSize } from 'image-size';
import { describe, expect, test } from 'vitest';
import type { Block, Note, Picture } from '../../src/model/block.ts';
import { weekdayOf } from '../../src/model/calendar.ts';
import type { Entry, EventEntry, Item, Listing, LiveEntry, Report } from '../../src/model/entry.ts';
import { blocksOf, picturesOf } from '../../src/model/entry.ts';
import type { Issue } from '../../src/model/issue.ts';
import { diagnostics, GROUND, issueOf, issues, newsletter, sources } from './shipped-newsletter.ts';

/** Per item: `SOURCE DATE`, one of each report, in the order in which they stand. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  '0290': ['reuters 2015-11-20', 'reuters 2015-11-19', 'ap 2015-11-19', 'nina 2015-11-17', 'cbc 2015-11-16'],
  '0291': [
    'reuters 2015-12-05',
    'al-jazeera 2015-12-02',
    'cbc 2015-12-01, abc-us 2015-12-01',
    'al-jazeera 2015-12-04',
    'al-araby 2015-12-03',
    'un-security-council 2015-12-02',
    'al-jazeera 2015-11-30',
    'washington-post 2015-12-01',
  ],
  '0292': [
    'guardian 2015-12-19',
    'niqash 2015-12-17',
    'ibtimes-uk 2015-12-16',
    'xinhua 2015-12-16',
    'reuters 2015-12-15',
    'independent 2015-12-12',
    'al-jazeera 2015-12-15',
    'ap 2015-12-12',
  ],
  '0293': [
    'reuters 2015-12-29',
    'independent 2015-12-27',
    'antiwar 2016-01-01',
    'reuters 2016-01-01',
    'al-araby 2015-12-30',
    'reuters 2015-12-30',
  ],
  '0294': [
    'reuters 2016-01-16',
    'reuters 2016-01-15',
    'reuters 2016-01-10',
    'hrw 2016-01-17',
    'antiwar 2016-01-15',
  ],
  '2014-06-26-round-up': ['daily-star-lebanon 2014-06-25', 'rnz 2014-06-26', 'new-york-times 2014-06-25'],
  '2016-10-26-mosul-reading': Array.from({ length: 6 }, () => 'long-war-journal undefined'),
};

const allEntries: readonly Entry[] = issues.flatMap(entriesOf);
const allItems: readonly Item[] = issues.flatMap(itemsOf);
const allReports: readonly Report[] = allItems.flatMap(({ reports }) => reports);
const allBlocks: readonly Block[] = allEntries.flatMap(blocksOf);
const allNotes: readonly Note[] = allEntries.flatMap(({ notes }) => notes);
const allPictures: readonly Picture[] = picturesOf(allBlocks);

describe('the shipped issues', () => {
  test('are read and checked without a remark', () => {
    expect(diagnostics).toEqual([]);
    expect(issues.map(({ slug }) => slug)).toEqual([
      '0290',
      '0291',
      '0292',
      '0293',
      '0294',
      '2014-06-26-round-up',
      '2014-06-30-live-iraq',
      '2016-10-26-mosul-reading',
    ]);
  });

  test.each(Object.entries(REPORTS))('%s: every report has its source and its day', (slug, expected) => {
    const told = itemsOf(issueOf(slug)).map(({ reports }) =>
      reports.map(({ source, date }) => `${source.id} ${date}`).join(', '),
    );
    expect(told).toEqual(expected);
  });

  test('every report says something and leads somewhere', () => {
    for (const report of allItems.flatMap(({ reports }) => reports)) {
      expect(report.body.length, report.attribution).toBeGreaterThan(0);
      expect(() => new URL(report.url ?? ''), report.attribution).not.toThrow();
    }
  });

  test('every link of a report belongs to its source', () => {
    for (const report of allItems.flatMap(({ reports }) => reports)) {
      const host = new URL(report.url ?? '').hostname;
      const domains = sources.find(({ id }) => id === report.source.id)?.domains ?? [];
      expect(
        domains.some((domain) => host === domain || host.endsWith(`.${domain}`)),
        `${report.source.written}: ${host}`,
      ).toBe(true);
    }
  });

  test("every report uses its source's own name and verb", () => {
    for (const { source, verb } of allItems.flatMap(({ reports }) => reports)) {
      const row = sources.find(({ id }) => id === source.id);
      expect([row?.name, `${row?.name} (${row?.qualifier})`]).toContain(source.written);
      if (verb !== undefined && row?.verb !== undefined) expect(verb, source.written).toBe(row.verb);
    }
  });

  test('an issue writes its dates in one form', () => {
    const formsOf = (issue: Issue) =>
      new Set(
        itemsOf(issue).flatMap(({ reports }) =>
          reports.map(({ dateAsWritten }) => shapeOf(dateAsWritten ?? '')),
        ),
      );
    for (const issue of issues) expect([...formsOf(issue)].length, issue.slug).toBeLessThanOrEqual(1);
    expect(new Set(issues.flatMap((issue) => [...formsOf(issue)])).size).toBeGreaterThanOrEqual(5);
  });

  test('every item is tagged, every issue has a lead and a sentence for the mail program', () => {
    for (const item of allItems) expect(item.tags, item.id).not.toEqual([]);
    for (const issue of issues) {
      expect(issue.lead, issue.slug).not.toEqual([]);
      expect(issue.preheader, issue.slug).toMatch(/^.{30,120}[.?!]$/u);
    }
  });
});

describe('the live page', () => {
  const entries = issueOf('2014-06-30-live-iraq')
    .sections.flatMap((section) => section.entries)
    .filter((entry): entry is LiveEntry => entry.kind === 'live');

  test('has its twelve entries, on their days', () => {
    const days = [
      '06-17',
      '06-17',
      '06-17',
      '06-18',
      '06-30',
      '07-01',
      '07-01',
      '07-01',
      '07-01',
      '07-02',
      '07-02',
      '07-02',
    ];
    expect(entries.map(({ localDate }) => localDate)).toEqual(days.map((day) => `2014-${day}`));
  });

  test('reads its hours on the clocks of Baghdad', () => {
    expect(entries.flatMap(({ at }) => (at === undefined ? [] : [at]))).toEqual([
      '2014-06-30T17:36:00Z',
      '2014-07-02T05:14:00Z',
      '2014-07-02T09:03:00Z',
    ]);
  });

  test('names who wrote it and whose wire it rests on', () => {
    expect(
      entries.flatMap(({ byline }) => (byline === undefined ? [] : [`${byline.authors}, ${byline.editors}`])),
    ).toEqual([
      'Rahul Radhakrishnan, Graeme Baker',
      'Shafik Mandhai, Graeme Baker',
      'Shafik Mandhai, Faisal Edroos',
    ]);
    expect(entries.flatMap(({ credit }) => (credit === undefined ? [] : [credit.source.id]))).toEqual([
      'ap',
      'reuters',
      'ap',
      'afp',
      'reuters',
      'al-jazeera',
      'afp',
    ]);
  });

  test('sets the later correction with the edge of a key entry, but not among the key moments', () => {
    const [keys, moments] = [
      entries.filter(({ isKey }) => isKey),
      entries.filter(({ isMoment }) => isMoment),
    ];
    expect(keys.map(({ localDate }) => localDate)).toEqual([
      '2014-06-17',
      '2014-07-01',
      '2014-07-01',
      '2014-07-02',
    ]);
    expect(moments).toEqual(keys.slice(0, 3));
  });
});

describe('between them the shipped issues use the whole format', () => {
  test.each<[string, () => boolean]>([
    ['an item with two sources', () => allItems.some(({ reports }) => reports.length > 1)],
    ['a label before a headline', () => allItems.some(({ label }) => label === 'Exclusive')],
    ['a link on the headline', () => allItems.some(({ url }) => url !== undefined)],
    [
      "a link on a source's name",
      () => allItems.some(({ url, reports }) => url === undefined && reports[0]?.url !== undefined),
    ],
    [
      'a section of pictures',
      () => issues.some(({ sections }) => sections.some(({ kind }) => kind === 'gallery')),
    ],
    ['an attribution without a verb', () => allReports.some(({ verb }) => verb === undefined)],
    ['items before any section', () => issues.some(({ sections }) => sections[0]?.heading === '')],
    ['items in sections', () => issues.some(({ sections }) => sections.length > 3)],
    [
      'a picture with caption and credit',
      () => allPictures.some(({ caption, credit }) => caption.length > 0 && credit !== undefined),
    ],
    [
      'a gallery of three',
      () => allBlocks.some((block) => block.kind === 'gallery' && block.pictures.length === 3),
    ],
    [
      'a film with its channel',
      () =>
        allBlocks.some(
          (block) => block.kind === 'video' && block.channel === 'VICE News' && block.host === 'YouTube',
        ),
    ],
    [
      'a film with an Arabic title',
      () => allBlocks.some((block) => block.kind === 'video' && /^\p{Script=Arabic}/u.test(block.title)),
    ],
    ['a film without a title', () => allBlocks.some((block) => block.kind === 'video' && block.title === '')],
    [
      'a signed quotation',
      () => allBlocks.some((block) => block.kind === 'quote' && block.speaker !== undefined),
    ],
    ['an update', () => allNotes.some(({ note, date }) => note === 'update' && date !== undefined)],
    ['a correction', () => allNotes.some(({ note, date }) => note === 'correction' && date !== undefined)],
    ['a disclaimer', () => allNotes.some(({ note }) => note === 'disclaimer')],
    [
      'a listing with its disclaimer',
      () => allOf<Listing>('listing').some(({ disclaimer }) => disclaimer !== undefined),
    ],
    [
      'an event',
      () =>
        allOf<EventEntry>('event').some(({ when, where }) => when?.date !== undefined && where !== undefined),
    ],
    [
      'an entry in another language, from right to left',
      () => allEntries.some(({ language, direction }) => language === 'ar' && direction === 'rtl'),
    ],
    [
      'a live entry without a headline',
      () => allOf<LiveEntry>('live').some(({ headline }) => headline === ''),
    ],
    [
      'a live entry of which only the day is known',
      () => allOf<LiveEntry>('live').some(({ at, localDate }) => at === undefined && localDate !== undefined),
    ],
    ['a time zone of its own', () => issues.some(({ timeZone }) => timeZone !== newsletter.timeZone)],
    [
      'a rule silenced with a reason',
      () =>
        issues.some(({ silences }) => silences.length > 0 && silences.every(({ reason }) => reason !== '')),
    ],
  ])('%s', (_, occurs) => {
    expect(occurs()).toBe(true);
  });
});

describe('the shipped newsletter', () => {
  test('events come after the issue that announces them, on the weekday that they name', () => {
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
    const announced = issues.flatMap((issue) =>
      entriesOf(issue).flatMap((entry) => (entry.kind === 'event' ? [{ issue, when: entry.when }] : [])),
    );
    expect(announced).toHaveLength(2);
    for (const { issue, when } of announced) {
      const date = when?.date ?? '';
      expect(date > issue.date).toBe(true);
      expect(when?.written.split(' ')[0]).toBe(days[weekdayOf(date) - 1]);
    }
  });

  test('the statement makes its five demands', () => {
    const list = newsletter.statement?.body.find(
      (block) => block.kind === 'prose' && block.node.type === 'list',
    );
    expect(list?.kind === 'prose' && list.node.type === 'list' ? list.node.children.length : 0).toBe(5);
    expect(newsletter.statement).toMatchObject({ adopted: '2008-07-19', place: 'London' });
  });

  test('every picture is there, is described, and is used', () => {
    const used = new Set(allPictures.map(({ url }) => url));
    const kept = readdirSync(path.join(GROUND, 'images')).map((name) => `images/${name}`);
    expect([...used].sort()).toEqual(kept.sort());
    for (const { url, alt, credit } of allPictures) {
      expect(alt.length, url).toBeGreaterThan(20);
      expect(credit, url).toBe('Drawing: Broadside');
    }
  });

  test.each(readdirSync(path.join(GROUND, 'images')))('images/%s is small enough for a mail', (name) => {
    const file = path.join(GROUND, 'images', name);
    expect(imageSize(readFileSync(file))).toMatchObject({ type: 'png', width: 1200, height: 800 });
    expect(statSync(file).size).toBeLessThan(150_000);
  });
});

function allOf<E extends Entry>(kind: E['kind']): readonly E[] {
  return allEntries.filter((entry): entry is E => entry.kind === kind);
}

function entriesOf(issue: Issue): readonly Entry[] {
  return issue.sections.flatMap(({ entries }) => entries);
}

function itemsOf(issue: Issue): readonly Item[] {
  return issue.sections
    .filter(({ kind }) => kind === 'items')
    .flatMap(({ entries }) => entries.filter((entry): entry is Item => entry.kind === 'item'));
}

/** `Friday 4 December` → `W 0 M`, `19th December` → `0th M`. */
function shapeOf(date: string): string {
  return date
    .replace(/\b\w+day\b/u, 'W')
    .replace(/\d+(?:st|nd|rd|th)\b/u, '0th')
    .replace(/\d{4}/u, 'Y')
    .replace(/\d+/u, '0')
    .replace(/\b(?:January|June|November|December)\b/u, 'M');
}
