// Who asked to be put on the list: written down at once and always by the same statement, decided and written to later, confirmed by the link.
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { usableAddress } from '../audience/address.ts';
import type { SignUpStore } from '../model/audience-ports.ts';
import { domainOf } from '../model/wire-address.ts';
import type { AudienceAccess } from './audience-access.ts';
import { confirmSignUp, lookAtSignUp } from './confirm-sign-up.ts';
import { storedOrNull } from './consents.ts';
import { nextSignUp } from './next-sign-up.ts';
import { toStoredInstant, toStoredText } from './schema.ts';
import { toStoredTopics } from './stored-topics.ts';

export function signUpStore({ change, read }: AudienceAccess): SignUpStore {
  return {
    ask: ({ address, consent, rank, ...chosen }, at) =>
      change(async ({ transaction, hashOf }) => {
        const found = usableAddress(address);
        await transaction
          .insertInto('sign_ups')
          .values({
            id: randomBytes(16).toString('base64url'),
            address_hash: hashOf(found.key),
            domain: domainOf(found.key),
            state: 'asked',
            rank,
            asked_at: toStoredInstant(at),
            address: found.address,
            name: storedOrNull(chosen.name),
            language: storedOrNull(chosen.language),
            topics: toStoredTopics(chosen.topics),
            format: chosen.format ?? null,
            consent_text: toStoredText(consent.text),
            consent_version: toStoredText(consent.version),
            url: toStoredText(consent.url),
          })
          .execute();
      }),
    next: async (at, limits) => {
      for (;;) {
        const mail = await change((now) => nextSignUp(now, toStoredInstant(at), limits));
        if (mail !== 'go on') return mail;
        // However many come to nothing, whoever else works in this process has their turn.
        await nextTurn();
      }
    },
    settle: (signUpId, outcome) =>
      change(async ({ transaction }) => {
        await transaction
          .updateTable('sign_ups')
          .set((row) =>
            outcome.kind === 'retry'
              ? {
                  next_attempt_at: toStoredInstant(outcome.retryAt),
                  ...(outcome.unheard === true && { attempts: row('attempts', '-', 1) }),
                }
              : {
                  state: outcome.kind === 'sent' ? 'mailed' : 'failed',
                  next_attempt_at: null,
                  detail: storedOrNull(outcome.detail),
                },
          )
          .where('id', '=', signUpId)
          // Confirmed or forgotten meanwhile: that stays so.
          .where('state', '=', 'mailing')
          .execute();
      }),
    look: (signUpId, at) => read((db) => lookAtSignUp(db, signUpId, toStoredInstant(at))),
    confirm: (signUpId, at) => change((now) => confirmSignUp(now, signUpId, toStoredInstant(at))),
  };
}
