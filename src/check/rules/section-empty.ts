// A heading with nothing under it: a reader looks for what is not there.
import { headedSections } from '../parts/headed-sections.ts';
import type { IssueRule } from '../rule.ts';

export const sectionEmpty: IssueRule = {
  id: 'section-empty',
  severity: 'warning',
  stage: 'issue',
  description: 'Something stands under the heading of every section.',
  check: (issue, { newsletter }) =>
    headedSections(issue, newsletter.sectionOrder)
      .filter(
        ({ section }) =>
          section.body.length === 0 && section.entries.length === 0 && section.isOverSections !== true,
      )
      .map(({ section, place }) => ({
        reason: `Unexpected section "${section.heading}" with nothing under it, expected an item at least`,
        place,
        actual: section.heading,
        note: 'Delete the heading, or put under it what was meant to stand there.',
      })),
};
