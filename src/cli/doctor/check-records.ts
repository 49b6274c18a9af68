// DKIM, SPF and DMARC: asks the name server as a receiver would when our mail comes in, and lets the judges of
// `deliver/authentication/` say what it means.
import { countSpfLookups } from '../../deliver/authentication/count-spf-lookups.ts';
import { judgeDkimRecord } from '../../deliver/authentication/judge-dkim.ts';
import {
  judgeAlignment,
  judgeDmarcPolicy,
  judgeDmarcRecord,
} from '../../deliver/authentication/judge-dmarc.ts';
import { consentNames, judgeReports } from '../../deliver/authentication/judge-reports.ts';
import {
  judgeSpfCount,
  judgeSpfRecord,
  judgeSpfResults,
  theSpfRecord,
} from '../../deliver/authentication/judge-spf.ts';
import {
  type DmarcWalk,
  governingStep,
  organisationOf,
  walkDmarc,
} from '../../deliver/authentication/walk-dmarc.ts';
import { type DkimKey, dkimRecord } from '../../deliver/dkim-key.ts';
import { envelopeSender } from '../../deliver/envelope-sender.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Finding } from '../../model/finding.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { domainOf, wireAddress } from '../../model/wire-address.ts';
import type { NameServer } from '../../net/dns-lookup.ts';
import { evaluateSpf } from '../../net/evaluate-spf.ts';
import { DKIM_KEYS, readDkimKeys } from '../dkim-keys.ts';
import type { Terminal } from '../terminal.ts';
import type { SendingAddresses } from './sending-addresses.ts';

export interface KeyCheck {
  readonly keys: readonly DkimKey[];
  readonly findings: readonly Finding[];
}

/** The keys by themselves: needs no network. */
export async function checkDkimKeys(
  root: string,
  newsletter: Newsletter,
  terminal: Terminal,
): Promise<KeyCheck> {
  try {
    const keys = await readDkimKeys(terminal, { root, domain: domainOf(newsletter.from.address) });
    if (keys.length > 0)
      return {
        keys,
        findings: keys.map((key) => ({
          check: 'dkim-keys',
          subject: dkimRecord(key).name,
          state: 'ok',
          found: `${key.selector} for ${key.domain}: ${key.bits === undefined ? 'Ed25519' : `RSA, ${key.bits} bits`}`,
        })),
      };
    return {
      keys,
      findings: [
        {
          check: 'dkim-keys',
          state: 'warn',
          found: `${DKIM_KEYS} names none: nothing is signed here, and whether the relay does cannot be seen`,
          mend: 'Without a signature large providers take no newsletter, and one-click leaving does not count (RFC 8058 §4). `broadside dkim` makes a key.',
        },
      ],
    };
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    return {
      keys: [],
      findings: [{ check: 'dkim-keys', state: 'fail', found: error.message, mend: error.hint }],
    };
  }
}

export async function checkDkimRecords(
  keys: readonly DkimKey[],
  dns: NameServer,
): Promise<readonly Finding[]> {
  return Promise.all(
    keys.map(async (key): Promise<Finding> => {
      const { name } = dkimRecord(key);
      return { check: 'dkim-record', subject: name, ...judgeDkimRecord(key, await dns.txt(name)) };
    }),
  );
}

/** @returns the findings, and whether SPF can vouch for the domain at all. */
export async function checkSpf(
  newsletter: Newsletter,
  sending: SendingAddresses,
  dns: NameServer,
): Promise<{ readonly findings: readonly Finding[]; readonly mayPass: boolean }> {
  const sender = envelopeSender(newsletter);
  const domain = domainOf(sender);
  const answer = await dns.txt(domain);
  const record: Finding = { check: 'spf-record', ...judgeSpfRecord(domain, answer, sending.addresses) };
  const text = theSpfRecord(answer);
  if (text === undefined || record.state === 'fail') return { findings: [record], mayPass: false };
  const count: Finding = { check: 'spf-lookups', ...judgeSpfCount(await countSpfLookups(domain, text, dns)) };
  if (count.state === 'fail') return { findings: [record, count], mayPass: false };
  if (sending.addresses.length === 0)
    return {
      findings: [record, count, { check: 'spf-result', state: 'skipped', found: sending.whyNone }],
      mayPass: true,
    };
  const results = await Promise.all(
    sending.addresses.map((address) =>
      evaluateSpf({ sender, address, helloName: sending.helloName ?? domain }, dns),
    ),
  );
  const result: Finding = { check: 'spf-result', ...judgeSpfResults(results, domain, sending.isCertain) };
  return { findings: [record, count, result], mayPass: result.state !== 'fail' };
}

export interface DmarcQuestion {
  readonly newsletter: Newsletter;
  readonly keys: readonly DkimKey[];
  readonly spfMayPass: boolean;
  readonly dns: NameServer;
}

export async function checkDmarc({
  newsletter,
  keys,
  spfMayPass,
  dns,
}: DmarcQuestion): Promise<readonly Finding[]> {
  const domain = domainOf(newsletter.from.address);
  const walks = new Map<string, Promise<DmarcWalk>>();
  const walk = (name: string): Promise<DmarcWalk> => {
    const known = walks.get(name) ?? walkDmarc(name, dns);
    walks.set(name, known);
    return known;
  };
  const author = await walk(domain);
  const signers = await Promise.all([...new Set(keys.map((key) => key.domain))].map(walk));
  const bounces = spfMayPass ? { bounces: await walk(domainOf(envelopeSender(newsletter))) } : {};
  return [
    { check: 'dmarc-record', ...judgeDmarcRecord(author, wireAddress(newsletter.owner)) },
    { check: 'dmarc-policy', ...judgeDmarcPolicy(author) },
    ...(await checkReports(author, dns)),
    { check: 'dmarc-alignment', ...judgeAlignment({ author, signers, ...bounces }) },
  ];
}

async function checkReports(author: DmarcWalk, dns: NameServer): Promise<readonly Finding[]> {
  const governing = governingStep(author);
  if (governing === undefined) return [];
  const names = consentNames(governing, organisationOf(author));
  const answers = await Promise.all(
    [...names].map(async ([domain, name]) => [domain, await dns.txt(name)] as const),
  );
  return [{ check: 'dmarc-reports', ...judgeReports(governing, new Map(answers)) }];
}
