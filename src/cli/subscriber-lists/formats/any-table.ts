// Any table with a column of addresses: names, language, tags, state and times are taken where a column is called so.
import { addressColumnOf, type Cell, type CsvFormat, present } from '../csv-format.ts';
import type { Standing } from '../import-row.ts';
import { readFlag, readInstant, readLanguage, readName, readTags } from '../read-cells.ts';
import { standingOf } from '../standing-words.ts';

export const anyTable: CsvFormat = {
  id: 'csv',
  title: 'a table',
  isHeading: (columns) => addressColumnOf([...columns]) !== undefined,
  read: (cell, { addressColumn }) => ({
    address: cell(addressColumn),
    standing: standingIn(cell),
    ...present({
      name:
        readName(cell('name', 'full name', 'fullname', 'display name', 'nom complet')) ??
        readName(
          cell('first name', 'firstname', 'fname', 'given name', 'vorname', 'prénom', 'nombre'),
          cell('last name', 'lastname', 'lname', 'surname', 'family name', 'nachname', 'nom', 'apellidos'),
        ),
      language: readLanguage(cell('language', 'lang', 'locale', 'sprache', 'langue', 'idioma')),
      tags: readTags(cell('tags', 'labels')),
      createdAt: readInstant(
        cell('created at', 'createdat', 'created', 'subscribed at', 'date subscribed', 'signup date', 'date'),
      ),
      confirmedAt: readInstant(cell('confirmed at', 'confirmedat', 'confirmation date', 'optin time')),
      unsubscribedAt: readInstant(cell('unsubscribed at', 'unsubscribedat', 'unsubscription date')),
    }),
  }),
};

function standingIn(cell: Cell): Standing {
  const left = cell('unsubscribed at', 'unsubscribedat', 'unsubscription date', 'unsubscribed');
  if (left !== '' && readFlag(left) !== false)
    return { kind: 'unsubscribed', why: `unsubscribed there ${left}` };
  return standingOf(cell('status', 'state', 'subscription status', 'subscribed'));
}
