// How much room a disk has, also where the folder is yet to be made, and which of the built mails is the largest.
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freeSpace } from '../../src/files/free-space.ts';
import { largestMessage } from '../../src/files/largest-message.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-space-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('of a folder, and of one that is not there yet, is that of the disk', async () => {
  const { blocks, bsize } = statfsSync(folder);
  for (const place of [folder, path.join(folder, 'not/there/yet')]) {
    const space = await freeSpace(place);
    expect(space.totalBytes).toBe(blocks * bsize);
    expect(space.freeBytes).toBeGreaterThan(0);
    expect(space.freeBytes).toBeLessThanOrEqual(space.totalBytes);
  }
});

test('the largest mail is found among the built ones', async () => {
  expect(await largestMessage(folder)).toBeUndefined();
  for (const [slug, size] of [
    ['0001', 100],
    ['0002', 300],
    ['0003', 200],
  ] as const) {
    mkdirSync(path.join(folder, 'out/email', slug), { recursive: true });
    writeFileSync(path.join(folder, 'out/email', slug, 'message.eml'), 'x'.repeat(size));
  }
  mkdirSync(path.join(folder, 'out/email/empty'));
  writeFileSync(path.join(folder, 'out/email/notes.txt'), 'x'.repeat(900));
  expect(await largestMessage(folder)).toEqual({ slug: '0002', sizeBytes: 300 });
});
