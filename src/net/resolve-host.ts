// A target goes in, the addresses that a connection may be made to come out. They are looked up once and judged all; the
// connection is then made to these very ones, so that a name server that changes its mind in between gains nothing.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Fault } from './fetch-outcome.ts';
import type { AddressGuard } from './guard-addresses.ts';
import type { Target } from './read-target.ts';

/** All addresses of a name. Rejects with the system's error. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** As the rest of the machine resolves names, /etc/hosts included. */
export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Refuses when only one of the answers is not for us: a name that points both ways is up to something. */
export async function resolveHost(
  { host, isLiteral }: Target,
  guard: AddressGuard,
  resolver: Resolver,
): Promise<readonly ResolvedAddress[] | Fault> {
  const answers = isLiteral ? [host] : await resolver(host);
  if (answers.length === 0)
    return { reason: 'name-unknown', detail: `${host} has no address`, isOfHost: true };
  for (const address of answers) {
    const what = guard.refusal(host, address);
    if (what !== undefined) {
      const name = isLiteral ? address : `${host} (${address})`;
      return { reason: 'blocked', detail: `${name} is ${what}, not on the public Internet`, isOfHost: true };
    }
  }
  return answers.map((address) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
}
