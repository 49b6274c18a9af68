// An issue's mail, built once, and for each reader the values that go into it: the message id of the ledger and signed links.
import { randomBytes } from 'node:crypto';
import { formatTokenKey, makeToken, readTokenKeys, type TokenKey } from '../audience/token.ts';
import { type Addressee, createComposer } from '../deliver/compose.ts';
import { asProof, buildMasterMessage, type IssueMail } from '../deliver/master-message.ts';
import { buildMessage } from '../mail/build-message.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Newsletter } from '../model/newsletter.ts';
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
}

export async function mailComposer(
  mail: IssueMail,
  { key, isProof }: ComposerOptions,
): Promise<(recipient: Recipient) => ComposedMessage> {
  const compose = createComposer(
    await buildMasterMessage(isProof === true ? asProof(mail) : mail, buildMessage),
  );
  return ({ subscriber, messageId }) =>
    compose({ subscriber, messageId, tokens: tokensFor(subscriber.id, mail.newsletter, key) });
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
export function tokensFor(subscriberId: string, { listId }: Newsletter, key: TokenKey): Addressee['tokens'] {
  return {
    unsubscribe: makeToken({ purpose: 'unsubscribe', listId, subscriberId }, key),
    preferences: makeToken({ purpose: 'preferences', listId, subscriberId }, key),
  };
}
