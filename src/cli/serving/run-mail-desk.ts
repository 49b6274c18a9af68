// The desk that writes to whoever signed up, put together from the doors: what is printed, links with tokens, keys that sign, and the mail servers,
// opened when there is something to send.
import { readerLink } from '../../audience/reader-links.ts';
import type { TokenKey } from '../../audience/token.ts';
import { createListMail } from '../../deliver/list-mail.ts';
import { runSignUpDesk, type SignUpDeskOptions } from '../../deliver/sign-up-desk.ts';
import { buildMessage } from '../../mail/build-message.ts';
import type { SignUpMail } from '../../model/audience-ports.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import type { ListMail, ListPrinter } from '../../model/list-pages.ts';
import { domainOf } from '../../model/wire-address.ts';
import type { Database } from '../../store/open-database.ts';
import { readDkimKeys } from '../dkim-keys.ts';
import type { OpenProject } from '../open-project.ts';
import { processClock } from '../process-clock.ts';
import type { Terminal } from '../terminal.ts';
import { signingTokenKey } from '../token-keys.ts';

export interface MailDeskParts
  extends Pick<SignUpDeskOptions, 'openRelays' | 'onSettled' | 'onTrouble' | 'signal' | 'lookMs' | 'limits'> {
  readonly project: OpenProject;
  readonly printer: ListPrinter;
  readonly database: Pick<Database, 'signUps' | 'settings' | 'pacing'>;
  readonly terminal: Pick<Terminal, 'env' | 'now'>;
}

/** @throws BroadsideError SETTINGS_INVALID, DKIM_KEY_INVALID, FILE_UNREADABLE before anything is begun */
export async function runMailDesk(parts: MailDeskParts): Promise<void> {
  const { project, printer, database, terminal, ...watch } = parts;
  const { newsletter } = project.settings;
  const clock = processClock(terminal);
  const keys = await readDkimKeys(terminal, {
    root: project.root,
    domain: domainOf(newsletter.from.address),
  });
  const compose = createListMail({ newsletter, build: buildMessage, signing: { keys, clock } });
  await runSignUpDesk({
    ...watch,
    signUps: database.signUps,
    pacing: database.pacing,
    clock,
    compose: async (mail, expiresAt) => {
      const key = await signingTokenKey(database.settings);
      const printed = printer.mail(contentOf(mail, expiresAt, newsletter, key), mail.language);
      const { address, mailKey } = mail;
      return compose(printed, { address, mailKey, date: new Date(clock.now()) });
    },
  });
}

function contentOf(
  { kind, signUpId, subscriberId }: SignUpMail,
  expiresAt: IsoInstant | undefined,
  { listUrl: base, listId }: { readonly listUrl: string; readonly listId: string },
  key: TokenKey,
): ListMail {
  const options = { base, listId, key };
  if (kind === 'known') {
    if (subscriberId === undefined) throw new Error('A mail to a reader that names none');
    return { kind, preferencesUrl: readerLink({ purpose: 'preferences', id: subscriberId }, options) };
  }
  if (expiresAt === undefined) throw new Error('A link to confirm that never ends');
  return { kind, confirmUrl: readerLink({ purpose: 'confirm', id: signUpId }, options), expiresAt };
}
