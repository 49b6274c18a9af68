// The two mails about a subscription → HTML in the look of the newsletter's own mail, and plain text of 72 columns. Every word is the
// house's: whoever asks for such a mail to be sent to somebody else can put nothing into it.
import { CONFIRM_LINK_MS, RETENTION_DAYS } from '../model/audience-ports.ts';
import { formatDate, localTimeOf } from '../model/calendar.ts';
import { type Direction, directionOf, directionOfLanguage } from '../model/direction.ts';
import type { ListMail, ListPrinter } from '../model/list-pages.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Say, WordValues } from '../model/words.ts';
import type { PressRoom } from './press-room.ts';
import type { Site } from './site-of.ts';
import { tidy, tidyText } from './tidy.ts';

const DAY_MS = 86_400_000;
export const CONFIRM_DAYS = CONFIRM_LINK_MS / DAY_MS;
/** RFC 5322 §2.1.1 asks for lines of at most 78 characters; longer subjects are cut by those who show them. */
const SUBJECT_CHARACTERS = 78;

export function mailPrinter({
  room,
  say,
  newsletter,
  site,
  spoken,
}: {
  room: PressRoom;
  say: Say;
  newsletter: Newsletter;
  site: Site;
  spoken: (language?: string) => string;
}): ListPrinter['mail'] {
  return (mail, wanted) => {
    const language = spoken(wanted);
    const direction = directionOfLanguage(language);
    const rtl = direction === 'rtl' ? 'rtl' : '';
    const title = isolated(newsletter.title, direction);
    const parts = describeMail(mail, newsletter, language, (key, values) =>
      say(language, key, { title, ...values }),
    );
    const subject = subjectOf(newsletter, (title) => say(language, parts.subjectKey, { title }));
    const context = {
      ...parts,
      before: parts.before.map((text) => ({ text, rtl })),
      after: parts.after.map((text) => ({ text, rtl })),
      site,
      subject,
      language,
      direction,
      rtl,
      headStyles: room.mailStyles.headStyles,
      archiveUrl: `${newsletter.siteUrl}archive.html`,
    };
    return {
      subject,
      html: tidy(room.fill('email/letter', context)),
      text: tidyText(room.fill('text/letter', context)),
    };
  };
}

/** `before` stands above the button, `after` below it. */
interface MailParts {
  readonly subjectKey: string;
  readonly preheader: string;
  readonly heading: string;
  readonly before: readonly string[];
  readonly button: { readonly url: string; readonly words: string };
  readonly after: readonly string[];
}

function describeMail(
  mail: ListMail,
  { timeZone }: Newsletter,
  language: string,
  say: (key: string, values?: WordValues) => string,
): MailParts {
  switch (mail.kind) {
    case 'confirm': {
      const date = formatDate(localTimeOf(mail.expiresAt, timeZone).date, language);
      return {
        subjectKey: 'confirm-mail-subject',
        preheader: say('confirm-mail-preheader'),
        heading: say('confirm-mail-heading'),
        before: [say('confirm-mail-lead')],
        button: { url: mail.confirmUrl, words: say('press-confirm') },
        after: [
          say('confirm-mail-until', { count: CONFIRM_DAYS, date }),
          say('confirm-mail-not-you', { count: RETENTION_DAYS.unconfirmed }),
        ],
      };
    }
    case 'known':
      return {
        subjectKey: 'known-mail-subject',
        preheader: say('known-mail-preheader'),
        heading: say('known-mail-heading'),
        before: [say('known-mail-lead'), say('known-mail-missing')],
        button: { url: mail.preferencesUrl, words: say('press-see-preferences') },
        after: [say('known-mail-not-you')],
      };
  }
}

/** A name that runs the other way than the words around it stands by itself: U+2068 and U+2069 (Unicode UAX #9, section 2.4). */
function isolated(title: string, direction: Direction): string {
  return (directionOf(title) ?? direction) === direction ? title : `\u2068${title}\u2069`;
}

/** With the whole title where it fits, else the short one, else as much of that as fits. */
function subjectOf({ title, shortTitle }: Newsletter, withTitle: (title: string) => string): string {
  const room = SUBJECT_CHARACTERS - withTitle('').length;
  const fitting = [title, shortTitle].find((each) => each.length <= room);
  return withTitle(fitting ?? `${shortTitle.slice(0, room - 1).trimEnd()}…`);
}
