// The master message and one reader in, that reader's own message out. Nothing is encoded again: markers give way to tokens of the
// same length, byte for byte, and three header fields are written anew.
import { MARKERS, type MarkerName, TOKEN_LENGTH } from '../model/markers.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { wireAddress } from '../model/wire-address.ts';
import { encodeMailbox, formatField } from './encode-header.ts';
import type { MasterMessage } from './master-message.ts';

export interface Addressee {
  readonly subscriber: Pick<Subscriber, 'address' | 'name'>;
  /** Without angle brackets. */
  readonly messageId: string;
  /** What stands in the links of this reader: 48 characters of base64url each. */
  readonly tokens: Readonly<Record<MarkerName, string>>;
}

export type Composer = (reader: Addressee) => ComposedMessage;

/** A run of marker characters that stand together in the body. */
interface Place {
  readonly name: MarkerName;
  /** Offset in the body, octets. */
  readonly at: number;
  /** Which characters of the marker stand here. */
  readonly from: number;
  readonly length: number;
}

const MARKER_NAMES: readonly MarkerName[] = ['unsubscribe', 'preferences'];
/** Fields that differ from reader to reader; the master must hold each exactly once. */
const OWN_FIELDS = ['to', 'message-id', 'list-unsubscribe'] as const;

/** Looks the master over once. Throws when it cannot be composed from: a field missing, a marker where none can be replaced. */
export function createComposer(master: MasterMessage): Composer {
  const text = Buffer.from(master.raw).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Error('The master message has no header');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/u);
  const unsubscribe = unfoldedValue(theField(fields, 'list-unsubscribe'));
  for (const name of OWN_FIELDS) theField(fields, name);
  // From the empty line on, so that header and body are put together without a seam.
  const body = Buffer.from(text.slice(end + 2), 'latin1');
  const places = MARKER_NAMES.flatMap((name) => placesOf(name, text.slice(end + 2)));
  if (!unsubscribe.includes(MARKERS.unsubscribe)) throw new Error('List-Unsubscribe holds no marker');
  refuseRemains(fields, body, places);

  return ({ subscriber, messageId, tokens }) => {
    for (const name of MARKER_NAMES) checkToken(tokens[name]);
    if (!/^[\w.%+-]+@[\w.-]+$/u.test(messageId)) throw new Error('Unexpected character in a message id');
    const to = wireAddress(subscriber.address);
    const own: Readonly<Record<(typeof OWN_FIELDS)[number], string>> = {
      to: formatField('To', encodeMailbox({ name: subscriber.name ?? '', address: to })),
      'message-id': formatField('Message-ID', `<${messageId}>`),
      'list-unsubscribe': formatField('List-Unsubscribe', withTokens(unsubscribe, tokens)),
    };
    const header = Buffer.from(
      fields.map((field) => ownField(own, nameOf(field)) ?? `${field}\r\n`).join(''),
    );
    const raw = Buffer.allocUnsafe(header.length + body.length);
    header.copy(raw);
    body.copy(raw, header.length);
    for (const { name, at, from, length } of places) {
      raw.write(tokens[name].slice(from, from + length), header.length + at, length, 'latin1');
    }
    return { envelope: { from: master.from, to }, messageId, raw };
  };
}

function ownField(own: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

/** Every occurrence, in runs: quoted-printable may break a line inside a marker (RFC 2045 §6.7 rule 5). */
function placesOf(name: MarkerName, body: string): readonly Place[] {
  const pattern = new RegExp([...MARKERS[name]].join('(?:=\r\n)?'), 'gu');
  return [...body.matchAll(pattern)].flatMap((match) => {
    const runs: Place[] = [];
    let from = 0;
    let at = match.index;
    for (const run of match[0].split('=\r\n')) {
      runs.push({ name, at, from, length: run.length });
      from += run.length;
      at += run.length + '=\r\n'.length;
    }
    return runs;
  });
}

/** A marker in another field, or one that something on the way has changed, would reach every reader as it is. */
function refuseRemains(fields: readonly string[], body: Buffer, places: readonly Place[]): void {
  const rest = Buffer.from(body);
  for (const { at, length } of places) rest.fill('.', at, at + length);
  const own = fields.filter((field) => nameOf(field) === 'list-unsubscribe').map(withoutMarkers);
  const others = fields.filter((field) => nameOf(field) !== 'list-unsubscribe');
  const parts = [...own, ...others, rest.toString('latin1').replaceAll('=\r\n', '')];
  const left = parts.find((part) => /BROADSIDEx[A-Z]/iu.test(part));
  if (left !== undefined) throw new Error('A marker stands in the message where it cannot be replaced');
}

function withTokens(value: string, tokens: Addressee['tokens']): string {
  return MARKER_NAMES.reduce((text, name) => text.replaceAll(MARKERS[name], tokens[name]), value);
}

function withoutMarkers(field: string): string {
  return MARKER_NAMES.reduce((text, name) => text.replaceAll(MARKERS[name], ''), unfoldedValue(field));
}

function checkToken(token: string): void {
  if (token.length !== TOKEN_LENGTH || !/^[\w-]+$/u.test(token)) {
    throw new Error(`A token has ${TOKEN_LENGTH} characters of base64url`);
  }
}

function theField(fields: readonly string[], name: string): string {
  const [field, ...others] = fields.filter((one) => nameOf(one) === name);
  if (field === undefined || others.length > 0)
    throw new Error(`The master message must hold ${name} exactly once`);
  return field;
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(':')).toLowerCase();
}

/** Unfolded (RFC 5322 §2.2.3). */
function unfoldedValue(field: string): string {
  return field
    .slice(field.indexOf(':') + 1)
    .replaceAll(/\r\n(?=[ \t])/gu, '')
    .trim();
}
