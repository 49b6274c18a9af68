// Our own export, as CSV or JSON: the one format in which each person brings their own consent with them. The CSV is made here too, so that what
// is written and what is read cannot drift apart.
import type { Subscriber, SuppressionReason } from '../../../model/subscriber.ts';
import { SUPPRESSION_REASONS } from '../../../model/subscriber.ts';
import { type CsvFormat, present } from '../csv-format.ts';
import { CONFIRMED, type ImportedPerson, type Standing } from '../import-row.ts';
import { readInstant, readLanguage, readName } from '../read-cells.ts';

/** A subscriber with why nobody writes to them, where that is so. No id: it would be worth nothing elsewhere. */
export interface ExportedSubscriber extends Omit<Subscriber, 'id'> {
  readonly suppression?: { readonly reason: SuppressionReason; readonly detail: string };
}

export const EXPORT_COLUMNS = [
  'address',
  'name',
  'status',
  'language',
  'topics',
  'format',
  'pausedUntil',
  'tags',
  'createdAt',
  'confirmedAt',
  'unsubscribedAt',
  'consent',
  'consentSource',
  'consentAt',
  'consentVersion',
  'consentUrl',
  'consentProof',
  'suppressedFor',
  'suppressedWhy',
] as const;

/** In the order of `EXPORT_COLUMNS`. */
export function exportCells(one: ExportedSubscriber): readonly string[] {
  const { consent, suppression } = one;
  return [
    one.address,
    one.name ?? '',
    one.status,
    one.language ?? '',
    one.topics === undefined ? '' : JSON.stringify(one.topics),
    one.format ?? '',
    one.pausedUntil ?? '',
    one.tags === undefined ? '' : JSON.stringify(one.tags),
    one.createdAt,
    one.confirmedAt ?? '',
    one.unsubscribedAt ?? '',
    consent.text,
    consent.source,
    consent.at,
    consent.version ?? '',
    consent.url ?? '',
    consent.proof ?? '',
    suppression?.reason ?? '',
    suppression?.detail ?? '',
  ].map(harmlessCell);
}

/** A spreadsheet program takes a cell that begins so for a formula. Behind an apostrophe it is text; what begins with one already gets one more. */
const FORMULA = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

function harmlessCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function plainCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

export const ownExport: CsvFormat = {
  id: 'broadside',
  title: 'Broadside',
  isHeading: (columns) => columns.has('address') && columns.has('consent') && columns.has('consentsource'),
  read: (written) => {
    const cell = (name: (typeof EXPORT_COLUMNS)[number]): string => plainCell(written(name.toLowerCase()));
    return personOf({
      address: cell('address'),
      name: cell('name'),
      status: cell('status'),
      language: cell('language'),
      topics: wordsIn(cell('topics')),
      format: cell('format'),
      pausedUntil: cell('pausedUntil'),
      tags: wordsIn(cell('tags')),
      createdAt: cell('createdAt'),
      confirmedAt: cell('confirmedAt'),
      unsubscribedAt: cell('unsubscribedAt'),
      consent: {
        text: cell('consent'),
        source: cell('consentSource'),
        at: cell('consentAt'),
        version: cell('consentVersion'),
        url: cell('consentUrl'),
        proof: cell('consentProof'),
      },
      suppression: { reason: cell('suppressedFor'), detail: cell('suppressedWhy') },
    });
  },
};

/** One object of the JSON export, or what somebody made of it: nothing of its shape is taken for granted. */
export function personOf(value: unknown): ImportedPerson {
  const one = fieldsOf(value);
  const consent = fieldsOf(one['consent']);
  const [text, source] = [textOf(consent['text']), textOf(consent['source'])];
  return {
    address: textOf(one['address']),
    standing: standingIn(textOf(one['status']), fieldsOf(one['suppression'])),
    ...present({
      name: readName(textOf(one['name'])),
      language: readLanguage(textOf(one['language'])),
      topics: textsOf(one['topics']),
      format: one['format'] === 'text' ? ('text' as const) : undefined,
      pausedUntil: readInstant(textOf(one['pausedUntil'])),
      tags: textsOf(one['tags']),
      createdAt: readInstant(textOf(one['createdAt'])),
      confirmedAt: readInstant(textOf(one['confirmedAt'])),
      unsubscribedAt: readInstant(textOf(one['unsubscribedAt'])),
      consent:
        text === '' || source === ''
          ? undefined
          : {
              text,
              source,
              ...present({
                at: readInstant(textOf(consent['at'])),
                version: textOf(consent['version']) || undefined,
                url: textOf(consent['url']) || undefined,
                proof: textOf(consent['proof']) || undefined,
              }),
            },
    }),
  };
}

function standingIn(status: string, suppression: Readonly<Record<string, unknown>>): Standing {
  if (status === 'confirmed') return CONFIRMED;
  if (status === 'unconfirmed') return { kind: 'unconfirmed', why: 'not confirmed there' };
  if (status === 'unsubscribed') return { kind: 'unsubscribed', why: 'unsubscribed there' };
  if (status !== 'suppressed')
    return {
      kind: 'unclear',
      problem: `Unexpected status "${status.slice(0, 40)}", expected confirmed, unconfirmed, unsubscribed or suppressed`,
    };
  const detail = textOf(suppression['detail']);
  return {
    kind: 'suppressed',
    reason: SUPPRESSION_REASONS.find((reason) => reason === suppression['reason']) ?? 'operator',
    why: detail === '' ? 'suppressed there' : detail,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : [];
}

function wordsIn(cell: string): readonly string[] {
  try {
    return textsOf(JSON.parse(cell));
  } catch {
    return [];
  }
}
