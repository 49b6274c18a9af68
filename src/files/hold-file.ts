// One at a time for what is read and then written: a hidden file beside it, made by whoever is first and gone when they are done. For programs of
// ours among themselves; an editor's program knows nothing of it, and whoever replaces a file still looks whether it is what was read.
import { open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from './disk-error.ts';

/** It is held for less than a hundredth of that: one so old was left behind by a program that was ended. */
const LEFT_BEHIND_MS = 10_000;
const LONGEST_PAUSE_MS = 20;

export async function whileHeld<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mark = join(dirname(path), `.${basename(path)}.held`);
  await take(mark);
  try {
    return await work();
  } finally {
    await rm(mark, { force: true });
  }
}

async function take(mark: string): Promise<void> {
  for (;;) {
    try {
      await (await open(mark, 'wx')).close();
      return;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const made = await stat(mark).catch(() => undefined);
    if (made !== undefined && Date.now() - made.mtimeMs > LEFT_BEHIND_MS) await rm(mark, { force: true });
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
}
