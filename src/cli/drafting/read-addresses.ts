// Where addresses may come from: the command line, a file, what is piped in (a list, the clipboard), or mails that somebody sent to the
// newsletter's own mailbox.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as textOfStream } from 'node:stream/consumers';
import { findAddresses } from '../../intake/find-addresses.ts';
import { isImapUrl, readImapUrl } from '../../mail/imap-url.ts';
import type { StuckMail, TakeMail } from '../../mail/incoming-mail.ts';
import { readMail } from '../../mail/read-mail.ts';
import { readMailFiles } from '../../mail/read-mail-files.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Terminal } from '../terminal.ts';

/** @param from `-` is what is piped in. */
export async function addressesFrom(from: string, terminal: Terminal): Promise<readonly string[]> {
  if (from === '-') return findAddresses(await textOfStream(terminal.input()));
  try {
    return findAddresses(await readFile(path.resolve(terminal.cwd, from), 'utf8'));
  } catch (cause) {
    throw new BroadsideError('FILE_UNREADABLE', `${from} cannot be read`, { cause, place: from });
  }
}

/**
 * Mail by mail: one counts as read when `take` is done with it. Of each only its own words, not those of mails enclosed.
 * @throws BroadsideError FILE_UNREADABLE, and of the mailbox
 */
export async function eachMail(
  place: string,
  terminal: Terminal,
  take: (addresses: readonly string[]) => Promise<void>,
): Promise<readonly StuckMail[]> {
  const takeMail: TakeMail = async ({ raw }) => {
    const mail = await readMail(raw);
    if ('problem' in mail) return;
    const { subject, text, html = '' } = mail;
    const told = findAddresses(`${subject}\n${text}`);
    // Of a mail in HTML alone the words hold no addresses; they stand in its links.
    await take(told.length > 0 ? told : findAddresses(hrefsIn(html)));
  };
  if (!isImapUrl(place)) return readMailFiles(path.resolve(terminal.cwd, place), takeMail);
  const { readImap } = await import('../../mail/read-imap.ts');
  return readImap(readImapUrl(place), takeMail);
}

function hrefsIn(html: string): string {
  const found = [...html.matchAll(/\shref\s{0,3}=\s{0,3}["']?(https?:[^"'\s>]{1,2000})/giu)];
  return found.map(([, href = '']) => href.replaceAll('&amp;', '&')).join('\n');
}
