import { readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifest } from '../../src/files/output-manifest.ts';
import { writeOutput } from '../../src/files/write-output.ts';
import type { OutputFile } from '../../src/model/rendered.ts';
import { fill, scratchFolder, smallDisk, snapshot } from './scratch.ts';

const ALL = { scope: '' };

test('a build writes everything, the next one nothing', async () => {
  const out = join(await scratchFolder(), 'deep/out');
  const files = filesOf({
    'site/index.html': 'home',
    'site/issues/0001.html': 'one',
    'email/0001/text.txt': 'One',
  });
  expect(await writeOutput(out, files, ALL)).toEqual({
    written: ['email/0001/text.txt', 'site/index.html', 'site/issues/0001.html'],
    unchanged: 0,
    removed: [],
  });
  const first = await snapshot(out);
  const times = await modificationTimes(out);
  expect(await writeOutput(out, files, ALL)).toEqual({ written: [], unchanged: 3, removed: [] });
  expect(await snapshot(out)).toEqual(first);
  expect(await modificationTimes(out)).toEqual(times);
  expect(Object.keys(first)).toEqual([
    '.manifest.json',
    'email/0001/text.txt',
    'site/index.html',
    'site/issues/0001.html',
  ]);
});

test('only what changed is written, what is gone is removed with its folder, what is not ours stays', async () => {
  const out = await scratchFolder({ 'README.md': 'ours to keep', 'site/mine.txt': 'by hand' });
  await writeOutput(
    out,
    filesOf({ 'site/index.html': '1', 'site/issues/0001.html': 'one', 'site/tags/a.html': 'a' }),
    ALL,
  );
  const report = await writeOutput(
    out,
    filesOf({ 'site/index.html': '2', 'site/issues/0001.html': 'one' }),
    ALL,
  );
  expect(report).toEqual({ written: ['site/index.html'], unchanged: 1, removed: ['site/tags/a.html'] });
  expect(await readdir(join(out, 'site'))).toEqual(['index.html', 'issues', 'mine.txt']);
  expect(await readdir(out)).toEqual(['.manifest.json', 'README.md', 'site']);
});

test('a build of one folder leaves the others alone', async () => {
  const out = await scratchFolder();
  await writeOutput(out, filesOf({ 'site/index.html': 'home', 'email/0001/text.txt': 'One' }), ALL);
  const report = await writeOutput(out, filesOf({ 'email/0001/index.html': '<p>One' }), {
    scope: 'email/0001',
  });
  expect(report).toEqual({
    written: ['email/0001/index.html'],
    unchanged: 0,
    removed: ['email/0001/text.txt'],
  });
  expect((await readManifest(out)).files).toEqual(['email/0001/index.html', 'site/index.html']);
  await expect(writeOutput(out, filesOf({ 'emails/x': 'x' }), { scope: 'email' })).rejects.toThrow(
    'not below',
  );
});

test('the same files in another order leave the same bytes', async () => {
  const files = filesOf({ 'site/b.html': 'b', 'site/a.html': 'a', 'site/ع.html': 'ع' });
  const [one, two] = [await scratchFolder(), await scratchFolder()];
  await writeOutput(one, files, { scope: '', published: [{ slug: '0001' }] });
  await writeOutput(two, files.toReversed(), { scope: '', published: [{ slug: '0001' }] });
  expect(await snapshot(one)).toEqual(await snapshot(two));
});

test('what a build asks to remember is kept until it is replaced', async () => {
  const out = await scratchFolder();
  expect(await readManifest(out)).toEqual({ files: [] });
  await writeOutput(out, [], { scope: '', published: { a: 1 } });
  await writeOutput(out, [], ALL);
  expect(await readManifest(out)).toEqual({ files: [], published: { a: 1 } });
  await writeOutput(out, [], { scope: '', published: { b: 2 } });
  expect(await readManifest(out)).toEqual({ files: [], published: { b: 2 } });
});

test('a file that was torn or replaced by a link is made whole again', async () => {
  const elsewhere = await scratchFolder({ 'target.txt': 'home' });
  const out = await scratchFolder();
  const files = filesOf({ 'site/a.html': 'alpha', 'site/b.html': 'home' });
  await writeOutput(out, files, ALL);
  await writeFile(join(out, 'site/a.html'), 'al');
  expect((await writeOutput(out, files, ALL)).written).toEqual(['site/a.html']);
  await writeOutput(out, filesOf({ 'site/a.html': 'alpha' }), ALL);
  await symlink(join(elsewhere, 'target.txt'), join(out, 'site/b.html'));
  expect((await writeOutput(out, files, ALL)).written).toEqual(['site/b.html']);
  await writeOutput(out, filesOf({ 'site/a.html': 'alpha', 'site/b.html': 'changed' }), ALL);
  expect(await snapshot(elsewhere)).toEqual({ 'target.txt': 'home' });
});

test('leftovers of a killed build are cleared away, those of a running one are not', async () => {
  const out = await scratchFolder({
    '.staging-999999999-abc/0': 'old',
    [`.staging-${process.ppid}-abc/0`]: 'running',
  });
  await writeOutput(out, filesOf({ 'site/a.html': 'a' }), ALL);
  expect(await readdir(out)).toEqual(['.manifest.json', `.staging-${process.ppid}-abc`, 'site']);
});

test('two builds at once leave whole files', async () => {
  const out = await scratchFolder();
  const files = filesOf(
    Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`site/${n}.html`, `page ${n}`])),
  );
  await Promise.all([writeOutput(out, files, ALL), writeOutput(out, files, ALL)]);
  expect(await writeOutput(out, files, ALL)).toEqual({ written: [], unchanged: 200, removed: [] });
  expect(await readdir(out)).toEqual(['.manifest.json', 'site']);
});

describe('what cannot be written is named, and nothing is changed', () => {
  const built = { 'site/index.html': 'home', 'site/tags/a.html': 'a' };
  const next = { 'site/index.html': 'new home', 'site/tags/b.html': 'b' };

  test.each([
    { name: 'out/ is a file', before: { out: 'a file' }, place: 'out' },
    { name: 'a file stands where a folder is needed', before: { 'out/site': 'a file' }, place: 'out/site' },
    {
      name: 'a folder stands where a file is needed',
      before: { 'out/site/index.html/x': 'x' },
      place: 'out/site/index.html',
    },
  ])('$name', async ({ before, place }) => {
    const root = await scratchFolder(before);
    await expect(writeOutput(join(root, 'out'), filesOf(built), ALL)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      place: join(root, place),
      message: expect.stringMatching(/expected a |something else stands there|a file stands where/u),
    });
    expect(await snapshot(root)).toEqual(before);
  });

  test('a link that leads out of out/', async () => {
    const outside = await scratchFolder({ 'tags/a.html': 'not ours' });
    const out = await scratchFolder();
    await writeOutput(out, filesOf({ 'site/tags/a.html': 'a' }), ALL);
    await writeOutput(out, [], ALL);
    await fill(out, { '.manifest.json': '{"files":["site/tags/a.html"]}' });
    await symlink(outside, join(out, 'site'));
    for (const files of [built, {}]) {
      await expect(writeOutput(out, filesOf(files), ALL)).rejects.toMatchObject({
        code: 'FILE_UNWRITABLE',
        place: join(out, 'site'),
      });
    }
    expect(await snapshot(outside)).toEqual({ 'tags/a.html': 'not ours' });
  });

  test.each(['../x', '/etc/x', 'site/../../x', 'C:\\x', 'site//x', './x', 'site/a\nb', 'site/x.', ''])(
    'the path %j',
    async (path) => {
      const root = await scratchFolder();
      await expect(writeOutput(join(root, 'out'), filesOf({ [path]: 'x' }), ALL)).rejects.toMatchObject({
        code: 'FILE_UNWRITABLE',
        place: path,
      });
      expect(await snapshot(root)).toEqual({});
    },
  );

  test.each(['{"files":["../README.md"]}', '{"files":"x"}', '[]', '{"fil'])(
    'a manifest that was tampered with: %s',
    async (manifest) => {
      const root = await scratchFolder({ 'README.md': 'keep', 'out/.manifest.json': manifest });
      await expect(writeOutput(join(root, 'out'), [], ALL)).rejects.toMatchObject({
        code: 'FILE_UNREADABLE',
        place: join(root, 'out/.manifest.json'),
      });
      expect((await snapshot(root))['README.md']).toBe('keep');
    },
  );

  test('a bug that asks for one path twice is no silent loss', async () => {
    const out = await scratchFolder();
    await expect(writeOutput(out, [...filesOf(built), ...filesOf(built)], ALL)).rejects.toThrow('Two files');
  });

  test('a full disk (needs leave to mount a small one)', async (context) => {
    const disk = await smallDisk();
    if (disk === undefined) return context.skip('no leave to mount');
    const out = join(disk, 'out');
    await writeOutput(out, filesOf(built), ALL);
    const before = await snapshot(out);
    const tooMuch = filesOf({ ...next, 'site/issues/big.html': 'x'.repeat(1_000_000) });
    await expect(writeOutput(out, tooMuch, ALL)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: expect.stringContaining('the disk is full'),
    });
    expect(await snapshot(out)).toEqual(before);
    expect(await readdir(join(out, 'site'))).toEqual(['index.html', 'tags']);
    expect(await writeOutput(out, filesOf(next), ALL)).toMatchObject({ removed: ['site/tags/a.html'] });
  });
});

function filesOf(contents: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(contents).map(([path, text]) => ({
    path,
    contents: text,
    mediaType: 'text/plain; charset=utf-8',
  }));
}

async function modificationTimes(folder: string): Promise<number[]> {
  const paths = Object.keys(await snapshot(folder));
  return Promise.all(paths.map(async (path) => (await stat(join(folder, path))).mtimeMs));
}
