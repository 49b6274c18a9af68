// A pasted issue goes in, the lines come out on which nothing stands but the name of a section that the newsletter knows. Stands
// apart because where a section begins, no headline goes on: two rules ask for it.
import type { Issue } from '../../model/issue.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import { findSection, hasOwnWords } from '../../model/section-names.ts';
import { isAddressLine, type TypedLine, type TypedParagraph } from '../parts/typed-lines.ts';

export interface PlainSection {
  /** The line as typed. */
  readonly line: TypedLine;
  /** Without a colon at its end. */
  readonly name: string;
  /** True for a line of the contents list: another section follows at once, and this one is named again below. */
  readonly isListed: boolean;
  /** False where the line may as well be the end of the sentence above it. */
  readonly isCertain: boolean;
}

const MAX_NAME = 60;
const ENDS_SENTENCE = /[.!?…:"”’»)\]]$/u;

export function plainSections(
  issue: Issue,
  newsletter: Newsletter,
  paragraphs: readonly TypedParagraph[],
): readonly PlainSection[] {
  const lines = paragraphs.flatMap((paragraph) =>
    paragraph.lines.map((line, nth) => ({
      line,
      above: paragraph.lines[nth - 1],
      belowIn: paragraph.lines[nth + 1],
    })),
  );
  const sectionOf = (text: string) => {
    if (text.length > MAX_NAME || !/^[\p{Lu}\p{Lo}]/u.test(text)) return undefined;
    const section = findSection(text, newsletter.sectionOrder);
    return section === undefined || hasOwnWords(text, section) ? undefined : section.name;
  };
  const headings = issue.sections.flatMap(({ heading, headingPosition }) => ({
    start: headingPosition?.start.offset ?? 0,
    name: sectionOf(heading),
  }));
  const named = lines.map((one) => ({ ...one, section: sectionOf(one.line.text) }));
  return named.flatMap(({ line, above, belowIn, section }, nth): readonly PlainSection[] => {
    if (section === undefined) return [];
    const next = named[nth + 1];
    const isEmpty = next?.section !== undefined || isHeadedAt(issue, line, headings);
    const isNamedAgain =
      named.slice(nth + 1).some((one) => one.section === section) ||
      headings.some(({ start, name }) => start > line.end && name === section);
    const isCertain = above === undefined || ENDS_SENTENCE.test(above.text) || isAddressLine(above.text);
    // The middle of a sentence may happen to be the name.
    if (belowIn !== undefined && /^\p{Ll}/u.test(belowIn.text)) return [];
    return [{ line, name: line.text.replace(/\s?:$/u, ''), isListed: isEmpty && isNamedAgain, isCertain }];
  });
}

/** Whether a `##` heading follows at once. */
function isHeadedAt(
  { text }: Issue,
  { end }: TypedLine,
  headings: readonly { readonly start: number }[],
): boolean {
  const below = text.slice(end);
  const next = end + below.length - below.trimStart().length;
  return headings.some(({ start }) => start === next);
}
