// Questions to a name server: the machine's own, or the one that the operator names. What is not there and what nobody can tell are
// kept apart, for a record that is missing is to be published and a server that is silent to be mended.
import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DnsAnswer, DnsLookup, MailExchange } from '../model/dns-lookup.ts';
import { BroadsideError } from '../model/errors.ts';

export interface NameServer extends DnsLookup {
  /** "203.0.113.53:53", or the machine's own, for reports. */
  readonly name: string;
  /** IPv4 and IPv6 addresses of a name; the machine's own way, /etc/hosts included, where no server was named. */
  addresses(host: string): Promise<DnsAnswer<string>>;
}

/** For each try; a receiver's own patience is of this kind. */
const TIMEOUT_MS = 3000;
const TRIES = 2;
/** Codes of c-ares and getaddrinfo that say "there is none" and not "I could not find out". */
const NONE = ['ENOTFOUND', 'ENODATA', 'EBADNAME'];

const WORDS: Readonly<Record<string, string>> = {
  ESERVFAIL: 'the name server could not find out (SERVFAIL)',
  EREFUSED: 'the name server refuses the question (REFUSED)',
  ECONNREFUSED: 'no name server answers there',
  ETIMEOUT: 'the name server does not answer',
  EAI_AGAIN: 'the name server does not answer',
  EFORMERR: 'the name server did not understand the question',
};

/**
 * @param server `HOST`, `HOST:PORT` or `[IPv6]:PORT`; the machine's own where undefined.
 * @throws BroadsideError SETTINGS_INVALID
 */
export async function openNameServer(
  server: string | undefined,
  setting: string,
  limits: { readonly timeoutMs?: number; readonly tries?: number } = {},
): Promise<NameServer> {
  const resolver = new Resolver({ timeout: limits.timeoutMs ?? TIMEOUT_MS, tries: limits.tries ?? TRIES });
  if (server !== undefined) resolver.setServers([await literalServer(server, setting)]);
  const ask =
    <T>(what: (name: string) => Promise<readonly T[]>) =>
    (name: string) =>
      answered(() => what(name));
  const [a, aaaa] = [ask((name) => resolver.resolve4(name)), ask((name) => resolver.resolve6(name))];
  return {
    name: server ?? `the machine’s own (${resolver.getServers()[0] ?? 'none'})`,
    txt: ask(async (name) => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    a,
    aaaa,
    mx: ask(async (name) =>
      (await resolver.resolveMx(name))
        .map(
          ({ priority, exchange }): MailExchange => ({ preference: priority, exchange: bareName(exchange) }),
        )
        .sort((one, other) => one.preference - other.preference),
    ),
    ptr: ask(async (name) => (await resolver.resolvePtr(name)).map(bareName)),
    addresses: async (host) => {
      if (isIP(host) !== 0) return { kind: 'found', records: [host] };
      if (server === undefined)
        return answered(async () => (await lookup(host, { all: true })).map(({ address }) => address));
      return both(await a(host), await aaaa(host));
    },
  };
}

async function answered<T>(ask: () => Promise<readonly T[]>): Promise<DnsAnswer<T>> {
  try {
    const records = await ask();
    return records.length === 0 ? { kind: 'none' } : { kind: 'found', records };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (NONE.includes(code)) return { kind: 'none' };
    if (!/^E[A-Z_]+$/u.test(code)) throw error;
    return { kind: 'failed', detail: WORDS[code] ?? `the name server failed (${code})` };
  }
}

function both(four: DnsAnswer<string>, six: DnsAnswer<string>): DnsAnswer<string> {
  if (four.kind === 'found' && six.kind === 'found')
    return { kind: 'found', records: [...four.records, ...six.records] };
  if (four.kind === 'found' || six.kind === 'none') return four;
  return six;
}

/** `setServers` takes addresses only. */
async function literalServer(server: string, setting: string): Promise<string> {
  const [, bracketed, bare, port = '53'] =
    /^(?:\[([\da-f:.]+)\]|([^\s[\]:]+))(?::(\d{1,5}))?$/iu.exec(server) ?? [];
  const host = isIP(server) === 6 ? server : (bracketed ?? bare);
  if (host === undefined || Number(port) > 65_535 || Number(port) === 0) throw invalid(server, setting);
  const address = isIP(host) === 0 ? await addressOf(host, server, setting) : host;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

async function addressOf(host: string, server: string, setting: string): Promise<string> {
  try {
    return (await lookup(host)).address;
  } catch (cause) {
    throw new BroadsideError('SETTINGS_INVALID', `The name server "${server}" of ${setting} has no address`, {
      cause,
      place: setting,
    });
  }
}

function invalid(server: string, setting: string): BroadsideError {
  return new BroadsideError('SETTINGS_INVALID', `"${server}" names no name server`, {
    place: setting,
    hint: 'Write its address, and its port if it is not 53: 203.0.113.53 or 127.0.0.1:5353.',
  });
}

function bareName(name: string): string {
  return name.replace(/\.$/u, '').toLowerCase();
}
