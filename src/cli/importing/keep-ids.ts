// Anchors under which items were linked to go in; lines for `issues/ids.yaml` come out, by which the items keep them. An id names an item in
// the feeds too, so that only an anchor that no other post has can be one.
import type { DraftedPost } from '../../intake/posts/draft-of-post.ts';
import type { ImportNote } from '../../model/imported-post.ts';
import type { Issue } from '../../model/issue.ts';
import type { KeptIds } from '../../model/project.ts';

/** Of `issues/ids.yaml`. */
export const ID_HEADING = `# Kept by the program: items keep the address under which they were first published.
#   address it would have now: address it keeps
`;

export interface IdBook {
  add(issue: Issue, drafted: DraftedPost): readonly ImportNote[];
  lines(): readonly (readonly [id: string, kept: string])[];
}

/** As `parse/parse-ids.ts` has it, with a letter first, as ids of pages have to begin. */
const USABLE = /^\p{L}[\p{L}\p{M}\p{N}]*(?:-[\p{L}\p{M}\p{N}]+)*$/u;

export function createIdBook(standing: KeptIds, isUnique: (anchor: string) => boolean): IdBook {
  const taken = new Set(standing.values());
  const added = new Map<string, string>();
  return {
    lines: () => [...added],
    add: (issue, { draft, anchors }) => {
      if (anchors.size === 0) return [];
      const entries = issue.sections.flatMap((section) => section.entries);
      const drafts = draft.sections.flatMap((section) => section.entries);
      return drafts.flatMap((entry, index): ImportNote[] => {
        const anchor = anchors.get(entry);
        const id = entries.length === drafts.length ? entries[index]?.id : undefined;
        if (anchor === undefined || id === anchor) return [];
        const isKept = id !== undefined && (standing.get(id) === anchor || added.has(id));
        if (isKept) return [];
        if (
          id === undefined ||
          !USABLE.test(anchor) ||
          !isUnique(anchor) ||
          taken.has(anchor) ||
          standing.has(id)
        )
          return [
            {
              kind: 'changed',
              reason: 'Links to an item of it lead to the top of the page: its anchor cannot be kept.',
              excerpt: `#${anchor}: ${entry.headline}`,
            },
          ];
        taken.add(anchor);
        added.set(id, anchor);
        return [];
      });
    },
  };
}
