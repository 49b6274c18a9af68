// Published issues → what can be found, in the order of its numbers: the oldest first, so that a new issue is put behind all others and
// leaves what was written of them as it was. An issue's own text before its sections is found under the issue's title. What was remembered
// of an issue is known by its marks, and its texts are read only where somebody asks for them.
import type { Direction } from '../../model/direction.ts';
import type { Issue } from '../../model/issue.ts';
import type { RenderedItem, TextMark } from '../../model/rendered.ts';
import { tagSlug } from '../../model/slug.ts';
import type { PublishedIssue } from '../publish-input.ts';
import type { Topic } from '../topics.ts';
import { wordsOf } from './words-of.ts';

export interface SearchEntry {
  readonly issue: Issue;
  /** Absent where the issue itself is meant. */
  readonly id?: string;
  readonly headline: string;
  readonly direction: Direction;
  /** Names of its sources. */
  readonly sources: readonly string[];
  readonly text: () => string;
  readonly textBytes: number;
  /** Names of tags, sources and its section. */
  readonly labels: readonly string[];
  /** `tag:oil`, `source:reuters`, `year:2016`. */
  readonly filters: readonly string[];
  /** Of headline and text; undefined where nobody remembers. */
  readonly mark: string | undefined;
}

/** What fits into two bits. */
export const WEIGHT = { once: 0, often: 1, label: 2, headline: 3 } as const;

/** One list an issue. @param issues The newest first. @param tags All tags of the archive. @param sources All sources. */
export function searchEntries(
  issues: readonly PublishedIssue[],
  tags: readonly Topic[],
  sources: readonly Topic[],
): readonly (readonly SearchEntry[])[] {
  const tagIds = topicsByEntry(tags);
  const sourceTopics = topicsByEntry(sources);
  return issues.toReversed().map(({ issue, rendered }) => {
    const year = `year:${issue.date.slice(0, 4)}`;
    const ownTags = tagIds.get(issue) ?? [];
    const items = rendered.items.map((item): SearchEntry => {
      const [itemTags, itemSources] = [tagIds.get(item) ?? [], sourceTopics.get(item) ?? []];
      const names = itemSources.map(({ name }) => name);
      return {
        issue,
        id: item.id,
        headline: item.headline,
        direction: item.direction,
        sources: names,
        ...laterText(item.mark, () => item.text),
        labels: [...itemTags.map(({ name }) => name), ...names, item.section],
        filters: [
          ...itemTags.map(({ id }) => `tag:${id}`),
          ...itemSources.map(({ id }) => `source:${id}`),
          year,
        ],
      };
    });
    const lead = laterText(rendered.mark, () => rendered.leadText);
    if (items.length > 0 && lead.textBytes === 0) return items;
    const whole: SearchEntry = {
      issue,
      headline: issue.title,
      direction: issue.direction,
      sources: [],
      ...lead,
      labels: ownTags.map(({ name }) => name),
      filters: [...ownTags.map(({ id }) => `tag:${id}`), year],
    };
    return [whole, ...items];
  });
}

function laterText(
  mark: TextMark | undefined,
  text: () => string,
): Pick<SearchEntry, 'text' | 'textBytes' | 'mark'> {
  return { text, textBytes: mark?.textBytes ?? Buffer.byteLength(text()), mark: mark?.print };
}

/** Entries, and issues that bear a topic themselves, → their topics. */
function topicsByEntry(topics: readonly Topic[]): ReadonlyMap<RenderedItem | Issue, readonly Topic[]> {
  const map = new Map<RenderedItem | Issue, Topic[]>();
  const slugs = new Map<string, string>();
  const slugOf = (tag: string): string => {
    const slug = slugs.get(tag) ?? tagSlug(tag);
    slugs.set(tag, slug);
    return slug;
  };
  const put = (key: RenderedItem | Issue, topic: Topic): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [topic]);
    else list.push(topic);
  };
  for (const topic of topics) {
    for (const { published, items } of topic.groups) {
      const { issue } = published;
      if (topic.kind === 'tag' && issue.tags.some((tag) => slugOf(tag) === topic.id)) put(issue, topic);
      for (const item of items) put(item, topic);
    }
  }
  return map;
}

/** Word → how much it says of the entry: see `WEIGHT`. */
export function weightsOf({ headline, labels, text }: SearchEntry): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const word of wordsOf(text())) weights.set(word, weights.has(word) ? WEIGHT.often : WEIGHT.once);
  for (const label of labels) for (const word of wordsOf(label)) weights.set(word, WEIGHT.label);
  for (const word of wordsOf(headline)) weights.set(word, WEIGHT.headline);
  return weights;
}
