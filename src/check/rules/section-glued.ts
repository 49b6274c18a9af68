// The name of a section and the headline that followed it, run into one word. The printed newsletter had it whenever a line end
// was lost on the way to the web.

import { gluedSection } from '../../model/glued-section.ts';
import type { Issue, Section } from '../../model/issue.ts';
import type { SectionName } from '../../model/newsletter.ts';
import { placeOf } from '../../model/place.ts';
import { headedSections } from '../parts/headed-sections.ts';
import { headlinesOf, placeOfHeadline } from '../parts/headlines-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const sectionGlued: IssueRule = {
  id: 'section-glued',
  severity: 'warning',
  stage: 'issue',
  description: 'The name of a section stands on a line of its own, and the headline below it.',
  check: (issue, { newsletter: { sectionOrder } }) => [
    ...gluedHeadings(issue, sectionOrder),
    ...gluedHeadlines(issue, sectionOrder),
  ],
};

/** `## Military newsIraq troops leave`. */
function gluedHeadings(issue: Issue, order: readonly SectionName[]): readonly Finding[] {
  return headedSections(issue, order).flatMap(({ section, place, name }) => {
    const { heading } = section;
    const glued = name === undefined ? gluedSection(heading, order) : undefined;
    if (glued === undefined) return [];
    const start = place.start.offset ?? 0;
    const isFound = issue.text.slice(start, place.end.offset) === heading;
    const at = start + glued.length;
    return [
      {
        ...words(glued, heading.slice(glued.length)),
        place: isFound ? placeOf(issue.text, start, endOfWord(issue.text, at)) : place,
        ...(isFound &&
          beginsStory(section) && {
            fix: {
              title: 'Put the headline on a line of its own',
              edits: [{ start: at, end: at, text: '\n\n### ' }],
            },
          }),
      },
    ];
  });
}

/** `### Military newsIraq troops leave`. Names of one word are left out, for there is a LiveJournal and a PoliticsHome. */
function gluedHeadlines(issue: Issue, order: readonly SectionName[]): readonly Finding[] {
  return headlinesOf(issue).flatMap(({ entry }) => {
    const glued = gluedSection(entry.headline, order);
    if (glued === undefined || !glued.includes(' ')) return [];
    const place = placeOfHeadline(issue, entry);
    const start = place.start.offset ?? 0;
    const isFound = place !== entry.headlinePosition;
    return [
      {
        ...words(glued, entry.headline.slice(glued.length)),
        place: isFound ? placeOf(issue.text, start, endOfWord(issue.text, start + glued.length)) : place,
      },
    ];
  });
}

function words(name: string, rest: string) {
  return {
    reason: `Unexpected "${name}${rest.split(/\s/u)[0]}", expected "${name}" on a line of its own`,
    actual: `${name}${rest}`,
    expected: [`## ${name}`, `### ${rest}`],
    note: `Write "## ${name}" on one line, leave an empty line, and write the headline behind ### on the next.`,
  };
}

/** Text follows the heading at once: then what is glued to it is that text's headline. */
function beginsStory({ kind, body }: Section): boolean {
  return kind === 'items' && body[0]?.kind === 'prose' && body[0].node.type === 'paragraph';
}

function endOfWord(text: string, from: number): number {
  const rest = /^[^\s[\]()]*/u.exec(text.slice(from, from + 80))?.[0] ?? '';
  return from + rest.length;
}
