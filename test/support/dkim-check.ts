// Keys, the records that belong to them, and a verifier that knows nothing of how a message was signed (mailauth, in its strict mode).
import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { type DkimKey, dkimRecord, readDkimKey } from '../../src/deliver/dkim-key.ts';
import type { Clock } from '../../src/model/ports.ts';

export function pemOf(kind: 'rsa' | 'ed25519', bits = 2048): string {
  const { privateKey } =
    kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function testKeys(domain: string): readonly [rsa: DkimKey, ed25519: DkimKey] {
  return [
    readDkimKey({ selector: 'rsa1', domain, pem: pemOf('rsa') }),
    readDkimKey({ selector: 'ed1', domain, pem: pemOf('ed25519') }),
  ];
}

export const SIGNED_AT = '2026-01-09T08:00:00.000Z';
export const stoppedClock: Clock = { now: () => SIGNED_AT };

export interface SignatureCheck {
  readonly selector: string;
  readonly algorithm: string;
  /** `pass`, or what is wrong. */
  readonly result: string;
  readonly warnings: readonly string[];
}

/** What a receiver finds, each signature for itself, in the order of the message. @param at Its clock. */
export async function checkSignatures(
  raw: Uint8Array,
  keys: readonly DkimKey[],
  at = SIGNED_AT,
): Promise<readonly SignatureCheck[]> {
  const records = new Map(keys.map(dkimRecord).map(({ name, strings }) => [name, [[...strings]]]));
  const { results } = await dkimVerify(Buffer.from(raw), {
    strict: true,
    minBitLength: 2048,
    curTime: new Date(Date.parse(at) + 1000),
    resolver: async (name: string, type: string) => {
      const found = type === 'TXT' ? records.get(name) : undefined;
      if (found === undefined) throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
      return found;
    },
  });
  return results.map(({ selector, algo, status }) => ({
    selector: String(selector),
    algorithm: String(algo),
    result: status.result === 'pass' ? 'pass' : `${status.result}: ${status.comment ?? ''}`,
    warnings: (status as { warnings?: string[] }).warnings ?? [],
  }));
}
