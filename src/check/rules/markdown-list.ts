// A list to the eye that is none to Markdown: its lines would be printed one behind the other. A dash alone is not enough to tell:
// in many languages it begins what somebody says.
import type { Paragraph, RootContent } from 'mdast';
import { toString as wordsOf } from 'mdast-util-to-string';
import type { TextEdit } from '../../model/diagnostic.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

interface Kind {
  readonly pattern: RegExp;
  /** How many such lines it takes. */
  readonly least: number;
  /** What stands in the place of the mark; absent where the proofreader cannot be sure of a list. */
  readonly mended?: (mark: string) => string;
}

interface Line {
  readonly start: number;
  readonly line: string;
}

const KINDS: readonly Kind[] = [
  // Bullets as word processors have them.
  { pattern: /^[•·‣◦▪▫●○■□➢➤][ \t\u00a0]{0,3}(?=\S)/u, least: 1, mended: () => '- ' },
  { pattern: /^[*+-](?=\p{L}[^*\n]*$)/u, least: 2, mended: () => '- ' },
  { pattern: /^\d{1,2}[.)](?=\p{L})/u, least: 2, mended: (mark) => `${mark} ` },
  { pattern: /^[–—][ \t\u00a0]{0,3}(?=\S)/u, least: 2 },
];

export const markdownList: IssueRule = {
  id: 'markdown-list',
  severity: 'warning',
  stage: 'issue',
  description: 'The lines of a list begin with a hyphen and a space, or with a number, a stop and a space.',
  check: (issue) => {
    const own = new Set<RootContent>(issue.tree.children);
    const quoted = new Set(nodesOf(issue.tree, 'blockquote').flatMap((quote) => nodesOf(quote, 'paragraph')));
    const lists = nodesOf(issue.tree, 'paragraph')
      .filter((paragraph) => !quoted.has(paragraph))
      .flatMap((paragraph) => findingFor(paragraph, own.has(paragraph), issue));
    return [...lists, ...signatures(issue)];
  },
};

const MAX_SIGNATURE_WORDS = 8;

/** `> - Ines Roca, night porter` under a quotation: a list of one, where a signature was meant. */
function signatures({ tree, text }: Issue): readonly Finding[] {
  return nodesOf(tree, 'blockquote').flatMap(({ children }) => {
    const [above, last] = children.slice(-2);
    if (above?.type !== 'paragraph' || last?.type !== 'list' || last.ordered === true) return [];
    const words = last.children.length === 1 ? wordsOf(last).trim() : '';
    // Stops behind initials are no sentence's.
    const isName =
      /^\p{Lu}[^.!?]*$/u.test(words.replace(/(?<=\b\p{Lu})\./gu, '')) &&
      words.split(/\s+/u).length <= MAX_SIGNATURE_WORDS;
    const start = last.position?.start.offset;
    if (!isName || start === undefined) return [];
    const actual = text.charAt(start);
    return [
      {
        reason: `Unexpected "${actual}" before the signature of a quotation, expected "--"`,
        place: placeOf(text, start, start + 1),
        actual,
        expected: ['--'],
        note: 'One hyphen makes a list of it. Whoever is quoted stands in the last line, behind two: > -- Ines Roca, night porter',
        fix: { title: 'Write two hyphens', edits: [{ start, end: start + 1, text: '--' }] },
      },
    ];
  });
}

function findingFor(paragraph: Paragraph, isOwn: boolean, { text }: Issue): readonly Finding[] {
  const start = paragraph.position?.start.offset ?? 0;
  const lines = linesOf(text, start, paragraph.position?.end.offset ?? start);
  for (const { pattern, least, mended } of KINDS) {
    const marked = lines.flatMap(({ start, line }) => {
      const mark = pattern.exec(line)?.[0];
      return mark === undefined ? [] : [{ start, mark }];
    });
    const [first] = marked;
    if (first === undefined || marked.length < least) continue;
    const mark = first.mark.trim();
    // Other lines among them would become part of the entry above, which may not be meant.
    const isSafe = isOwn && mended !== undefined && marked.length === lines.length;
    const edits: TextEdit[] = marked.map((one) => ({
      start: one.start,
      end: one.start + one.mark.length,
      text: mended?.(one.mark) ?? '',
    }));
    return [
      {
        reason: `Unexpected "${mark}" at the beginning of ${marked.length === 1 ? 'a line' : `${marked.length} lines`}, expected ${mended === undefined ? '"- "' : `"${mended(mark)}"`}`,
        place: placeOf(text, first.start, first.start + mark.length),
        actual: mark,
        expected: [mended?.(mark) ?? '- '],
        note:
          mended === undefined
            ? 'If this is a list, begin each line with a hyphen and a space; like this the lines are printed one behind the other. If it is what people say to each other, leave an empty line between them.'
            : 'Markdown does not see a list here and prints the lines one behind the other. Begin each with a hyphen and a space, or a number, a stop and a space.',
        ...(isSafe && { fix: { title: 'Make a list of the lines', edits } }),
      },
    ];
  }
  return [];
}

/** Lines as typed, without the blanks before them. */
function linesOf(text: string, from: number, to: number): readonly Line[] {
  let at = from;
  return text
    .slice(from, to)
    .split('\n')
    .map((typed) => {
      const indent = typed.length - typed.trimStart().length;
      const found = { start: at + indent, line: typed.trim() };
      at += typed.length + 1;
      return found;
    });
}
