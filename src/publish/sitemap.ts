// Which pages there are, for machines that look for them: `sitemap.xml` (sitemaps.org 0.9), in several files with an index where one would be
// too large, and `robots.txt`, which says where it is. Every page is listed by the one address that it calls its own.
import type { Newsletter } from '../model/newsletter.ts';
import type { PageContexts } from '../model/pages.ts';
import type { OutputFile } from '../model/rendered.ts';
import { absoluteUrl, SITE_PATHS, sitemapPartPath } from '../model/site-paths.ts';
import type { Page } from './page-writer.ts';

/** What the protocol allows one file to hold: 50,000 addresses and 52,428,800 octets. */
export const SITEMAP_LIMITS = { urls: 50_000, octets: 52_428_800 };

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

type Listed = Pick<Page<keyof PageContexts>, 'path' | 'changedOn' | 'isUnlisted'>;

export function sitemapFiles(
  { siteUrl }: Pick<Newsletter, 'siteUrl'>,
  pages: readonly Listed[],
  limits = SITEMAP_LIMITS,
): readonly OutputFile[] {
  const parts = inParts(
    pages.filter((page) => page.isUnlisted !== true).map((page) => entryOf('url', siteUrl, page)),
    limits,
  );
  const [first, ...others] = parts;
  if (others.length === 0) return [sitemap(SITE_PATHS.sitemap, 'urlset', first ?? [])];
  const paths = parts.map((_, index) => sitemapPartPath(index + 1));
  return [
    sitemap(
      SITE_PATHS.sitemap,
      'sitemapindex',
      paths.map((path) => entryOf('sitemap', siteUrl, { path })),
    ),
    ...paths.map((path, index) => sitemap(path, 'urlset', parts[index] ?? [])),
  ];
}

/** Read only where the archive has a host of its own (RFC 9309 §2.3); elsewhere its last line is for the host's own file. */
export function robotsFile({ siteUrl }: Pick<Newsletter, 'siteUrl'>): OutputFile {
  return {
    path: `site/${SITE_PATHS.robots}`,
    contents: `User-agent: *\nDisallow:\n\nSitemap: ${absoluteUrl(siteUrl, SITE_PATHS.sitemap)}\n`,
    mediaType: 'text/plain; charset=utf-8',
  };
}

function entryOf(name: string, siteUrl: string, { path, changedOn }: Listed): string {
  // An address has no < in it, and no quotation mark stands in an attribute here.
  const url = absoluteUrl(siteUrl, path).replaceAll('&', '&amp;');
  const changed = changedOn === undefined ? '' : `<lastmod>${changedOn}</lastmod>`;
  return `<${name}><loc>${url}</loc>${changed}</${name}>\n`;
}

function sitemap(path: string, root: string, entries: readonly string[]): OutputFile {
  return {
    path: `site/${path}`,
    contents: `${HEAD}<${root} ${NAMESPACE}>\n${entries.join('')}</${root}>\n`,
    mediaType: 'application/xml; charset=utf-8',
  };
}

/** Entries are ASCII: an octet a character. */
function inParts(entries: readonly string[], limits: typeof SITEMAP_LIMITS): readonly string[][] {
  const room = limits.octets - HEAD.length - `<urlset ${NAMESPACE}>\n</urlset>\n`.length;
  const parts: string[][] = [];
  let octets = 0;
  for (const entry of entries) {
    const last = parts.at(-1);
    if (last === undefined || last.length === limits.urls || octets + entry.length > room) {
      parts.push([entry]);
      octets = entry.length;
    } else {
      last.push(entry);
      octets += entry.length;
    }
  }
  return parts;
}
