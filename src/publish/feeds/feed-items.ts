// What every feed says of an issue, and of an entry of one: full text, nothing that a clock or a machine could change. Each is made
// once, whichever feeds it stands in.
import { type IsoDate, type IsoInstant, instantOf } from '../../model/calendar.ts';
import { LaterText } from '../../model/later-text.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { RenderedItem } from '../../model/rendered.ts';
import { absoluteUrl, issuePath } from '../../model/site-paths.ts';
import type { PublishedIssue } from '../publish-input.ts';
import type { Topic } from '../topics.ts';
import { escapeAttribute, escapeMarkup } from './escape-markup.ts';
import { feedText } from './feed-text.ts';
import { keep } from './keep.ts';

export interface FeedItem {
  /** Made of the list's id, which never changes (RFC 2919 §2), not of the address: a move of the site makes nothing new. */
  readonly id: string;
  /** Absolute. */
  readonly url: string;
  /** Plain text. */
  readonly title: string;
  /** Plain text, never empty. */
  readonly summary: string;
  /** Every URL in it is absolute. Read when the item is written. */
  readonly html: LaterText;
  readonly publishedAt: IsoInstant;
  /** Of the latest update or correction, where there is one. */
  readonly updatedAt?: IsoInstant;
  readonly tags: readonly string[];
  readonly language: string;
}

export interface FeedItems {
  ofIssue(published: PublishedIssue): FeedItem;
  /** With the issue that it stood in at its end: alone in a reader it says nowhere else where it comes from. */
  ofEntry(published: PublishedIssue, entry: RenderedItem): FeedItem;
}

/** @param tags All tags of the archive. */
export function createFeedItems(newsletter: Newsletter, tags: readonly Topic[]): FeedItems {
  const { listId, siteUrl } = newsletter;
  const tagNames = namesBySlug(tags);
  const noonOf = noonsIn(newsletter);
  const issues = new Map<string, FeedItem>();
  const entries = new Map<RenderedItem, FeedItem>();

  const issueItem = (published: PublishedIssue): FeedItem => {
    const { issue, rendered } = published;
    const title = feedText(issue.title);
    return {
      id: `${listId}/${encodeURIComponent(issue.slug)}`,
      url: absoluteUrl(siteUrl, issuePath(issue.slug)),
      title,
      summary: feedText(rendered.teaser) || title,
      html: laterHtml(published, '', () => feedText(rendered.feedHtml)),
      publishedAt: noonOf(issue.date),
      ...updatedAfter(issue.date, published.changedOn, noonOf),
      tags: tagNames.get(issue.slug) ?? [],
      language: issue.language,
    };
  };
  const entryItem = (published: PublishedIssue, entry: RenderedItem): FeedItem => {
    const { id, url, title, publishedAt, language } = items.ofIssue(published);
    const headline = feedText(entry.headline);
    const comesFrom = `<p><a href="${escapeAttribute(url)}">${escapeMarkup(title)}</a></p>`;
    return {
      id: `${id}/${encodeURIComponent(entry.id)}`,
      url: absoluteUrl(siteUrl, issuePath(published.issue.slug), entry.id),
      title: headline,
      summary: feedText(entry.summary) || headline,
      html: laterHtml(published, entry.id, () => `${feedText(entry.feedHtml)}\n${comesFrom}`),
      publishedAt,
      ...(entry.updated === undefined ? {} : updatedAfter(published.issue.date, entry.updated, noonOf)),
      tags: [...new Set(entry.tags.map(feedText))].filter((tag) => tag !== ''),
      language,
    };
  };
  const items: FeedItems = {
    ofIssue: (published) => keep(issues, published.issue.slug, () => issueItem(published)),
    ofEntry: (published, entry) => keep(entries, entry, () => entryItem(published, entry)),
  };
  return items;
}

/** Known by what its issue was compiled from, where somebody remembers that, and else by the text itself. */
function laterHtml({ rendered }: PublishedIssue, entryId: string, read: () => string): LaterText {
  const { laterPage } = rendered;
  if (laterPage !== undefined) return new LaterText(`${laterPage.print} ${entryId}`, read);
  const html = read();
  return new LaterText(html, () => html);
}

function namesBySlug(tags: readonly Topic[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const tag of tags) {
    for (const { published } of tag.groups)
      keep(names, published.issue.slug, () => []).push(feedText(tag.name));
  }
  return names;
}

/** Nothing unless it is later than the issue itself. */
function updatedAfter(
  published: IsoDate,
  updated: IsoDate,
  noonOf: (date: IsoDate) => IsoInstant,
): { readonly updatedAt?: IsoInstant } {
  return updated > published ? { updatedAt: noonOf(updated) } : {};
}

/** An issue has a day, no hour. At noon it is the same day for nearly every reader. */
function noonsIn({ timeZone }: Newsletter): (date: IsoDate) => IsoInstant {
  const noons = new Map<IsoDate, IsoInstant>();
  return (date) => keep(noons, date, () => instantOf(date, '12:00', timeZone));
}
