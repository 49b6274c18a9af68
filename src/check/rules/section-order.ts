// Readers find their way by the order of the sections, so it is the same in every issue. Events and what is of interest end it.
import type { Section } from '../../model/issue.ts';
import type { SectionName } from '../../model/newsletter.ts';
import { rankOfSection } from '../../model/section-names.ts';
import { headedSections } from '../parts/headed-sections.ts';
import type { IssueRule } from '../rule.ts';

export const sectionOrder: IssueRule = {
  id: 'section-order',
  severity: 'warning',
  stage: 'issue',
  description: 'Sections stand in the order of newsletter.yaml, events and things of interest last.',
  check: (issue, { newsletter }) => {
    const order = newsletter.sectionOrder;
    const sections = headedSections(issue, order);
    // Of the fewest that would have to move.
    const kept = longestRise(sections.map((one) => rankOf(one.section, order)));
    return sections.flatMap((one, index) => {
      if (kept.has(index)) return [];
      const rank = rankOf(one.section, order);
      const next = sections.find((other, nth) => kept.has(nth) && rankOf(other.section, order) > rank);
      const before = sections.findLast((other, nth) => kept.has(nth) && rankOf(other.section, order) <= rank);
      const where =
        next === undefined ? `after "${before?.section.heading ?? ''}"` : `before "${next.section.heading}"`;
      return [
        {
          reason: `Unexpected section "${one.section.heading}" here, expected it ${where}`,
          place: one.place,
          actual: one.section.heading,
          note: 'Move the section with all that stands under it. The order is that of the sections in issues/newsletter.yaml; events and things of interest come last.',
        },
      ];
    });
  },
};

/** A heading nobody knows may stand anywhere; `section-unknown` asks about it. */
function rankOf({ heading, kind }: Section, order: readonly SectionName[]): number {
  return rankOfSection(heading, kind, order) ?? Number.NaN;
}

/** Indices of the longest row of ranks that never falls. Sections without a rank are never in the way. */
function longestRise(ranks: readonly number[]): ReadonlySet<number> {
  const best: { length: number; previous: number }[] = [];
  ranks.forEach((rank, index) => {
    let [length, previous] = [1, -1];
    for (let before = 0; before < index; before += 1) {
      const earlier = ranks[before] ?? Number.NaN;
      const found = best[before]?.length ?? 0;
      if (earlier <= rank && found + 1 > length) [length, previous] = [found + 1, before];
    }
    best.push({ length: Number.isNaN(rank) ? 0 : length, previous });
  });
  const longest = Math.max(0, ...best.map(({ length }) => length));
  const kept = new Set(ranks.flatMap((rank, index) => (Number.isNaN(rank) ? [index] : [])));
  for (let at = best.findIndex(({ length }) => length === longest); at >= 0; at = best[at]?.previous ?? -1) {
    kept.add(at);
  }
  return kept;
}
