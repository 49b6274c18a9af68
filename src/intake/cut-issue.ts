// An issue goes in, the stretches of its file come out that belong together: each section, and in it each entry with the comments that
// speak of it. For whoever puts something between them or changes their order, and must not change a letter of them.
import type { Entry } from '../model/entry.ts';
import type { Issue, Section } from '../model/issue.ts';

export interface Stretch {
  /** Offsets in the file; the blank lines behind belong to it. */
  readonly start: number;
  readonly end: number;
}

export interface SectionStretch extends Stretch {
  readonly section: Section;
  /** Behind its heading and its own text: where its first entry begins, or would. */
  readonly headEnd: number;
  readonly entries: readonly EntryStretch[];
}

export interface EntryStretch extends Stretch {
  readonly entry: Entry;
}

/** Bullets are one list, which is not cut. What stands before the first section is in none. */
export function cutIssue(issue: Issue): readonly SectionStretch[] {
  const starts = issue.sections.map((section) => {
    const entries = section.entries
      .filter(({ kind }) => kind !== 'listing')
      .map((entry) => ({ entry, start: beginningOf(issue, entry.headlinePosition.start.offset ?? 0) }));
    const { headingPosition } = section;
    const heading = headingPosition?.start.offset;
    const start =
      heading === undefined
        ? (entries[0]?.start ?? section.position.start.offset ?? 0)
        : beginningOf(issue, heading);
    return { section, start, entries };
  });
  return starts.map(({ section, start, entries }, index) => {
    const end = starts[index + 1]?.start ?? issue.text.length;
    return {
      section,
      start,
      end,
      headEnd: entries[0]?.start ?? end,
      entries: entries.map((one, nth) => ({ ...one, end: entries[nth + 1]?.start ?? end })),
    };
  });
}

/** The beginning of a heading's line, or of the comments above that speak of it: right above, or a silence of its line. */
function beginningOf({ text, silences }: Issue, heading: number): number {
  let start = text.lastIndexOf('\n', heading - 1) + 1;
  for (;;) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    const line = start === 0 ? '' : text.slice(above, start).trim();
    if (!line.startsWith('<!--') || !line.endsWith('-->')) break;
    start = above;
  }
  const lineOfHeading = text.slice(0, heading).split('\n').length;
  for (const { line, position } of silences) {
    const at = position.start.offset ?? heading;
    if (line === lineOfHeading && at < start) start = text.lastIndexOf('\n', at - 1) + 1;
  }
  return start;
}
