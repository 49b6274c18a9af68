// Old newsletters as they were pasted, mailed and saved: what is found in each, that no word of them is lost, and what is done with what cannot be
// known. The texts of test/fixtures/old-text say beside them what a person finds; `npm run bench:import` prints the same as a score.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOldText } from '../../../src/intake/old-text/read-old-text.ts';
import { createChance } from '../../support/chance.ts';
import { lostWords } from '../../support/lost-words.ts';
import { printOldText } from '../../support/print-old-text.ts';
import {
  FIELDS,
  readAndScore,
  readingOf,
  scoreText,
  settingsFor,
  textsIn,
} from '../../support/score-old-texts.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../fixtures/old-text');
const ROOT = path.resolve(import.meta.dirname, '../../..');
const SETTINGS = settingsFor(FOLDER, ROOT);
const READING = readingOf(SETTINGS);
const NAMES = textsIn(FOLDER);
/** So many of those that are drawn by lot are kept as files, for others to look at. */
const KEPT = 16;

test('there are forty texts and more', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(40);
});

describe.each(NAMES)('%s', (name) => {
  const { scores, expected, written, read } = scoreText(FOLDER, name, SETTINGS);

  test('has what a person finds in it', () => {
    expect(Object.keys(expected)).toEqual(expect.arrayContaining([...FIELDS]));
    for (const field of FIELDS) {
      const score = scores[field];
      // What a person can tell and the importer cannot: no more than is said, and nothing that is not there.
      if (expected.short !== undefined && (field === 'attributions' || field === 'dates')) {
        expect(score?.missed).toHaveLength(4);
        expect(score?.wrong).toEqual([]);
        continue;
      }
      expect(score?.missed ?? [], field).toEqual([]);
      expect(score?.wrong ?? [], field).toEqual([]);
      expect(score?.found, field).toBe(score?.expected);
    }
  });

  test('is written without a slip of our own', () => {
    const errors = written.flatMap(({ diagnostics }) => diagnostics).filter(({ ruleId }) => OURS.has(ruleId));
    expect(errors).toEqual([]);
    for (const { kind, reason } of read.notes)
      expect(`${kind}: ${reason}`).toMatch(/^(?:left-out|changed|look): [A-Z].*\.$/u);
  });

  test('loses no word', () => {
    expect(lost(readFileSync(path.join(FOLDER, name), 'utf8'), name)).toEqual([]);
  });

  test('is read in the same way where lines end as on Windows or on an old Mac', () => {
    const about = {
      title: expected.title ?? '',
      text: readFileSync(path.join(FOLDER, name), 'utf8').replaceAll('\r', ''),
    };
    const own = readOldText(about, READING).issues;
    for (const end of ['\r\n', '\r']) {
      expect(readOldText({ ...about, text: about.text.replaceAll('\n', end) }, READING).issues).toEqual(own);
    }
  });
});

/** What the importer itself could have done wrong; the rest are slips of the text, or what it does not say. */
const OURS: ReadonlySet<string> = new Set(
  [
    'front-matter',
    'issue-pasted',
    'issue-date',
    'markdown-lost',
    'markdown-unknown',
    'markdown-list',
    'headline-plain',
    'section-plain',
    'section-glued',
    'section-empty',
    'source-glued',
    'source-variant',
    'source-unread',
    'source-verb',
    'text-encoding',
    'text-control',
    'link-bare',
    'link-more',
    'link-malformed',
  ].filter((id) => id !== 'source-variant' && id !== 'issue-date'),
);

test.each(Array.from({ length: 40 }, (_, nth) => nth + KEPT))('a newsletter drawn by lot: %i', (seed) => {
  const { text, expected } = printOldText(seed);
  const { scores } = readAndScore({ text }, expected, SETTINGS);
  for (const field of FIELDS) {
    expect({ field, missed: scores[field]?.missed, wrong: scores[field]?.wrong }).toEqual({
      field,
      missed: [],
      wrong: [],
    });
  }
});

test.each(Array.from({ length: KEPT }, (_, nth) => nth))(
  'the texts that are kept are those that are drawn: %i',
  (seed) => {
    const { name, text, expected } = printOldText(seed);
    for (const [file, value] of [
      [`${name}.txt`, text],
      [`${name}.expected.json`, `${JSON.stringify(expected, undefined, 2)}\n`],
    ] as const) {
      const whole = path.join(FOLDER, file);
      if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(whole, value);
      expect(existsSync(whole) ? readFileSync(whole, 'utf8') : '').toBe(value);
    }
  },
);

test('many newsletters in one text are those that each of them is', () => {
  const printed = [16, 17, 18, 19, 20, 21].map((seed) => printOldText(seed));
  const alone = printed.flatMap(
    ({ text }) => readOldText({ text: text.replace(/^> ?/gmu, '') }, READING).issues,
  );
  const together = readOldText(
    { text: printed.map(({ text }) => text.replace(/^> ?/gmu, '')).join('\n\n') },
    READING,
  ).issues;
  expect(together.map(({ number, date }) => [number, date])).toEqual(
    alone.map(({ number, date }) => [number, date]),
  );
  expect(
    together.map(({ sections }) =>
      sections.flatMap(({ entries }) => entries.map(({ headline }) => headline)),
    ),
  ).toEqual(
    alone.map(({ sections }) => sections.flatMap(({ entries }) => entries.map(({ headline }) => headline))),
  );
});

test('nothing that anybody types makes it throw, and no word of it is lost', () => {
  const chance = createChance(7);
  const texts = NAMES.map((name) => readFileSync(path.join(FOLDER, name), 'utf8'));
  for (let round = 0; round < 40; round += 1) {
    const words = chance.pick(texts).split(/(?<=\s)/u);
    const cut = Array.from({ length: words.length }, () => chance.pick(words)).join('');
    expect(lost(cut, 'shuffled')).toEqual([]);
  }
  for (const text of [
    '',
    '\n',
    '>',
    '-- ',
    '\u0000',
    'Newsletter No. 1',
    '(1 May):',
    ': reports (1 May):',
    'AP report (31 February):',
  ])
    expect(() => readOldText({ text }, READING)).not.toThrow();
});

/** Sixteen times the length of a newsletter, of one thing over and over: each took minutes before it was bounded, or could. */
test.each([
  '(1 May): ',
  'AP report (1 May): x\n',
  'AP report (1 May): x. ',
  'reports: ',
  '* a\n',
  'From: a\n',
  '[a](http://b) ',
  'Newsletter No. 1\n',
  'Ports and tradeA ',
])('a text of nothing but %j is read in no time that matters', (unit) => {
  const text = `The Harbour Sheet\nNewsletter No. 5\n1 May 2004\n\n${unit.repeat(Math.ceil(65_536 / unit.length))}`;
  const start = process.cpuUsage();
  readOldText({ text }, READING);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(4);
});

describe('what cannot be known', () => {
  const first = (text: string, more = {}) => {
    const { issues, notes } = readOldText({ text, ...more }, READING);
    return { issue: issues[0], notes: notes.map(({ kind, reason }) => `${kind}: ${reason}`) };
  };

  test('a day that can be read in two ways stays as it was written', () => {
    const { issue, notes } = first(
      'The Harbour Sheet\nNewsletter No. 12\n20 July 2014\n\nFerry late again\nReuters report (7/6): The fog.\n',
    );
    // 7 June or 6 July: both are days on which it could have been told.
    expect(issue?.sections[0]?.entries[0]?.reports[0]?.date).toEqual({ asWritten: '7/6' });
    expect(notes).toContain('look: The day of a report cannot be known: it stands as it was written.');
  });

  test('an issue without any day says so', () => {
    const { issue, notes } = first(
      'Newsletter No. 12\n\nFerry late again\nReuters report (7 June): The fog.\n',
    );
    expect(issue?.number).toBe(12);
    expect(notes.join()).toContain('The day of No. 12 is not known');
  });

  test('a number may stand in the name of the file, and a day in that of the post', () => {
    const text = 'Ferry late again\nReuters report (7 June): The fog.\n';
    expect(first(text, { fileName: 'old/0041.txt' }).issue?.number).toBe(41);
    expect(first(text, { fileName: 'sheet-no-41.txt' }).issue?.number).toBe(41);
    expect(first(text, { fileName: '2014-07-01.txt' }).issue?.number).toBeUndefined();
    expect(first(text, { title: 'Harbour Sheet Newsletter No 41 dated 20/6/2014' }).issue).toMatchObject({
      number: 41,
      date: '2014-06-20',
    });
  });

  test('a report without a headline gets a blank', () => {
    const { issue, notes } = first('Newsletter No. 12\n20 July 2014\n\nReuters report (7 July): The fog.\n');
    expect(issue?.sections[0]?.entries[0]).toMatchObject({
      headline: '',
      reports: [{ source: 'Reuters', date: '2014-07-07' }],
    });
    expect(notes).toContain('look: A report has no headline above it: a blank stands in its place.');
  });

  test('where a name begins that nobody knows is a guess, and is told', () => {
    const { issue, notes } = first(
      'Newsletter No. 12\n20 July 2014\n\nFerry late again in the Sound Straits Gazette reports (7 July): The fog.\n',
    );
    expect(issue?.sections[0]?.entries).toHaveLength(1);
    expect(notes).toContain('look: Where the headline ends and its source begins is a guess.');
  });
});

/** Words of the form `w12x` set between the words of a text, and those of them that are neither in what is written nor in a note. */
function lost(text: string, name: string): readonly string[] {
  let count = 0;
  const marked = text.replace(/(?<=\p{Ll}{3},?) (?=\p{Ll})/gu, () => {
    count += 1;
    return count % 3 === 0 ? ` w${count}x ` : ' ';
  });
  const { written, read } = readAndScore({ text: marked, fileName: name }, {}, SETTINGS);
  const seen = `${written.map((one) => one.text).join('\n')}\n${read.notes.map(({ excerpt }) => excerpt ?? '').join('\n')}`;
  const unseen = [...new Set(marked.match(/w\d+x/gu) ?? [])].filter((word) => !seen.includes(word));
  return [...unseen, ...written.flatMap((one) => lostWords(one.text, one.issue, one.diagnostics))];
}

test('a folder of texts may have settings of its own, or those of the project', () => {
  expect(settingsFor(FOLDER, ROOT).newsletter.title).toBe('The Harbour Sheet');
  expect(settingsFor(mkdtempSync(path.join(tmpdir(), 'broadside-texts-')), ROOT).newsletter.title).toBe(
    'Iraq Occupation Focus',
  );
});
