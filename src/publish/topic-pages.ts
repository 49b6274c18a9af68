// One page per tag, with excerpts of its entries, and one per source, with all that it was cited for, grouped by issue; and the two lists of
// them all.
import { fingerprint } from '../model/digest-of-text.ts';
import type { TopicEntry, TopicPage, TopicsPage } from '../model/pages.ts';
import { issuePath, linkTo, rootOf, SITE_PATHS, topicPath } from '../model/site-paths.ts';
import { changed } from './changed-on.ts';
import { issueHead } from './issue-head.ts';
import { breadcrumbs, topicData } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishInput } from './publish-input.ts';
import { type Topic, topicLink } from './topics.ts';

/** Of a topic with more entries the older ones are given by headline: hundreds of them in full are no page to read. */
const MAX_FULL_ENTRIES = 100;

/** In schema.org's words. */
const TYPES = { person: 'Person', place: 'Place' } as const;

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
  const named = (names: Topic['names']): readonly Topic[] => topics.filter((topic) => topic.names === names);
  const groups = (
    [
      ['subjects', named(undefined)],
      ['people', named('person')],
      ['places', named('place')],
    ] as const
  ).filter(([, members]) => members.length > 0);
  const context: TopicsPage = {
    kind,
    heading,
    groups: groups.map(([id, members]) => ({
      id,
      heading: groups.length > 1 ? input.say(language, id) : '',
      topics: members.map((topic) => topicLink(topic, '')),
    })),
  };
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
  const { kind, id, name, names, direction, count, homeUrl } = topic;
  const path = topicPath(kind, id);
  const page = { root: rootOf(path), language: input.newsletter.language };
  const issuesOf = () => {
    let shown = 0;
    return topic.groups.map(({ published: { issue }, items }) => ({
      issue: issueHead(issue, page),
      entries: items.map((item): TopicEntry => {
        shown += 1;
        const isBrief = shown > MAX_FULL_ENTRIES;
        return {
          headline: item.headline,
          url: linkTo(page.root, issuePath(issue.slug), item.id),
          direction: item.direction,
          language: issue.language,
          html: kind === 'source' && !isBrief ? item.html : '',
          summary: isBrief ? '' : item.summary,
        };
      }),
    }));
  };
  const makeContext = (): TopicPage => ({
    kind,
    name,
    kindName: input.say(page.language, names ?? kind),
    nameDirection: direction,
    ...(homeUrl === undefined ? {} : { homeUrl }),
    count,
    issues: issuesOf(),
  });
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
      topicData(input.newsletter, {
        type: kind === 'source' ? 'Organization' : names === undefined ? 'Thing' : TYPES[names],
        name,
        path,
        ...(homeUrl === undefined ? {} : { homeUrl }),
      }),
      breadcrumbs(input.newsletter, [
        { name: input.say(page.language, `${kind}s`), path: SITE_PATHS[`${kind}s`] },
        { name, path },
      ]),
    ],
    get context() {
      return makeContext();
    },
    told: toldOf(topic),
  };
}

/** Of what is remembered of its entries, in a few signs; undefined where nobody remembers. */
function toldOf({ kind, id, name, names, direction, count, homeUrl, groups }: Topic): string | undefined {
  const own = JSON.stringify([kind, id, name, names, direction, count, homeUrl]);
  const marks = groups.flatMap(({ published, items }) => [
    published.rendered.headPrint,
    ...items.map(({ mark }) => mark?.print),
    '',
  ]);
  return marks.includes(undefined) ? undefined : fingerprint([own, ...marks].join('\n'));
}
