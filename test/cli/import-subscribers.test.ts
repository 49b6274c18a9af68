// `subscribers import` and `export` from the command line, with the real store: what becomes of each row, and that nobody comes back who must not.
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { type TestProject, testProject } from '../support/project.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/imports');
/** Later than what the lists tell of. */
const NOW = (): string => '2026-01-01T09:00:00.000Z';
const CONSENT = ['--consent', 'asked for it on paper'];

interface Report {
  readonly rows: number;
  readonly imported: number;
  readonly duplicate: number;
  readonly suppressed: number;
  readonly unconfirmed: number;
  readonly invalid: number;
}

async function importing(project: TestProject, ...argv: readonly string[]): Promise<Report> {
  return (await project.run(['subscribers', 'import', ...argv, '--json'], { now: NOW })).json() as Report;
}

async function stateOf(project: TestProject, address: string): Promise<unknown> {
  const shown = (await project.run(['subscribers', 'show', address, '--json'])).json() as {
    readonly subscriber?: { readonly status: string };
    readonly result?: string;
  };
  return shown.subscriber?.status ?? shown.result;
}

function withFixtures(...names: readonly string[]): TestProject {
  const project = testProject();
  for (const name of names) copyFileSync(path.join(FIXTURES, name), project.path(name));
  return project;
}

describe('how they said yes', () => {
  const files = { 'list.csv': 'email\nana@example.org\n' };

  test('is asked of whoever is there, and the words are kept', async () => {
    const project = testProject(files);
    const run = await project.run(['subscribers', 'import', 'list.csv'], { typed: ['3'] });
    expect(run.exitCode).toBe(0);
    expect(run.output()).toContain('3  They asked for this newsletter on paper or in person.');
    const shown = await project.run(['subscribers', 'show', 'ana@example.org', '--json']);
    expect(shown.json()).toMatchObject({
      subscriber: {
        consent: { text: 'They asked for this newsletter on paper or in person.', source: 'import list.csv' },
      },
    });
  });

  test('may be told in words of one’s own', async () => {
    const project = testProject(files);
    await project.run(['subscribers', 'import', 'list.csv'], { typed: ['5', ' At the harbour fair. '] });
    const shown = await project.run(['subscribers', 'show', 'ana@example.org', '--json']);
    expect(shown.json()).toMatchObject({ subscriber: { consent: { text: 'At the harbour fair.' } } });
  });

  test.each<[string, readonly string[], readonly string[] | undefined]>([
    ['nobody is there to say', [], undefined],
    ['the words are empty', ['--consent', ' '], undefined],
    ['nobody knows', [], ['6']],
    ['the answer is none', [], ['perhaps']],
    ['an own way is not told', [], ['5', '']],
    ['nothing is typed', [], []],
  ])('nobody is brought in when %s', async (_, flags, typed) => {
    const project = testProject(files);
    const run = await project.run(
      ['subscribers', 'import', 'list.csv', ...flags],
      typed === undefined ? {} : { typed },
    );
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('--consent');
    expect((await project.run(['subscribers', 'list', '--json'])).json()).toEqual([]);
  });
});

describe('those who had gone from the other program', () => {
  const MAILCHIMP = ['subscribed', 'unsubscribed', 'cleaned', 'nonsubscribed'].map(
    (kind) => `${kind}_email_audience_export_1.csv`,
  );

  test('come in as gone, whatever the order of the files', async () => {
    for (const files of [MAILCHIMP, MAILCHIMP.toReversed()]) {
      const project = withFixtures(...files);
      for (const file of files) await importing(project, file, ...CONSENT);
      expect(await stateOf(project, 'ana.quay@example.org')).toBe('confirmed');
      expect(await stateOf(project, 'cleo.dock@example.org')).toBe('unsubscribed');
      expect(await stateOf(project, 'dan.crane@example.org')).toBe('suppressed');
      expect(await stateOf(project, 'eve.buoy@example.org')).toBe('suppressed');
      expect(await stateOf(project, 'finn.rope@example.org')).toBe('unknown');
      const confirmed = await project.run(['subscribers', 'list', '--status', 'confirmed', '--json']);
      expect(confirmed.json()).toHaveLength(2);
    }
  });

  test('what the other program knew is kept', async () => {
    const project = withFixtures(...MAILCHIMP);
    await importing(project, MAILCHIMP[0] ?? '', ...CONSENT, '--tag', 'moved', '--language', 'en_GB');
    const shown = await project.run(['subscribers', 'show', 'ana.quay@example.org', '--json']);
    expect(shown.json()).toMatchObject({
      subscriber: {
        name: 'Ana Quay',
        language: 'en-GB',
        tags: ['members', 'moved', 'north, old'],
        createdAt: '2019-03-04T10:11:12.000Z',
        confirmedAt: '2019-03-04T10:15:00.000Z',
        consent: {
          at: '2019-03-04T10:15:00.000Z',
          proof: 'Mailchimp says: confirmed on 2019-03-04T10:15:00.000Z',
        },
      },
    });
  });

  test.each([
    'email,status\nana@example.org,complained\nana@example.org,subscribed\n',
    'email,status\nana@example.org,subscribed\nana@example.org,bounced\n',
    'email,status\nana@example.org,subscribed\nana@example.org,unsubscribed\n',
  ])('whoever stands in one file as both is gone, and told of as that: %j', async (text) => {
    const project = testProject({ 'list.csv': text });
    expect(await importing(project, 'list.csv', ...CONSENT)).toMatchObject({ imported: 0, suppressed: 2 });
    expect(await stateOf(project, 'ana@example.org')).not.toBe('confirmed');
  });

  test('whoever is on two lists there and left one is gone; whoever signed up here since is not', async () => {
    const project = testProject({
      'both.csv': 'email,status\nana@example.org,subscribed\n',
      'left.csv':
        'email,status,unsubscribed_at\nana@example.org,unsubscribed,2024-05-05\nben@example.org,unsubscribed,2024-05-05\ncleo@example.org,bounced,\ndan@example.org,unsubscribed,2025-05-31\n',
    });
    await importing(project, 'both.csv', ...CONSENT);
    for (const address of ['ben@example.org', 'cleo@example.org'])
      await project.run(['subscribers', 'add', address], { now: () => '2025-01-01T00:00:00.000Z' });
    await project.run(['subscribers', 'add', 'dan@example.org'], { now: () => '2025-01-01T00:00:00.000Z' });
    expect(await importing(project, 'left.csv', ...CONSENT)).toMatchObject({ suppressed: 2, duplicate: 2 });
    expect(await stateOf(project, 'ana@example.org')).toBe('unsubscribed');
    expect(await stateOf(project, 'ben@example.org')).toBe('confirmed');
    expect(await stateOf(project, 'cleo@example.org')).toBe('confirmed');
    expect(await stateOf(project, 'dan@example.org')).toBe('unsubscribed');
  });
});

describe('those who had gone from here', () => {
  const LIST = 'email\nana@example.org\nben@example.org\ncleo@example.org\ndan@example.org\n';

  test('are brought back by no import, however they went', async () => {
    const project = testProject({ 'list.csv': LIST });
    await importing(project, 'list.csv', ...CONSENT);
    await project.run(['subscribers', 'remove', 'ana@example.org']);
    await project.run(['subscribers', 'suppress', 'ben@example.org', '--reason', 'asked by letter']);
    await project.run(['subscribers', 'erase', 'cleo@example.org', '--yes']);
    expect(await importing(project, 'list.csv', ...CONSENT)).toMatchObject({
      imported: 0,
      duplicate: 1,
      suppressed: 3,
    });
    expect(await stateOf(project, 'ana@example.org')).toBe('unsubscribed');
    expect(await stateOf(project, 'ben@example.org')).toBe('suppressed');
    expect(await stateOf(project, 'cleo@example.org')).toBe('suppressed');
    const list = await project.run(['subscribers', 'list', '--status', 'confirmed', '--json']);
    expect(list.json()).toMatchObject([{ address: 'dan@example.org' }]);
  });
});

describe('the report', () => {
  const rows = Array.from({ length: 250 }, (_, index) => `no address ${index}`);

  test('shows the first hundred, counts all, and writes every row where it is told to', async () => {
    const project = testProject({ 'list.csv': `email\nana@example.org\n${rows.join('\n')}\n` });
    const run = await project.run(['subscribers', 'import', 'list.csv', ...CONSENT, '--report', 'rows.csv']);
    expect(run.exitCode).toBe(1);
    expect(run.output()).toContain('list.csv:3');
    expect(run.output()).not.toContain('list.csv:203');
    expect(run.output()).toContain('and 150 more');
    const lines = readFileSync(project.path('rows.csv'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(252);
    expect(lines.slice(0, 2)).toEqual(['line,address,result,reason', '2,ana@example.org,imported,']);
    expect(statSync(project.path('rows.csv')).mode & 0o077).toBe(0);
    const json = await project.run([
      'subscribers',
      'import',
      'list.csv',
      ...CONSENT,
      '--report',
      'rows.jsonl',
    ]);
    expect(json.exitCode).toBe(1);
    const first = readFileSync(project.path('rows.jsonl'), 'utf8').split('\n')[0] ?? '';
    expect(JSON.parse(first)).toEqual({ line: 2, address: 'ana@example.org', result: 'duplicate' });
  });

  test('takes the place of no file', async () => {
    const project = testProject({ 'list.csv': 'email\nana@example.org\n' });
    const run = await project.run(['subscribers', 'import', 'list.csv', ...CONSENT, '--report', 'list.csv']);
    expect([run.exitCode, run.complaints()]).toEqual([2, expect.stringContaining('is there already')]);
    expect((await project.run(['subscribers', 'list', '--json'])).json()).toEqual([]);
  });

  test('a dry run tells the same as the import that follows it, and writes nothing', async () => {
    const project = withFixtures('buttondown.csv');
    const text = `${readFileSync(path.join(FIXTURES, 'buttondown.csv'), 'utf8')}OLA.port@EXAMPLE.org,,,,regular,,,\nola.port@EXAMPLE.org,,,,regular,,,\nola.port@example.org,,,,complained,,,\nola.port@example.org,,,,regular,,,\nrex.stern@example.org,,,,regular,,,\n`;
    project.write('buttondown.csv', text);
    await project.run(['subscribers', 'suppress', 'pia.bow@example.org', '--reason', 'asked']);
    const dry = await importing(project, 'buttondown.csv', ...CONSENT, '--dry-run');
    expect((await project.run(['subscribers', 'list', '--json'])).json()).toEqual([]);
    const real = await importing(project, 'buttondown.csv', ...CONSENT);
    const { imported, duplicate, suppressed, unconfirmed, invalid } = real;
    expect(dry).toMatchObject({ imported, duplicate, suppressed, unconfirmed, invalid });
  });

  test('its sums are the rows of the file, whatever is in them', async () => {
    const project = testProject();
    const address = fc.oneof(
      fc.emailAddress(),
      fc.string({ maxLength: 30 }),
      fc.constantFrom('ana@example.org', 'ana@EXAMPLE.org', 'x@[127.0.0.1]', '"quoted"@example.org', '', ' '),
    );
    const row = fc.tuple(
      address,
      fc.string({ maxLength: 20 }),
      fc.constantFrom('', 'pending', 'unsubscribed', 'bounced', '?'),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (people) => {
        // NUL is refused with the whole file: see open-import.test.ts. What the parser takes for an empty line is no row.
        const cells = people.map((one) => one.map((cell) => cell.replaceAll('\0', '')));
        const rows = cells.filter((one) => one.some((cell) => cell !== ''));
        const file = `list-${++run}.csv`;
        project.write(file, stringify([['email', 'name', 'status'], ...rows]));
        const report = await importing(project, file, ...CONSENT);
        const { imported, duplicate, suppressed, unconfirmed, invalid } = report;
        expect(report.rows).toBe(rows.length);
        expect(imported + duplicate + suppressed + unconfirmed + invalid).toBe(rows.length);
      }),
      { numRuns: 25 },
    );
  });
});

test('an import that is broken off says where, and run again adds nobody twice', async () => {
  const people = Array.from({ length: 3000 }, (_, index) => `reader${index}@example.org`);
  const project = testProject({ 'list.csv': `email\n${people.join('\n')}\n` });
  let press = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => {
    press = resolve;
  });
  const run = await project.run(['subscribers', 'import', 'list.csv', ...CONSENT], {
    interrupted,
    onProgress: () => press(),
  });
  expect(run.exitCode).toBe(1);
  expect(run.output()).toMatch(/stopped {2}after line/u);
  const some = ((await project.run(['subscribers', 'list', '--json'])).json() as unknown[]).length;
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(3000);
  expect(await importing(project, 'list.csv', ...CONSENT)).toMatchObject({
    imported: 3000 - some,
    duplicate: some,
  });
  expect((await project.run(['subscribers', 'list', '--json'])).json()).toHaveLength(3000);
});

test('a row in the middle that cannot be read stops it with the line; those before are there, once', async () => {
  const people = Array.from({ length: 1200 }, (_, index) => `reader${index}@example.org,x`);
  const project = testProject({ 'list.csv': `email,name\n${people.join('\n')}\nben@example.org,"never\n` });
  for (const _ of [1, 2]) {
    const run = await project.run(['subscribers', 'import', 'list.csv', ...CONSENT, '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json()).toMatchObject({ error: { code: 'IMPORT_INVALID', place: 'list.csv:1202' } });
    expect((await project.run(['subscribers', 'list', '--json'])).json()).toHaveLength(1000);
  }
});

describe('export', () => {
  async function everybody(project: TestProject): Promise<unknown[]> {
    return (await project.run(['subscribers', 'export', '--format', 'json'])).json() as unknown[];
  }

  async function fullProject(): Promise<TestProject> {
    const project = withFixtures('ghost.csv', 'buttondown.csv', 'subscribed_email_audience_export_1.csv');
    await importing(project, 'ghost.csv', ...CONSENT);
    await importing(project, 'buttondown.csv', ...CONSENT);
    await importing(
      project,
      'subscribed_email_audience_export_1.csv',
      '--consent',
      '=SUM(A1), "quoted"\nand more',
    );
    await project.run([
      'subscribers',
      'add',
      'zoe@bücher.example',
      '--name',
      '\'=HYPERLINK("x")',
      '--language',
      'ar',
      '--tag',
      'b',
      '--tag',
      'a, "c"',
    ]);
    await project.run(['subscribers', 'add', 'yan@example.org', '--name', '=1+1']);
    await project.run(['subscribers', 'remove', 'ben.pier@example.org']);
    await project.run(['subscribers', 'suppress', 'yan@example.org', '--reason', '-asked, by letter']);
    const database = await openDatabase('sqlite:data/broadside.db', { root: project.root });
    try {
      const found = await database.subscribers.find('ida.keel@example.org');
      const chosen = {
        name: 'Ida',
        topics: ['ports', 'strikes'],
        format: 'text',
        pausedUntil: '2036-01-01T00:00:00.000Z',
      } as const;
      await database.audience.choose(found?.id ?? '', chosen, 'preferences', '2025-12-31T00:00:00.000Z');
      await database.subscribers.add(
        {
          address: 'wil@example.org',
          status: 'unconfirmed',
          consent: {
            text: 'x',
            source: 'sign-up form',
            version: 'en-0',
            url: 'https://x.example/',
            proof: 'p',
          },
        },
        '2025-12-31T00:00:00.000Z',
      );
    } finally {
      await database.close();
    }
    return project;
  }

  test.each(['csv', 'json'])(
    'as %s and in again, into an empty database, gives the same people',
    async (format) => {
      const project = await fullProject();
      const people = await everybody(project);
      expect(people.length).toBeGreaterThan(7);
      const text = (await project.run(['subscribers', 'export', '--format', format])).output();
      const other = testProject({ [`people.${format}`]: `${text}\n` });
      const report = await importing(other, `people.${format}`);
      expect(report).toMatchObject({ rows: people.length, invalid: 0, duplicate: 0 });
      expect(await everybody(other)).toEqual(people);
      // And once more, now that they are there: nobody twice, nobody back.
      const again = await importing(other, `people.${format}`);
      expect(again).toMatchObject({ imported: 0, invalid: 0 });
      expect(await everybody(other)).toEqual(people);
    },
  );

  test('holds no cell that a spreadsheet takes for a formula', async () => {
    const csv = (await (await fullProject()).run(['subscribers', 'export'])).output();
    expect(csv).not.toMatch(/(?:^|,)"?[=+@]/mu);
    expect(csv).not.toMatch(/(?:^|,)"?-/mu);
  });

  test('of those only who are asked for', async () => {
    const project = await fullProject();
    const run = await project.run(['subscribers', 'export', '--tag', 'members', '--json']);
    const addresses = (run.json() as { readonly address: string }[]).map(({ address }) => address);
    expect(addresses).toEqual(['ana.quay@example.org', 'ida.keel@example.org', 'ola.port@example.org']);
  });

  test('a row without its consent is not brought in on nobody’s word', async () => {
    const project = testProject({
      'people.csv':
        'address,status,consent,consentSource\nana@example.org,confirmed,,\nben@example.org,confirmed,asked,form\n',
    });
    expect(await importing(project, 'people.csv')).toMatchObject({ imported: 1, invalid: 1 });
    expect(await importing(project, 'people.csv', ...CONSENT)).toMatchObject({ imported: 1, duplicate: 1 });
  });
});

test('a list in Windows-1252 is read, and said to be', async () => {
  const project = testProject();
  writeFileSync(project.path('list.csv'), Buffer.from('email,name\nzoe@example.org,Zo\xeb\n', 'latin1'));
  const run = await project.run(['subscribers', 'import', 'list.csv', ...CONSENT]);
  expect(run.output()).toContain('Windows-1252');
  expect((await project.run(['subscribers', 'list'])).output()).toContain('Zoë');
});

test.each([
  ['--from', 'excel'],
  ['--tag', ' '],
  ['--language', '??'],
])('%s %s is refused before anything is written', async (flag, value) => {
  const project = testProject({ 'list.csv': 'email\nana@example.org\n' });
  const run = await project.run(['subscribers', 'import', 'list.csv', ...CONSENT, flag, value, '--json']);
  expect([run.exitCode, run.json()]).toMatchObject([2, { error: { code: 'USAGE' } }]);
  expect((await project.run(['subscribers', 'list', '--json'])).json()).toEqual([]);
});
