// Drafts are written as Markdown, and what the reading makes of it is what the draft said: every fact, whatever words it holds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkIssue } from '../../src/check/check-issue.ts';
import { houseOf } from '../../src/cli/drafting/house-of.ts';
import { escapeParagraph } from '../../src/intake/escape-markdown.ts';
import { dayFormOf } from '../../src/intake/write-day.ts';
import { writeEntry } from '../../src/intake/write-entry.ts';
import { writeIssue } from '../../src/intake/write-issue.ts';
import { addDays } from '../../src/model/calendar.ts';
import type { DraftEntry, DraftIssue } from '../../src/model/draft.ts';
import { blocksOf, type Item } from '../../src/model/entry.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from '../parse/harbour.ts';

const context = harbourContext();
const settings = { ...context, images: new Set<string>() };
const house = houseOf(settings);
const NEAR = '2026-01-09';
/** Seen to hold for 5,000. */
const RUNS = 40;

const plainEntry: DraftEntry = { headline: 'Dockers vote', tags: [], body: [], reports: [] };
const draftOf = (entry: DraftEntry, more: Partial<DraftIssue> = {}): DraftIssue => ({
  number: 12,
  date: NEAR,
  tags: [],
  lead: [],
  sections: [{ kind: 'items', heading: 'Ports and trade', body: [], entries: [entry] }],
  ...more,
});

function readBack(draft: DraftIssue) {
  const value = writeIssue(draft, house);
  const { issue, diagnostics } = parseIssue({ path: 'issues/0012.md', value }, context);
  return { value, issue, diagnostics, entry: issue.sections[0]?.entries[0] as Item };
}

test('a whole issue in the form that the house prints', async () => {
  const draft: DraftIssue = {
    number: 12,
    date: NEAR,
    title: 'Ports: the "long" strike',
    tags: ['ports', 'wages, and rents', 'C#'],
    isDraft: true,
    preheader: 'The strike ends. Two halls: one is shut.',
    lead: ['The strike ends this week.'],
    sections: [
      {
        kind: 'items',
        heading: 'Ports and trade',
        body: [],
        entries: [
          {
            ...plainEntry,
            headline: 'Dockers vote to end nine-week strike',
            url: 'https://harbourpost.example/dockers-vote',
            tags: ['strike', 'wages'],
            reports: [
              {
                source: 'Harbour Post',
                verb: 'reports',
                date: '2025-12-30',
                url: 'https://harbourpost.example/dockers-vote',
                body: [
                  'Crane crews voted by four to one to go back.',
                  '> "We got the rota."\n> -- Ines Roca',
                ],
              },
              {
                source: 'The Tide',
                verb: 'adds',
                date: '2026-01-02',
                url: 'https://tide.example/rota',
                body: ['The new rota starts in March.'],
              },
            ],
          },
          {
            ...plainEntry,
            label: 'Exclusive',
            headline: 'Customs hall was empty for a year',
            url: 'https://wire.example/hall',
            language: 'fr',
            reports: [{ verb: 'report', body: ['![Three cranes](images/cranes.jpg)'] }],
          },
          {
            ...plainEntry,
            headline: 'From the archive',
            reports: [{ source: 'Reuters', date: '2024-06-25', body: ['An older story.'] }],
          },
        ],
      },
      {
        kind: 'live',
        heading: 'Live: the vote count',
        body: ['Counting began at noon.'],
        entries: [
          {
            ...plainEntry,
            at: '30 December, 16:40',
            isKey: true,
            headline: 'Result is in',
            body: ['Back by 412 to 103.'],
          },
        ],
      },
      {
        kind: 'events',
        heading: 'Events',
        body: [],
        entries: [
          {
            ...plainEntry,
            headline: 'Harbour walk',
            url: 'https://walks.example/12',
            when: 'Saturday 17 January 2026, 2pm',
            where: 'Custom House steps',
            body: ['Bring boots.'],
          },
        ],
      },
      {
        kind: 'interest',
        heading: 'Of interest to readers',
        body: [],
        entries: [
          {
            ...plainEntry,
            headline: 'A short history of cranes',
            url: 'https://books.example/cranes',
            body: [', free online.'],
          },
          { ...plainEntry, headline: 'The Quays', body: ['is a film in two parts.'] },
        ],
      },
    ],
  };
  await expect(writeIssue(draft, house)).toMatchFileSnapshot('../fixtures/intake/whole-issue.md');
  const { diagnostics, issue } = readBack(draft);
  expect(diagnostics).toEqual([]);
  expect(issue.tags).toEqual(['ports', 'wages', 'and rents', 'C#']);
  expect(issue).toMatchObject({ title: draft.title, preheader: draft.preheader, isDraft: true });
  const [items, live, events, interest] = issue.sections;
  expect(
    items?.entries.map((entry) =>
      entry.kind === 'item'
        ? entry.reports.map(({ source, verb, date, url }) => [source.written, verb, date, url])
        : [],
    ),
  ).toEqual([
    [
      ['Harbour Post', 'reports', '2025-12-30', 'https://harbourpost.example/dockers-vote'],
      ['The Tide', 'adds', '2026-01-02', 'https://tide.example/rota'],
    ],
    [['[source?]', 'report', undefined, 'https://wire.example/hall']],
    [['Reuters', undefined, '2024-06-25', undefined]],
  ]);
  expect(live?.entries[0]).toMatchObject({
    headline: 'Result is in',
    atAsWritten: '30 December, 16:40',
    isMoment: true,
  });
  expect(events?.entries[0]).toMatchObject({ headline: 'Harbour walk', when: { date: '2026-01-17' } });
  expect(interest?.entries.map(({ headline, url }) => [headline, url])).toEqual([
    ['A short history of cranes', 'https://books.example/cranes'],
    ['The Quays is a film in two parts.', undefined],
  ]);
});

test('what is not known is a blank, which the proofreader tells of, and nothing else is amiss', () => {
  const { issue, diagnostics } = readBack(
    draftOf({
      ...plainEntry,
      headline: '',
      url: 'https://harbourpost.example/a',
      reports: [{ body: ['It happened.'] }],
    }),
  );
  const found = checkIssue(issue, settings, diagnostics);
  expect(found.map(({ ruleId, severity, actual }) => [ruleId, severity, actual])).toEqual([
    ['text-blank', 'error', '[headline?]'],
    ['text-blank', 'error', '[source?]'],
    ['text-blank', 'error', '[date?]'],
  ]);
});

test.each([
  ['2026-01-09', '9 January'],
  ['2025-12-30', '30 December'],
  ['2026-01-10', '10 January 2026'],
  ['2024-12-30', '30 December 2024'],
  ['2024-02-29', '29 February'],
  ['2020-02-29', '29 February 2020'],
])('%s is written as %s', (date, expected) => {
  const entry = { ...plainEntry, reports: [{ source: 'Reuters', verb: 'report', date, body: [] }] };
  const { value, entry: read } = readBack(draftOf(entry));
  expect(value).toContain(`Reuters report (${expected}):`);
  expect(read.reports[0]?.date).toBe(date);
});

test.each([
  [['January 16th', 'January 9th', '3 May'], 'January 16th', '(December 22nd):', '(December 30th, 2024):'],
  [['November 19'], 'November 16', '(December 22):', '(December 30, 2024):'],
  [['16th December'], '16th January', '(22nd December):', '(30th December 2024):'],
  [['12.5.', 'yesterday'], undefined, '(22 December):', '(30 December 2024):'],
] as const)('the form of days is learnt from %j', (written, _form, near, far) => {
  const form = dayFormOf(written);
  const own = { ...house, ...(form === undefined ? {} : { dayForm: form }) };
  const write = (date: string) =>
    writeEntry(
      { ...plainEntry, reports: [{ source: 'Reuters', verb: 'report', date, body: [] }] },
      'items',
      { date: NEAR },
      own,
    );
  expect(write('2025-12-22')).toContain(near);
  expect(write('2024-12-30')).toContain(far);
});

test.each(['ar', 'de', 'fr', 'es', 'pt', 'ru', 'he', 'hu', 'ja', 'zh', 'fa', 'tr'])(
  'days in %s are read back',
  (language) => {
    for (const date of ['2026-01-01', '2025-05-12', '2019-03-02']) {
      const entry = { ...plainEntry, reports: [{ source: 'Reuters', verb: 'report', date, body: [] }] };
      const { value, entry: read } = readBack(draftOf(entry, { language }));
      expect(read.reports[0]?.date, value).toBe(date);
    }
  },
);

test('an item in another language has its day in that of the issue, as its verb is', () => {
  const entry = {
    ...plainEntry,
    language: 'fr',
    reports: [{ source: 'Reuters', verb: 'report', date: '2026-01-04', body: [] }],
  };
  const { value, entry: read } = readBack(draftOf(entry));
  expect(value).toContain('Reuters report (4 January):');
  expect(read.reports[0]?.date).toBe('2026-01-04');
});

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'\\`*_{}[]()<>#+-.!|&~=:;\'"/@$%^?, 1a\t\n\u00a0'),
      fc.constantFrom(
        '&amp;',
        '&#65;',
        '<!--',
        '-->',
        '<b>',
        '](x)',
        '[a](b)',
        '[ref]: ',
        '***',
        '__a__',
        '1. ',
        '- ',
        '---',
        '```',
        '~~~',
        'http://x.example',
        'Tags: a',
        'a',
        'é',
        'مرفأ',
        '😀',
        ' ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const squeezed = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\P{Cc}\s]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
const LABELS = /^(?:exclusive|gallery|analysis|comment|opinion|interview|feature|obituary|video)\s*:/iu;

test('backslashes and signs of a name are its own, and the text behind them begins where it does', () => {
  const source = String.raw`Quay\*** News`;
  const url = 'https://quay.example/a';
  const entry = {
    ...plainEntry,
    headline: 'A',
    url,
    reports: [{ source, verb: 'report', date: NEAR, url, body: ['The text.'] }],
  };
  const { entry: read, value } = readBack(draftOf(entry));
  expect(read.reports[0]?.source.written).toBe(source);
  expect(
    blocksOf(read).map(({ position }) => value.slice(position.start.offset, position.end.offset)),
  ).toEqual(['The text.']);
});

describe('hostile words', () => {
  const headlines = hostileText.map(squeezed).filter((text) => text !== '' && !LABELS.test(text));

  test('a headline is read back, with and without its link', () => {
    fc.assert(
      fc.property(
        headlines,
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.boolean(),
        (headline, url, isLinked) => {
          const { entry, diagnostics, issue, value } = readBack(
            draftOf({ ...plainEntry, headline, ...(isLinked ? { url } : {}), body: ['Words.'] }),
          );
          expect(issue.sections.length, value).toBe(1);
          expect(issue.sections[0]?.entries.length, value).toBe(1);
          expect([entry.headline, entry.url, diagnostics], value).toEqual([
            headline,
            isLinked ? url : undefined,
            [],
          ]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('a paragraph is read back as one', () => {
    fc.assert(
      fc.property(
        hostileText.map(squeezed).filter((text) => /^[^[\]]*$/u.test(text) && /\p{L}/u.test(text)),
        (text) => {
          const block = escapeParagraph(text);
          const { issue, diagnostics, value } = readBack(
            draftOf({ ...plainEntry, headline: 'A' }, { lead: [block] }),
          );
          const lead = issue.lead.map((one) =>
            one.kind === 'prose' && one.node.type === 'paragraph'
              ? one.node.children
                  .map((node) => (node.type === 'text' ? node.value : `<${node.type}>`))
                  .join('')
              : one.kind,
          );
          expect([lead, diagnostics], value).toEqual([[text], []]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('a source, its verb, day and link are read back, and the text behind them', () => {
    const names = hostileText
      .map(squeezed)
      .filter(
        (name) =>
          /^[\p{L}\p{N}][^:()?!.;\n]{2,60}$/u.test(name) &&
          !/\b(?:reports?|says?|adds?|writes?|blogs?)\b/iu.test(name),
      );
    const known = fc.constantFrom(...context.sources.map(({ name }) => name));
    const days = fc.integer({ min: -800, max: 40 }).map((days) => addDays(NEAR, days));
    fc.assert(
      fc.property(
        fc.oneof(known, names),
        fc.constantFrom('report', 'reports', 'writes', 'adds'),
        days,
        fc.webUrl(),
        headlines,
        fc.constantFrom('none', 'headline', 'source'),
        (source, verb, date, url, headline, place) => {
          const entry: DraftEntry = {
            ...plainEntry,
            headline,
            ...(place === 'headline' ? { url } : {}),
            reports: [
              { source, verb, date, ...(place === 'none' ? {} : { url }), body: ['The text, as it is.'] },
              { source, verb: 'adds', date, url, body: ['More of it.'] },
            ],
          };
          const isReadable = place !== 'none' || context.sources.some(({ name }) => name === source);
          if (!isReadable) return;
          const { entry: read, diagnostics, value } = readBack(draftOf(entry));
          expect(diagnostics, value).toEqual([]);
          expect(
            read.reports.map((report) => [report.source.written, report.verb, report.date, report.url]),
            value,
          ).toEqual([
            [source, verb, date, place === 'none' ? undefined : url],
            [source, 'adds', date, url],
          ]);
          expect(
            blocksOf(read).map((block) =>
              value.slice(block.position.start.offset, block.position.end.offset),
            ),
            value,
          ).toEqual(['The text, as it is.', 'More of it.']);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('tags, headings, titles and what stands in the head are read back', () => {
    const tag = hostileText.map(squeezed).filter((text) => text !== '' && !/[,;،؛]/u.test(text));
    fc.assert(
      fc.property(
        fc.uniqueArray(tag, { maxLength: 3, selector: (one) => one.toLowerCase() }),
        headlines,
        hostileText.map(squeezed),
        (tags, title, preheader) => {
          const draft = draftOf({ ...plainEntry, tags, body: ['Words.'] }, { tags, title, preheader });
          const { entry, issue, diagnostics, value } = readBack({
            ...draft,
            sections: [
              { kind: 'items', heading: title, body: [], entries: draft.sections[0]?.entries ?? [] },
            ],
          });
          expect(
            [
              issue.tags,
              entry.tags,
              issue.title,
              issue.sections[0]?.heading,
              issue.preheader ?? '',
              diagnostics,
            ],
            value,
          ).toEqual([tags, tags, title, title, preheader, []]);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
