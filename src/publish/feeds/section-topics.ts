// Every section of the newsletter that has entries, over all issues: a section and its other headings are one.
import { type Direction, directionOf } from '../../model/direction.ts';
import type { SectionName } from '../../model/newsletter.ts';
import type { RenderedItem } from '../../model/rendered.ts';
import { findSection, plainHeading } from '../../model/section-names.ts';
import { tagSlug, uniqueSlug } from '../../model/slug.ts';
import type { PublishedIssue } from '../publish-input.ts';

export interface SectionTopic {
  readonly id: string;
  readonly name: string;
  readonly direction: Direction;
  /** The newest issue first. */
  readonly entries: readonly { readonly published: PublishedIssue; readonly entry: RenderedItem }[];
}

/** A heading that nobody named is a section once it has come again: of one alone nothing new is to be expected. */
const LEAST_ISSUES = 2;

/** In the newsletter's own order, then by name. @param issues The newest first. */
export function sectionTopics(
  issues: readonly PublishedIssue[],
  order: readonly SectionName[],
  language: string,
): readonly SectionTopic[] {
  const found = new Map<
    string,
    { named: SectionName | undefined; heading: string; entries: SectionTopic['entries'][number][] }
  >();
  for (const published of issues) {
    for (const entry of published.rendered.items) {
      const named = findSection(entry.section, order);
      const key = plainHeading(named?.name ?? entry.section);
      if (key === '') continue;
      const topic = found.get(key) ?? { named, heading: entry.section, entries: [] };
      found.set(key, topic);
      topic.entries.push({ published, entry });
    }
  }
  const taken = new Set<string>();
  const collator = new Intl.Collator(language, { sensitivity: 'base', numeric: true });
  const rankOf = (named: SectionName | undefined): number => {
    const index = named === undefined ? -1 : order.indexOf(named);
    return index < 0 ? order.length : index;
  };
  return [...found]
    .filter(([, { named, entries }]) => named !== undefined || issueCount(entries) >= LEAST_ISSUES)
    .sort(
      ([keyA, a], [keyB, b]) =>
        rankOf(a.named) - rankOf(b.named) || collator.compare(keyA, keyB) || (keyA < keyB ? -1 : 1),
    )
    .map(([, { named, heading, entries }]) => {
      const name = named?.name ?? heading;
      return { id: uniqueSlug(tagSlug(name), taken), name, direction: directionOf(name) ?? 'ltr', entries };
    });
}

function issueCount(entries: SectionTopic['entries']): number {
  return new Set(entries.map(({ published }) => published)).size;
}
