// The text of a feed and its address go in, its entries come out: RSS 0.9x to 2.0, RDF, Atom and JSON Feed. What is broken is salvaged entry by
// entry; what is no feed is refused with a reason. Nothing is fetched, and no entity but those of HTML is ever expanded.
import { parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith';
import { decoded, htmlToText } from '../html-to-text.ts';
import type { FeedEntry, FeedRefusal, FeedText } from './feed-text.ts';
import { MOST_READ, readXmlFeed, type XmlReader } from './read-xml-feed.ts';

/** Of a page that was asked in place of a feed, so much is looked through. */
const HEAD_LENGTH = 100_000;

/** @param url Where it was found in the end: relative addresses begin there. */
export function readFeed(text: string, url: string): FeedText | FeedRefusal {
  const whole = text.replace(/^\ufeff/u, '');
  const start = whole.slice(0, 2000).trimStart();
  if (start === '') return { refusal: 'it is empty' };
  if (start.startsWith('{')) return readJson(whole, url);
  const read = readXmlFeed(whole, readers(url));
  if (read !== undefined) return read;
  if (/<(?:!doctype\s+html|html|head|body)\b/iu.test(start)) {
    const meant = feedsNamedIn(whole.slice(0, HEAD_LENGTH), url);
    return { refusal: 'it is a web page, not a feed', ...(meant.length > 0 && { meant }) };
  }
  return { refusal: 'it is no feed: neither RSS nor Atom nor JSON Feed' };
}

function readers(url: string): { readonly [form in 'rss' | 'rdf' | 'atom']: XmlReader } {
  return {
    rss: (xml) => {
      const feed = parseRssFeed(xml);
      const home = absolute(feed.link, url) ?? url;
      return {
        form: 'RSS',
        title: htmlToText(feed.title ?? ''),
        ...languageOf(feed.xml?.lang, feed.language, feed.dc?.languages?.[0]),
        entries: (feed.items ?? []).map((item) => ({
          title: htmlToText(item.title ?? item.dc?.titles?.[0] ?? ''),
          ...urlOf(
            absolute(item.link, home),
            absolute(alternate(item.atom?.links), home),
            item.guid?.isPermaLink === false ? undefined : webAddress(item.guid?.value),
          ),
          summary: htmlToText(item.description ?? item.content?.encoded ?? ''),
          dates: some(item.pubDate, item.dc?.dates?.[0], item.atom?.published, item.atom?.updated),
          ...languageOf(item.xml?.lang, item.dc?.languages?.[0]),
          categories: words([
            ...(item.categories ?? []).map(({ name }) => name),
            ...(item.dc?.subjects ?? []),
          ]),
          ...sourceOf(item.source?.title),
        })),
        lostCount: 0,
      };
    },
    rdf: (xml) => {
      const feed = parseRdfFeed(xml);
      const home = absolute(feed.link, url) ?? url;
      return {
        form: 'RDF',
        title: htmlToText(feed.title ?? ''),
        ...languageOf(feed.xml?.lang, feed.dc?.languages?.[0]),
        entries: (feed.items ?? []).map((item) => ({
          title: htmlToText(item.title ?? item.dc?.titles?.[0] ?? ''),
          ...urlOf(absolute(item.link, home), webAddress(item.rdf?.about)),
          summary: htmlToText(item.description ?? item.content?.encoded ?? item.dc?.descriptions?.[0] ?? ''),
          dates: some(item.dc?.dates?.[0]),
          ...languageOf(item.xml?.lang, item.dc?.languages?.[0]),
          categories: words(item.dc?.subjects ?? []),
          ...sourceOf(item.dc?.sources?.[0]),
        })),
        lostCount: 0,
      };
    },
    atom: (xml) => {
      const feed = parseAtomFeed(xml);
      const base = absolute(feed.xml?.base, url) ?? url;
      return {
        form: 'Atom',
        title: textOf(feed.title),
        ...languageOf(feed.xml?.lang, feed.dc?.languages?.[0]),
        entries: (feed.entries ?? []).map((entry) => {
          const from = absolute(entry.xml?.base, base) ?? base;
          return {
            title: textOf(entry.title),
            ...urlOf(
              absolute(alternate(entry.links), from),
              // An id is an address of its own; feeds without links mean it to be the page's (RFC 4287 §4.1.1 asks for one of both).
              webAddress(entry.id),
            ),
            summary: entry.summary === undefined ? contentOf(entry.content) : textOf(entry.summary),
            dates: some(entry.published, entry.updated, entry.dc?.dates?.[0]),
            ...languageOf(entry.xml?.lang, entry.dc?.languages?.[0]),
            categories: words((entry.categories ?? []).map(({ label, term }) => label ?? term)),
            ...sourceOf(entry.source?.title === undefined ? undefined : textOf(entry.source.title)),
          };
        }),
        lostCount: 0,
      };
    },
  };
}

function readJson(text: string, url: string): FeedText | FeedRefusal {
  let feed: ReturnType<typeof parseJsonFeed<string>>;
  try {
    const value: unknown = JSON.parse(text);
    const items: unknown = Reflect.get(Object(value), 'items');
    // A feed without its version is common, and nothing else has items.
    feed = parseJsonFeed({
      version: 'https://jsonfeed.org/version/1.1',
      ...Object(value),
      ...(Array.isArray(items) && { items: items.slice(0, MOST_READ) }),
    });
  } catch (error) {
    return error instanceof SyntaxError
      ? { refusal: 'it breaks off or is no JSON' }
      : { refusal: 'it is JSON, but no JSON Feed' };
  }
  if (!Array.isArray(feed.items) && feed.title === undefined)
    return { refusal: 'it is JSON, but no JSON Feed' };
  const home = absolute(feed.home_page_url, url) ?? url;
  return {
    form: 'JSON Feed',
    title: decoded(feed.title ?? ''),
    ...languageOf(feed.language),
    entries: (feed.items ?? []).map((item) => ({
      title: decoded(item.title ?? ''),
      ...urlOf(absolute(item.url, home), absolute(item.external_url, home), webAddress(item.id)),
      summary:
        item.summary === undefined
          ? item.content_html === undefined
            ? decoded(item.content_text ?? '')
            : htmlToText(item.content_html)
          : decoded(item.summary),
      dates: some(item.date_published, item.date_modified),
      ...languageOf(item.language),
      categories: words(item.tags ?? []),
    })),
    lostCount: 0,
  };
}

interface AtomText {
  readonly value?: string;
  readonly type?: string;
}

/** RFC 4287 §3.1.1: text unless it says otherwise; Atom 0.3 has media types. What says nothing may still be escaped twice. */
function textOf(text: AtomText | undefined): string {
  const value = text?.value ?? '';
  return isMarkup(text?.type) ? htmlToText(value) : decoded(value);
}

function contentOf(content: AtomText | undefined): string {
  return content?.type === undefined || content.type === 'text' || isMarkup(content.type)
    ? textOf(content)
    : '';
}

function isMarkup(type = 'text'): boolean {
  return /html/iu.test(type);
}

interface AtomLink {
  readonly href?: string;
  readonly rel?: string;
  readonly type?: string;
}

/** RFC 4287 §4.2.7.2: no `rel` means alternate. Of several, the one for people. */
function alternate(links: readonly AtomLink[] = []): string | undefined {
  const all = links.filter(({ rel = 'alternate' }) => rel === 'alternate' || rel.endsWith('/alternate'));
  const page = all.find(({ type = 'text/html' }) => /html/iu.test(type)) ?? all[0];
  return page?.href;
}

function absolute(written: string | undefined, base: string): string | undefined {
  const address = written?.replace(/\s+/gu, ' ').trim() ?? '';
  return address === '' ? undefined : webAddress(URL.parse(address, base)?.href);
}

function webAddress(written: string | undefined): string | undefined {
  const address = written?.trim() ?? '';
  if (!/^https?:\/\//iu.test(address)) return undefined;
  // A backslash behind the ? stays as it is in an address and means something in Markdown: escaped, it is the same wherever it is written.
  return URL.parse(address)?.href.replaceAll('\\', '%5C');
}

function urlOf(...candidates: readonly (string | undefined)[]): Pick<FeedEntry, 'url'> {
  const url = candidates.find((one) => one !== undefined);
  return url === undefined ? {} : { url };
}

function languageOf(...candidates: readonly (string | undefined)[]): { readonly language?: string } {
  const language = candidates.find((one) => one !== undefined && one.trim() !== '')?.trim();
  return language === undefined ? {} : { language };
}

function sourceOf(name: string | undefined): Pick<FeedEntry, 'source'> {
  const source = htmlToText(name ?? '');
  return source === '' ? {} : { source };
}

function some(...texts: readonly (string | undefined)[]): readonly string[] {
  return texts.filter((one) => one !== undefined && one.trim() !== '') as string[];
}

function words(texts: readonly (string | undefined)[]): readonly string[] {
  return texts.flatMap((text) => htmlToText(text ?? '') || []);
}

/** `<link rel="alternate" type="application/rss+xml" href="…">` */
function feedsNamedIn(html: string, url: string): readonly string[] {
  const found = [...html.matchAll(/<link\s([^<>]{1,1000})>/giu)].flatMap(([, attributes = '']) => {
    const told = (name: RegExp) => name.exec(attributes)?.[1] ?? '';
    const isFeed = /^application\/(?:rss\+xml|atom\+xml|feed\+json)$/iu.test(
      told(/\btype\s?=\s?["']?([^\s"'>]+)/iu),
    );
    const isAlternate = /\balternate\b/iu.test(told(/\brel\s?=\s?["']?([^"'>]+)/iu));
    const address = absolute(decoded(told(/\bhref\s?=\s?["']?([^\s"'>]+)/iu)), url);
    return isFeed && isAlternate && address !== undefined ? [address] : [];
  });
  return [...new Set(found)].slice(0, 5);
}
