// A Maildir in, its unread mails out one by one: those of new/, and those of cur/ that no program has marked as seen, because a mailbox program may have looked in
// before us. What was taken goes to cur/ with the flag S, as such folders have it since qmail; nothing is ever deleted or written over. Who only looks gets all mails, seen
// or not, and leaves everything as it is.
import { createReadStream } from 'node:fs';
import { access, link, readdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { ReadingOptions, StuckMail, TakeMail } from './incoming-mail.ts';
import { readBeginning } from './read-beginning.ts';

export async function readMaildir(
  folder: string,
  take: TakeMail,
  { isOnlyLook }: ReadingOptions = {},
): Promise<readonly StuckMail[]> {
  const stuck: StuckMail[] = [];
  for (const place of ['new', 'cur'] as const) {
    // Names begin with the time: the oldest first.
    const entries = await readdir(path.join(folder, place), { withFileTypes: true });
    const wanted = entries.filter(({ name }) =>
      isOnlyLook === true ? !name.startsWith('.') : isUnread(name, place),
    );
    for (const entry of wanted.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const { name } = entry;
      const file = path.join(folder, place, name);
      if (!entry.isFile()) {
        stuck.push({ name: file, problem: 'it is no file' });
        continue;
      }
      let raw: Uint8Array;
      try {
        raw = await readBeginning(createReadStream(file));
      } catch (error) {
        // Another program has moved it since.
        if (codeOf(error) !== 'ENOENT') stuck.push({ name: file, problem: wordsOf(error) });
        continue;
      }
      await take({ channel: 'maildir', name: file, raw });
      if (isOnlyLook === true) continue;
      try {
        await moveTo(file, path.join(folder, 'cur', seenName(name)));
      } catch (error) {
        // It is written down; read once more it counts nothing.
        if (codeOf(error) !== 'ENOENT')
          stuck.push({ name: file, problem: `it was read, and cannot be marked: ${wordsOf(error)}` });
      }
    }
  }
  return stuck;
}

export async function isMaildir(folder: string): Promise<boolean> {
  const places = await Promise.allSettled(['new', 'cur'].map((place) => access(path.join(folder, place))));
  return places.every(({ status }) => status === 'fulfilled');
}

function isUnread(name: string, place: 'new' | 'cur'): boolean {
  return !name.startsWith('.') && (place === 'new' || !flagsOf(name).includes('S'));
}

/** Behind `:2,` stand single letters in the order of the alphabet. */
function seenName(name: string): string {
  const flags = new Set([...flagsOf(name), 'S']);
  return `${name.replace(/:2,[^:]*$/u, '')}:2,${[...flags].sort().join('')}`;
}

function flagsOf(name: string): string {
  return /:2,([^:]*)$/u.exec(name)?.[1] ?? '';
}

/** Not over a file that is there: names are unique but for a program that fails to make them so. */
async function moveTo(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await unlink(from);
  } catch (error) {
    // A disk without links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
    await rename(from, to);
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? '');
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
