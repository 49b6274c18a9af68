// The plan of the feeds goes in, their files come out: each feed in three forms, the list of them all, and what shows one in a browser.
import type { FeedLink } from '../../model/pages.ts';
import type { OutputFile } from '../../model/rendered.ts';
import { linkTo, rootOf, SITE_PATHS } from '../../model/site-paths.ts';
import { madeFile } from '../made-file.ts';
import { printOfContext } from '../print-of-context.ts';
import type { PublishInput } from '../publish-input.ts';
import { createAtomWriter } from './atom-feed.ts';
import type { Feed } from './feed.ts';
import { FEED_FORMATS, FEED_MEDIA_TYPES, type FeedFormat, feedPath } from './feed-paths.ts';
import type { FeedWriter } from './feed-writer.ts';
import { createJsonWriter } from './json-feed.ts';
import { opmlFile } from './opml.ts';
import type { FeedPlan } from './plan-feeds.ts';
import { createRssWriter } from './rss-feed.ts';

export function feedFiles(input: PublishInput, plan: FeedPlan): readonly OutputFile[] {
  const { newsletter } = input;
  const writers = {
    rss: createRssWriter(newsletter),
    atom: createAtomWriter(newsletter),
    json: createJsonWriter(newsletter),
  };
  return [
    ...feedsOf(plan).flatMap((feed) => formsOf(feed, writers, input)),
    opmlFile(input, plan),
    {
      path: `site/${SITE_PATHS.feedSheet}`,
      contents: input.feedSheet,
      mediaType: 'application/xslt+xml; charset=utf-8',
    },
    {
      path: `site/${SITE_PATHS.feedStyles}`,
      contents: input.feedStyles,
      mediaType: 'text/css; charset=utf-8',
    },
  ];
}

const MEDIA_TYPES: Readonly<Record<FeedFormat, string>> = {
  rss: `${FEED_MEDIA_TYPES.rss}; charset=utf-8`,
  atom: `${FEED_MEDIA_TYPES.atom}; charset=utf-8`,
  // JSON has no charset (RFC 8259 §11).
  json: FEED_MEDIA_TYPES.json,
};

function formsOf(
  feed: Feed,
  writers: Readonly<Record<FeedFormat, FeedWriter>>,
  input: PublishInput,
): readonly OutputFile[] {
  const told = input.printOf === undefined ? undefined : printOfContext(feed);
  return FEED_FORMATS.map((format) =>
    madeFile(
      input,
      { path: `site/${feedPath(feed.name, format)}`, mediaType: MEDIA_TYPES[format] },
      () => (told === undefined ? undefined : `feed ${format}\n${told}`),
      () => writers[format](feed),
    ),
  );
}

/** Autodiscovery: what a page has of feeds beside the two that every page names. By its path. */
export function pageFeeds(plan: FeedPlan): (path: string) => readonly FeedLink[] {
  const byPage = new Map<string, readonly FeedLink[]>();
  const all = (path: string, feeds: readonly Feed[]): void => {
    byPage.set(
      path,
      feeds.flatMap((feed) =>
        FEED_FORMATS.filter((format) => feed !== plan.issues || format === 'atom').map((format) => ({
          title: feed.title,
          url: linkTo(rootOf(path), feedPath(feed.name, format)),
          mediaType: FEED_MEDIA_TYPES[format],
        })),
      ),
    );
  };
  all(SITE_PATHS.home, [plan.issues, plan.items]);
  all(SITE_PATHS.follow, [plan.issues, plan.items, ...plan.sections.map(({ feed }) => feed)]);
  for (const { feed } of [...plan.tags, ...plan.sources]) all(feed.homePath, [feed]);
  return (path) => byPage.get(path) ?? [];
}

function feedsOf(plan: FeedPlan): readonly Feed[] {
  const topics = [...plan.sections, ...plan.tags, ...plan.sources].map(({ feed }) => feed);
  return [plan.issues, plan.items, ...plan.documents, ...topics];
}
