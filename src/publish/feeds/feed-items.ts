// What both feeds say of each issue: the latest ones, full text, nothing that a clock or a machine could change.
import { type IsoDate, type IsoInstant, instantOf } from '../../model/calendar.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { PublishedIssue } from '../publish-input.ts';
import { absoluteUrl, issuePath } from '../site-paths.ts';
import type { Topic } from '../topics.ts';
import { feedText } from './feed-text.ts';

/** A year of a weekly newsletter: a reader who was away that long begins afresh. */
const ISSUES_IN_FEED = 50;

export interface FeedItem {
  /** Made of the list's id, which never changes (RFC 2919 §2), not of the address: a move of the site makes nothing new. */
  readonly id: string;
  /** Absolute. */
  readonly url: string;
  /** Plain text. */
  readonly title: string;
  /** Plain text, never empty. */
  readonly summary: string;
  /** Every URL in it is absolute. */
  readonly html: string;
  readonly publishedAt: IsoInstant;
  /** Of the latest update or correction, where there is one. */
  readonly updatedAt?: IsoInstant;
  readonly tags: readonly string[];
  readonly language: string;
}

/**
 * @param issues The newest first.
 * @param tags All tags of the archive.
 */
export function feedItems(
  newsletter: Newsletter,
  issues: readonly PublishedIssue[],
  tags: readonly Topic[],
): readonly FeedItem[] {
  return issues.slice(0, ISSUES_IN_FEED).map((published) => {
    const { issue, rendered } = published;
    const updated = latestUpdate(published);
    const title = feedText(issue.title);
    return {
      id: `${newsletter.listId}/${encodeURIComponent(issue.slug)}`,
      url: absoluteUrl(newsletter.siteUrl, issuePath(issue.slug)),
      title,
      summary: feedText(rendered.teaser) || title,
      html: feedText(rendered.feedHtml),
      publishedAt: noonOf(issue.date, newsletter),
      ...(updated === undefined ? {} : { updatedAt: noonOf(updated, newsletter) }),
      tags: tags
        .filter((tag) => tag.groups.some((group) => group.published === published))
        .map((tag) => feedText(tag.name)),
      language: issue.language,
    };
  });
}

/** Undefined unless it is later than the issue itself. */
function latestUpdate({ issue, rendered }: PublishedIssue): IsoDate | undefined {
  const dates = [
    ...issue.corrections.map((note) => note.date),
    ...rendered.items.map((item) => item.updated),
  ];
  const latest = dates
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);
  return latest !== undefined && latest > issue.date ? latest : undefined;
}

/** An issue has a day, no hour. At noon it is the same day for nearly every reader. */
function noonOf(date: IsoDate, newsletter: Newsletter): IsoInstant {
  return instantOf(date, '12:00', newsletter.timeZone);
}
