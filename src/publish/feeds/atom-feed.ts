// Atom (RFC 4287) with the full text. `feedsmith` writes it, around tokens in the place of every text: so it never has to choose between
// CDATA and entities, and adds no spaces to them. An entry is written once, whichever feeds it stands in.
import { generateAtomFeed } from 'feedsmith';
import type { IsoInstant } from '../../model/calendar.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { absoluteUrl } from '../../model/site-paths.ts';
import { atomId, uniqueInstant } from './atom-id.ts';
import { escapeAttribute, escapeMarkup } from './escape-markup.ts';
import type { Feed } from './feed.ts';
import type { FeedItem } from './feed-items.ts';
import { FEED_MEDIA_TYPES, feedPath } from './feed-paths.ts';
import { feedText } from './feed-text.ts';
import type { FeedWriter } from './feed-writer.ts';
import { keep } from './keep.ts';
import { checkWellFormed, declaration, type Frame } from './xml-frame.ts';

/** RFC 4287 §4.1.1 asks every feed when it was changed, one without entries too. */
const BEFORE_ALL = '2000-01-01T00:00:00Z';

export function createAtomWriter(newsletter: Newsletter): FeedWriter {
  const written = new Map<FeedItem, string>();
  const entryXml = (item: FeedItem): string => keep(written, item, () => writeEntry(item, newsletter));
  return (feed) => {
    const { head, tail } = writeFrame(feed, newsletter);
    return [head, ...feed.items.map(entryXml), tail].join('');
  };
}

function writeFrame(feed: Feed, newsletter: Newsletter): Frame {
  const { siteUrl, hub, language } = newsletter;
  const path = feedPath(feed.name, 'atom');
  const { current, previous, next } = feed.chain ?? {};
  const { text, plain, putBack } = tokens();
  const link = (rel: string, name: string | undefined) =>
    name === undefined
      ? []
      : [{ rel, type: FEED_MEDIA_TYPES.atom, href: absoluteUrl(siteUrl, feedPath(name, 'atom')) }];
  const isArchive = current !== undefined;
  const home = absoluteUrl(siteUrl, feed.homePath);
  const author = feedText(newsletter.from.name) || feedText(newsletter.title);
  const made = generateAtomFeed({
    // A document of the archive is a part of the feed that it is the archive of (RFC 5005 §4).
    id: atomId(newsletter, current ?? feed.name),
    title: text(feed.title),
    subtitle: text(feed.description),
    updated: plain(latestOf(feed.items)),
    authors: [{ name: plain(author), uri: absoluteUrl(siteUrl, '') }],
    links: [
      ...link('self', feed.name),
      { rel: 'alternate', type: 'text/html', href: home },
      ...(hub === undefined || isArchive ? [] : [{ rel: 'hub', href: hub }]),
      ...link('current', current),
      ...link('prev-archive', previous),
      ...link('next-archive', next),
    ],
    generator: { text: 'Broadside' },
    xml: { lang: language },
  });
  const named = isArchive
    ? made
        .replace('<feed ', '<feed xmlns:fh="http://purl.org/syndication/history/1.0" ')
        .replace(/<\/feed>\s*$/u, '  <fh:archive/>\n</feed>')
    : made;
  const xml = putBack(named).replace(/^<\?xml[^>]*\?>/u, declaration(path));
  checkWellFormed(xml, path);
  const end = xml.lastIndexOf('</feed>');
  return { head: xml.slice(0, end), tail: `${xml.slice(end).trimEnd()}\n` };
}

function writeEntry(item: FeedItem, newsletter: Newsletter): string {
  const { text, plain, html, putBack } = tokens();
  const made = generateAtomFeed({
    id: '-',
    title: { value: '-' },
    updated: BEFORE_ALL,
    entries: [
      {
        id: atomId(newsletter, item.id),
        title: text(item.title),
        links: [{ rel: 'alternate', type: 'text/html', href: item.url }],
        published: plain(item.publishedAt),
        updated: plain(updatedOf(item)),
        summary: text(item.summary),
        content: { type: 'html', value: html(item.html.read()) },
        categories: item.tags.map((tag) => ({ term: plain(tag) })),
        ...(item.language === newsletter.language ? {} : { xml: { lang: item.language } }),
      },
    ],
  });
  return putBack(made.slice(made.indexOf('  <entry'), made.lastIndexOf('</feed>')));
}

function latestOf(items: readonly FeedItem[]): IsoInstant {
  return items.map(updatedOf).sort().at(-1) ?? BEFORE_ALL;
}

function updatedOf(item: FeedItem): IsoInstant {
  return uniqueInstant(item.updatedAt ?? item.publishedAt, item.id);
}

/** Text that a validator could take for HTML says what it is: then nobody has to guess (RFC 4287 §3.1.1). */
const LIKE_MARKUP = /<[/!a-z]|&#?\w+;/iu;

interface Tokens {
  /** A text construct (RFC 4287 §3.1). */
  readonly text: (text: string) => { readonly value: string; readonly type?: string };
  /** For attributes too. */
  readonly plain: (text: string) => string;
  readonly html: (html: string) => string;
  readonly putBack: (xml: string) => string;
}

/** The signs around a token stand in no address, and every other text is a token itself. */
function tokens(): Tokens {
  const made: string[] = [];
  const token = (xml: string): string => `«${made.push(xml) - 1}»`;
  return {
    text: (text) =>
      LIKE_MARKUP.test(text)
        ? { type: 'html', value: token(escapeMarkup(escapeMarkup(text))) }
        : { value: token(escapeMarkup(text)) },
    plain: (text) => token(escapeAttribute(text)),
    html: (html) => token(`<![CDATA[${html.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`),
    putBack: (xml) => xml.replace(/«(\d+)»/gu, (_, index: string) => made[Number(index)] ?? ''),
  };
}
