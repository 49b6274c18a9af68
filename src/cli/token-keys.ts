// The keys that sign the links of this list: made on first use, kept with the subscribers, so that links work for ever. A new one signs from then on,
// and those before it are kept, for a mail of last year still lets its reader go.
import { randomBytes } from 'node:crypto';
import { formatTokenKey, readTokenKeys, signingKey, type TokenKey } from '../audience/token.ts';
import { BroadsideError } from '../model/errors.ts';
import type { SettingStore } from '../model/ports.ts';

const SETTING = 'token-keys';
const SECRET_BYTES = 32;
/** One byte of a token names its key. */
const MOST_KEYS = 255;
/** A key that another program has added is known so soon. */
const READ_AGAIN_MS = 5000;

/** The newest first: it signs. */
export async function storedTokenKeys(settings: SettingStore): Promise<readonly TokenKey[]> {
  return readTokenKeys(await settings.getOrCreate(SETTING, () => formatTokenKey(newKey(1))));
}

/** The one that signs from now on. */
export async function signingTokenKey(settings: SettingStore): Promise<TokenKey> {
  return signingKey(await storedTokenKeys(settings));
}

/** @returns all of them, the new one first. Throws USAGE when there can be no more. */
export async function addTokenKey(settings: SettingStore): Promise<readonly TokenKey[]> {
  await storedTokenKeys(settings);
  const stored = await settings.change(SETTING, (value) => {
    const keys = readTokenKeys(value);
    const number = Math.max(...keys.map((key) => key.number)) + 1;
    if (number > MOST_KEYS)
      throw new BroadsideError('USAGE', `There are ${MOST_KEYS} keys already, and a link can name no other`);
    return [newKey(number), ...keys].map(formatTokenKey).join(' ');
  });
  return readTokenKeys(stored);
}

/** For a program that runs on: asked at every request, read now and then. While the database is away, those that were known are good. */
export function keepTokenKeys(
  settings: SettingStore,
  monotonicMs = (): number => performance.now(),
): () => Promise<readonly TokenKey[]> {
  let known: readonly TokenKey[] | undefined;
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<readonly TokenKey[]> | undefined;
  const read = async (): Promise<readonly TokenKey[]> => {
    readAtMs = monotonicMs();
    try {
      known = await storedTokenKeys(settings);
      return known;
    } catch (error) {
      if (known === undefined) throw error;
      return known;
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    if (known !== undefined && monotonicMs() - readAtMs < READ_AGAIN_MS) return known;
    reading ??= read();
    return known ?? reading;
  };
}

function newKey(number: number): TokenKey {
  return { number, secret: randomBytes(SECRET_BYTES) };
}
