// One section twice in an issue, under its own name or another that means the same. Only live pages and galleries, which have
// words of their own behind the colon, come more than once.
import { hasOwnWords, plainHeading } from '../../model/section-names.ts';
import { type HeadedSection, headedSections } from '../parts/headed-sections.ts';
import type { IssueRule } from '../rule.ts';

export const sectionDuplicate: IssueRule = {
  id: 'section-duplicate',
  severity: 'warning',
  stage: 'issue',
  description: 'No section stands in an issue twice, under another name either.',
  check: (issue, { newsletter }) =>
    [...Map.groupBy(headedSections(issue, newsletter.sectionOrder), keyOf).values()].flatMap(
      ([first, ...again]) =>
        again.map(({ section, place }) => ({
          reason: `Unexpected second section "${section.heading}", expected its items under "${first?.section.heading}" on line ${first?.place.start.line}`,
          place,
          actual: section.heading,
          note: 'Move what stands here to the end of the first section, and delete this heading.',
        })),
    ),
};

function keyOf({ section, name }: HeadedSection): string {
  return plainHeading(name === undefined || hasOwnWords(section.heading, name) ? section.heading : name.name);
}
