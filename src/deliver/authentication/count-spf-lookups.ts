// How often a receiver must ask the name system to be done with an SPF record (RFC 7208 §4.6.4): more than ten questions, or more
// than two without an answer, and the record is a permanent error for everybody. Counted to the end, whichever term may match first.
import { type DnsAnswer, type DnsLookup, recordsOf } from '../../model/dns-lookup.ts';
import { isSpfRecord, readSpfRecord, type SpfMechanism } from './spf-record.ts';

export interface SpfCount {
  /** Terms that ask: include, a, mx, ptr, exists, redirect. */
  readonly lookups: number;
  /** Names that were asked for and have nothing. */
  readonly voids: readonly string[];
  /** What breaks it on the way: an included domain without a record, with a faulty one … Plain words, no final stop. */
  readonly faults: readonly string[];
  /** Terms that hold a macro: only a real mail can tell what they ask. */
  readonly macros: readonly string[];
}

/** §4.6.4. */
export const SPF_MAX_LOOKUPS = 10;
export const SPF_MAX_VOIDS = 2;
/** §4.6.4: names that one mx may give. */
const MAX_MX_NAMES = 10;
/** Counting stops here: the record is far beyond mending by then. */
const PATIENCE = 40;

/** @param text The record of `domain`. Rejects never. */
export async function countSpfLookups(domain: string, text: string, dns: DnsLookup): Promise<SpfCount> {
  const count: Counting = { lookups: 0, voids: [], faults: [], macros: [], dns };
  await countRecord(domain, text, [domain.toLowerCase()], count);
  const { lookups, voids, faults, macros } = count;
  return { lookups, voids: [...new Set(voids)], faults: [...new Set(faults)], macros: [...new Set(macros)] };
}

interface Counting {
  lookups: number;
  readonly voids: string[];
  readonly faults: string[];
  readonly macros: string[];
  readonly dns: DnsLookup;
}

async function countRecord(
  domain: string,
  text: string,
  trail: readonly string[],
  count: Counting,
): Promise<void> {
  const { mechanisms, redirect, faults } = readSpfRecord(text);
  // Of the first record whoever judges it says so.
  if (trail.length > 1) count.faults.push(...faults.map((fault) => `the record of ${domain}: ${fault}`));
  for (const mechanism of mechanisms) await countMechanism(domain, mechanism, trail, count);
  // §6.1: beside an `all` a redirect is never followed.
  if (redirect !== undefined && !mechanisms.some(({ name }) => name === 'all')) {
    count.lookups += 1;
    await follow('redirect=', redirect, trail, count);
  }
}

async function countMechanism(
  domain: string,
  { name, value, text }: SpfMechanism,
  trail: readonly string[],
  count: Counting,
): Promise<void> {
  if (name === 'all' || name === 'ip4' || name === 'ip6') return;
  count.lookups += 1;
  if (count.lookups > PATIENCE) return;
  if (value.includes('%')) count.macros.push(text);
  else if (name === 'include') await follow('include:', value, trail, count);
  else if (name === 'a' || name === 'exists') await countAddresses(value || domain, name, count);
  else if (name === 'mx') await countExchanges(value || domain, count);
}

async function follow(
  term: string,
  target: string,
  trail: readonly string[],
  count: Counting,
): Promise<void> {
  if (target.includes('%')) {
    count.macros.push(`${term}${target}`);
    return;
  }
  const name = target.toLowerCase().replace(/\.$/u, '');
  if (trail.includes(name)) {
    count.faults.push(`${term}${target} leads in a circle`);
    return;
  }
  const answer = await count.dns.txt(name);
  noteVoid(name, answer, count);
  const records = recordsOf(answer).filter(isSpfRecord);
  const [only] = records;
  if (answer.kind === 'failed') count.faults.push(`${name} cannot be looked up: ${answer.detail}`);
  // §5.2: an included domain without a record makes the whole a permanent error; §6.1 says the same of a redirect.
  else if (only === undefined) count.faults.push(`${term}${target}: there is no SPF record at ${name}`);
  else if (records.length > 1)
    count.faults.push(`${term}${target}: ${name} has ${records.length} SPF records`);
  else if (count.lookups <= PATIENCE) await countRecord(name, only, [...trail, name], count);
}

async function countAddresses(name: string, mechanism: 'a' | 'exists', count: Counting): Promise<void> {
  const [four, six] = await Promise.all([
    count.dns.a(name),
    // §5.7: an exists asks for IPv4 alone.
    mechanism === 'exists' ? ({ kind: 'none' } as const) : count.dns.aaaa(name),
  ]);
  noteVoid(name, six.kind === 'found' ? six : four, count);
}

async function countExchanges(name: string, count: Counting): Promise<void> {
  const answer = await count.dns.mx(name);
  noteVoid(name, answer, count);
  if (recordsOf(answer).length > MAX_MX_NAMES)
    count.faults.push(`mx of ${name} gives more than ${MAX_MX_NAMES} names`);
}

/** §4.6.4: no such name, or nothing of that type. */
function noteVoid(name: string, answer: DnsAnswer<unknown>, count: Counting): void {
  if (answer.kind === 'none') count.voids.push(name);
}
