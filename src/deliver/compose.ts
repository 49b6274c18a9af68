// The master message and one reader in, that reader's own message out. Nothing is encoded again: markers give way to tokens of the
// same length, byte for byte, three header fields are written anew, and with keys the whole is signed.
import { BroadsideError } from '../model/errors.ts';
import { type MarkerName, TOKEN_LENGTH } from '../model/markers.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { wireAddress } from '../model/wire-address.ts';
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
}

export type Composer = (reader: Addressee) => ComposedMessage;

/** The signature is reckoned beside the main thread; that is why it has to be waited for. */
export type SigningComposer = (reader: Addressee) => Promise<ComposedMessage>;

/** Looks the master over once. Throws when it cannot be composed from: a field missing, a marker where none can be replaced. */
export function createComposer(master: MasterMessage): Composer {
  const parts = takeApart(master);
  return (reader) => {
    const { to, own } = readersOwn(reader, parts);
    return finished(parts, { reader, to, header: headerWith(own, parts) });
  };
}

/** The same with DKIM signatures, one for each key, above the other fields (RFC 6376 §5.6). */
export function createSigningComposer(master: MasterMessage, signing: Signing): SigningComposer {
  const parts = takeApart(master);
  const hashBody = createBodyHasher(parts.body);
  const sign = createSigner(parts.fields, OWN_FIELDS, signing);
  return async (reader) => {
    const { to, own } = readersOwn(reader, parts);
    const signatures = await sign(own, hashBody(reader.tokens));
    return finished(parts, { reader, to, header: signatures + headerWith(own, parts) });
  };
}

type OwnFields = Readonly<Record<OwnField, string>>;

/**
 * The fields of this reader alone, each with its final CRLF.
 * @throws BroadsideError ADDRESS_INVALID: no letter can be made for this reader, and the others have no part in it.
 */
function readersOwn(
  { subscriber, messageId, tokens }: Addressee,
  { unsubscribe }: MasterParts,
): { readonly to: string; readonly own: OwnFields } {
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
  { from, body, places }: MasterParts,
  { reader, to, header }: { readonly reader: Addressee; readonly to: string; readonly header: string },
): ComposedMessage {
  const { messageId, tokens } = reader;
  const headerOctets = Buffer.byteLength(header);
  const raw = Buffer.allocUnsafe(headerOctets + body.length);
  raw.write(header, 0, 'utf8');
  body.copy(raw, headerOctets);
  for (const { name, at, from: first, length } of places)
    raw.write(tokens[name].slice(first, first + length), headerOctets + at, length, 'latin1');
  return { envelope: { from, to }, messageId, raw };
}

function checkToken(token: string): void {
  if (token.length !== TOKEN_LENGTH || !/^[\w-]+$/u.test(token)) {
    throw new Error(`A token has ${TOKEN_LENGTH} characters of base64url`);
  }
}
