// Every event that the archive has announced, and which of them a later issue announces again.
import type { EventEntry } from '../model/entry.ts';
import type { RenderedItem } from '../model/rendered.ts';
import type { PublishedIssue } from './publish-input.ts';

export interface PublishedEvent {
  readonly entry: EventEntry;
  readonly item: RenderedItem;
  readonly published: PublishedIssue;
  /** A later issue has it too: lists show it once, as that one has it. */
  readonly isRepeated: boolean;
}

/** @param issues The newest first. */
export function eventsOf(issues: readonly PublishedIssue[]): readonly PublishedEvent[] {
  const seen = new Set<string>();
  return issues.flatMap((published) => {
    // Most issues have none: those need not be read for it.
    if (!published.rendered.items.some(({ kind }) => kind === 'event')) return [];
    const items = new Map(published.rendered.items.map((item) => [item.id, item]));
    const entries = published.issue.sections.flatMap((section) => section.entries);
    return entries.flatMap((entry) => {
      const item = items.get(entry.id);
      if (entry.kind !== 'event' || item === undefined) return [];
      const key = `${item.headline.toLowerCase()} ${entry.when?.date ?? entry.id}`;
      const isRepeated = seen.has(key);
      seen.add(key);
      return [{ entry, item, published, isRepeated }];
    });
  });
}
