// The CSV files of a Mailchimp audience export: subscribed, unsubscribed, cleaned and non-subscribed contacts each have a file of their own,
// told apart by columns of theirs and by the file's name. Times are UTC.
import { type Cell, type CsvFormat, present } from '../csv-format.ts';
import { CONFIRMED, type Standing } from '../import-row.ts';
import { readInstant, readLanguage, readName, readTags } from '../read-cells.ts';

export const mailchimp: CsvFormat = {
  id: 'mailchimp',
  title: 'Mailchimp',
  isHeading: (columns) =>
    columns.has('email address') &&
    (columns.has('leid') || columns.has('euid') || columns.has('member rating')),
  read(cell, file) {
    const confirmedAt = readInstant(cell('confirm time'));
    return {
      address: cell('email address'),
      standing: standingIn(cell, file.name),
      ...present({
        name: readName(cell('first name', 'fname'), cell('last name', 'lname')),
        language: readLanguage(cell('language')),
        tags: readTags(cell('tags')),
        createdAt: readInstant(cell('optin time')) ?? confirmedAt,
        confirmedAt,
        unsubscribedAt: readInstant(cell('unsub time')),
      }),
    };
  },
};

function standingIn(cell: Cell, name: string): Standing {
  const left = cell('unsub time');
  const cleaned = cell('clean time');
  if (cleaned !== '' || /^cleaned[_-]/iu.test(name))
    return { kind: 'suppressed', reason: 'bounced', why: `cleaned there ${cleaned}`.trim() };
  if (/abuse|spam|complain/iu.test(cell('unsub reason')))
    return { kind: 'suppressed', reason: 'complained', why: `reported as spam there ${left}`.trim() };
  if (left !== '' || /^unsubscribed[_-]/iu.test(name))
    return { kind: 'unsubscribed', why: `unsubscribed there ${left}`.trim() };
  if (/^non-?subscribed[_-]/iu.test(name)) return { kind: 'unconfirmed', why: 'never subscribed there' };
  return CONFIRMED;
}
