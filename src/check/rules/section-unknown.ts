// A heading that the newsletter does not know. Headings of one's own are allowed, so this only asks: most of them are slips of the
// pen, and then the section stands in the wrong place and holds the wrong kind of entries.

import { gluedSection } from '../../model/glued-section.ts';
import { nearestNames } from '../../model/nearest-names.ts';
import type { SectionName } from '../../model/newsletter.ts';
import { plainHeading } from '../../model/section-names.ts';
import { type HeadedSection, headedSections } from '../parts/headed-sections.ts';
import { editAt } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { isOneLetterApart } from '../words/one-letter-apart.ts';

/** One letter makes another word of a short one: "Ports", "Posts". */
const MIN_SURE_LENGTH = 10;

export const sectionUnknown: IssueRule = {
  id: 'section-unknown',
  severity: 'warning',
  stage: 'issue',
  description: 'The heading of a section is one that newsletter.yaml names.',
  check: (issue, { newsletter: { sectionOrder } }) =>
    sectionOrder.length === 0
      ? []
      : headedSections(issue, sectionOrder)
          .filter(
            ({ section, name }) =>
              name === undefined && gluedSection(section.heading, sectionOrder) === undefined,
          )
          .map((one) => finding(one, sectionOrder, issue.text)),
};

function finding({ section, place }: HeadedSection, order: readonly SectionName[], text: string): Finding {
  const { heading } = section;
  const names = order.flatMap(({ name, aliases }) => [name, ...aliases]);
  const expected = nearestNames(heading, names);
  const [nearest] = expected;
  const isSure = expected.length === 1 && nearest !== undefined && isSlip(heading, nearest);
  const isFound = text.slice(place.start.offset, place.end.offset) === heading;
  return {
    reason: `Unexpected section "${heading}", expected ${nearest === undefined ? 'one that newsletter.yaml names' : `"${nearest}"`}`,
    place,
    actual: heading,
    expected: nearest === undefined ? order.map(({ name }) => name) : expected,
    note: 'Sections of your own are allowed, so this only asks. If it is no slip, add it to the sections of issues/newsletter.yaml, or say so on this line: <!-- on purpose: section-unknown (a section for this issue alone) -->',
    ...(isSure && isFound && { fix: { title: `Write "${nearest}"`, edits: [editAt(place, nearest)] } }),
  };
}

/** The same letters with other spaces, or one letter wrong behind the first. */
function isSlip(heading: string, name: string): boolean {
  const [a, b] = [plainHeading(heading), plainHeading(name)];
  if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return true;
  return b.length >= MIN_SURE_LENGTH && a[0] === b[0] && isOneLetterApart(a, b);
}
