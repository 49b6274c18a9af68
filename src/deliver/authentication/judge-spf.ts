// What stands in the name system for the domain of bounces, and what receivers would make of our sending addresses, in; verdicts out.
import type { DnsAnswer } from '../../model/dns-lookup.ts';
import type { TextRecord, Verdict } from '../../model/finding.ts';
import { SPF_MAX_LOOKUPS, SPF_MAX_VOIDS, type SpfCount } from './count-spf-lookups.ts';
import { isSpfRecord, readSpfRecord } from './spf-record.ts';

/** What a receiver decides for one address (RFC 7208 §2.6). */
export interface SpfResult {
  readonly address: string;
  readonly result: 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';
  readonly detail?: string;
}

/** The one record that counts; undefined where there is none, or more than one. */
export function theSpfRecord(answer: DnsAnswer<string>): string | undefined {
  const records = answer.kind === 'found' ? answer.records.filter(isSpfRecord) : [];
  return records.length === 1 ? records[0] : undefined;
}

/** @param answer TXT records of `domain`. @param addresses From which mail leaves, as far as they are known. */
export function judgeSpfRecord(
  domain: string,
  answer: DnsAnswer<string>,
  addresses: readonly string[],
): Verdict {
  const record = { name: domain, value: proposed(addresses) };
  if (answer.kind === 'failed')
    return {
      state: 'fail',
      found: `${domain} cannot be looked up: ${answer.detail}`,
      mend: 'Receivers will fare no better. See that the name servers of the domain answer.',
    };
  const records = answer.kind === 'found' ? answer.records.filter(isSpfRecord) : [];
  if (records.length === 0) return missing(domain, answer, record);
  // §4.5: more than one is a permanent error.
  if (records.length > 1)
    return {
      state: 'fail',
      found: `${domain} has ${records.length} SPF records, so that none counts`,
      mend: 'Put the words of all into one record, "v=spf1" first and one "all" last, and delete the others.',
    };
  return judgeTerms(records[0] ?? '');
}

function missing(domain: string, answer: DnsAnswer<string>, record: TextRecord): Verdict {
  const near = answer.kind === 'found' && answer.records.some((text) => /spf/iu.test(text));
  return {
    state: 'fail',
    found: near
      ? `${domain} has a record that means to be SPF and does not begin with "v=spf1 "`
      : `${domain} has no SPF record`,
    mend: 'Publish one. With a provider’s relay it holds the include: that the provider names.',
    record,
  };
}

function judgeTerms(text: string): Verdict {
  const { mechanisms, redirect, faults } = readSpfRecord(text);
  if (faults.length > 0)
    return {
      state: 'fail',
      found: `receivers give up on the record "${text}": ${faults.join('; ')}`,
      mend: 'Correct it: one wrong word makes all of it void.',
    };
  const all = mechanisms.find(({ name }) => name === 'all');
  if (all?.qualifier === '+')
    return {
      state: 'fail',
      found: `the record "${text}" allows the whole world to write in your name`,
      mend: 'End it with "~all" or "-all".',
    };
  const ptr = mechanisms.find(({ name }) => name === 'ptr');
  if (ptr !== undefined)
    return {
      state: 'warn',
      found: `the record holds "${ptr.text}", which should not be used and many receivers skip (RFC 7208 §5.5)`,
      mend: 'Name the addresses by ip4: and ip6: instead.',
    };
  const last = mechanisms.findIndex(({ name }) => name === 'all');
  if (last >= 0 && last < mechanisms.length - 1)
    return {
      state: 'warn',
      found: `nobody reads what stands after "all" in "${text}"`,
      mend: 'Put "all" last.',
    };
  if (all === undefined && redirect === undefined)
    return {
      state: 'warn',
      found: `the record "${text}" does not say what of everybody else`,
      mend: 'End it with "~all".',
    };
  return { state: 'ok', found: text };
}

export function judgeSpfCount({ lookups, voids, faults, macros }: SpfCount): Verdict {
  if (faults.length > 0)
    return {
      state: 'fail',
      found: faults.join('; '),
      mend: 'Take out or correct what leads there: receivers treat the whole record as broken.',
    };
  if (lookups > SPF_MAX_LOOKUPS)
    return {
      state: 'fail',
      found: `the record asks the name system ${lookups} times, and receivers give up after ${SPF_MAX_LOOKUPS}`,
      mend: 'Take out include: and a and mx that are no longer needed, or send from a domain of its own.',
    };
  if (voids.length > SPF_MAX_VOIDS)
    return {
      state: 'fail',
      found: `${voids.length} of the names that it asks for have nothing (${voids.join(', ')}); receivers give up after ${SPF_MAX_VOIDS}`,
      mend: 'Take out the names that are gone.',
    };
  if (voids.length > 0)
    return {
      state: 'warn',
      found: `it asks for ${voids.join(' and ')}, where there is nothing`,
      mend: `Take it out: after ${SPF_MAX_VOIDS} such names receivers give up.`,
    };
  const unsaid = macros.length > 0 ? `; what ${macros.join(', ')} ask cannot be told beforehand` : '';
  return { state: 'ok', found: `${lookups} of ${SPF_MAX_LOOKUPS} allowed${unsaid}` };
}

/**
 * @param isCertain The addresses are known to be those that mail leaves from. A provider often takes mail at others than it sends
 *   from, so that of its addresses only a pass tells something.
 */
export function judgeSpfResults(results: readonly SpfResult[], domain: string, isCertain: boolean): Verdict {
  const bad = results.filter(({ result }) => result !== 'pass');
  const [first] = bad;
  if (first === undefined)
    return { state: 'ok', found: `pass for ${results.map(({ address }) => address).join(', ')}` };
  const named = bad.map(({ address, result }) => `${result} for ${address}`).join(', ');
  const detail = first.detail === undefined ? '' : ` (${first.detail})`;
  if (!isCertain)
    return {
      state: 'warn',
      found: `${named}: the relay’s own address is not in the record of ${domain}, but a provider may send from others`,
      mend: 'See that the include: which the provider names is in the record; or say from where it sends by --sends-from.',
    };
  return {
    state: 'fail',
    found: `${named}: receivers find that mail of ${domain} may not come from there${detail}`,
    mend: `Add ${bad.map(({ address }) => networkTerm(address)).join(' ')} to the record.`,
  };
}

function proposed(addresses: readonly string[]): string {
  return ['v=spf1', ...addresses.map(networkTerm), '~all'].join(' ');
}

function networkTerm(address: string): string {
  return `${address.includes(':') ? 'ip6' : 'ip4'}:${address}`;
}
