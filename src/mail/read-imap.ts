// A mailbox on a mail server in, the mails that this program has not read yet out one by one. Each is marked with a keyword of our own once it was taken,
// or as seen where the server keeps no keywords; nothing is ever moved or deleted.
import type { ConnectionOptions } from 'node:tls';
import { ImapFlow, type MailboxObject } from 'imapflow';
import { BroadsideError } from '../model/errors.ts';
import type { ImapSettings } from './imap-url.ts';
import { MOST_MAIL_BYTES, type StuckMail, type TakeMail } from './incoming-mail.ts';

/** A keyword (RFC 9051 §2.3.2): another program that marks mails as seen, or a person who looks in, takes nothing from us. */
const READ_KEYWORD = '$BroadsideRead';
const SEEN = '\\Seen';

export interface ReadImapOptions {
  /** Of Node; for tests, who signs their certificate. */
  readonly tls?: ConnectionOptions;
  readonly connectionTimeoutMs?: number;
}

/** @throws BroadsideError MAILBOX_UNREACHABLE, MAILBOX_LOGIN; and whatever `take` rejects with. */
export async function readImap(
  settings: ImapSettings,
  take: TakeMail,
  options: ReadImapOptions = {},
): Promise<readonly StuckMail[]> {
  return withMailbox(settings, options, (client, mailbox) => readUnread(client, mailbox, settings, take));
}

/** Logs in and opens the mailbox; reads and marks nothing. @throws BroadsideError MAILBOX_UNREACHABLE, MAILBOX_LOGIN */
export async function tryImap(settings: ImapSettings, options: ReadImapOptions = {}): Promise<void> {
  await withMailbox(settings, options, async () => {});
}

async function withMailbox<T>(
  settings: ImapSettings,
  { tls = {}, connectionTimeoutMs = 30_000 }: ReadImapOptions,
  use: (client: ImapFlow, mailbox: MailboxObject) => Promise<T>,
): Promise<T> {
  const isLenient = settings.tls === 'optional';
  const client = new ImapFlow({
    host: settings.host,
    port: settings.port,
    secure: settings.isImplicitTls,
    ...(isLenient ? {} : { doSTARTTLS: settings.isImplicitTls ? undefined : true }),
    auth: { user: settings.login.user, pass: settings.login.password },
    tls: { rejectUnauthorized: !isLenient, ...tls },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: connectionTimeoutMs,
    socketTimeout: 60_000,
    // A server is believed no more than a mail.
    maxLineLength: 4 * MOST_MAIL_BYTES,
    maxLiteralSize: 2 * MOST_MAIL_BYTES,
    maxResponseSize: 8 * MOST_MAIL_BYTES,
  });
  // Told again by whichever call is waiting; without a listener it would end the process.
  client.on('error', () => {});
  try {
    const mailbox = await asked(settings, async () => {
      await client.connect();
      return client.mailboxOpen(settings.mailbox);
    });
    return await use(client, mailbox);
  } finally {
    await client.logout().catch(() => {});
    client.close();
  }
}

async function readUnread(
  client: ImapFlow,
  mailbox: MailboxObject,
  settings: ImapSettings,
  take: TakeMail,
): Promise<readonly StuckMail[]> {
  const stuck: StuckMail[] = [];
  const mark = canKeep(mailbox, READ_KEYWORD) ? READ_KEYWORD : SEEN;
  const query = mark === SEEN ? { seen: false } : { unKeyword: READ_KEYWORD };
  const found = await asked(settings, () => client.search(query, { uid: true }));
  for (const uid of found || []) {
    const name = `${settings.mailbox} ${uid}`;
    const mail = await asked(settings, () =>
      client.fetchOne(String(uid), { uid: true, source: { maxLength: MOST_MAIL_BYTES } }, { uid: true }),
    );
    // Somebody has deleted it since.
    if (mail === false) continue;
    if (mail.source === undefined) {
      stuck.push({ name, problem: 'the server did not give it' });
      continue;
    }
    await take({ channel: 'imap', name, raw: mail.source });
    const isMarked = await asked(settings, () => client.messageFlagsAdd(String(uid), [mark], { uid: true }));
    if (!isMarked) stuck.push({ name, problem: 'it was read, and the server did not let it be marked' });
  }
  return stuck;
}

/** RFC 9051 §7.1: `\*` allows new ones. */
function canKeep({ permanentFlags, readOnly }: MailboxObject, keyword: string): boolean {
  return readOnly !== true && (permanentFlags?.has('\\*') === true || permanentFlags?.has(keyword) === true);
}

async function asked<T>(settings: ImapSettings, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const isLogin = 'authenticationFailed' in cause && cause.authenticationFailed === true;
    const said =
      'responseText' in cause && typeof cause.responseText === 'string' ? cause.responseText : cause.message;
    throw new BroadsideError(
      isLogin ? 'MAILBOX_LOGIN' : 'MAILBOX_UNREACHABLE',
      `${settings.name}: ${said.replaceAll(settings.login.password, '…')}`,
      { cause, place: 'BROADSIDE_BOUNCES' },
    );
  }
}
