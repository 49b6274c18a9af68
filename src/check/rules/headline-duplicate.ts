// The same headline twice in one issue: most often an item was pasted twice, or a copied heading was not written over.
import { type HeadedIn, headlinesOf, placeOfHeadline } from '../parts/headlines-of.ts';
import type { IssueRule } from '../rule.ts';

export const headlineDuplicate: IssueRule = {
  id: 'headline-duplicate',
  severity: 'warning',
  stage: 'issue',
  description: 'No headline stands in an issue twice.',
  check: (issue) =>
    [...Map.groupBy(headlinesOf(issue), keyOf)]
      .filter(([key]) => key !== '')
      .flatMap(([, [first, ...again]]) =>
        again.map(({ entry }) => ({
          reason: `Unexpected second item "${entry.headline}", expected a headline of its own (the first is on line ${first?.entry.headlinePosition.start.line})`,
          place: placeOfHeadline(issue, entry),
          actual: entry.headline,
          note: 'If the item stands here twice, delete one of the two. If there are two stories, tell them apart by their headlines.',
        })),
      ),
};

/** Letters and figures. Among live entries one word may well come back: "Correction", "Weather". */
function keyOf({ entry }: HeadedIn): string {
  const words = entry.headline.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return entry.kind === 'live' && words.length < 2 ? '' : words.join(' ');
}
