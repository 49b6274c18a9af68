// Every link of a built site that stays in it, followed: those of its pages, with their anchors, and every address of the site that any
// other file of it has in it, feeds and maps included. What leads nowhere comes out.
import { JSDOM } from 'jsdom';
import type { OutputFile } from '../../src/model/rendered.ts';

const TEXTS = /\.(?:xml|json|txt|ics|opml|bib|xsl|webmanifest)$/u;

/** @param files `site/…`; others are passed over. @returns `page → link`, sorted. */
export function deadLinks(files: readonly OutputFile[], siteUrl: string): readonly string[] {
  const site = new Map(
    files.flatMap((file) => (file.path.startsWith('site/') ? [[file.path.slice('site/'.length), file]] : [])),
  );
  const anchors = new Map<string, ReadonlySet<string>>();
  const linksOf = new Map<string, readonly string[]>();
  for (const [path, { contents }] of site) {
    const base = new URL(path, siteUrl);
    if (path.endsWith('.html')) {
      const { document } = new JSDOM(String(contents)).window;
      anchors.set(path, new Set([...document.querySelectorAll('[id]')].map(({ id }) => id)));
      const links = [...document.querySelectorAll('[href], [src], [content^="http"], [content*="url="]')].map(
        (element) =>
          element.getAttribute('href') ??
          element.getAttribute('src') ??
          (element.getAttribute('content') ?? '').replace(/^.*url=/u, ''),
      );
      const machines = [...document.querySelectorAll('script[type="application/ld+json"]')].flatMap(
        ({ textContent }) => addressesIn(textContent ?? '', siteUrl),
      );
      linksOf.set(path, [
        ...links.flatMap((link) =>
          URL.canParse(link, base) ? [new URL(link, base).href] : [`${link} (no link)`],
        ),
        ...machines,
      ]);
    } else if (TEXTS.test(path)) linksOf.set(path, addressesIn(String(contents), siteUrl));
  }
  return [...linksOf]
    .flatMap(([path, links]) =>
      [...new Set(links)].flatMap((link) =>
        leads(link, siteUrl, site, anchors) ? [] : [`${path} → ${link}`],
      ),
    )
    .sort();
}

/** As they stand in the text, whatever it is: up to a character that no address has. */
function addressesIn(text: string, siteUrl: string): readonly string[] {
  // RFC 5545 §3.1: a long line goes on behind a line end and a space.
  const unfolded = text.replace(/\r\n /gu, '');
  const links: string[] = [];
  for (let at = unfolded.indexOf(siteUrl); at !== -1; at = unfolded.indexOf(siteUrl, at + 1)) {
    const [address = ''] = /^[^\s"'<>\\{}|^`]*/u.exec(unfolded.slice(at)) ?? [];
    links.push(address.replaceAll('&amp;', '&').replace(/(?:&quot;|&#x?[\da-f]+;|[).,;])+$/iu, ''));
  }
  return links;
}

function leads(
  link: string,
  siteUrl: string,
  site: ReadonlyMap<string, unknown>,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  if (!link.startsWith(siteUrl)) return !link.endsWith('(no link)');
  const { pathname, hash } = new URL(link);
  const below = decodeURIComponent(pathname.slice(new URL(siteUrl).pathname.length));
  const path = below === '' || below.endsWith('/') ? `${below}index.html` : below;
  if (!site.has(path)) return false;
  return hash === '' || anchors.get(path)?.has(decodeURIComponent(hash.slice(1))) === true;
}
