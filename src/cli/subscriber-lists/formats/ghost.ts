// A Ghost members export: members who get no mail and those who were deleted are in it too.
import { type CsvFormat, present } from '../csv-format.ts';
import { CONFIRMED, type Standing } from '../import-row.ts';
import { readFlag, readInstant, readName, readTags } from '../read-cells.ts';

export const ghost: CsvFormat = {
  id: 'ghost',
  title: 'Ghost',
  isHeading: (columns) => columns.has('email') && columns.has('subscribed to emails'),
  read: (cell) => ({
    address: cell('email'),
    standing: standingIn(cell('subscribed to emails'), cell('deleted at')),
    ...present({
      name: readName(cell('name')),
      tags: readTags(cell('labels')),
      createdAt: readInstant(cell('created at')),
      unsubscribedAt: readInstant(cell('deleted at')),
    }),
  }),
};

function standingIn(isSubscribed: string, deletedAt: string): Standing {
  if (deletedAt !== '') return { kind: 'unsubscribed', why: `deleted there ${deletedAt}` };
  return readFlag(isSubscribed) === true
    ? CONFIRMED
    : { kind: 'unsubscribed', why: 'not subscribed to emails there' };
}
