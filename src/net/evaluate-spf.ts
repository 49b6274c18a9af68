// What a receiver would decide of one sending address: SPF reckoned as RFC 7208 says, by the library that receivers of this make use
// themselves, over the name server that the operator chose.
import { spf } from 'mailauth/lib/spf/index.js';
import type { SpfResult } from '../deliver/authentication/judge-spf.ts';
import type { DnsAnswer, DnsLookup } from '../model/dns-lookup.ts';

export interface SpfQuestion {
  /** Envelope sender. */
  readonly sender: string;
  /** From which the connection comes. */
  readonly address: string;
  readonly helloName: string;
}

/** RFC 7208 §4.6.4 wants a limit of at least 20 seconds. */
const WHOLE_MS = 20_000;

export async function evaluateSpf(question: SpfQuestion, dns: DnsLookup): Promise<SpfResult> {
  const { sender, address, helloName } = question;
  const { status } = await spf({
    sender,
    ip: address,
    helo: helloName,
    mta: 'doctor',
    strict: true,
    maxElapsedTime: WHOLE_MS,
    resolver: (async (name: string, type: string) => resolved(name, type, dns)) as never,
  });
  const detail = typeof status.comment === 'string' ? status.comment.replace(/^doctor: /u, '') : undefined;
  return {
    address,
    result: status.result as SpfResult['result'],
    ...(detail === undefined ? {} : { detail }),
  };
}

/** As Node's own `resolve`: an error with a code where there is nothing. */
async function resolved(name: string, type: string, dns: DnsLookup): Promise<unknown> {
  switch (type) {
    case 'TXT':
      return recordsOrError(await dns.txt(name)).map((text) => [text]);
    case 'A':
      return recordsOrError(await dns.a(name));
    case 'AAAA':
      return recordsOrError(await dns.aaaa(name));
    case 'MX':
      return recordsOrError(await dns.mx(name)).map(({ preference, exchange }) => ({
        priority: preference,
        exchange,
      }));
    case 'PTR':
      return recordsOrError(await dns.ptr(name));
    default:
      throw new Error(`SPF asks for no ${type}`);
  }
}

function recordsOrError<T>(answer: DnsAnswer<T>): readonly T[] {
  if (answer.kind === 'found') return answer.records;
  throw answer.kind === 'none'
    ? Object.assign(new Error('there is no such record'), { code: 'ENOTFOUND' })
    : Object.assign(new Error(answer.detail), { code: 'ESERVFAIL' });
}
