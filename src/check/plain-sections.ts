// A pasted issue goes in, the lines come out on which nothing stands but the name of a section that the newsletter knows. Stands
// apart because where a section begins, no headline goes on: two rules ask for it.
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { findSection, hasOwnWords } from '../model/section-names.ts';
import { isAddressLine, type TypedLine, type TypedParagraph } from './typed-lines.ts';

export interface PlainSection {
  /** The line as typed. */
  readonly line: TypedLine;
  /** Without a colon at its end. */
  readonly name: string;
  /** True for a line of the contents list: what follows is the next section's name, or nothing. */
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
  const starts = new Set(
    issue.sections.flatMap(({ headingPosition }) => headingPosition?.start.offset ?? []),
  );
  const isName = ({ text }: TypedLine) => {
    if (text.length > MAX_NAME || !/^[\p{Lu}\p{Lo}]/u.test(text)) return false;
    const section = findSection(text, newsletter.sectionOrder);
    return section !== undefined && !hasOwnWords(text, section);
  };
  return lines.flatMap(({ line, above, belowIn }, nth): readonly PlainSection[] => {
    if (!isName(line)) return [];
    const next = lines[nth + 1]?.line;
    const isListed =
      next === undefined ? !hasMore(issue, line) : isName(next) || isHeadedAt(issue, line, starts);
    const isCertain = above === undefined || ENDS_SENTENCE.test(above.text) || isAddressLine(above.text);
    // The middle of a sentence may happen to be the name.
    if (belowIn !== undefined && /^\p{Ll}/u.test(belowIn.text)) return [];
    return [{ line, name: line.text.replace(/\s?:$/u, ''), isListed, isCertain }];
  });
}

/** Whether a list or a quotation stands behind the last line. */
function hasMore({ text }: Issue, { end }: TypedLine): boolean {
  return text.slice(end).trim() !== '';
}

/** Whether a `##` heading follows at once. */
function isHeadedAt({ text }: Issue, { end }: TypedLine, starts: ReadonlySet<number>): boolean {
  const blanks = /^\s*/u.exec(text.slice(end, end + 200))?.[0].length ?? 0;
  return starts.has(end + blanks);
}
