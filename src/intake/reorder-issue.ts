// An issue goes in, its text comes out with the sections in the newsletter's order and the items of each the newest first. Whole stretches
// change places, letter for letter; the blank lines between them stay where they are.
import type { Issue } from '../model/issue.ts';
import type { SectionName } from '../model/newsletter.ts';
import { rankOfSection } from '../model/section-names.ts';
import { cutIssue, type SectionStretch, type Stretch } from './cut-issue.ts';

/** Sections that nobody knows, and items without a day, keep their places. */
export function reorderIssue(issue: Issue, order: readonly SectionName[]): string {
  const { text } = issue;
  const sections = cutIssue(issue);
  const [first] = sections;
  if (first === undefined) return text;
  const ranks = sections.map(({ section }) =>
    section.headingPosition === undefined ? undefined : rankOfSection(section.heading, section.kind, order),
  );
  const lastEnd = sections.at(-1)?.end ?? text.length;
  const parts = sections.map((stretch) => partOf(text, stretch, withSortedItems(text, stretch)));
  return (
    text.slice(0, first.start) +
    joined(
      parts,
      sorted(ranks, (a, b) => a - b),
    ) +
    text.slice(lastEnd)
  );
}

interface Part {
  /** What moves. */
  readonly core: string;
  /** The blank lines behind, which stay. */
  readonly gap: string;
}

function withSortedItems(text: string, { start, headEnd, entries, section, end }: SectionStretch): string {
  if (section.kind !== 'items' || entries.length < 2) return text.slice(start, end);
  const days = entries.map(({ entry }) => {
    const date = entry.kind === 'item' ? entry.reports[0]?.date : undefined;
    return date === undefined ? undefined : Date.parse(date);
  });
  const parts = entries.map((entry) => partOf(text, entry, text.slice(entry.start, entry.end)));
  return (
    text.slice(start, headEnd) +
    joined(
      parts,
      sorted(days, (a, b) => b - a),
    )
  );
}

function partOf(text: string, { start, end }: Stretch, now: string): Part {
  const written = text.slice(start, end);
  // Blanks at the end of its last line are its own.
  const lineEnd = /\r?\n/u.exec(written.slice(written.trimEnd().length));
  const gap = lineEnd === null ? 0 : written.length - written.trimEnd().length - lineEnd.index;
  return { core: now.slice(0, now.length - gap), gap: text.slice(end - gap, end) };
}

/** Where the last one had no line end, whoever comes there needs none, and the one that leaves gets another's. */
function joined(parts: readonly Part[], places: readonly number[]): string {
  return places.map((from, at) => (parts[from]?.core ?? '') + (parts[at]?.gap ?? '')).join('');
}

/** For each place the index of what goes there; what has no key keeps its place, and equals keep their order. */
function sorted(
  keys: readonly (number | undefined)[],
  compare: (a: number, b: number) => number,
): readonly number[] {
  const movable = keys.flatMap((key, index) => (key === undefined ? [] : [{ key, index }]));
  const inOrder = movable.toSorted((a, b) => compare(a.key, b.key) || a.index - b.index);
  const places = keys.map((_, index) => index);
  movable.forEach(({ index }, nth) => {
    places[index] = inOrder[nth]?.index ?? index;
  });
  return places;
}
