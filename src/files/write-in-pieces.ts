// A long text that is made bit by bit and whose head is known last: its body is written aside as it comes, and put in its place, whole, when
// all is said. For reports of any length in a bounded memory.
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { unwritable } from './disk-error.ts';

export interface PieceWriter {
  append(text: string): Promise<void>;
  /** Head and body are in the place of whatever was there. */
  finish(head: string): Promise<void>;
  /** As if nothing had been written. */
  abandon(): Promise<void>;
}

/** @throws BroadsideError FILE_UNWRITABLE, here and later. */
export async function writeInPieces(path: string): Promise<PieceWriter> {
  // Of one name, so that what a kill left behind is written over.
  const asideOf = (part: string): string => join(dirname(path), `.${basename(path)}.${part}.tmp`);
  const [bodyPath, wholePath] = [asideOf('body'), asideOf('whole')];
  const translated = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw unwritable(path, error);
    }
  };
  const body = await translated(() => open(bodyPath, 'w'));
  const abandon = async (): Promise<void> => {
    await body.close().catch(() => undefined);
    await rm(bodyPath, { force: true });
    await rm(wholePath, { force: true });
  };
  return {
    append: (text) => translated(async () => body.appendFile(text)),
    finish: (head) =>
      translated(async () => {
        try {
          await body.close();
          const whole = await open(wholePath, 'w');
          try {
            // Unlike `write`, which may write less than it was given.
            await whole.appendFile(head);
            for await (const piece of createReadStream(bodyPath)) await whole.appendFile(piece);
            await whole.sync();
          } finally {
            await whole.close();
          }
          await rename(wholePath, path);
        } finally {
          await abandon();
        }
      }),
    abandon,
  };
}
