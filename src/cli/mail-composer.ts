// An issue's mail, built once in each of its editions (HTML beside plain text, plain text alone), and for each reader the values that go into
// it: the message id of the ledger, signed links, and an envelope sender by which a bounce is known.
import { makeToken, type TokenKey } from '../audience/token.ts';
import { envelopeIdOf, verpAddress } from '../audience/verp.ts';
import { type Addressee, createComposer, createSigningComposer } from '../deliver/compose.ts';
import type { Signing } from '../deliver/dkim-sign.ts';
import { asProof, type IssueMail, type Letter, letterOf } from '../deliver/letter.ts';
import { buildMasterMessage } from '../deliver/master-message.ts';
import { buildMessage } from '../mail/build-message.ts';
import { signingThread } from '../mail/signing-thread.ts';
import type { ComposedMessage, LetterFields } from '../model/message.ts';
import type { Subscriber } from '../model/subscriber.ts';

/** One reader and the id of the message to them. */
export interface Recipient {
  readonly subscriber: Pick<Subscriber, 'id' | 'address' | 'name' | 'format'>;
  readonly messageId: string;
}

export interface ComposerOptions {
  readonly key: TokenKey;
  /** Marked `[Proof]` in the subject. */
  readonly isProof?: true;
  /** Without keys nothing is signed. */
  readonly signing?: Signing;
}

export interface MailComposer {
  (recipient: Recipient): ComposedMessage | Promise<ComposedMessage>;
  /** Signs ahead for whoever is likely to come next. */
  prepare(recipients: readonly Recipient[]): void;
}

/** They are few; what nobody asked for after so many is forgotten. */
const MOST_AHEAD = 1000;

/** @param mail An issue as the project has it, or a letter as the ledger keeps it. */
export async function mailComposer(
  mail: IssueMail | Letter,
  { key, isProof, signing }: ComposerOptions,
): Promise<MailComposer> {
  const chosen = 'fields' in mail ? mail : letterOf(mail);
  const letter = isProof === true ? asProof(chosen) : chosen;
  const whole = await openEdition(letter, 'whole', signing);
  const textAlone = openLater(() => openEdition(letter, 'text', signing));
  /** What stands in the letters of those who were prepared for, until they are asked for. */
  const ahead = new Map<string, Addressee>();
  const keyOf = ({ subscriber, messageId }: Recipient): string => `${messageId} ${subscriber.id}`;
  const addressee = (recipient: Recipient): Addressee => {
    const own = ahead.get(keyOf(recipient));
    ahead.delete(keyOf(recipient));
    const { tokens, returnPath: path } = own ?? ownValues(recipient.subscriber.id, letter, key);
    const { subscriber, messageId } = recipient;
    return { subscriber, messageId, tokens, ...(path === undefined ? {} : { returnPath: path }) };
  };
  const compose = (recipient: Recipient): ComposedMessage | Promise<ComposedMessage> => {
    const reader = addressee(recipient);
    if (recipient.subscriber.format !== 'text') return whole.compose(reader);
    return textAlone.whenOpen().then((edition) => edition.compose(reader));
  };
  const prepareOne = (recipient: Recipient): void => {
    const edition = recipient.subscriber.format === 'text' ? textAlone.ifOpen() : whole;
    if (edition?.prepare === undefined) return;
    const { subscriber, messageId } = recipient;
    const reader = { subscriber, messageId, ...ownValues(subscriber.id, letter, key) };
    ahead.set(keyOf(recipient), reader);
    edition.prepare(reader);
  };
  const prepare = (recipients: readonly Recipient[]): void => {
    if (ahead.size > MOST_AHEAD) ahead.clear();
    for (const recipient of recipients) prepareOne(recipient);
  };
  return Object.assign(compose, { prepare });
}

interface MailEdition {
  compose(reader: Addressee): ComposedMessage | Promise<ComposedMessage>;
  /** Where there is something to do ahead: a signature. */
  prepare?(reader: Addressee): void;
}

async function openEdition(
  letter: Letter,
  edition: 'whole' | 'text',
  signing: Signing | undefined,
): Promise<MailEdition> {
  const master = await buildMasterMessage(letter, buildMessage, edition);
  if (signing === undefined || signing.keys.length === 0) return { compose: createComposer(master) };
  const compose = createSigningComposer(master, { signatory: signingThread(), ...signing });
  return { compose, prepare: compose.prepare };
}

/** Few newsletters have readers of plain text alone: what is for them is made when the first is met. */
function openLater<T>(open: () => Promise<T>): { whenOpen(): Promise<T>; ifOpen(): T | undefined } {
  let opening: Promise<T> | undefined;
  let opened: T | undefined;
  return {
    async whenOpen() {
      opening ??= open();
      opened = await opening;
      return opened;
    },
    ifOpen: () => opened,
  };
}

function ownValues(
  subscriberId: string,
  { slug, fields }: Letter,
  key: TokenKey,
): Pick<Addressee, 'tokens' | 'returnPath'> {
  const tokens = tokensFor(subscriberId, fields, key);
  const { bounceAddress, listId } = fields;
  if (bounceAddress === undefined) return { tokens };
  const address = verpAddress({ bounceAddress, listId, subscriberId, issueSlug: slug }, key);
  return { tokens, returnPath: { address, envelopeId: envelopeIdOf(address) } };
}

/** What stands in one reader's links. */
export function tokensFor(
  subscriberId: string,
  { listId }: Pick<LetterFields, 'listId'>,
  key: TokenKey,
): Addressee['tokens'] {
  return {
    unsubscribe: makeToken({ purpose: 'unsubscribe', listId, subscriberId }, key),
    preferences: makeToken({ purpose: 'preferences', listId, subscriberId }, key),
  };
}
