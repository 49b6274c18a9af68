// A section begins with `##` and its name. In pasted text the name stands alone on a line, and nothing shows that it is a heading.
import { placeOf } from '../../model/place.ts';
import { hasGapAbove, hasGapBelow, lineEndOf, typedParagraphs } from '../parts/typed-lines.ts';
import { plainSections } from '../paste/plain-sections.ts';
import type { IssueRule } from '../rule.ts';

export const sectionPlain: IssueRule = {
  id: 'section-plain',
  severity: 'warning',
  stage: 'issue',
  description: "A section's name, alone on a line, is a heading: it begins with ##.",
  check: (issue, { newsletter }) =>
    plainSections(issue, newsletter, typedParagraphs(issue))
      .filter(({ isListed }) => !isListed)
      .map(({ line: { start, end }, name, isCertain }) => {
        const newline = lineEndOf(issue.text);
        const nameEnd = start + name.length;
        const opening = `${hasGapAbove(issue.text, start) ? '' : newline}## `;
        const closing = hasGapBelow(issue.text, end) ? '' : newline;
        const edits = [
          { start, end: start, text: opening },
          ...(closing === '' && nameEnd === end ? [] : [{ start: nameEnd, end, text: closing }]),
        ];
        return {
          reason: `Unexpected name of a section as plain text: "${name}", expected "## ${name}"`,
          place: placeOf(issue.text, start, end),
          actual: name,
          expected: [`## ${name}`],
          note: isCertain
            ? 'Put ## and a space before it, and an empty line before and after it.'
            : 'If a section begins here, put ## and a space before its name, and an empty line before and after it.',
          ...(isCertain && { fix: { title: `Make "${name}" a section`, edits } }),
        };
      }),
};
