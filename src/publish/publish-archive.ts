// Everything of `out/site`: pages, feeds, pictures, styles. The same input gives the same bytes, whatever the machine's clock,
// zone and order of files.
import type { PageContexts } from '../model/pages.ts';
import type { OutputFile } from '../model/rendered.ts';
import { SITE_PATHS } from '../model/site-paths.ts';
import { aboutPages } from './about-page.ts';
import { archivePages } from './archive-pages.ts';
import { calendarFiles } from './calendars.ts';
import { shareCards } from './cards/share-cards.ts';
import { citationFiles } from './citations.ts';
import { correctionsPages } from './corrections-page.ts';
import { eventPages } from './event-pages.ts';
import { eventsOf } from './events.ts';
import { feedFiles, pageFeeds } from './feeds/feed-files.ts';
import { followPage } from './feeds/follow-page.ts';
import { planFeeds } from './feeds/plan-feeds.ts';
import { homePage } from './home-page.ts';
import { issuePages } from './issue-pages.ts';
import { liveFiles } from './live-news.ts';
import { notFoundPage } from './not-found-page.ts';
import { createPageWriter, type Page } from './page-writer.ts';
import { type PublishInput, publishedIssues } from './publish-input.ts';
import { redirectFiles, redirectPages } from './redirects.ts';
import { archiveSearch } from './search/search-files.ts';
import { robotsFile, sitemapFiles } from './sitemap.ts';
import { statementPages } from './statement-page.ts';
import { topicPages } from './topic-pages.ts';
import { sourceTopics, tagTopics } from './topics.ts';

/** Drafts, and what is theirs alone, are left out. */
export function publishArchive(input: PublishInput): readonly OutputFile[] {
  const { newsletter } = input;
  const issues = publishedIssues(input);
  const tags = tagTopics(issues, newsletter);
  const sources = sourceTopics(issues, input.sources, newsletter.language);
  const corrections = correctionsPages(input, issues);
  const search = archiveSearch(input, issues, { tags, sources });
  const events = eventsOf(issues);
  const write = createPageWriter(input, {
    hasCorrections: corrections.length > 0,
    hasEvents: events.length > 0,
  });
  const cards = shareCards(input, issues);
  const plan = planFeeds(input, { issues, tags, sources });
  const feedsOf = pageFeeds(plan);
  const pages: readonly Page<keyof PageContexts>[] = [
    homePage(input, issues),
    ...issuePages(input, issues, { tags, cards: cards.ofIssues }),
    ...archivePages(input, issues),
    ...topicPages(input, 'tag', tags),
    ...topicPages(input, 'source', sources),
    ...statementPages(input),
    ...corrections,
    search.page,
    followPage(input, plan),
    ...eventPages(input, events),
    ...aboutPages(input),
    notFoundPage(input),
  ];
  const files: readonly OutputFile[] = [
    ...pages.map((page) =>
      write(page, {
        feeds: feedsOf(page.path),
        picture: page.isUnlisted === true ? undefined : (page.picture ?? cards.ofSite),
      }),
    ),
    ...cards.files,
    ...search.files,
    ...sitemapFiles(newsletter, pages),
    robotsFile(newsletter),
    ...liveFiles(input, issues),
    ...citationFiles(input, issues),
    ...calendarFiles(newsletter, events),
    ...feedFiles(input, plan),
    {
      path: `site/${SITE_PATHS.styles}`,
      contents: input.siteStyles,
      mediaType: 'text/css; charset=utf-8',
    },
    ...input.images.map(({ path, contents, mediaType }) => ({ path: `site/${path}`, contents, mediaType })),
  ];
  const taken = new Set(files.map(({ path }) => path.slice('site/'.length)));
  return [...files, ...redirectPages(input, taken).map((page) => write(page)), ...redirectFiles(input)];
}
