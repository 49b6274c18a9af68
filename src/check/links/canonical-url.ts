// An address as written goes in, the one under which two writings of it are the same comes out. For comparing only: it is
// never shown to a reader. Anything that is not a web address comes back as it is.
import { isTrackingParameter } from './tracking-parameters.ts';
import { isCarrier, unwrapped } from './unwrap-address.ts';

/** Twins of one site: the same pages for telephones, or with and without `www.`; but `m.tv` is a site of its own. */
const TWIN = /^(?:www|m|mobile|amp)\.(?=[^.]+\.[^.])/u;
/** `en.m.wikipedia.org`. */
const WIKI_TWIN = /^([a-z-]{2,12})\.m\.(wik[a-z]+\.org)$/u;
/** Other forms of the same page, at the end of its path. */
const LAST_STEP = /\/(?:index\.(?:html?|php|aspx?)|default\.aspx?|amp(?:\.html)?|print)?$/iu;
/** `?amp=1`, `?print=true`, `?outputType=amp`: the page in another dress. */
const OTHER_DRESS =
  /^(?:amp|print|printable|printer_?friendly|output_?type=amp|m(?:obile)?=1)(?:=(?:1|true|yes|y)?)?$/iu;
/** Addresses whose page stands behind the `#`, single posts of a live page, and items of a newsletter like ours: stories of their own. Every other fragment is a place on the page. */
const OWN_PAGE =
  /^#(?:!|\/|(?:block|post|entry|update|liveblog-entry|lb)[-_:][\w-]*\d|(?:no-\d|special-\d{4}-\d{2}-\d{2})[\w%-]*-)/iu;
/** An escape; behind a loose `%` it is none for sure, because what it stands for might make one. */
const ESCAPE = /(?<!%|%[0-9a-f])%[0-9a-f]{2}/giu;
/** Signs that an address may hold as they are or escaped (RFC 3986 §2.2, §2.3). */
const PLAIN = /[\w.~!'()*,:;@$-]/u;
/** Copies of copies; nobody goes further on purpose. */
const MAX_LAYERS = 4;

/**
 * Scheme, `www.`, default port, mobile and AMP twins, tracking, print views, a last slash and most fragments make no difference, the
 * order of parameters neither; a copy in a web archive is the page itself.
 */
export function canonicalUrl(written: string): string {
  const url = readWebAddress(written);
  return url === undefined ? written : canonicalForm(unwrapped(url));
}

/** True for a site's front page: nothing behind the host that could name an article. */
export function isFrontPage(written: string): boolean {
  const url = readWebAddress(written);
  if (url === undefined) return false;
  const page = unwrapped(url);
  return canonicalForm(page) === siteOf(page);
}

/** The parsed address when it begins with http or https and can be parsed (WHATWG URL). */
export function readWebAddress(written: string): URL | undefined {
  return /^https?:\/\//iu.test(written) ? (URL.parse(written) ?? undefined) : undefined;
}

/** @param hostname Of a parsed address: in small letters, without its port. */
export function canonicalHost(hostname: string): string {
  let name = hostname.replace(/(?<=[^.])\.$/u, '');
  while (TWIN.test(name)) name = name.slice(name.indexOf('.') + 1);
  return name.replace(WIKI_TWIN, '$1.$2');
}

function canonicalForm(url: URL, layer = 0): string {
  const form = formOf(url);
  if (layer >= MAX_LAYERS || !isCarrier(url.hostname)) return form;
  // Put straight, the address of a copy may show for the first time what it is a copy of.
  const straight = URL.parse(`https://${form}`);
  const inner = straight === null ? undefined : unwrapped(straight);
  return inner === undefined || inner === straight ? form : canonicalForm(inner, layer + 1);
}

function formOf(url: URL): string {
  const query = canonicalQuery(url.search);
  const page = `${siteOf(url)}${canonicalPath(url.pathname)}${query === '' ? '' : `?${query}`}`;
  return OWN_PAGE.test(url.hash) ? page + url.hash : page;
}

function siteOf({ hostname, port }: URL): string {
  // `http://example.org:443/` is as wrong as it is harmless.
  return port === '' || port === '80' || port === '443'
    ? canonicalHost(hostname)
    : `${canonicalHost(hostname)}:${port}`;
}

function canonicalPath(pathname: string): string {
  let path = plain(pathname);
  if (path.includes('//')) path = path.replace(/\/{2,}/gu, '/');
  for (;;) {
    const shorter = path.startsWith('/amp/') ? path.slice(4) : path.replace(LAST_STEP, '');
    // A section that is called "print" is not the front page.
    if (shorter === path || (shorter === '' && /^\/(?:amp|print)/iu.test(path))) return path;
    path = shorter;
  }
}

function canonicalQuery(search: string): string {
  if (search === '') return '';
  return search
    .slice(1)
    .split('&')
    .map((pair) => plain(pair.replaceAll('+', '%20')))
    .filter(
      (pair) => pair !== '' && !isTrackingParameter(pair.split('=', 1)[0] ?? '') && !OTHER_DRESS.test(pair),
    )
    .sort()
    .join('&');
}

/** One form for what may be written as a sign or as its escape. */
function plain(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(ESCAPE, (written) => {
    const sign = String.fromCharCode(Number.parseInt(written.slice(1), 16));
    return PLAIN.test(sign) ? sign : written.toUpperCase();
  });
}
