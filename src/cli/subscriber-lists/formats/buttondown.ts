// A Buttondown subscriber export: the type of a subscriber is also how they stand with the list.
import { type CsvFormat, present } from '../csv-format.ts';
import type { Standing } from '../import-row.ts';
import { readInstant, readName, readTags } from '../read-cells.ts';
import { standingOf } from '../standing-words.ts';

export const buttondown: CsvFormat = {
  id: 'buttondown',
  title: 'Buttondown',
  isHeading: (columns) =>
    (columns.has('email') || columns.has('email address')) &&
    columns.has('creation date') &&
    (columns.has('type') || columns.has('subscriber type')),
  read: (cell) => ({
    address: cell('email', 'email address'),
    standing: standingIn(cell('type', 'subscriber type'), cell('unsubscription date')),
    ...present({
      name: readName(cell('metadata.name', 'name')),
      tags: readTags(cell('tags')),
      createdAt: readInstant(cell('creation date')),
      unsubscribedAt: readInstant(cell('unsubscription date')),
    }),
  }),
};

function standingIn(type: string, leftAt: string): Standing {
  const standing = standingOf(type === '' ? 'no type' : type);
  return standing.kind === 'confirmed' && leftAt !== ''
    ? { kind: 'unsubscribed', why: `unsubscribed there ${leftAt}` }
    : standing;
}
