// A key is read from wherever the operator keeps it, which is outside the project as often as not; its words appear in no message.
import { readFile, stat } from 'node:fs/promises';
import { BroadsideError } from '../model/errors.ts';
import { unreadable } from './disk-error.ts';

/** The largest RSA key in PEM form has some 3 KB. */
const MAX_KEY_BYTES = 64 * 1024;

/** @param path Absolute, or relative to the working directory. @throws BroadsideError FILE_UNREADABLE */
export async function readKeyFile(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_KEY_BYTES) return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new BroadsideError('FILE_UNREADABLE', `${path} is too large for a key`, { place: path });
}
