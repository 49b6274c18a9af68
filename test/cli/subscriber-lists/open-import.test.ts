// Lists as other programs write them, invented people in them: what each is taken for, and each row of it. `expected.json` beside a file is what comes out.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImportRow } from '../../../src/cli/subscriber-lists/import-row.ts';
import { openImport } from '../../../src/cli/subscriber-lists/open-import.ts';
import { testProject } from '../../support/project.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/imports');

interface Whole {
  readonly format: string;
  readonly encoding: string;
  readonly rows: readonly ImportRow[];
}

async function whole(file: string, from?: string): Promise<Whole> {
  const { format, encoding, rows } = await openImport({
    path: file,
    name: path.basename(file),
    ...(from === undefined ? {} : { from }),
  });
  return { format, encoding, rows: await Array.fromAsync(rows) };
}

/** A throwaway file with that in it. */
function fileOf(contents: string | Uint8Array, name = 'list.csv'): string {
  const file = testProject().path(name);
  writeFileSync(file, contents);
  return file;
}

describe('lists of other programs', () => {
  test.each(readdirSync(FIXTURES).filter((name) => !name.endsWith('.expected.json')))('%s', async (name) => {
    const read = await whole(path.join(FIXTURES, name));
    await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(
      path.join(FIXTURES, `${name}.expected.json`),
    );
  });
});

test('whoever left, bounced, complained or never confirmed there is confirmed by no format', async () => {
  const files = readdirSync(FIXTURES).filter((name) => !name.endsWith('.expected.json'));
  const people = await Promise.all(files.map((name) => whole(path.join(FIXTURES, name))));
  const confirmed = people.flatMap(({ rows }) =>
    rows.filter(({ standing }) => standing.kind === 'confirmed'),
  );
  const gone = /^(?:cleo|dan|eve|finn|hana|jon|kim|max|noa|pia|rex|sam|tea|uma|al@|dee)/u;
  expect(confirmed.map(({ address }) => address).filter((address) => gone.test(address))).toEqual([]);
  expect(confirmed.length).toBeGreaterThan(10);
});

describe('shapes', () => {
  test.each([
    ['one address', 'ana@example.org\n', 'list'],
    ['a name and an address', 'Ana Quay <ana@example.org>\n', 'list'],
    ['a comment first', '# members\nana@example.org\n', 'list'],
    ['a heading', 'email\nana@example.org\n', 'csv'],
    ['old Macintosh line ends', 'email,name\rana@example.org,Ana\r', 'csv'],
    ['a line for Excel', 'sep=;\r\nemail;name\r\nana@example.org;Ana\r\n', 'csv'],
    ['an array', '[{"address":"ana@example.org"}]', 'json'],
    ['one object after the other', '{"address":"ana@example.org"}\n{"address":"ben@example.org"}', 'json'],
    ['UTF-16 without its mark', Buffer.from('email,name\nana@example.org,Ana\n', 'utf16le'), 'csv'],
  ])('%s', async (_, contents, format) => {
    const read = await whole(fileOf(contents));
    expect(read.format).toBe(format);
    expect(read.rows[0]?.address).toBe('ana@example.org');
  });

  test('--from overrides what the shape says', async () => {
    const file = fileOf(
      'email,active_subscription,created_at,status\nana@example.org,true,2020-01-01,unsubscribed\n',
    );
    expect((await whole(file)).format).toBe('substack');
    const read = await whole(file, 'csv');
    expect([read.format, read.rows[0]?.standing.kind]).toEqual(['csv', 'unsubscribed']);
  });

  test('a row knows the line it begins on, also behind one of several lines', async () => {
    const { rows } = await whole(fileOf('email,name\nana@example.org,"A\nB\nC"\n\nben@example.org,Ben\n'));
    expect(rows.map(({ line, name }) => [line, name])).toEqual([
      [2, 'A B C'],
      [6, 'Ben'],
    ]);
  });
});

const HUGE = 100_000_000;
/** Less than the file has, so that holding it shows. */
const MOST_GROWTH_BYTES = 90_000_000;

/** Its beginning, and then the same again and again until it is huge; never held here either. */
function hugeFile(beginning: string, again: string): string {
  const file = fileOf(beginning);
  const piece = Buffer.from(again.repeat(1_000_000 / again.length));
  for (let written = 0; written < HUGE; written += piece.length) appendFileSync(file, piece);
  return file;
}

describe('what is refused, and where', () => {
  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['nothing', '', 'list.csv', /is empty/u],
    [
      'no column of addresses',
      'name,city\nAna,Basra\n',
      'list.csv:1',
      /expected a column "address" or "email"/u,
    ],
    [
      'two columns that may be it',
      'home email,work email\na@example.org,b@example.org\n',
      'list.csv:1',
      /expected a column/u,
    ],
    ['no heading', 'ana@example.org,Ana\nben@example.org,Ben\n', 'list.csv:1', /expected a column/u],
    [
      'a quotation that never ends',
      'email,name\nana@example.org,Ana\nben@example.org,"Ben\n',
      'list.csv:3',
      /not a table/u,
    ],
    ['a zip', Buffer.from('PK\u0003\u0004abc', 'latin1'), 'list.csv', /zip archive or a spreadsheet/u],
    ['NUL', 'email\nana@example.org\nb\0en@example.org\n', 'list.csv:3', /byte 0/u],
    [
      'letters in two ways',
      Buffer.concat([
        Buffer.from('email,name\na@example.org,Zoë\n'),
        Buffer.from('b@example.org,Zo\xeb\n', 'latin1'),
      ]),
      'list.csv:3',
      /no UTF-8/u,
    ],
    [
      'letters in no way',
      Buffer.from('email,name\na@example.org,\x81\n', 'latin1'),
      'list.csv:2',
      /neither in UTF-8 nor/u,
    ],
    [
      'half a letter at the end',
      Buffer.concat([Buffer.from('email,name\na@example.org,Zoë\nb@example.org,'), Buffer.of(0xc3)]),
      'list.csv:3',
      /no UTF-8/u,
    ],
    ['ten thousand columns', `email,${'x,'.repeat(10_000)}\n`, 'list.csv:1', /10002 columns/u],
    ['JSON cut off', '[{"address":"ana@example.org"},\n{"address":', 'list.csv:2', /end of the file/u],
    ['JSON of something else', '[1, 2]', 'list.csv:1', /expected an array of objects/u],
  ])('%s', async (_, contents, place, message) => {
    const error = await whole(fileOf(contents)).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'IMPORT_INVALID', place, message: expect.stringMatching(message) });
  });

  test.each<[string, string, string, string]>([
    ['one endless line', 'email,name\n', 'x', 'list.csv:2'],
    ['endless empty cells', 'email,name\n', ',', 'list.csv:2'],
    ['an endless quotation', 'email,name\nana@example.org,"x\n', 'ben@example.org,x\n', 'list.csv:2'],
    ['endless quoted line ends', 'email,name\n', '"\n",', 'list.csv:2'],
    ['an endless heading', 'x', 'x', 'list.csv:1'],
    ['an endless line of a list', 'ana@example.org\n', 'x', 'list.csv:2'],
    ['an endless object', '[{"address":"', 'x', 'list.csv:1'],
  ])('%s is not held in memory', async (_, beginning, again, place) => {
    const file = hugeFile(beginning, again);
    const before = process.memoryUsage().rss;
    const error = await whole(file).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'IMPORT_INVALID', place });
    expect(process.memoryUsage().rss - before).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
