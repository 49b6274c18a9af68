// BROADSIDE_DKIM_KEYS in, keys that sign out. Whoever sends, works or looks whether all is well asks here, so that they mean the same keys.
import path from 'node:path';
import { type DkimKey, readDkimKey } from '../deliver/dkim-key.ts';
import { readKeyFile } from '../files/read-key-file.ts';
import { BroadsideError } from '../model/errors.ts';
import type { Terminal } from './terminal.ts';

export const DKIM_KEYS = 'BROADSIDE_DKIM_KEYS';

/** One word of the setting: `2026a:keys/2026a.pem` or `2026a@example.org:keys/2026a.pem`. */
export interface DkimKeyEntry {
  readonly selector: string;
  readonly domain: string;
  /** As it is written there. */
  readonly file: string;
}

export interface DkimKeyOptions {
  /** Paths in the setting are relative to it. */
  readonly root: string;
  /** Of the From address: signs where no other is named, and is then the one that DMARC asks for (RFC 9989). */
  readonly domain: string;
}

/**
 * In the order of the setting, but RSA before Ed25519; empty where nothing is set.
 * @throws BroadsideError SETTINGS_INVALID, FILE_UNREADABLE, DKIM_KEY_INVALID
 */
export async function readDkimKeys(
  terminal: Pick<Terminal, 'env'>,
  { root, domain }: DkimKeyOptions,
): Promise<readonly DkimKey[]> {
  const entries = dkimKeyEntries(terminal.env[DKIM_KEYS] ?? '', domain);
  const keys = await Promise.all(
    entries.map(async ({ file, ...names }) =>
      readDkimKey({ ...names, pem: await readKeyFile(path.resolve(root, file)), place: file }),
    ),
  );
  // A receiver that knows RSA only may look no further than the first signature.
  return keys.toSorted((one, other) => rank(one) - rank(other));
}

/** @throws BroadsideError SETTINGS_INVALID */
export function dkimKeyEntries(setting: string, fromDomain: string): readonly DkimKeyEntry[] {
  const entries = setting
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => {
      const [, selector = '', domain = fromDomain, file = ''] =
        /^([^:@]+)(?:@([^:]+))?:(.+)$/u.exec(word) ?? [];
      if (file === '')
        throw invalid(`Unexpected "${word}" in ${DKIM_KEYS}, expected SELECTOR:FILE or SELECTOR@DOMAIN:FILE`);
      return { selector, domain, file };
    });
  const names = entries.map(({ selector, domain }) => `${selector}@${domain}`.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`Unexpected second key for ${twice} in ${DKIM_KEYS}, expected one`);
  return entries;
}

function rank({ algorithm }: DkimKey): number {
  return algorithm === 'rsa-sha256' ? 0 : 1;
}

function invalid(detail: string): BroadsideError {
  return new BroadsideError('SETTINGS_INVALID', detail, { place: DKIM_KEYS });
}
