// Where mail lies on this machine goes in, its mails come out: a Maildir, a mailbox file, one mail in a file, or a folder of any of these.
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BroadsideError } from '../model/errors.ts';
import type { ReadingOptions, StuckMail, TakeMail } from './incoming-mail.ts';
import { readBeginning } from './read-beginning.ts';
import { isMaildir, readMaildir } from './read-maildir.ts';
import { readMbox } from './read-mbox.ts';

/** @throws BroadsideError FILE_UNREADABLE where there is nothing to read at all. */
export async function readMailFiles(
  place: string,
  take: TakeMail,
  options: ReadingOptions = {},
): Promise<readonly StuckMail[]> {
  try {
    if (!(await stat(place)).isDirectory()) {
      await readFile(place, take);
      return [];
    }
    if (await isMaildir(place)) return await readMaildir(place, take, options);
  } catch (error) {
    throw translated(place, error);
  }
  return readFolder(place, take);
}

async function readFolder(folder: string, take: TakeMail): Promise<readonly StuckMail[]> {
  const stuck: StuckMail[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw translated(folder, error);
  });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  for (const name of files.map((entry) => entry.name).sort()) {
    const file = path.join(folder, name);
    try {
      await readFile(file, take);
    } catch (error) {
      if (!isOfDisk(error)) throw error;
      stuck.push({ name: file, problem: translated(file, error).message });
    }
  }
  return stuck;
}

async function readFile(file: string, take: TakeMail): Promise<void> {
  // A mailbox file without mail.
  if ((await stat(file)).size === 0) return;
  if (await isMbox(file)) return readMbox(file, take);
  await take({ channel: 'file', name: file, raw: await readBeginning(createReadStream(file)) });
}

async function isMbox(file: string): Promise<boolean> {
  const opened = await open(file);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(5), 0, 5, 0);
    return bytesRead === 5 && buffer.toString('latin1') === 'From ';
  } finally {
    await opened.close();
  }
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** What is no failure of the disk, such as one of whoever takes the mail, stays what it is. */
function translated(place: string, cause: unknown): Error {
  if (!isOfDisk(cause)) return cause as Error;
  return new BroadsideError('FILE_UNREADABLE', `${place} cannot be read: ${(cause as Error).message}`, {
    cause,
    place,
  });
}
