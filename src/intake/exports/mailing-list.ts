// Mails of a mailing list in, one after the other, as `mail/` has taken them apart; those that began something out, as posts. Answers, automatic
// mails and what came twice are left out and counted; names of the list in subjects and the footers of list programs come off.
import type { ExportSettings, MailReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import type { ReceivedMail } from '../../model/received-mail.ts';
import { attributeOf, openTags } from './cut-elements.ts';
import { type Counted, createExportNotes, type ExportNotes, excerptOf } from './export-notes.ts';
import { postOf } from './post-of.ts';
import { readMoment } from './read-moment.ts';
import { withoutListFooter } from './without-list-footer.ts';

/** "Re:" in the languages of mail programs, also numbered or in brackets; forwarded mails were not written for this list. */
const ANSWER =
  /^(?:re|aw|antw|sv|vs|ref|rif|odp|ynt|r|回复|答复|返信|fwd?|wg|tr|rv|i|转发)(?:\[\d{1,3}\]|\(\d{1,3}\))? ?[:：]/iu;
const LIST_NAME = /^\[([^\][]{1,60})\] ?/u;

export function createMailingListReader(settings: ExportSettings): MailReader {
  const notes = createExportNotes();
  const seen = new Set<string>();
  const lists = new Map<string, number>();
  return {
    take: (mail, place) => {
      if ('problem' in mail) {
        notes.add({
          kind: 'left-out',
          where: place,
          reason: `It could not be read as a mail: ${mail.problem}.`,
        });
        return [];
      }
      const unwanted = unwantedOf(mail, seen);
      if (unwanted !== undefined) {
        notes.count(unwanted);
        return [];
      }
      const list = listOf(mail);
      lists.set(list, (lists.get(list) ?? 0) + 1);
      return [readIssueMail(mail, list, place, settings, notes)];
    },
    end: () => {
      notes.tellCounts();
      if (lists.size > 1) {
        const names = [...lists].map(([name, count]) => `${name || 'no list'} (${count})`).slice(0, 20);
        notes.add({
          kind: 'look',
          reason: `Mails of several lists are in it: ${names.join(', ')}. Each post has the name of its list among its fields.`,
        });
      }
      return [];
    },
    takeNotes: notes.take,
  };
}

function fieldOf(mail: ReceivedMail, name: string): string {
  return mail.fields.find((field) => field.name.toLowerCase() === name)?.value.trim() ?? '';
}

function unwantedOf(mail: ReceivedMail, seen: Set<string>): Counted | undefined {
  const automatic = fieldOf(mail, 'auto-submitted').toLowerCase();
  if ((automatic !== '' && automatic !== 'no') || mail.contentType.type === 'multipart/report')
    return AUTOMATIC;
  if (ANSWER.test(subjectOf(mail))) return ANSWERS;
  const id = messageIdOf(mail);
  if (id !== '' && seen.has(id)) return TWICE;
  seen.add(id);
  return undefined;
}

function messageIdOf(mail: ReceivedMail): string {
  return /<([^<>\s]+)>/u.exec(fieldOf(mail, 'message-id'))?.[1] ?? '';
}

/** RFC 2919: what stands in angle brackets is the list, whatever it is called. */
function listOf(mail: ReceivedMail): string {
  return /<([^<>\s]{1,255})>/u.exec(fieldOf(mail, 'list-id'))?.[1] ?? '';
}

function subjectOf(mail: ReceivedMail): string {
  const subject = mail.subject.replace(/\s+/gu, ' ').trim();
  const name = LIST_NAME.exec(subject)?.[1] ?? '';
  // "[No. 12]" is the issue's own.
  return name !== '' && !/\d/u.test(name) ? subject.replace(LIST_NAME, '').trim() : subject;
}

function readIssueMail(
  mail: ReceivedMail,
  list: string,
  place: string,
  settings: ExportSettings,
  notes: ExportNotes,
): ImportedPost {
  const id = messageIdOf(mail);
  const title = subjectOf(mail);
  const about = { postId: id || place, where: place, excerpt: excerptOf(title) };
  if (mail.isCut)
    notes.add({ ...about, kind: 'look', reason: 'It is very long, and only its beginning was read.' });
  if (fieldOf(mail, 'in-reply-to') !== '')
    notes.add({ ...about, kind: 'look', reason: 'It was written as an answer to another mail.' });
  for (const part of mail.parts)
    notes.add({
      ...about,
      kind: 'left-out',
      reason: `An attachment was left out: ${part.name === undefined ? part.type : `${excerptOf(part.name)} (${part.type})`}.`,
    });
  return postOf(
    {
      id,
      title,
      publishedAt: readMoment(fieldOf(mail, 'date'), settings.timeZone),
      kind: 'post',
      isDraft: false,
      addresses: [/<(https?:[^<>\s]+)>/iu.exec(fieldOf(mail, 'archived-at'))?.[1] ?? ''],
      tags: [],
      authors: [nameOf(mail)],
      body: bodyOf(mail, about, notes),
      ...(list === '' ? {} : { otherFields: { list } }),
    },
    notes,
  );
}

/** Never an address: it would stand in an archive. Mailman's archives write `ada at example.org (Ada Lind)`. */
function nameOf(mail: ReceivedMail): string {
  const name = mail.sender?.name ?? '';
  const told = name !== '' ? name : (/\(([^()]{1,200})\)\s*$/u.exec(fieldOf(mail, 'from'))?.[1] ?? '');
  return /@| at \S+\.\S/u.test(told) ? '' : told;
}

/** HTML where it has links that the text has not; else the text, which says no more than was meant. */
function bodyOf(
  mail: ReceivedMail,
  about: { readonly postId: string; readonly where: string },
  notes: ExportNotes,
): ImportedPost['body'] {
  const { html = '', text } = mail;
  if (html !== '' && (text.trim() === '' || hasMoreLinks(html, text))) return { form: 'html', value: html };
  const { text: words, cut } = withoutListFooter(text);
  for (const excerpt of cut)
    notes.add({
      ...about,
      kind: 'left-out',
      reason: 'What the list program added was left out.',
      excerpt: excerptOf(excerpt),
    });
  return { form: 'text', value: words };
}

function hasMoreLinks(html: string, text: string): boolean {
  for (const tag of openTags(html)) {
    const address = tag.name === 'a' ? attributeOf(tag.text, 'href') : '';
    if (/^https?:/iu.test(address) && !text.includes(address)) return true;
  }
  return false;
}

const ANSWERS: Counted = {
  kind: 'left-out',
  one: 'An answer or a forwarded mail was left out.',
  many: '# answers and forwarded mails were left out.',
};
const AUTOMATIC: Counted = {
  kind: 'left-out',
  one: 'A mail that a program had sent by itself was left out.',
  many: '# mails that programs had sent by themselves were left out.',
};
const TWICE: Counted = {
  kind: 'left-out',
  one: 'A mail was in it twice, and was taken once.',
  many: '# mails were in it twice, and were taken once.',
};
