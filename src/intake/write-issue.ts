// An issue as a draft goes in, the Markdown of its file comes out, in the house format. One writer for everything that makes issues:
// candidates, pages, exports, old newsletters, other dialects. What is plain text in the draft is read back as the same words.
import type { DraftIssue, DraftSection } from '../model/draft.ts';
import { escapeHeading } from './escape-markdown.ts';
import type { House, IssueScene } from './house.ts';
import { writeEntry } from './write-entry.ts';
import { writeFrontMatter } from './write-front-matter.ts';

export function writeIssue(draft: DraftIssue, house: House): string {
  return `${[
    writeFrontMatter(draft),
    ...draft.lead,
    ...draft.sections.map((section) => writeSection(section, draft, house)),
  ]
    .filter((block) => block.trim() !== '')
    .join('\n\n')}\n`;
}

/** Its heading and its entries, without blank lines around them. */
export function writeSection(
  { kind, heading, body, entries }: DraftSection,
  issue: IssueScene,
  house: House,
): string {
  const written = entries.map((entry) => writeEntry(entry, kind, issue, house));
  return [
    ...(heading === undefined ? [] : [`## ${escapeHeading(heading)}`.trimEnd()]),
    ...body,
    // Bullets are one list, with blank lines in it only where one has several paragraphs.
    ...(kind === 'interest' && written.every((one) => one.startsWith('- ') && !one.includes('\n\n'))
      ? [written.join('\n')]
      : written),
  ]
    .filter((block) => block.trim() !== '')
    .join('\n\n');
}
