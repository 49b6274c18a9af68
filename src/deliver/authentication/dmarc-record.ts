// The text of a DMARC policy record in, by the rules of RFC 9989 §4.7 and §4.8; what it asks for out, with what receivers overlook.
// Old records are read too: what RFC 7489 knew and is gone (`pct`, `rf`, `ri`) is named and does nothing.
import { readTagList } from './tag-list.ts';

export interface DmarcRecord {
  /** Undefined when missing or no policy at all; see `appliedPolicy`. */
  readonly policy?: DmarcPolicy;
  readonly subdomainPolicy?: DmarcPolicy;
  /** For subdomains that do not exist. */
  readonly missingPolicy?: DmarcPolicy;
  readonly dkimAlignment: 'relaxed' | 'strict';
  readonly spfAlignment: 'relaxed' | 'strict';
  /** `y`: below this domain everybody may have a domain (a public suffix). `n`: this is where an organisation begins. */
  readonly psd: 'y' | 'n' | 'u';
  /** `t=y`: the policy is asked not to be applied yet. */
  readonly isTesting: boolean;
  /** Where reports go; only addresses that can be one. */
  readonly reports: readonly string[];
  /** Tags with a value that means nothing, and so their default. */
  readonly faults: readonly string[];
  /** Tags of RFC 7489 that RFC 9989 took away. */
  readonly removed: readonly string[];
  readonly unknown: readonly string[];
  /** A tag stands twice: by RFC 6376 §3.2 that makes the whole list void, and some receivers go by it. */
  readonly hasDoubledTag: boolean;
  /** A `p`, `sp` or `np` that cannot be read: the whole policy falls (RFC 9989 §4.10.1). */
  readonly hasBadPolicy: boolean;
}

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

/** "v" first, its value in these very letters; blanks may stand around the sign. */
export function isDmarcRecord(text: string): boolean {
  return /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/u.test(text);
}

const KNOWN = ['v', 'p', 'sp', 'np', 'adkim', 'aspf', 'fo', 'rua', 'ruf', 't', 'psd'];
const REMOVED = ['pct', 'rf', 'ri'];
const POLICIES: readonly string[] = ['none', 'quarantine', 'reject'];
/** RFC 3986 §3: a scheme, and what an address may hold; `!10m` at the end is from RFC 7489. */
const REPORT_URI = /^[a-z][a-z0-9+.-]*:[\w\-.~:/?#[\]@$&'()*+;=%]+(?:![0-9]+[kmgt]?)?$/iu;

/** @param text Of a record of which `isDmarcRecord` is true. */
export function readDmarcRecord(text: string): DmarcRecord {
  const { tags, faults: form } = readTagList(text);
  const faults = [...form];
  const oneOf = <T extends string>(name: string, allowed: readonly string[]): T | undefined => {
    const value = tags.get(name)?.toLowerCase();
    if (value === undefined || allowed.includes(value)) return value as T | undefined;
    faults.push(`${name}=${tags.get(name)} means nothing`);
    return undefined;
  };
  const policy = oneOf<DmarcPolicy>('p', POLICIES);
  const subdomainPolicy = oneOf<DmarcPolicy>('sp', POLICIES);
  const missingPolicy = oneOf<DmarcPolicy>('np', POLICIES);
  const reports = readReports(tags.get('rua'), faults);
  const hasBadPolicy =
    policy === undefined ||
    (tags.has('sp') && subdomainPolicy === undefined) ||
    (tags.has('np') && missingPolicy === undefined);
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(subdomainPolicy === undefined ? {} : { subdomainPolicy }),
    ...(missingPolicy === undefined ? {} : { missingPolicy }),
    dkimAlignment: oneOf('adkim', ['r', 's']) === 's' ? 'strict' : 'relaxed',
    spfAlignment: oneOf('aspf', ['r', 's']) === 's' ? 'strict' : 'relaxed',
    psd: oneOf<'y' | 'n' | 'u'>('psd', ['y', 'n', 'u']) ?? 'u',
    isTesting: oneOf('t', ['y', 'n']) === 'y',
    reports,
    faults,
    removed: REMOVED.filter((name) => tags.has(name)),
    unknown: [...tags.keys()].filter((name) => ![...KNOWN, ...REMOVED].includes(name) && name !== 'V'),
    hasDoubledTag: form.some((fault) => fault.endsWith('stands twice')),
    hasBadPolicy,
  };
}

function readReports(written: string | undefined, faults: string[]): readonly string[] {
  const uris = written?.split(',').map((uri) => uri.trim()) ?? [];
  const usable = uris.filter((uri) => REPORT_URI.test(uri));
  const bad = uris.filter((uri) => !REPORT_URI.test(uri));
  if (bad.length > 0)
    faults.push(`rua= holds ${bad.map((uri) => `"${uri}"`).join(', ')}, which is no URI such as mailto:…`);
  return usable;
}
