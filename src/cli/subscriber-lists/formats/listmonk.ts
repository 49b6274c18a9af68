// A listmonk subscriber export: the state is that of the person, not of their subscription to a list.
import { type CsvFormat, present } from '../csv-format.ts';
import type { Standing } from '../import-row.ts';
import { readInstant, readName } from '../read-cells.ts';
import { standingOf } from '../standing-words.ts';

export const listmonk: CsvFormat = {
  id: 'listmonk',
  title: 'listmonk',
  isHeading: (columns) => columns.has('uuid') && columns.has('email') && columns.has('attributes'),
  read: (cell) => ({
    address: cell('email'),
    standing: standingIn(cell('status'), cell('subscription status')),
    ...present({ name: readName(cell('name')), createdAt: readInstant(cell('created at')) }),
  }),
  caution:
    'listmonk’s export of everybody does not say who left a list or never confirmed: export the list’s own subscribers, filtered by "confirmed"',
};

function standingIn(status: string, subscription: string): Standing {
  if (/^disabled$/iu.test(status)) return { kind: 'unsubscribed', why: 'disabled there' };
  const standing = standingOf(status === '' ? 'no state' : status);
  return standing.kind === 'confirmed' && subscription !== '' ? standingOf(subscription) : standing;
}
