// An address as written goes in, the one under which two writings of it are the same comes out. For comparing only: it is
// never shown to a reader. Anything that is not a web address comes back as it is.

/** Parameters that tell a publisher where a reader came from, not which page is meant. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|cmpid|ocid|amp)$/iu;
/** The same in a fragment, as French and British papers write it. */
const TRACKING_FRAGMENT = /^#?(?:xtor=.*|utm_.*|comments?)?$/iu;

/** Scheme, `www.`, default port, tracking, `/amp` and a last slash make no difference; the order of parameters neither. */
export function canonicalUrl(written: string): string {
  const url = readWebAddress(written);
  if (url === undefined) return written;
  const host = url.host.replace(/^www\./u, '');
  const path = decoded(url.pathname)
    .replace(/\/amp\/?$/iu, '')
    .replace(/\/index\.html?$/iu, '')
    .replace(/\/+$/u, '');
  const query = [...url.searchParams]
    .filter(([name]) => !TRACKING.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
  const fragment = TRACKING_FRAGMENT.test(url.hash) ? '' : url.hash;
  return `${host}${path}${query === '' ? '' : `?${query}`}${fragment}`;
}

/** True for a site's front page: nothing behind the host that could name an article. */
export function isFrontPage(written: string): boolean {
  const url = readWebAddress(written);
  return url !== undefined && canonicalUrl(written) === url.host.replace(/^www\./u, '');
}

/** The parsed address when it begins with http or https and can be parsed (WHATWG URL). */
export function readWebAddress(written: string): URL | undefined {
  return /^https?:\/\//iu.test(written) && URL.canParse(written) ? new URL(written) : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
