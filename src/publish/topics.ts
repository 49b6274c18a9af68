// Every tag and every source of the archive, with the entries that bear it.
import { type Direction, directionOf } from '../model/direction.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { TopicLink } from '../model/pages.ts';
import type { RenderedItem } from '../model/rendered.ts';
import { linkTo, topicPath } from '../model/site-paths.ts';
import { tagSlug } from '../model/slug.ts';
import type { Source } from '../model/source.ts';
import type { PublishedIssue } from './publish-input.ts';

export interface Topic {
  readonly kind: 'tag' | 'source';
  /** A tag's slug or a source's id; names its page. */
  readonly id: string;
  readonly name: string;
  /** What a tag names, where that is said. */
  readonly names?: 'person' | 'place';
  readonly direction: Direction;
  readonly homeUrl?: string;
  /** Entries that bear it; an issue without entries counts as one. */
  readonly count: number;
  /** The newest issue first. */
  readonly groups: readonly TopicGroup[];
}

interface TopicGroup {
  readonly published: PublishedIssue;
  readonly items: readonly RenderedItem[];
}

/** Tags that differ in case alone are one; of its spellings the commonest is shown. @param issues The newest first. */
export function tagTopics(
  issues: readonly PublishedIssue[],
  { language, people = [], places = [] }: Pick<Newsletter, 'language' | 'people' | 'places'>,
): readonly Topic[] {
  const named = new Map<string, 'person' | 'place'>([
    ...places.map((tag) => [tagSlug(tag), 'place'] as const),
    ...people.map((tag) => [tagSlug(tag), 'person'] as const),
  ]);
  const slugs = new Map<string, string>();
  const spellings = new Map<string, Map<string, number>>();
  const slugAndCount = (tag: string): string => {
    const slug = slugs.get(tag) ?? tagSlug(tag);
    slugs.set(tag, slug);
    const counts = spellings.get(slug) ?? new Map<string, number>();
    spellings.set(slug, counts.set(tag, (counts.get(tag) ?? 0) + 1));
    return slug;
  };
  const groups = groupByTopic(
    issues,
    (issue) => issue.tags.map(slugAndCount),
    (item) => item.tags.map(slugAndCount),
  );
  const topics = [...groups].map(([slug, list]) => {
    const name = commonest(spellings.get(slug) ?? new Map());
    const names = named.get(slug);
    return { ...topicOf('tag', slug, name, list), ...(names === undefined ? {} : { names }) };
  });
  return sortByName(topics, language);
}

/** Sources that no published entry rests on have no page. @param issues The newest first. */
export function sourceTopics(
  issues: readonly PublishedIssue[],
  sources: readonly Source[],
  language: string,
): readonly Topic[] {
  const groups = groupByTopic(
    issues,
    () => [],
    (item) => item.sourceIds,
  );
  const topics = sources.flatMap((source) => {
    const list = groups.get(source.id);
    if (list === undefined) return [];
    const name = source.qualifier === undefined ? source.name : `${source.name} (${source.qualifier})`;
    const topic = topicOf('source', source.id, name, list);
    return [source.home === undefined ? topic : { ...topic, homeUrl: source.home }];
  });
  return sortByName(topics, language);
}

/** `root` leads from the page that shows it to the archive's root. */
export function topicLink(topic: Topic, root: string): TopicLink {
  const { kind, id, name, count, direction } = topic;
  return { name, url: linkTo(root, topicPath(kind, id)), count, direction };
}

/** Topic ids → their entries by issue; an issue's own topics bring it in even where no entry bears them. */
function groupByTopic(
  issues: readonly PublishedIssue[],
  ofIssue: (issue: Issue) => readonly string[],
  ofItem: (item: RenderedItem) => readonly string[],
): ReadonlyMap<string, readonly TopicGroup[]> {
  const groups = new Map<string, TopicGroup[]>();
  for (const published of issues) {
    const { issue, rendered } = published;
    const byTopic = new Map<string, RenderedItem[]>(ofIssue(issue).map((id) => [id, []]));
    for (const item of rendered.items) {
      for (const id of new Set(ofItem(item))) {
        const items = byTopic.get(id);
        if (items === undefined) byTopic.set(id, [item]);
        else items.push(item);
      }
    }
    for (const [id, items] of byTopic) {
      const list = groups.get(id);
      if (list === undefined) groups.set(id, [{ published, items }]);
      else list.push({ published, items });
    }
  }
  return groups;
}

function topicOf(kind: Topic['kind'], id: string, name: string, groups: readonly TopicGroup[]): Topic {
  const count = groups.reduce((sum, { items }) => sum + Math.max(1, items.length), 0);
  return { kind, id, name, direction: directionOf(name) ?? 'ltr', count, groups };
}

/** The first by code unit among equals, so that the order of files decides nothing. */
function commonest(counts: ReadonlyMap<string, number>): string {
  const [first] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return first?.[0] ?? '';
}

function sortByName(topics: readonly Topic[], language: string): readonly Topic[] {
  const collator = new Intl.Collator(language, { sensitivity: 'base', numeric: true });
  return topics.toSorted((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}
