// Reports that a DMARC record sends to another organisation arrive only if that one says it wants them: a record under its own name, which
// receivers look for first (RFC 7489 §7.1; RFC 9990 has taken that over).
import type { DnsAnswer } from '../../model/dns-lookup.ts';
import type { Verdict } from '../../model/finding.ts';
import { isBelow } from '../../model/is-below.ts';
import { domainOf } from '../../model/wire-address.ts';
import { isDmarcRecord } from './dmarc-record.ts';
import type { DmarcStep } from './walk-dmarc.ts';

/** Where receivers ask whether reports of the record are wanted, by the domain that they go to; nothing for the organisation's own. */
export function consentNames(
  { domain, record }: DmarcStep,
  organisation: string,
): ReadonlyMap<string, string> {
  const targets = record.reports
    .filter((uri) => /^mailto:/iu.test(uri))
    .map((uri) => domainOf(uri.slice('mailto:'.length).split(/[?!]/u)[0] ?? ''));
  const foreign = targets.filter((name) => !isBelow(name, organisation));
  return new Map(foreign.map((name) => [name, `${domain}._report._dmarc.${name}`]));
}

/** @param answers TXT of the names that `consentNames` gave, by domain. */
export function judgeReports(step: DmarcStep, answers: ReadonlyMap<string, DnsAnswer<string>>): Verdict {
  const { reports } = step.record;
  if (reports.length === 0) return { state: 'skipped', found: 'none are asked for (rua=)' };
  const unwilling = [...answers].find(
    ([, answer]) => !(answer.kind === 'found' && answer.records.some((text) => isDmarcRecord(text.trim()))),
  );
  if (unwilling === undefined) return { state: 'ok', found: `go to ${reports.join(', ')}` };
  const [target] = unwilling;
  return {
    state: 'warn',
    found: `${target} does not say that it takes reports about ${step.domain}, so receivers send none there`,
    mend: `Have this record published at ${target}, or name a mailbox of your own domain in rua=.`,
    record: { name: `${step.domain}._report._dmarc.${target}`, value: 'v=DMARC1' },
  };
}
