// Fault test 18: what stands in front of a text (YAML, TOML, JSON) and what a zip holds may be made to do harm. It is told, the rest is read,
// nothing is written, nothing takes a second, and `Object.prototype` is what it was.
import { createWriteStream, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { openZip } from '../../src/files/open-zip.ts';
import { createHugoReader } from '../../src/intake/exports/hugo.ts';
import { createJekyllReader } from '../../src/intake/exports/jekyll.ts';
import type { FolderReader } from '../../src/model/export-format.ts';
import { readYaml } from '../../src/parse/read-yaml.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { hostileZip, type ZipPart } from '../support/hostile-zip.ts';
import { testProject } from '../support/project.ts';
import { EXPORT_SETTINGS, readFiles } from '../support/read-export.ts';

const LIMIT_MS = 1_000;
const TIMEOUT_MS = 300_000;
const BOMB_BYTES = (IS_FULL ? 2_048 : 128) * 1024 * 1024;
const ENTRIES = IS_FULL ? 1_000_000 : 210_000;

const prototype = Object.getOwnPropertyNames(Object.prototype).sort();
const figures: string[] = [];
afterAll(() => console.log(`18 front matter and zips: ${figures.join('; ')}`));

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototype);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

async function timed<T>(name: string, read: () => Promise<T> | T): Promise<T> {
  const before = process.threadCpuUsage();
  try {
    return await read();
  } finally {
    const { user, system } = process.threadCpuUsage(before);
    const cpuMs = Math.round((user + system) / 1000);
    figures.push(`${name} ${cpuMs} ms`);
    expect(cpuMs).toBeLessThan(LIMIT_MS);
  }
}

const LAUGHS = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...'bcdefghij'.split('').map((one, n) => {
    const before = 'abcdefghij'[n];
    return `${one}: &${one} [${Array.from({ length: 10 }, () => `*${before}`).join(',')}]`;
  }),
].join('\n');

describe('front matter', () => {
  const jekyll = (): FolderReader => createJekyllReader(EXPORT_SETTINGS);
  const hugo = (): FolderReader => createHugoReader(EXPORT_SETTINGS);
  test.each<[string, () => FolderReader, string, string]>([
    ['aliases that stand for gigabytes', jekyll, '---', LAUGHS],
    ['a merge of aliases', jekyll, '---', 'a: &a {b: c}\n<<: *a\ntitle: x'],
    ['an alias to itself', jekyll, '---', 'a: &a [*a]\ntitle: x'],
    ['a key twice', jekyll, '---', 'title: one\ntitle: two'],
    ['__proto__', jekyll, '---', '__proto__:\n  polluted: yes\ntitle: x'],
    ['__proto__ in a list', jekyll, '---', 'a:\n  - __proto__: {polluted: yes}\ntitle: x'],
    ['constructor', jekyll, '---', 'constructor: {prototype: {polluted: yes}}\ntitle: x'],
    ['a tag that makes things', jekyll, '---', 'a: !!js/function "function () { polluted = 1 }"\ntitle: x'],
    ['brackets, 20,000 deep', jekyll, '---', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    [
      'indents, 200 deep',
      jekyll,
      '---',
      Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
    ],
    ['1 MB', jekyll, '---', `a: ${'x'.repeat(1024 * 1024)}`],
    ['5,000 keys', jekyll, '---', Array.from({ length: 5_000 }, (_, n) => `k${n}: x`).join('\n')],
    ['fences without an end', jekyll, '---', '---\n--- x\n'.repeat(20_000)],
    ['TOML: __proto__', hugo, '+++', '[__proto__]\npolluted = true'],
    ['TOML: a dotted __proto__', hugo, '+++', '__proto__.polluted = true'],
    ['TOML: deep', hugo, '+++', `a = ${'['.repeat(30_000)}`],
    ['TOML: a key twice', hugo, '+++', 'title = "one"\ntitle = "two"'],
    ['TOML: a long name', hugo, '+++', `${'a.'.repeat(20_000)}b = 1`],
  ])('%s', { timeout: TIMEOUT_MS }, async (name, open, fence, inside) => {
    const file = open === jekyll ? '_posts/2016-01-28-no-1.md' : 'content/no-1.md';
    const text = `${fence}\n${inside}\n${fence}\nThe words.\n`;
    const { posts, notes } = await timed(name, () => readFiles(open(), [file], () => Buffer.from(text)));
    expect(posts).toHaveLength(1);
    expect(posts[0]?.body.value).toContain('The words.');
    if (name.includes('deep')) expect(notes[0]?.reason).toMatch(/can be read/u);
    const { title = '', otherFields = {} } = posts[0] ?? {};
    expect(title.length).toBeLessThan(1_001);
    expect(JSON.stringify(otherFields).length).toBeLessThan(2_000_000);
    for (const { reason } of notes) expect(reason).toMatch(/^\p{Lu}/u);
  });

  test.each([
    ['aliases', LAUGHS],
    ['__proto__', '__proto__:\n  polluted: yes'],
    ['deep', `a: ${'{a: '.repeat(10_000)}`],
    ['a key twice', 'a: 1\na: 2'],
  ])('of an issue of our own: %s', async (name, text) => {
    const { value, diagnostics } = await timed(`own ${name}`, () =>
      readYaml(text, { path: 'a', ruleId: 'b' }),
    );
    if (name !== '__proto__') expect(diagnostics.length).toBeGreaterThan(0);
    expect(JSON.stringify(value ?? {}).length).toBeLessThan(100_000);
  });
});

describe('JSON', () => {
  test.each([
    [
      '__proto__',
      '{"kind":"blogger#postList","items":[{"kind":"blogger#post","__proto__":{"polluted":1},"title":"x"}],"__proto__":{"polluted":1}}',
      1,
    ],
    ['deep', `{"kind":"blogger#postList","items":${'['.repeat(1_000_000)}`, 0],
    ['deep in lists that end', `[${'['.repeat(300_000)}${']'.repeat(300_000)}]`, 0],
    ['deep in objects', `{"kind":"blogger#postList","items":${'{"a":'.repeat(300_000)}`, 0],
    ['a number without an end', `{"kind":"blogger#postList","items":[{"id":${'9'.repeat(1_000_000)}}]}`, 1],
  ])('%s', { timeout: TIMEOUT_MS }, async (name, text, posts) => {
    const { createBloggerReader } = await import('../../src/intake/exports/blogger.ts');
    const reader = createBloggerReader(EXPORT_SETTINGS);
    const found = await timed(`JSON ${name}`, () => [...reader.take(Buffer.from(text)), ...reader.end()]);
    expect(found).toHaveLength(posts);
    expect(reader.takeNotes().some(({ isEnd }) => isEnd === true)).toBe(posts === 0);
  });
});

function fileOf(bytes: Uint8Array): string {
  const file = testProject().path('export.zip');
  writeFileSync(file, bytes);
  return file;
}

/** Everything below a folder. */
function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

describe('zips are refused, and nothing is written', () => {
  test.each<[string, readonly ZipPart[], RegExp]>([
    ['../', [{ name: 'posts.csv' }, { name: '../outside' }], /outside the folder/u],
    ['../ in the middle', [{ name: 'posts/../../outside' }], /outside the folder/u],
    ['..', [{ name: '..' }], /outside the folder/u],
    ['absolute', [{ name: '/tmp/outside' }], /outside the folder/u],
    ['a drive', [{ name: 'c:outside' }], /outside the folder/u],
    ['a network drive', [{ name: '\\\\host\\share\\outside' }], /backslash/u],
    ['a backslash', [{ name: '..\\outside' }], /backslash/u],
    ['a link', [{ name: 'posts', contents: '/', mode: 0o120777 }], /is a link/u],
    ['a pipe', [{ name: 'pipe', mode: 0o010666 }], /is a link/u],
    ['the same name twice', [{ name: 'posts.csv' }, { name: 'posts.csv' }], /in it twice/u],
    ['locked', [{ name: 'posts.csv', contents: 'x', isDeflated: true, isEncrypted: true }], /password/u],
    ['a name of 60,000 letters', [{ name: 'a'.repeat(60_000) }], /too long/u],
  ])('%s', { timeout: TIMEOUT_MS }, async (name, parts, reason) => {
    const file = fileOf(hostileZip(parts));
    const folder = path.dirname(file);
    mkdirSync(path.join(folder, 'inside'));
    const before = listing(folder);
    await timed(`zip ${name}`, () =>
      expect(openZip(file)).rejects.toMatchObject({
        code: 'EXPORT_INVALID',
        message: expect.stringMatching(reason),
      }),
    );
    expect(listing(folder)).toEqual(before);
  });

  test('1,000 to 1', { timeout: TIMEOUT_MS }, async () => {
    const file = testProject().path('bomb.zip');
    await writeBomb(file, BOMB_BYTES);
    figures.push(`a bomb of ${statSync(file).size} bytes for ${BOMB_BYTES}`);
    await timed('zip 1,000 to 1', () => expect(openZip(file)).rejects.toThrow(/times its size/u));
  });

  test('files that are one and the same bytes', { timeout: TIMEOUT_MS }, async () => {
    const file = fileOf(overlapping(2_000, 900_000));
    await timed('zip overlapping', () => expect(openZip(file)).rejects.toThrow(/unpack to .* MB/u));
  });

  test(`${ENTRIES.toLocaleString('en')} entries`, { timeout: TIMEOUT_MS }, async () => {
    const file = fileOf(hostileZip(Array.from({ length: ENTRIES }, (_, n) => ({ name: `${n}` }))));
    await timed('zip entries', () => expect(openZip(file)).rejects.toThrow(/files are in it/u));
  });

  test('a file that unpacks to more than it says', { timeout: TIMEOUT_MS }, async () => {
    const words = Buffer.alloc(64 * 1024 * 1024, 'abc');
    const zip = await openZip(
      fileOf(hostileZip([{ name: 'a', contents: words, isDeflated: true, announcedBytes: 100 }])),
    );
    let bytes = 0;
    await expect(
      (async () => {
        for await (const piece of zip.pieces('a')) bytes += piece.length;
      })(),
    ).rejects.toMatchObject({ code: 'EXPORT_INVALID' });
    zip.close();
    expect(bytes).toBeLessThan(1024 * 1024);
  });
});

/** A file of zeros, deflated as far as it goes. */
async function writeBomb(file: string, bytes: number): Promise<void> {
  const piece = Buffer.alloc(1024 * 1024);
  let crc = 0;
  const zeros = function* (): Generator<Buffer> {
    for (let given = 0; given < bytes; given += piece.length) {
      crc = crc32(piece, crc);
      yield piece;
    }
  };
  await pipeline(
    Readable.from(zeros()),
    createDeflateRaw({ level: 9 }),
    createWriteStream(`${file}.deflated`),
  );
  const { readFileSync } = await import('node:fs');
  const packed = readFileSync(`${file}.deflated`);
  writeFileSync(file, hostileZip([{ name: 'zeros', packed, announcedBytes: bytes }]));
}

/** Many names for the same bytes: each says that it has 900 KB. */
function overlapping(count: number, bytes: number): Buffer {
  return hostileZip(
    Array.from({ length: count }, (_, n) => ({
      name: `${n}`,
      contents: n === 0 ? Buffer.alloc(bytes) : '',
      isDeflated: true as const,
      announcedBytes: bytes,
      isSame: true as const,
    })),
  );
}
