// From a domain up through the tree of names to where its organisation begins, and to the policy that holds for it: RFC 9989 §4.10,
// which asks the name system itself and no list of public suffixes.
import { type DnsLookup, recordsOf } from '../../model/dns-lookup.ts';
import { type DmarcRecord, isDmarcRecord, readDmarcRecord } from './dmarc-record.ts';

export interface DmarcWalk {
  readonly domain: string;
  /** From the longest name to the shortest. */
  readonly steps: readonly DmarcStep[];
  /** Names with several records: all of them are thrown away (§4.10, step 2). */
  readonly doubled: readonly string[];
  /** Where nobody could tell; the walk ended there. */
  readonly failure?: string;
}

export interface DmarcStep {
  readonly domain: string;
  readonly text: string;
  readonly record: DmarcRecord;
}

/** §4.10, step 4: a longer name is cut to so many labels after the first question, so that at most eight are asked. */
const LABELS_AFTER_FIRST = 7;

/** @param domain Lower-case A-labels. Rejects never. */
export async function walkDmarc(domain: string, dns: Pick<DnsLookup, 'txt'>): Promise<DmarcWalk> {
  const steps: DmarcStep[] = [];
  const doubled: string[] = [];
  for (let labels = domain.split('.'); labels.length > 0; labels = labels.slice(1)) {
    const name = labels.join('.');
    const answer = await dns.txt(`_dmarc.${name}`);
    if (answer.kind === 'failed')
      return { domain, steps, doubled, failure: `_dmarc.${name}: ${answer.detail}` };
    const texts = recordsOf(answer)
      .map((text) => text.trim())
      .filter(isDmarcRecord);
    const [text] = texts;
    if (texts.length > 1) doubled.push(name);
    else if (text !== undefined) {
      const record = readDmarcRecord(text);
      steps.push({ domain: name, text, record });
      if (record.psd !== 'u') break;
    }
    if (labels.length > LABELS_AFTER_FIRST + 1) labels = labels.slice(-(LABELS_AFTER_FIRST + 1));
  }
  return { domain, steps, doubled };
}

/** Where the organisation of the walk's domain begins (§4.10.2). */
export function organisationOf({ domain, steps }: Pick<DmarcWalk, 'domain' | 'steps'>): string {
  for (const step of steps) {
    if (step.record.psd === 'n') return step.domain;
    if (step.record.psd === 'y' && step.domain !== domain) {
      // One label below the public suffix.
      const labels = domain.split('.');
      return labels.slice(-(step.domain.split('.').length + 1)).join('.');
    }
  }
  return steps.at(-1)?.domain ?? domain;
}

/** The record that holds for the walk's domain (§4.10.1): its own, its organisation's, or that of the public suffix above. */
export function governingStep(walk: DmarcWalk): DmarcStep | undefined {
  const organisation = organisationOf(walk);
  const last = walk.steps.at(-1);
  return (
    walk.steps.find(({ domain }) => domain === walk.domain) ??
    walk.steps.find(({ domain }) => domain === organisation) ??
    (last?.record.psd === 'y' ? last : undefined)
  );
}

/** What receivers are asked to do with mail of `domain` that fails; `ignored` when the record as a whole means nothing (§4.10.1). */
export function appliedPolicy(
  { domain, record }: DmarcStep,
  author: string,
): 'none' | 'quarantine' | 'reject' | 'ignored' {
  if (record.hasBadPolicy) return record.reports.length > 0 ? 'none' : 'ignored';
  const own = record.policy ?? 'none';
  return domain === author ? own : (record.subdomainPolicy ?? own);
}

/** §3.2.10 and §4.4: one and the same name when strict, of one organisation when relaxed. */
export function isAligned(
  author: { readonly domain: string; readonly organisation: string },
  other: { readonly domain: string; readonly organisation: string },
  mode: 'relaxed' | 'strict',
): boolean {
  return mode === 'strict' ? author.domain === other.domain : author.organisation === other.organisation;
}
