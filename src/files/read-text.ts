// The one way in for text and bytes: inside the project's folder, of a sensible size, and, for text, whole UTF-8. A byte order
// mark and CRLF stay as they are, for every place in a message counts them.
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import { pointOf } from '../model/place.ts';
import { unreadable } from './disk-error.ts';

/** Far above any text or picture that belongs in a newsletter; keeps a stray video from filling the memory. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/**
 * The text of `path` (POSIX, relative to `root`).
 * @throws BroadsideError FILE_UNREADABLE: missing, too large, outside of the project, or not UTF-8 (place `path:line:col`)
 */
export async function readText(root: string, path: string): Promise<string> {
  return decode(await readBytes(root, path), path);
}

/** The bytes of `path` (POSIX, relative to `root`). @throws BroadsideError FILE_UNREADABLE */
export async function readBytes(root: string, path: string): Promise<Uint8Array> {
  try {
    await refuseEscape(root, path);
    const { size } = await stat(join(root, path));
    if (size > MAX_FILE_BYTES) throw tooLarge(path, size);
    return await readFile(join(root, path));
  } catch (error) {
    throw error instanceof BroadsideError ? error : unreadable(path, error);
  }
}

/** A symbolic link may lead about inside the project, not out of it: what it leads to would be published. */
async function refuseEscape(root: string, path: string): Promise<void> {
  const [realRoot, real] = [await realpath(root), await realpath(join(root, path))];
  const inside = relative(realRoot, real);
  if (inside !== '..' && !inside.startsWith(`..${sep}`) && join(realRoot, inside) === real) return;
  throw new BroadsideError('FILE_UNREADABLE', `${path} is a link that leads out of the project`, {
    place: path,
    hint: 'Put the file itself there instead of the link.',
  });
}

function tooLarge(path: string, sizeBytes: number): BroadsideError {
  const [size, limit] = [sizeBytes, MAX_FILE_BYTES].map((bytes) => Math.ceil(bytes / 1024 / 1024));
  return new BroadsideError(
    'FILE_UNREADABLE',
    `${path} is too large: ${size} MB, expected at most ${limit} MB`,
    {
      place: path,
      hint: 'Make it smaller, or move it out of this folder.',
    },
  );
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const { line, column } = firstBadByte(bytes);
    throw new BroadsideError('FILE_UNREADABLE', `${path} is not UTF-8 text: line ${line} holds other bytes`, {
      cause: error,
      place: `${path}:${line}:${column}`,
      hint: 'Save the file again with the encoding UTF-8 (most editors offer it under "Save as").',
    });
  }
}

/** Bytes that do not decode become U+FFFD; the first of these that the file does not spell out itself is the place. */
function firstBadByte(bytes: Uint8Array): { line: number; column: number } {
  const shown = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let offset = 0;
  for (const character of shown) {
    const expected = encoder.encode(character);
    if (expected.some((byte, index) => bytes[offset + index] !== byte)) break;
    offset += expected.length;
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, offset));
  return pointOf(text, text.length);
}
