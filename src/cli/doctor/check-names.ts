// What the name system says of the addresses that send and of the mailboxes that are written to: reverse names, HELO, and whether mail
// to us arrives at all.
import { type DnsAnswer, recordsOf } from '../../model/dns-lookup.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { reverseName } from '../../model/reverse-name.ts';
import { domainOf } from '../../model/wire-address.ts';
import type { NameServer } from '../../net/dns-lookup.ts';
import type { SendingAddresses } from './sending-addresses.ts';

/** Gmail, Yahoo and Microsoft ask for both ways to agree; of a provider's servers the provider sees to it. */
export async function checkReverseNames(
  sending: SendingAddresses,
  dns: NameServer,
): Promise<readonly Finding[]> {
  if (sending.addresses.length === 0)
    return [{ check: 'reverse-name', state: 'skipped', found: sending.whyNone }];
  return Promise.all(
    sending.addresses.map(async (address): Promise<Finding> => {
      const verdict = await reverseVerdict(address, dns);
      const isOthers = !sending.isCertain && verdict.state === 'fail';
      return {
        check: 'reverse-name',
        ...(sending.addresses.length > 1 ? { subject: address } : {}),
        ...(isOthers
          ? {
              state: 'skipped',
              found: `${verdict.found}; the relay is not yours, so its owner answers for that`,
            }
          : verdict),
      };
    }),
  );
}

async function reverseVerdict(address: string, dns: NameServer): Promise<Verdict> {
  const answer = await dns.ptr(reverseName(address));
  if (answer.kind === 'failed') return { ...unknown(address, answer.detail) };
  const names = recordsOf(answer);
  const [first] = names;
  if (first === undefined)
    return {
      state: 'fail',
      found: `${address} has no reverse name (PTR)`,
      mend: 'Whoever gave you the address sets it: to the name that the server gives in HELO.',
    };
  const ask = address.includes(':') ? dns.aaaa : dns.a;
  for (const name of names) {
    const forward = recordsOf(await ask(name));
    if (forward.some((one) => sameAddress(one, address)))
      return { state: 'ok', found: `${address} is ${name}, and back` };
  }
  return {
    state: 'fail',
    found: `${address} is called ${first}, and ${first} does not lead back to it`,
    mend: `Give ${first} an ${address.includes(':') ? 'AAAA' : 'A'} record with ${address}.`,
  };
}

function sameAddress(one: string, other: string): boolean {
  return reverseName(one) === reverseName(other);
}

export async function checkHelloName({ helloName }: SendingAddresses, dns: NameServer): Promise<Finding> {
  const check = 'hello-name';
  if (helloName === undefined)
    return {
      check,
      state: 'skipped',
      found: 'the relay names itself to receivers; BROADSIDE_SMTP_URL sets none (hello=)',
    };
  const answer = await dns.addresses(helloName);
  if (answer.kind === 'found') return { check, state: 'ok', found: `${helloName} has an address` };
  return {
    check,
    state: 'fail',
    found: `${helloName} has no address${answer.kind === 'failed' ? `: ${answer.detail}` : ''}`,
    mend: 'Name in hello= what the server is called in the name system (RFC 5321 §4.1.1.1).',
  };
}

/** Mail to us: bounces, answers, and wishes to leave. */
export async function checkMailboxes(newsletter: Newsletter, dns: NameServer): Promise<Finding> {
  const { from, replyTo, owner, unsubscribeAddress, bounceAddress } = newsletter;
  const addresses = [
    from.address,
    unsubscribeAddress,
    owner,
    ...(replyTo === undefined ? [] : [replyTo.address]),
    ...(bounceAddress === undefined ? [] : [bounceAddress]),
  ];
  const domains = [...new Set(addresses.map(domainOf))];
  const faults = (await Promise.all(domains.map((domain) => mailboxFault(domain, dns)))).filter(
    (fault) => fault !== undefined,
  );
  if (faults.length === 0)
    return { check: 'mailboxes', state: 'ok', found: `${domains.join(', ')} takes mail` };
  return {
    check: 'mailboxes',
    state: 'fail',
    found: faults.join('; '),
    mend: 'Bounces, answers and wishes to leave go there: give it an MX record, or name other addresses.',
  };
}

/** RFC 5321 §5.1: an MX, or the address of the name itself. */
async function mailboxFault(domain: string, dns: NameServer): Promise<string | undefined> {
  const answer = await dns.mx(domain);
  if (answer.kind === 'failed') return `${domain} cannot be looked up: ${answer.detail}`;
  // RFC 7505 §3: a single "." says that no mail is taken.
  if (answer.kind === 'found')
    return answer.records.every(({ exchange }) => exchange === '')
      ? `${domain} says that it takes no mail (a null MX)`
      : undefined;
  const own: DnsAnswer<string>[] = [await dns.a(domain), await dns.aaaa(domain)];
  return own.some(({ kind }) => kind === 'found') ? undefined : `${domain} has no MX and no address`;
}

/** Asked first: when it does not answer, nothing can be said of records, and one line says so instead of ten. */
export async function checkNameServer(domain: string, dns: NameServer): Promise<Finding> {
  const [address, text] = await Promise.all([dns.a(domain), dns.txt(domain)]);
  const check = 'name-server';
  if (address.kind !== 'failed' || text.kind !== 'failed') return { check, state: 'ok', found: dns.name };
  return {
    check,
    state: 'fail',
    found: `${dns.name}: ${text.detail}`,
    mend: 'Check the network, or name another by --resolver ADDRESS or BROADSIDE_RESOLVER.',
  };
}

function unknown(address: string, detail: string): Verdict {
  return {
    state: 'fail',
    found: `the reverse name of ${address} cannot be looked up: ${detail}`,
    mend: 'Ask again later; receivers fare no better meanwhile.',
  };
}
