// The master message and one reader in, that reader's own message out. Nothing is encoded again: markers give way to tokens of the
// same length, byte for byte, three header fields are written anew, and with keys the whole is signed. What is the same for all is not
// even copied.
import { BroadsideError } from '../model/errors.ts';
import { type MarkerName, TOKEN_LENGTH } from '../model/markers.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { wireAddress } from '../model/wire-address.ts';
import { type BodySegment, bodySegments } from './body-segments.ts';
import { createBodyHasher } from './dkim-body.ts';
import { createSigner, type Signing } from './dkim-sign.ts';
import { encodeMailbox, formatField, isOneAddress } from './encode-header.ts';
import { MARKER_NAMES } from './marker-places.ts';
import type { MasterMessage } from './master-message.ts';
import { type MasterParts, OWN_FIELDS, type OwnField, takeApart, withTokens } from './master-parts.ts';

export interface Addressee {
  readonly subscriber: Pick<Subscriber, 'address' | 'name'>;
  /** Without angle brackets. */
  readonly messageId: string;
  /** What stands in the links of this reader: 48 characters of base64url each. */
  readonly tokens: Readonly<Record<MarkerName, string>>;
  /** The envelope sender of this letter alone; left out: that of the master. */
  readonly returnPath?: { readonly address: string; readonly envelopeId: string };
}

export type Composer = (reader: Addressee) => ComposedMessage;

/** With signatures, which may be reckoned beside the main thread. */
export interface SigningComposer {
  (reader: Addressee): ComposedMessage | Promise<ComposedMessage>;
  /** Signs for whoever is likely to come next. It is used if all that is signed turns out to be just so, soon, and otherwise forgotten. */
  prepare(reader: Addressee): void;
}

/** Signatures of letters that nobody has asked for yet are kept for so many, and so long: `t=` tells when they were made. */
const MOST_PREPARED = 500;
const PREPARED_MS = 60_000;

/** Looks the master over once. Throws when it cannot be composed from: a field missing, a marker where none can be replaced. */
export function createComposer(master: MasterMessage): Composer {
  const parts = takeApart(master);
  const segments = bodySegments(parts);
  return (reader) => {
    const { to, own } = readersOwn(reader, parts);
    return finished(parts.from, segments, { reader, to, header: headerWith(own, parts) });
  };
}

interface Prepared extends ReadersOwn {
  readonly reader: Addressee;
  readonly atMs: number;
  signatures: string | Promise<string>;
}

/** The same with DKIM signatures, one for each key, above the other fields (RFC 6376 §5.6). */
export function createSigningComposer(master: MasterMessage, signing: Signing): SigningComposer {
  const parts = takeApart(master);
  const segments = bodySegments(parts);
  const hashBody = createBodyHasher(parts.body);
  const sign = createSigner(parts.fields, OWN_FIELDS, signing);
  const nowMs = (): number => Date.parse(signing.clock.now());
  /** By message id, the oldest first. */
  const prepared = new Map<string, Prepared>();

  const signedNow = (reader: Addressee): Prepared => {
    const { to, own } = readersOwn(reader, parts);
    return { to, own, reader, atMs: nowMs(), signatures: sign(own, hashBody(reader.tokens)) };
  };
  const signedFor = (reader: Addressee): Prepared => {
    const ready = prepared.get(reader.messageId);
    if (ready === undefined) return signedNow(reader);
    prepared.delete(reader.messageId);
    const isJustSo = nowMs() - ready.atMs < PREPARED_MS && isSame(reader, ready.reader);
    return isJustSo ? ready : signedNow(reader);
  };
  const compose = (reader: Addressee): ComposedMessage | Promise<ComposedMessage> => {
    const { to, own, signatures } = signedFor(reader);
    const finish = (signed: string): ComposedMessage =>
      finished(parts.from, segments, { reader, to, header: signed + headerWith(own, parts) });
    return typeof signatures === 'string' ? finish(signatures) : signatures.then(finish);
  };
  const signAhead = (reader: Addressee): void => {
    const one = signedNow(reader);
    const { signatures } = one;
    prepared.set(reader.messageId, one);
    if (typeof signatures !== 'string')
      signatures.then(
        (made) => {
          one.signatures = made;
        },
        () => prepared.delete(reader.messageId),
      );
  };
  const prepare = (reader: Addressee): void => {
    if (prepared.has(reader.messageId)) return;
    try {
      signAhead(reader);
    } catch {
      // It is met, and told, when the letter is asked for: one whose address cannot stand in a header must not stop the others.
    }
    const [oldest] = prepared.keys();
    if (prepared.size > MOST_PREPARED && oldest !== undefined) prepared.delete(oldest);
  };
  return Object.assign(compose, { prepare });
}

/** All that a reader's letter rests on. */
function isSame(one: Addressee, other: Addressee): boolean {
  return (
    one.messageId === other.messageId &&
    one.subscriber.address === other.subscriber.address &&
    one.subscriber.name === other.subscriber.name &&
    MARKER_NAMES.every((name) => one.tokens[name] === other.tokens[name])
  );
}

type OwnFields = Readonly<Record<OwnField, string>>;

interface ReadersOwn {
  /** As in the envelope. */
  readonly to: string;
  readonly own: OwnFields;
}

/**
 * The fields of this reader alone, each with its final CRLF.
 * @throws BroadsideError ADDRESS_INVALID: no letter can be made for this reader, and the others have no part in it.
 */
function readersOwn({ subscriber, messageId, tokens }: Addressee, { unsubscribe }: MasterParts): ReadersOwn {
  for (const name of MARKER_NAMES) checkToken(tokens[name]);
  if (!/^[\w.%+-]+@[\w.-]+$/u.test(messageId)) throw new Error('Unexpected character in a message id');
  const to = wireAddress(subscriber.address);
  if (!isOneAddress(to))
    throw new BroadsideError(
      'ADDRESS_INVALID',
      'An address that is not one mailbox alone cannot stand in a header',
    );
  return {
    to,
    own: {
      to: formatField('To', encodeMailbox({ name: subscriber.name ?? '', address: to })),
      'message-id': formatField('Message-ID', `<${messageId}>`),
      'list-unsubscribe': formatField('List-Unsubscribe', withTokens(unsubscribe, tokens)),
    },
  };
}

function headerWith(own: OwnFields, { fields }: MasterParts): string {
  return fields
    .map(({ name, text }) => (Object.hasOwn(own, name) ? own[name as OwnField] : `${text}\r\n`))
    .join('');
}

function finished(
  from: string,
  segments: readonly BodySegment[],
  { reader, to, header }: { readonly reader: Addressee; readonly to: string; readonly header: string },
): ComposedMessage {
  const { messageId, tokens, returnPath } = reader;
  const parts: Uint8Array[] = [Buffer.from(header)];
  for (const { octets, places } of segments) {
    if (places.length === 0) {
      parts.push(octets);
      continue;
    }
    const own = Buffer.from(octets);
    for (const { name, at, from: first, length } of places)
      own.write(tokens[name].slice(first, first + length), at, length, 'latin1');
    parts.push(own);
  }
  let raw: Uint8Array | undefined;
  return {
    envelope:
      returnPath === undefined
        ? { from, to }
        : { from: returnPath.address, to, envelopeId: returnPath.envelopeId },
    messageId,
    parts,
    get raw() {
      raw ??= Buffer.concat(parts);
      return raw;
    },
  };
}

function checkToken(token: string): void {
  if (token.length !== TOKEN_LENGTH || !/^[\w-]+$/u.test(token)) {
    throw new Error(`A token has ${TOKEN_LENGTH} characters of base64url`);
  }
}
