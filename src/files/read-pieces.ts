// A file of any size in, its bytes in pieces out, so that nobody has to hold all of it; and its beginning, by which it is known.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { unreadable } from './disk-error.ts';

const PIECE_BYTES = 256 * 1024;

/** @throws BroadsideError FILE_UNREADABLE */
export async function* readPieces(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES })) yield piece;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** In bytes. @throws BroadsideError FILE_UNREADABLE */
export async function sizeOfFile(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** @throws BroadsideError FILE_UNREADABLE */
export async function lookAtFile(
  file: string,
  mostBytes: number,
): Promise<{ readonly isFolder: boolean; readonly sizeBytes: number; readonly firstBytes: Uint8Array }> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) return { isFolder: true, sizeBytes: 0, firstBytes: new Uint8Array() };
    const opened = await open(file);
    try {
      const { buffer, bytesRead } = await opened.read(new Uint8Array(mostBytes), 0, mostBytes, 0);
      return { isFolder: false, sizeBytes: found.size, firstBytes: buffer.subarray(0, bytesRead) };
    } finally {
      await opened.close();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}
