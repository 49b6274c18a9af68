// The settings by themselves, without asking anybody: whether newsletter.yaml can be used, and what is in it can be sent with.
import { readAddress } from '../../audience/address.ts';
import { isFreeMail } from '../../deliver/authentication/free-mail.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Finding, Verdict } from '../../model/finding.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { domainOf } from '../../model/wire-address.ts';
import { countOf } from '../command-result.ts';

export function checkSettingsForSending(
  newsletter: Newsletter,
  diagnostics: readonly Diagnostic[],
): readonly Finding[] {
  return [
    { check: 'newsletter-yaml', ...judgeDiagnostics(diagnostics) },
    { check: 'from', ...judgeFrom(newsletter.from.address) },
    { check: 'reply-addresses', ...judgeAddresses(newsletter) },
    { check: 'bounce-address', ...judgeBounceAddress(newsletter) },
    { check: 'postal-address', ...judgePostalAddress(newsletter.postalAddress) },
    { check: 'site-url', ...judgeUrl(newsletter.siteUrl, 'siteUrl') },
    { check: 'list-url', ...judgeUrl(newsletter.listUrl, 'listUrl') },
  ];
}

function judgeDiagnostics(diagnostics: readonly Diagnostic[]): Verdict {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors.length > 0 ? errors : diagnostics;
  if (first === undefined) return { state: 'ok', found: 'can be used' };
  const place = `${first.path}:${first.place?.start.line ?? 1}`;
  return {
    state: errors.length > 0 ? 'fail' : 'warn',
    found: `${first.reason} (${place})${diagnostics.length > 1 ? `, and ${countOf(diagnostics.length - 1, 'more thing', 'more things')}` : ''}`,
    mend: '`broadside check` lists them all.',
  };
}

function judgeFrom(address: string): Verdict {
  const read = readAddress(address);
  if ('problem' in read)
    return { state: 'fail', found: `${address}: ${read.problem}`, mend: 'Correct it in newsletter.yaml.' };
  const domain = domainOf(read.address);
  if (isFreeMail(domain))
    return {
      state: 'fail',
      found: `${address} is a mailbox at ${domain}, whose owners let nobody else send in their name`,
      mend: 'Send from a domain of your own; answers can still go to that mailbox by replyTo.',
    };
  return { state: 'ok', found: address };
}

function judgeAddresses({ unsubscribeAddress, owner, replyTo }: Newsletter): Verdict {
  const named = [
    ['unsubscribeAddress', unsubscribeAddress],
    ['owner', owner],
    ...(replyTo === undefined ? [] : [['replyTo', replyTo.address] as const]),
  ] as const;
  for (const [key, address] of named) {
    const read = readAddress(address);
    if ('problem' in read)
      return {
        state: 'fail',
        found: `${key} ${address}: ${read.problem}`,
        mend: 'Correct it in newsletter.yaml.',
      };
  }
  const noReply = named.find(([, address]) => /^(?:no-?reply|do-?not-?reply)@/iu.test(address));
  if (noReply !== undefined)
    return {
      state: 'warn',
      found: `${noReply[0]} is ${noReply[1]}, where by its name nobody reads`,
      mend: 'Readers who cannot leave or answer press the spam button: name a mailbox that is read.',
    };
  return { state: 'ok', found: [...new Set(named.map(([, address]) => address))].join(', ') };
}

function judgeBounceAddress({ bounceAddress, from }: Newsletter): Verdict {
  if (bounceAddress === undefined)
    return {
      state: 'warn',
      found: `none is set: what cannot be delivered comes back to ${from.address}, and addresses that no longer exist stay on the list`,
      mend: 'Set bounceAddress to one whose mail server takes name+anything@ too; docs/bounces.md tells how.',
    };
  const read = readAddress(bounceAddress);
  return 'problem' in read
    ? { state: 'fail', found: `${bounceAddress}: ${read.problem}`, mend: 'Correct it in newsletter.yaml.' }
    : { state: 'ok', found: `${bounceAddress}, with a tag of each reader’s own` };
}

/** CAN-SPAM 16 CFR 316, and the like in many countries. */
function judgePostalAddress(lines: readonly string[]): Verdict {
  const words = lines.join(' ').trim();
  if (words === '')
    return {
      state: 'fail',
      found: 'there is none, and the law of many countries asks for one',
      mend: 'Write postalAddress into newsletter.yaml.',
    };
  return { state: 'ok', found: lines.join(', ') };
}

function judgeUrl(url: string, key: string): Verdict {
  if (url.startsWith('https://')) return { state: 'ok', found: url };
  return {
    state: key === 'listUrl' ? 'fail' : 'warn',
    found: `${url} does not begin with https:`,
    mend:
      key === 'listUrl'
        ? 'Leaving by one click asks for https (RFC 8058 §3.1).'
        : 'Give the site a certificate and write https: into newsletter.yaml.',
  };
}
