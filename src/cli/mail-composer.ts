// An issue's mail, built once, and for each reader the values that go into it: the message id of the ledger and signed links.
import { randomBytes } from 'node:crypto';
import { formatTokenKey, makeToken, readTokenKeys, type TokenKey } from '../audience/token.ts';
import { type Addressee, createComposer, createSigningComposer } from '../deliver/compose.ts';
import type { Signing } from '../deliver/dkim-sign.ts';
import { asProof, type IssueMail, type Letter, letterOf } from '../deliver/letter.ts';
import { buildMasterMessage } from '../deliver/master-message.ts';
import { buildMessage } from '../mail/build-message.ts';
import { signingThread } from '../mail/signing-thread.ts';
import type { ComposedMessage, LetterFields } from '../model/message.ts';
import type { SettingStore } from '../model/ports.ts';
import type { Subscriber } from '../model/subscriber.ts';

/** One reader and the id of the message to them. */
export interface Recipient {
  readonly subscriber: Pick<Subscriber, 'id' | 'address' | 'name'>;
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
  const letter = 'fields' in mail ? mail : letterOf(mail);
  const master = await buildMasterMessage(isProof === true ? asProof(letter) : letter, buildMessage);
  const addressee = ({ subscriber, messageId }: Recipient): Addressee => ({
    subscriber,
    messageId,
    tokens: tokensFor(subscriber.id, letter.fields, key),
  });
  if (signing === undefined || signing.keys.length === 0) {
    const compose = createComposer(master);
    return Object.assign((recipient: Recipient) => compose(addressee(recipient)), { prepare: () => {} });
  }
  const compose = createSigningComposer(master, { signatory: signingThread(), ...signing });
  /** What stands in the links of those who were prepared for, until their letter is asked for. */
  const ahead = new Map<string, Addressee['tokens']>();
  const keyOf = ({ subscriber, messageId }: Recipient): string => `${messageId} ${subscriber.id}`;
  return Object.assign(
    (recipient: Recipient) => {
      const tokens = ahead.get(keyOf(recipient));
      ahead.delete(keyOf(recipient));
      return compose(tokens === undefined ? addressee(recipient) : { ...recipient, tokens });
    },
    {
      prepare: (recipients: readonly Recipient[]) => {
        if (ahead.size > MOST_AHEAD) ahead.clear();
        for (const recipient of recipients) {
          const reader = addressee(recipient);
          ahead.set(keyOf(recipient), reader.tokens);
          compose.prepare(reader);
        }
      },
    },
  );
}

/** The key that signs this list's links: made on first use, kept with the subscribers, so that links work for ever. */
export async function tokenKey(settings: SettingStore): Promise<TokenKey> {
  const stored = await settings.getOrCreate('token-keys', () =>
    formatTokenKey({ number: 1, secret: randomBytes(32) }),
  );
  const [key] = readTokenKeys(stored);
  if (key === undefined) throw new Error('The database holds no token key');
  return key;
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
