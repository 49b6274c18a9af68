// The walk from the domain of From, and those of the domains that SPF and DKIM vouch for, in; verdicts out. Large providers ask every
// bulk sender for a policy, be it p=none, and for From to agree with SPF or DKIM; one of them asks for both.
import type { TextRecord, Verdict } from '../../model/finding.ts';
import { appliedPolicy, type DmarcWalk, governingStep, isAligned, organisationOf } from './walk-dmarc.ts';

/** @param reportsTo A mailbox of the operator's, for the record that is proposed. */
export function judgeDmarcRecord(walk: DmarcWalk, reportsTo: string): Verdict {
  const organisation = organisationOf(walk);
  const record: TextRecord = {
    name: `_dmarc.${organisation}`,
    value: `v=DMARC1; p=none; rua=mailto:${reportsTo}`,
  };
  const [doubled] = walk.doubled;
  const governing = governingStep(walk);
  if (doubled !== undefined && (governing === undefined || walk.domain === doubled))
    return {
      state: 'fail',
      found: `_dmarc.${doubled} has several records, so that none counts`,
      mend: 'Leave one of them.',
    };
  if (governing === undefined && walk.failure !== undefined)
    return {
      state: 'fail',
      found: `cannot be looked up: ${walk.failure}`,
      mend: 'Receivers will fare no better. See that the name servers of the domain answer.',
    };
  if (governing === undefined)
    return {
      state: 'fail',
      found: `there is none at _dmarc.${walk.domain} nor above it; large providers refuse bulk mail without one`,
      mend: 'Publish this one. It asks receivers for nothing but reports.',
      record,
    };
  const { faults, removed, unknown, hasDoubledTag } = governing.record;
  const where = `_dmarc.${governing.domain}`;
  if (hasDoubledTag)
    return {
      state: 'fail',
      found: `in ${where}, ${faults.join('; ')}: receivers may throw all of it away`,
      mend: 'Leave each tag once.',
    };
  if (faults.length > 0)
    return {
      state: 'warn',
      found: `in ${where}, ${faults.join('; ')}: receivers overlook it`,
      mend: 'Correct it.',
    };
  if (removed.length > 0)
    return {
      state: 'warn',
      found: `${where} holds ${removed.map((tag) => `${tag}=`).join(', ')}, which RFC 9989 took away: new receivers overlook it, old ones may not`,
      mend: removed.includes('pct')
        ? 'Take it out. To try a stricter policy before it is applied, write t=y.'
        : 'Take it out.',
    };
  const remark = unknown.length > 0 ? `; ${unknown.join(', ')} is unknown and overlooked` : '';
  return { state: 'ok', found: `${where}: ${governing.text}${remark}` };
}

/** What the policy comes to for mail with this From. */
export function judgeDmarcPolicy(walk: DmarcWalk): Verdict {
  const governing = governingStep(walk);
  if (governing === undefined) return { state: 'skipped', found: 'there is no record' };
  const { record } = governing;
  const policy = appliedPolicy(governing, walk.domain);
  const organisation = organisationOf(walk);
  if (policy === 'ignored')
    return {
      state: 'fail',
      found: `the record at _dmarc.${governing.domain} has no p= that can be read: to receivers there is none`,
      mend: 'Write p=none, p=quarantine or p=reject behind v=DMARC1.',
    };
  if (record.psd === 'y' && governing.domain === walk.domain)
    return {
      state: 'warn',
      found: `psd=y says that ${walk.domain} is no organisation but a suffix, such as co.uk`,
      mend: 'Take psd=y out.',
    };
  if (record.isTesting && policy !== 'none')
    return {
      state: 'warn',
      found: `t=y: receivers are asked not to apply p=${policy} yet`,
      mend: 'Take t=y out once reports show nothing unexpected.',
    };
  const hints = [
    ...(record.hasBadPolicy ? ['Write a p= that can be read; until then it counts as p=none.'] : []),
    ...(policy === 'none'
      ? ['Once reports show that all your mail passes, p=quarantine protects your name.']
      : []),
    ...(record.reports.length === 0 ? ['With rua=mailto:… you would hear what receivers see.'] : []),
  ];
  return {
    state: record.hasBadPolicy ? 'warn' : 'ok',
    found: `p=${policy} for ${walk.domain}; the organisation begins at ${organisation}`,
    ...(hints.length > 0 ? { mend: hints.join(' ') } : {}),
  };
}

export interface AlignmentQuestion {
  readonly author: DmarcWalk;
  /** Domain of the envelope sender, if SPF passes or may pass. */
  readonly bounces?: DmarcWalk;
  /** Of each `d=` that we sign with. */
  readonly signers: readonly DmarcWalk[];
}

/** RFC 9989 §4.4: From must agree with one of the domains that were vouched for. */
export function judgeAlignment({ author, bounces, signers }: AlignmentQuestion): Verdict {
  const record = governingStep(author)?.record;
  const own = named(author);
  const spf = bounces !== undefined && isAligned(own, named(bounces), record?.spfAlignment ?? 'relaxed');
  const dkim = signers.some((signer) => isAligned(own, named(signer), record?.dkimAlignment ?? 'relaxed'));
  const strange = signers
    .filter((signer) => !isAligned(own, named(signer), record?.dkimAlignment ?? 'relaxed'))
    .map(({ domain }) => domain);
  if (!spf && !dkim)
    return {
      state: 'fail',
      found:
        signers.length === 0
          ? `nothing that we send is vouched for by ${own.organisation}`
          : `From is at ${own.domain}, and DKIM signs for ${strange.join(', ')}`,
      mend: `Sign with DKIM for ${own.domain}: BROADSIDE_DKIM_KEYS=SELECTOR@${own.domain}:FILE.`,
    };
  if (!dkim)
    return {
      state: 'warn',
      found: `only SPF agrees with From${strange.length > 0 ? `; DKIM signs for ${strange.join(', ')}` : ''}: mail that is forwarded fails, and Microsoft asks for both`,
      mend: `Sign with DKIM for ${own.domain}: BROADSIDE_DKIM_KEYS=SELECTOR@${own.domain}:FILE.`,
    };
  if (!spf)
    return {
      state: 'warn',
      found: `only DKIM agrees with From (${own.domain}): Microsoft asks bulk senders for SPF as well`,
      mend: 'Make SPF pass for the domain of From, or of bounces.',
    };
  return { state: 'ok', found: `From, SPF and DKIM agree on ${own.organisation}` };
}

function named(walk: DmarcWalk): { readonly domain: string; readonly organisation: string } {
  return { domain: walk.domain, organisation: organisationOf(walk) };
}
