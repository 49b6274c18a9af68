// The name of a source in (a folder, a file, an address of a mailbox), everything new in it taken to the desk, and a tally out.
import path from 'node:path';
import { isImapUrl, readImapUrl } from '../../mail/imap-url.ts';
import type { IncomingMail, StuckMail } from '../../mail/incoming-mail.ts';
import { readMailFiles } from '../../mail/read-mail-files.ts';
import type { BounceClass } from '../../model/bounce.ts';
import type { Noted, ReturnDesk } from './return-desk.ts';

export interface ReadTally {
  /** That were not known before. */
  readonly fresh: number;
  /** Read before, perhaps by another way. */
  readonly known: number;
  readonly classes: Readonly<Partial<Record<BounceClass, number>>>;
  /** What was changed, in words, each as often as it was. */
  readonly effects: Readonly<Record<string, number>>;
  /** New ones of which nobody knows whom they are about. */
  readonly unproved: number;
  readonly stuck: readonly StuckMail[];
}

/** @throws BroadsideError SETTINGS_INVALID, MAILBOX_UNREACHABLE, MAILBOX_LOGIN, FILE_UNREADABLE, and of the database */
export async function readSource(source: string, cwd: string, desk: ReturnDesk): Promise<ReadTally> {
  const noted: Noted[] = [];
  const take = async (mail: IncomingMail): Promise<void> => void noted.push(await desk.takeMail(mail));
  return tallyOf(noted, await readFrom(source, cwd, take));
}

async function readFrom(
  source: string,
  cwd: string,
  take: (mail: IncomingMail) => Promise<void>,
): Promise<readonly StuckMail[]> {
  if (!isImapUrl(source)) return readMailFiles(path.resolve(cwd, source), take);
  // Most newsletters have a folder, and no mailbox to log in to.
  const { readImap } = await import('../../mail/read-imap.ts');
  return readImap(readImapUrl(source), take);
}

export function tallyOf(noted: readonly Noted[], stuck: readonly StuckMail[] = []): ReadTally {
  const fresh = noted.filter(({ isNew }) => isNew);
  return {
    fresh: fresh.length,
    known: noted.length - fresh.length,
    classes: countBy(fresh, (one) => one.class),
    effects: countBy(
      fresh.filter(({ effect }) => effect !== ''),
      // The reason behind the colon is each reader's own.
      ({ effect }) => effect.split(':')[0] ?? effect,
    ),
    unproved: fresh.filter(({ isProved }) => !isProved).length,
    stuck,
  };
}

function countBy(all: readonly Noted[], nameOf: (one: Noted) => string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Without a password: `imaps://mail.example.org/INBOX`. */
export function nameOfSource(source: string): string {
  return isImapUrl(source) ? readImapUrl(source).name : source;
}
