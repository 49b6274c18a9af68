// `feed.xml`, RSS 2.0 with the full text of the latest issues. The `rss` package writes it; what it leaves to chance is settled
// here: its clock in lastBuildDate, its CDATA around plain text, its trust in dates, guids and characters.
import RSS from 'rss';
import { SaxesParser } from 'saxes';
import type { IsoInstant } from '../../model/calendar.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { OutputFile } from '../../model/rendered.ts';
import { absoluteUrl, SITE_PATHS } from '../site-paths.ts';
import type { FeedItem } from './feed-items.ts';
import { feedText } from './feed-text.ts';

/** @throws Error when a date is no date, or the result is not well-formed XML: bugs both, for texts are cleaned before. */
export function rssFeed(newsletter: Newsletter, items: readonly FeedItem[]): OutputFile {
  const plainTexts: string[] = [];
  const plain = (text: string): string => `plain-text-${plainTexts.push(text) - 1}`;

  const title = feedText(newsletter.title);
  const author = plain(feedText(newsletter.from.name) || title);
  const feed = new RSS({
    title: plain(title),
    description: plain(feedText(newsletter.description) || title),
    generator: 'Broadside',
    site_url: absoluteUrl(newsletter.siteUrl, SITE_PATHS.home),
    feed_url: absoluteUrl(newsletter.siteUrl, SITE_PATHS.rss),
    language: plain(newsletter.language),
  });
  for (const item of items) {
    feed.item({
      title: plain(item.title),
      // Readers take a description for HTML (RSS 2.0, "item"), and a summary is plain text.
      description: escapeMarkup(item.summary),
      url: item.url,
      guid: item.id,
      date: rfc822(item.publishedAt),
      author,
      categories: item.tags.map(plain),
      custom_elements: [
        { 'content:encoded': { _cdata: item.html } },
        ...(item.updatedAt === undefined ? [] : [{ 'atom:updated': item.updatedAt }]),
      ],
    });
  }
  const xml = putBack(withBuildDate(feed.xml({ indent: '  ' }), items), plainTexts);
  checkWellFormed(xml);
  return {
    path: `site/${SITE_PATHS.rss}`,
    contents: `${xml}\n`,
    mediaType: 'application/rss+xml; charset=utf-8',
  };
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

/** Plain text stands in hexadecimal references, not in CDATA: the one form that no reader takes for HTML (RSS profile, "Character Data"). */
function putBack(xml: string, plainTexts: readonly string[]): string {
  return xml.replace(/<!\[CDATA\[plain-text-(\d+)\]\]>/gu, (_, index: string) =>
    escapeMarkup(plainTexts[Number(index)] ?? ''),
  );
}

function escapeMarkup(text: string): string {
  return text.replace(
    /[&<>]/gu,
    (character) => `&#x${character.codePointAt(0)?.toString(16).toUpperCase()};`,
  );
}

function checkWellFormed(xml: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw new Error(`feed.xml is not well-formed XML: ${error.message}`, { cause: error });
  });
  parser.write(xml).close();
}
