// The master message taken apart once: its fields, its body, and where markers stand. Refuses one from which no reader's message can
// be made: a field missing or doubled, a marker where none is replaced.
import { MARKERS, type MarkerName } from '../model/markers.ts';
import { MARKER_NAMES, type MarkerPlace, markerPlaces } from './marker-places.ts';
import type { MasterMessage } from './master-message.ts';
import { type HeaderPart, splitMessage } from './split-message.ts';

/** Fields that differ from reader to reader; the master must hold each exactly once. */
export const OWN_FIELDS = ['to', 'message-id', 'list-unsubscribe'] as const;

export type OwnField = (typeof OWN_FIELDS)[number];

export interface MasterParts {
  /** Envelope sender. */
  readonly from: string;
  readonly fields: readonly HeaderPart[];
  /** Value of List-Unsubscribe, unfolded, marker in place. */
  readonly unsubscribe: string;
  /** From the empty line on, so that header and body are put together without a seam. */
  readonly body: Buffer;
  /** In `body`. */
  readonly places: readonly MarkerPlace[];
}

export function takeApart(master: MasterMessage): MasterParts {
  const { fields, body } = splitMessage(Buffer.from(master.raw));
  const places = markerPlaces(body.toString('latin1'));
  const unsubscribe = unfoldedValue(theField(fields, 'list-unsubscribe'));
  for (const name of OWN_FIELDS) theField(fields, name);
  if (!unsubscribe.includes(MARKERS.unsubscribe)) throw new Error('List-Unsubscribe holds no marker');
  refuseRemains(fields, body, places);
  return { from: master.from, fields, unsubscribe, body, places };
}

export function withTokens(text: string, tokens: Readonly<Record<MarkerName, string>>): string {
  return MARKER_NAMES.reduce((now, name) => now.replaceAll(MARKERS[name], tokens[name]), text);
}

/** A marker in another field, or one that something on the way has changed, would reach every reader as it is. */
function refuseRemains(fields: readonly HeaderPart[], body: Buffer, places: readonly MarkerPlace[]): void {
  const rest = Buffer.from(body);
  for (const { at, length } of places) rest.fill('.', at, at + length);
  const nothing = { unsubscribe: '', preferences: '' };
  const parts = [
    ...fields.map((field) =>
      field.name === 'list-unsubscribe' ? withTokens(unfoldedValue(field), nothing) : field.text,
    ),
    rest.toString('latin1').replaceAll('=\r\n', ''),
  ];
  if (parts.some((part) => /BROADSIDEx[A-Z]/iu.test(part)))
    throw new Error('A marker stands in the message where it cannot be replaced');
}

function theField(fields: readonly HeaderPart[], name: string): HeaderPart {
  const [field, ...others] = fields.filter((one) => one.name === name);
  if (field === undefined || others.length > 0)
    throw new Error(`The master message must hold ${name} exactly once`);
  return field;
}

/** Unfolded (RFC 5322 §2.2.3). */
function unfoldedValue({ text }: HeaderPart): string {
  return text
    .slice(text.indexOf(':') + 1)
    .replaceAll(/\r\n(?=[ \t])/gu, '')
    .trim();
}
