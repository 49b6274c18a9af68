// From where mail leaves for the world, as far as it can be known: what the operator says, or else the public addresses of the relays.
// A relay on this machine or in its own network is seen by nobody outside under the address that we know it by.

import { isIP } from 'node:net';
import { BroadsideError } from '../../model/errors.ts';
import { isBelow } from '../../model/is-below.ts';
import { createAddressGuard } from '../../net/guard-addresses.ts';
import type { Relay } from './check-relays.ts';

export interface SendingAddresses {
  readonly addresses: readonly string[];
  /** The operator said so, or the relay is one of the newsletter's own domain. */
  readonly isCertain: boolean;
  /** Why there are none, for reports. */
  readonly whyNone: string;
  /** Given in EHLO, where the settings say so. */
  readonly helloName?: string;
}

/**
 * @param organisation Of the domain of From: a relay below it is our own.
 * @throws BroadsideError USAGE
 */
export function sendingAddresses(
  relays: readonly Relay[],
  sendsFrom: string | undefined,
  organisation: string,
): SendingAddresses {
  const helloName = relays.map(({ settings }) => settings.helloName).find((name) => name !== undefined);
  const hello = helloName === undefined ? {} : { helloName };
  if (sendsFrom !== undefined)
    return { addresses: readAddresses(sendsFrom), isCertain: true, whyNone: '', ...hello };
  const guard = createAddressGuard();
  const isPublic = (address: string): boolean => guard.refusal(address, address) === undefined;
  const addresses = [...new Set(relays.flatMap((relay) => relay.addresses.filter(isPublic)))];
  return {
    addresses,
    isCertain: relays.length > 0 && relays.every(({ settings }) => isBelow(settings.host, organisation)),
    whyNone:
      relays.length === 0
        ? 'no mail server is set'
        : 'the relay has no public address; say by --sends-from from which it sends',
    ...hello,
  };
}

function readAddresses(text: string): readonly string[] {
  const addresses = text.split(/[\s,]+/u).filter(Boolean);
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong === undefined && addresses.length > 0) return addresses;
  throw new BroadsideError(
    'USAGE',
    `--sends-from takes addresses such as 203.0.113.25, not "${wrong ?? ''}"`,
  );
}
