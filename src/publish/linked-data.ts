// What a page is, for machines (schema.org, as JSON-LD): the newsletter and its site, an issue as an article or a live blog, and the way
// down to the page. It says what the page shows, and nothing that the page does not.
import { toString as wordsOf } from 'mdast-util-to-string';
import type { Entry, LiveEntry } from '../model/entry.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { SharedPicture } from '../model/pages.ts';
import { absoluteUrl, issuePath, SITE_PATHS } from '../model/site-paths.ts';
import type { PublishedEvent } from './events.ts';
import type { PublishedIssue } from './publish-input.ts';

const CONTEXT = 'https://schema.org';

type LinkedData = Readonly<Record<string, unknown>>;

/** A page on the way down to another; the home page, with which every way begins, is left out. */
export interface Step {
  readonly name: string;
  readonly path: string;
}

export interface IssueShown {
  /** Names, as the page shows them. */
  readonly tags: readonly string[];
  /** What stands for it where somebody passes it on. */
  readonly picture: SharedPicture | undefined;
}

export function siteData(newsletter: Newsletter): LinkedData {
  const { title, description, language, siteUrl } = newsletter;
  return {
    '@context': CONTEXT,
    '@type': 'WebSite',
    name: title,
    description,
    url: absoluteUrl(siteUrl, SITE_PATHS.home),
    inLanguage: language,
    publisher: publisherOf(newsletter),
  };
}

/** The last step is the page itself. */
export function breadcrumbs({ title, siteUrl }: Newsletter, steps: readonly Step[]): LinkedData {
  return {
    '@context': CONTEXT,
    '@type': 'BreadcrumbList',
    itemListElement: [{ name: title, path: SITE_PATHS.home }, ...steps].map(({ name, path }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: absoluteUrl(siteUrl, path),
    })),
  };
}

export function issueData(
  newsletter: Newsletter,
  published: PublishedIssue,
  { tags, picture }: IssueShown,
): LinkedData {
  const { issue, rendered } = published;
  const publisher = publisherOf(newsletter);
  const url = absoluteUrl(newsletter.siteUrl, issuePath(issue.slug));
  const kinds = rendered.items.map(({ kind }) => kind);
  const isLive = kinds.filter((kind) => kind === 'live').length * 2 > kinds.length;
  const corrections = issue.corrections.filter(({ note }) => note === 'correction');
  return {
    '@context': CONTEXT,
    '@type': isLive ? 'LiveBlogPosting' : kinds.some(isNews) ? 'NewsArticle' : 'Article',
    headline: issue.title,
    ...(rendered.teaser === '' ? {} : { description: rendered.teaser }),
    url,
    mainEntityOfPage: url,
    datePublished: issue.date,
    dateModified: published.changedOn,
    inLanguage: issue.language,
    isAccessibleForFree: true,
    ...(picture === undefined ? {} : { image: [picture.absoluteUrl] }),
    ...(tags.length === 0 ? {} : { keywords: tags }),
    author: publisher,
    publisher,
    isPartOf: periodicalOf(newsletter, published),
    ...(corrections.length === 0
      ? {}
      : {
          correction: corrections.map((note) => ({
            '@type': 'CorrectionComment',
            text: wordsOf({ type: 'paragraph', children: [...note.children] }),
            ...(note.date === undefined ? {} : { datePublished: note.date }),
          })),
        }),
    ...(isLive ? liveData(newsletter, published, liveEntriesOf(issue)) : {}),
  };
}

function isNews(kind: Entry['kind']): boolean {
  return kind === 'item' || kind === 'live';
}

/** Only asked of those that are live: an issue's entries have to be read, its items are known to every build. */
function liveEntriesOf(issue: Issue): readonly LiveEntry[] {
  const entries = issue.sections.flatMap((section) => section.entries);
  return entries.filter((entry): entry is LiveEntry => entry.kind === 'live');
}

function publisherOf({ title, siteUrl }: Newsletter): LinkedData {
  return { '@type': 'Organization', name: title, url: absoluteUrl(siteUrl, SITE_PATHS.home) };
}

function periodicalOf({ title, siteUrl }: Newsletter, { issue }: PublishedIssue): LinkedData {
  const periodical = { '@type': 'Periodical', name: title, url: absoluteUrl(siteUrl, SITE_PATHS.home) };
  return issue.number === undefined
    ? periodical
    : {
        '@type': 'PublicationIssue',
        issueNumber: issue.number,
        datePublished: issue.date,
        isPartOf: periodical,
      };
}

/** An entry whose moment nobody knows is no update of a time. */
function liveData(
  newsletter: Newsletter,
  { issue, rendered }: PublishedIssue,
  entries: readonly LiveEntry[],
): LinkedData {
  const items = new Map(rendered.items.map((item) => [item.id, item]));
  const timed = entries.flatMap((entry) => (entry.at === undefined ? [] : [{ entry, at: entry.at }]));
  const moments = timed.map(({ at }) => at).sort();
  const [first, last] = [moments[0], moments.at(-1)];
  return {
    ...(first === undefined ? {} : { coverageStartTime: first }),
    // While more may come, nobody knows when it ends.
    ...(last === undefined || issue.isLiveEnded !== true ? {} : { coverageEndTime: last }),
    liveBlogUpdate: timed.map(({ entry, at }) => {
      const item = items.get(entry.id);
      const authors = entry.byline?.authors ?? [];
      return {
        '@type': 'BlogPosting',
        headline: item?.headline ?? entry.headline,
        ...(item === undefined || item.summary === '' ? {} : { articleBody: item.summary }),
        datePublished: at,
        url: absoluteUrl(newsletter.siteUrl, issuePath(issue.slug), entry.id),
        author:
          authors.length === 0
            ? publisherOf(newsletter)
            : authors.map((name) => ({ '@type': 'Person', name })),
      };
    }),
  };
}

/** One that has a day. */
export function eventData(newsletter: Newsletter, { entry, item, published }: PublishedEvent): LinkedData {
  const { when, where } = entry;
  return {
    '@context': CONTEXT,
    '@type': 'Event',
    name: item.headline,
    ...(when?.date === undefined ? {} : { startDate: when.date, endDate: when.lastDate ?? when.date }),
    ...(where === undefined ? {} : { location: { '@type': 'Place', name: where.written } }),
    ...(item.summary === '' ? {} : { description: item.summary }),
    inLanguage: entry.language ?? published.issue.language,
    url: absoluteUrl(newsletter.siteUrl, issuePath(published.issue.slug), entry.id),
  };
}

/** A page of all that a tag or a source has. @param homeUrl A source's own. */
export function topicData(
  { siteUrl, language }: Newsletter,
  topic: { readonly type: string; readonly name: string; readonly path: string; readonly homeUrl?: string },
): LinkedData {
  const { type, name, path, homeUrl } = topic;
  return {
    '@context': CONTEXT,
    '@type': 'CollectionPage',
    name,
    url: absoluteUrl(siteUrl, path),
    inLanguage: language,
    about: { '@type': type, name, ...(homeUrl === undefined ? {} : { url: homeUrl }) },
  };
}
