// One page per tag and per source, its entries grouped by issue; and the two lists of them all.
import type { TopicPage, TopicsPage } from '../model/pages.ts';
import type { RenderedItem } from '../model/rendered.ts';
import { issueHead } from './issue-head.ts';
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
  const [heading, path, what] =
    kind === 'tag'
      ? (['Tags', SITE_PATHS.tags, 'subject'] as const)
      : (['Sources', SITE_PATHS.sources, 'source'] as const);
  const context: TopicsPage = { kind, heading, topics: topics.map((topic) => topicLink(topic, '')) };
  const description = `The entries of ${input.newsletter.title}, by ${what}`;
  return { path, template: 'topics', here: `${kind}s`, title: heading, description, context };
}

function topicPage(input: PublishInput, topic: Topic): Page<'topic'> {
  const { kind, id, name, direction, count, homeUrl } = topic;
  const path = topicPath(kind, id);
  const page = { root: rootOf(path), language: input.newsletter.language };
  let full = 0;
  const issues = topic.groups.map(({ issue, items }) => ({
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
  const [label, preposition] = kind === 'tag' ? ['Tag', 'on'] : ['Source', 'from'];
  return {
    path,
    template: 'topic',
    here: `${kind}s`,
    title: `${label}: ${name}`,
    description: `What ${input.newsletter.title} carried ${preposition} ${name}`,
    context,
  };
}

function headlineHtml(item: RenderedItem, url: string): string {
  return `<p dir="${item.direction}"><a href="${escapeHtml(url)}">${escapeHtml(item.headline)}</a></p>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}
