// An issue goes in, every block of it comes out in the order of the text: lead, sections' own text, entries and reports.
import type { Block } from '../../model/block.ts';
import { blocksOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';

export function blocksOfIssue(issue: Issue): readonly Block[] {
  return [
    ...issue.lead,
    ...issue.sections.flatMap(({ body, entries }) => [...body, ...entries.flatMap(blocksOf)]),
  ];
}
