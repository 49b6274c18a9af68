import { chmod, readlink, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeText } from '../../src/files/write-text.ts';
import { scratchFolder, smallDisk, snapshot } from './scratch.ts';

test('a text is written whole, folders and all', async () => {
  const root = await scratchFolder();
  await writeText(join(root, 'issues/0001.md'), 'ميناء\r\n', { ifExists: 'refuse' });
  expect(await snapshot(root)).toEqual({ 'issues/0001.md': Buffer.from('ميناء\r\n').toString('latin1') });
});

test('a file that is there is replaced or refused, as asked', async () => {
  const root = await scratchFolder({ 'a.md': 'old' });
  const path = join(root, 'a.md');
  await expect(writeText(path, 'new', { ifExists: 'refuse' })).rejects.toMatchObject({
    code: 'FILE_EXISTS',
    place: path,
  });
  expect(await snapshot(root)).toEqual({ 'a.md': 'old' });
  await writeText(path, 'new', { ifExists: 'replace' });
  expect(await snapshot(root)).toEqual({ 'a.md': 'new' });
});

test('a file that was saved again since it was read is left alone', async () => {
  const root = await scratchFolder({ 'a.md': 'saved by an editor' });
  const path = join(root, 'a.md');
  await expect(
    writeText(path, 'mended', { ifExists: 'replace', textBefore: 'as read' }),
  ).rejects.toMatchObject({ code: 'FILE_EXISTS' });
  expect(await snapshot(root)).toEqual({ 'a.md': 'saved by an editor' });
  await writeText(path, 'mended', { ifExists: 'replace', textBefore: 'saved by an editor' });
  expect(await snapshot(root)).toEqual({ 'a.md': 'mended' });
});

test('permissions and links stay', async () => {
  const root = await scratchFolder({ 'real.md': 'old' });
  await chmod(join(root, 'real.md'), 0o640);
  await symlink('real.md', join(root, 'a.md'));
  await writeText(join(root, 'a.md'), 'new', { ifExists: 'replace' });
  expect(await readlink(join(root, 'a.md'))).toBe('real.md');
  expect(await snapshot(root)).toEqual({ 'a.md': 'new', 'real.md': 'new' });
  expect((await stat(join(root, 'real.md'))).mode & 0o777).toBe(0o640);
});

test.each(['replace', 'refuse'] as const)(
  'a refused write is named and leaves nothing: %s',
  async (ifExists) => {
    const root = await scratchFolder({ issues: 'a file' });
    await expect(writeText(join(root, 'issues/0001.md'), 'x', { ifExists })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      place: join(root, 'issues/0001.md'),
    });
    expect(await snapshot(root)).toEqual({ issues: 'a file' });
  },
);

test('of ten that create one file at once, one succeeds', async () => {
  const root = await scratchFolder();
  const writes = Array.from({ length: 10 }, (_, n) =>
    writeText(join(root, 'a.md'), `text ${n}`, { ifExists: 'refuse' }).then(() => `text ${n}`),
  );
  const settled = await Promise.allSettled(writes);
  const winners = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(winners).toHaveLength(1);
  expect(await snapshot(root)).toEqual({ 'a.md': winners[0] });
});

test('a full disk leaves the old text (needs leave to mount a small disk)', async (context) => {
  const disk = await smallDisk();
  if (disk === undefined) return context.skip('no leave to mount');
  const path = join(disk, 'a.md');
  await writeText(path, 'old', { ifExists: 'refuse' });
  await expect(writeText(path, 'x'.repeat(1_000_000), { ifExists: 'replace' })).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringContaining('the disk is full'),
  });
  expect(await snapshot(disk)).toEqual({ 'a.md': 'old' });
});
