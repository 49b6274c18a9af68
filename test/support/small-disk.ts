// A disk of a few megabytes in the place of a folder, which can be filled to the last byte and made larger again. Only where we may mount.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export interface SmallDisk {
  /** Nothing can be written any more, but for `leaveBytes`. */
  fill(leaveBytes?: number): void;
  /** There is room again, and what filled it is gone. */
  grow(): void;
}

const SMALL = '4m';
const LARGE = '256m';
/** Hidden, so that nobody takes it for one of the program's files. */
const FILLER = '.filler';

/** Why there is none: the name under which tests are left out. */
export function whyNoSmallDisk(): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'broadside-mount-'));
  try {
    mount(['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no leave to mount a small disk';
  } finally {
    rmdirSync(folder);
  }
}

/** @param folder Made when it is not there; what is in it cannot be seen until the test ends. */
export function smallDisk(folder: string, size = SMALL): SmallDisk {
  mkdirSync(folder, { recursive: true });
  mount(['-t', 'tmpfs', '-o', `size=${size},mode=777`, 'tmpfs', folder]);
  // Lazily: a program that the test has killed may not have gone yet.
  onTestFinished(() => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }));
  const filler = path.join(folder, FILLER);
  return {
    fill(leaveBytes = 0) {
      rmSync(filler, { force: true });
      const room = path.join(folder, `${FILLER}-room`);
      if (leaveBytes > 0) writeAll(room, leaveBytes);
      writeAll(filler, Number.POSITIVE_INFINITY);
      rmSync(room, { force: true });
    },
    grow() {
      mount(['-o', `remount,size=${LARGE}`, folder]);
      rmSync(filler, { force: true });
    },
  };
}

/** Zeros, until there are so many or the disk is full. */
function writeAll(file: string, bytes: number): void {
  const block = Buffer.alloc(4096);
  const handle = openSync(file, 'a');
  try {
    for (let written = 0; written < bytes; ) written += writeSync(handle, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(handle);
  }
}

function mount(words: readonly string[]): void {
  execFileSync('mount', [...words], { stdio: 'ignore' });
}
