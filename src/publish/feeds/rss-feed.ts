// RSS 2.0 with the full text. The `rss` package writes it; what it leaves to chance is settled here: its clock in lastBuildDate, its CDATA
// around plain text, its trust in dates, guids and characters. An item is written once, whichever feeds it stands in.
import RSS from 'rss';
import type { IsoInstant } from '../../model/calendar.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { absoluteUrl } from '../../model/site-paths.ts';
import { escapeMarkup } from './escape-markup.ts';
import type { Feed } from './feed.ts';
import type { FeedItem } from './feed-items.ts';
import { FEED_MEDIA_TYPES, feedPath } from './feed-paths.ts';
import { feedText } from './feed-text.ts';
import type { FeedWriter } from './feed-writer.ts';
import { keep } from './keep.ts';
import { checkWellFormed, declaration, type Frame } from './xml-frame.ts';

/** @throws Error when a date is no date, or the result is not well-formed XML: bugs both, for texts are cleaned before. */
export function createRssWriter(newsletter: Newsletter): FeedWriter {
  const written = new Map<FeedItem, string>();
  const itemXml = (item: FeedItem): string => keep(written, item, () => writeItem(item, newsletter));
  return (feed) => {
    const { head, tail } = writeChannel(feed, newsletter);
    return [head, ...feed.items.map(itemXml), tail].join('');
  };
}

type Element = Readonly<Record<string, unknown>>;

function writeChannel(feed: Feed, newsletter: Newsletter): Frame {
  const { siteUrl, hub } = newsletter;
  const { plain, putBack } = plainTexts();
  const path = feedPath(feed.name, 'rss');
  const { current, previous, next } = feed.chain ?? {};
  const link = (rel: string, name: string | undefined): readonly Element[] =>
    name === undefined
      ? []
      : [
          {
            'atom:link': {
              _attr: { href: absoluteUrl(siteUrl, feedPath(name, 'rss')), rel, type: FEED_MEDIA_TYPES.rss },
            },
          },
        ];
  const chain = [
    ...link('current', current),
    ...link('prev-archive', previous),
    ...link('next-archive', next),
  ];
  const isArchive = current !== undefined;
  const channel = new RSS({
    title: plain(feed.title),
    description: plain(feed.description),
    generator: 'Broadside',
    site_url: absoluteUrl(siteUrl, feed.homePath),
    feed_url: absoluteUrl(siteUrl, path),
    language: plain(newsletter.language),
    ...(hub === undefined || isArchive ? {} : { hub }),
    ...(isArchive ? { custom_namespaces: { fh: 'http://purl.org/syndication/history/1.0' } } : {}),
    custom_elements: [...(isArchive ? [{ 'fh:archive': {} }] : []), ...chain],
  });
  const xml = putBack(withBuildDate(channel.xml({ indent: '  ' }), feed.items)).replace(
    /^<\?xml[^>]*\?>/u,
    declaration(path),
  );
  checkWellFormed(xml, path);
  const end = xml.lastIndexOf('  </channel>');
  return { head: xml.slice(0, end), tail: `${xml.slice(end)}\n` };
}

function writeItem(item: FeedItem, newsletter: Newsletter): string {
  const { plain, putBack } = plainTexts();
  const one = new RSS({ title: '-', feed_url: '-', site_url: '-' });
  one.item({
    title: plain(item.title),
    // Readers take a description for HTML (RSS 2.0, "item"), and a summary is plain text.
    description: escapeMarkup(item.summary),
    url: item.url,
    guid: item.id,
    date: rfc822(item.publishedAt),
    author: plain(feedText(newsletter.from.name) || feedText(newsletter.title)),
    categories: item.tags.map(plain),
    custom_elements: [
      { 'content:encoded': { _cdata: item.html.read() } },
      ...(item.updatedAt === undefined ? [] : [{ 'atom:updated': item.updatedAt }]),
    ],
  });
  const xml = one.xml({ indent: '  ' });
  const [start, end] = [xml.indexOf('    <item>'), xml.lastIndexOf('  </channel>')];
  return putBack(xml.slice(start, end));
}

/** When the contents last changed (RSS 2.0, "channel"); the package would ask the clock. Without items there is no such time. */
function withBuildDate(xml: string, items: readonly FeedItem[]): string {
  const latest = items
    .flatMap((item) => [item.publishedAt, item.updatedAt ?? item.publishedAt])
    .sort()
    .at(-1);
  const element = latest === undefined ? '' : `<lastBuildDate>${rfc822(latest)}</lastBuildDate>`;
  return xml.replace(/<lastBuildDate>[^<]*<\/lastBuildDate>/u, element);
}

/** `Thu, 28 Jan 2016 12:00:00 GMT`: RFC 822 §5 with the four-digit year of RFC 1123 §5.2.14. */
function rfc822(instant: IsoInstant): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) throw new Error(`No date for a feed: ${instant}`);
  return date.toUTCString();
}

/** The package is given tokens in the place of plain texts: it would put those into CDATA. */
function plainTexts(): { plain: (text: string) => string; putBack: (xml: string) => string } {
  const texts: string[] = [];
  return {
    plain: (text) => `plain-text-${texts.push(text) - 1}`,
    putBack: (xml) =>
      xml.replace(/<!\[CDATA\[plain-text-(\d+)\]\]>/gu, (_, index: string) =>
        escapeMarkup(texts[Number(index)] ?? ''),
      ),
  };
}
