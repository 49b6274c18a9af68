// A web address goes in; the address that it carries comes out, where its site only shows or passes on the pages of others: copies
// in web archives, copies for fast telephones, counters of clicks. Stands apart because two rules ask whose page a link leads to.
import { isBelow } from '../../model/is-below.ts';

/** Hosts whose every page is a copy of the page whose address stands in its path (subdomains count). */
const ARCHIVES = [
  'web.archive.org',
  'wayback.archive.org',
  'archive.today',
  'archive.is',
  'archive.ph',
  'archive.fo',
  'archive.li',
  'archive.md',
  'archive.vn',
  'webarchive.nationalarchives.gov.uk',
  'webarchive.loc.gov',
  'wayback.archive-it.org',
  'arquivo.pt',
  'web.archive.bibalex.org',
  'swap.stanford.edu',
];
/** By host and path: the parameters in which the address stands. */
const FORWARDERS: readonly {
  readonly host: RegExp;
  readonly path: RegExp;
  readonly names: readonly string[];
}[] = [
  { host: /(?:^|\.)google\.[a-z.]{2,6}$/u, path: /^\/url$/u, names: ['url', 'q'] },
  { host: /(?:^|\.)lm?\.(?:facebook|instagram)\.com$/u, path: /^\/(?:l\.php)?$/u, names: ['u'] },
  { host: /\.safelinks\.protection\.outlook\.com$/u, path: /^\//u, names: ['url'] },
];
/** What the name of every such host holds: most hosts are no such, and this is asked of each link. */
const MAY_CARRY = /google|facebook|instagram|outlook|ampproject|archive|arquivo|swap\./u;
const GOOGLE = /(?:^|\.)google\.[a-z.]{2,6}$/u;
/** `/amp/s/www.example.org/a`; with `s` for https. */
const GOOGLE_AMP = /^\/amp\/(s\/)?([^/]+\.[^/]+.*)$/su;
/** `/c/s/www.example.org/a`, `/v/s/…`, `/wp/s/…`. */
const AMP_CACHE = /^\/[a-z]{1,3}\/(s\/)?([^/]+\.[^/]+.*)$/su;
/** `20160116000000id_/` before an address without its scheme. */
const STAMP = /^\/(?:web\/|wayback\/)?\d{4,14}[a-z_]{0,4}\/([^/]+\.[^/]+.*)$/su;
/** A copy of a copy of a copy; nobody goes further on purpose. */
const MAX_LAYERS = 8;

/** The innermost one; `url` itself when it carries none. */
export function unwrapped(url: URL): URL {
  let current = url;
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    const inner = carried(current);
    const next = inner === undefined ? null : URL.parse(inner);
    if (next === null || !/^https?:$/u.test(next.protocol)) return current;
    current = next;
  }
  return current;
}

function carried(url: URL): string | undefined {
  const { hostname } = url;
  if (!MAY_CARRY.test(hostname)) return undefined;
  const { pathname, search, hash } = url;
  if (isBelow(hostname, 'cdn.ampproject.org')) return withScheme(AMP_CACHE.exec(pathname), search + hash);
  if (GOOGLE.test(hostname) && pathname.startsWith('/amp/'))
    return withScheme(GOOGLE_AMP.exec(pathname), search + hash);
  for (const forwarder of FORWARDERS) {
    if (!forwarder.host.test(hostname) || !forwarder.path.test(pathname)) continue;
    const values = forwarder.names.map((name) => url.searchParams.get(name));
    return values.find((value) => value !== null && /^https?:\/\//iu.test(value)) ?? undefined;
  }
  if (!ARCHIVES.some((archive) => isBelow(hostname, archive))) return undefined;
  const at = pathname.search(/https?:\/+[^/]/iu);
  // Some servers make one slash of the two.
  if (at >= 0) return pathname.slice(at).replace(/^(https?:)\/+/iu, '$1//') + search + hash;
  const bare = STAMP.exec(pathname)?.[1];
  return bare === undefined ? undefined : `http://${bare}${search}${hash}`;
}

/** True for a site whose pages carry the addresses of others. */
export function isCarrier(hostname: string): boolean {
  return (
    MAY_CARRY.test(hostname) &&
    (isBelow(hostname, 'cdn.ampproject.org') ||
      GOOGLE.test(hostname) ||
      FORWARDERS.some(({ host }) => host.test(hostname)) ||
      ARCHIVES.some((archive) => isBelow(hostname, archive)))
  );
}

function withScheme(match: RegExpExecArray | null, rest: string): string | undefined {
  return match === null ? undefined : `${match[1] === undefined ? 'http' : 'https'}://${match[2]}${rest}`;
}
