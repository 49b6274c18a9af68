// One page per tag and per source, its entries grouped by issue; and the two lists of them all.
import type { TopicPage, TopicsPage } from '../model/pages.ts';
import type { RenderedItem } from '../model/rendered.ts';
import { changed } from './changed-on.ts';
import { issueHead } from './issue-head.ts';
import { breadcrumbs } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';
import { issuePath, linkTo, rootOf, SITE_PATHS, topicPath } from './site-paths.ts';
import { type Topic, topicLink } from './topics.ts';

/** Of a topic with more entries the older ones are given by headline: hundreds of them in full are no page to read. */
const MAX_FULL_ENTRIES = 100;

/** @param topics All tags, or all sources. */
export function topicPages(
  input: PublishInput,
  kind: Topic['kind'],
  topics: readonly Topic[],
): readonly Page<'topic' | 'topics'>[] {
  return [topicsPage(input, kind, topics), ...topics.map((topic) => topicPage(input, topic))];
}

function topicsPage(input: PublishInput, kind: Topic['kind'], topics: readonly Topic[]): Page<'topics'> {
  const { language, title } = input.newsletter;
  const [heading, path, description] =
    kind === 'tag'
      ? ([input.say(language, 'tags'), SITE_PATHS.tags, 'tags-description'] as const)
      : ([input.say(language, 'sources'), SITE_PATHS.sources, 'sources-description'] as const);
  const context: TopicsPage = { kind, heading, topics: topics.map((topic) => topicLink(topic, '')) };
  return {
    path,
    template: 'topics',
    here: `${kind}s`,
    title: heading,
    description: input.say(language, description, { title }),
    linkedData: [breadcrumbs(input.newsletter, [{ name: heading, path }])],
    context,
  };
}

function topicPage(input: PublishInput, topic: Topic): Page<'topic'> {
  const { kind, id, name, direction, count, homeUrl } = topic;
  const path = topicPath(kind, id);
  const page = { root: rootOf(path), language: input.newsletter.language };
  let full = 0;
  const issues = topic.groups.map(({ published: { issue }, items }) => ({
    issue: issueHead(issue, page),
    entries: items.map((item) => {
      full += 1;
      const url = linkTo(page.root, issuePath(issue.slug), item.id);
      return { html: full <= MAX_FULL_ENTRIES ? item.html : headlineHtml(item, url), url };
    }),
  }));
  const context: TopicPage = {
    kind,
    name,
    nameDirection: direction,
    ...(homeUrl === undefined ? {} : { homeUrl }),
    count,
    issues,
  };
  const { title } = input.newsletter;
  const [heading, description] =
    kind === 'tag' ? ['tag-title', 'tag-description'] : ['source-title', 'source-description'];
  return {
    path,
    template: 'topic',
    here: `${kind}s`,
    title: input.say(page.language, heading, { name }),
    description: input.say(page.language, description, { title, name }),
    ...changed(topic.groups.map(({ published }) => published)),
    linkedData: [
      breadcrumbs(input.newsletter, [
        { name: input.say(page.language, `${kind}s`), path: SITE_PATHS[`${kind}s`] },
        { name, path },
      ]),
    ],
    context,
  };
}

function headlineHtml(item: RenderedItem, url: string): string {
  return `<p dir="${item.direction}"><a href="${escapeHtml(url)}">${escapeHtml(item.headline)}</a></p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}
