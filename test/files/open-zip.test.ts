// Zips: what is read of good ones, and what is refused before anything of it is read.
import { writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { openZip } from '../../src/files/open-zip.ts';
import { hostileZip, type ZipPart } from '../support/hostile-zip.ts';
import { testProject } from '../support/project.ts';

function fileOf(bytes: Uint8Array): string {
  const file = testProject().path('export.zip');
  writeFileSync(file, bytes);
  return file;
}

async function contents(bytes: Uint8Array): Promise<Record<string, string>> {
  const zip = await openZip(fileOf(bytes));
  try {
    const read: Record<string, string> = {};
    for (const path of zip.paths)
      read[path] = Buffer.concat(await Array.fromAsync(zip.pieces(path))).toString();
    return read;
  } finally {
    zip.close();
  }
}

test('the one folder around it, folders and what macOS adds are no part of it', async () => {
  const zip = zipSync({
    'export/posts/': new Uint8Array(),
    'export/posts/2.html': strToU8('two'),
    'export/posts.csv': strToU8('a,b'),
    '__MACOSX/export/._posts.csv': strToU8('x'),
    'export/.DS_Store': strToU8('x'),
  });
  expect(await contents(zip)).toEqual({ 'posts.csv': 'a,b', 'posts/2.html': 'two' });
});

test.each<[string, ZipPart]>([
  ['stored', { name: 'a.txt', contents: 'words' }],
  ['deflated', { name: 'a.txt', contents: 'words', isDeflated: true }],
  ['with the sizes of Zip64', { name: 'a.txt', contents: 'words', isZip64: true }],
  ['with dots in its name', { name: 'a..b…txt', contents: 'words' }],
  ['in another script', { name: 'الميناء.txt', contents: 'words' }],
])('a file %s', async (_, part) => {
  expect(Object.values(await contents(hostileZip([part])))).toEqual(['words']);
});

const MANY_ZEROS = new Uint8Array(8 * 1024 * 1024);

test.each<[string, readonly ZipPart[], RegExp]>([
  ['../', [{ name: '../../etc/passwd' }], /outside the folder/u],
  ['.. inside', [{ name: 'a/../../b' }], /outside the folder/u],
  ['the folder itself', [{ name: '.' }], /names nothing/u],
  ['a name within nothing', [{ name: 'a//b' }], /names nothing/u],
  ['absolute', [{ name: '/etc/passwd' }], /outside the folder/u],
  ['a drive', [{ name: 'C:/Windows/x' }], /outside the folder/u],
  ['a backslash', [{ name: 'a\\..\\..\\b' }], /backslash/u],
  ['no name', [{ name: '' }], /no name/u],
  ['a line end', [{ name: 'a\nb' }], /control character/u],
  ['NUL', [{ name: 'a.html\0.jpg' }], /control character/u],
  ['a link', [{ name: 'a', contents: '/etc/passwd', mode: 0o120777 }], /is a link/u],
  ['a device', [{ name: 'a', mode: 0o020666 }], /is a link/u],
  [
    'twice',
    [
      { name: 'a', contents: '1' },
      { name: 'a', contents: '2' },
    ],
    /in it twice/u,
  ],
  ['locked', [{ name: 'a', contents: 'x', isDeflated: true, isEncrypted: true }], /password/u],
  ['1,000 to 1', [{ name: 'a', contents: MANY_ZEROS, isDeflated: true }], /times its size/u],
  [
    'each a little, in all too much',
    Array.from({ length: 2_000 }, (_, n) => ({
      name: `${n}`,
      announcedBytes: 900_000,
      isDeflated: true as const,
    })),
    /unpack to .* MB/u,
  ],
  [
    'an exabyte',
    [{ name: 'a', announcedBytes: 2 ** 52, isZip64: true, isDeflated: true }],
    /times its size/u,
  ],
  ['a good one first', [{ name: 'good', contents: 'x' }, { name: '../bad' }], /outside the folder/u],
])('refused whole: %s', async (_, parts, reason) => {
  const opening = openZip(fileOf(hostileZip(parts)));
  await expect(opening).rejects.toMatchObject({
    code: 'EXPORT_INVALID',
    message: expect.stringMatching(reason),
  });
});

test('a million entries are refused before they are listed', async () => {
  const opening = openZip(fileOf(hostileZip([{ name: 'a' }], { announcedEntries: 1_000_000 })));
  await expect(opening).rejects.toThrow('1,000,000 files are in it');
});

test('what unpacks to more than was announced is not read on', async () => {
  const zip = hostileZip([
    { name: 'a', contents: 'x'.repeat(100_000), isDeflated: true, announcedBytes: 10 },
  ]);
  await expect(contents(zip)).rejects.toMatchObject({ code: 'EXPORT_INVALID' });
});

test.each([
  ['no zip at all', Buffer.from('hello')],
  ['nothing', Buffer.alloc(0)],
  ['cut', hostileZip([{ name: 'a', contents: 'words' }]).subarray(0, -30)],
  ['its table is elsewhere', Buffer.concat([Buffer.alloc(3), hostileZip([{ name: 'a' }])])],
])('damaged: %s', async (_, bytes) => {
  await expect(contents(bytes)).rejects.toMatchObject({ code: 'EXPORT_INVALID' });
});

test('no such file', async () => {
  await expect(openZip(`${testProject().path('none.zip')}`)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
