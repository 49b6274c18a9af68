// A tag makes a page of the archive. Another spelling of it makes a second page, on which one issue stands alone.
import type { ArchiveRule } from '../rule.ts';

/** Fewer may themselves be the slip. */
const OFTEN = 3;

export const tagDrift: ArchiveRule = {
  id: 'tag-drift',
  severity: 'warning',
  stage: 'archive',
  description: 'A tag is written as it is written in most issues: singular or plural, capitals, hyphens.',
  check: (issue, archive) => {
    const counts = archive.tags();
    return issue.tags.flatMap((tag, index) => {
      const times = counts.get(tag) ?? 0;
      const usual = archive
        .tagsLike(tag)
        .find((other) => other !== tag && (counts.get(other) ?? 0) >= Math.max(OFTEN, 2 * times));
      if (usual === undefined) return [];
      const place = issue.tagPlaces[index];
      return [
        {
          reason: `Unexpected tag "${tag}", expected "${usual}"`,
          ...(place !== undefined && { place }),
          actual: tag,
          expected: [usual],
          note: `"${usual}" is in use ${counts.get(usual)} times. If both mean the same, write it so; if they mean two things, tell them apart by more than a letter.`,
        },
      ];
    });
  },
};
