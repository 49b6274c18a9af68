// A Substack subscriber export (`email_list.….csv`): no names, and no word of how the address was proved.
import { type CsvFormat, present } from '../csv-format.ts';
import { CONFIRMED } from '../import-row.ts';
import { readFlag, readInstant, readName } from '../read-cells.ts';

export const substack: CsvFormat = {
  id: 'substack',
  title: 'Substack',
  isHeading: (columns) =>
    columns.has('email') && columns.has('active subscription') && columns.has('created at'),
  read: (cell) => ({
    address: cell('email'),
    standing:
      readFlag(cell('email disabled')) === true
        ? { kind: 'unsubscribed', why: 'email_disabled there' }
        : CONFIRMED,
    ...present({ name: readName(cell('name')), createdAt: readInstant(cell('created at')) }),
  }),
};
