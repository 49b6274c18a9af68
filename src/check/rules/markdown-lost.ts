// Text that Markdown takes for something else than its writer. The reading brings back what it can, and reports what only it
// can see; here is found what shows in the tree. Links that stayed text belong to `link-malformed`.
import type { Heading, List } from 'mdast';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** Lists begin with small numbers; a year or a count that begins a sentence does not. */
const LOWEST_SENTENCE_NUMBER = 100;
/** The format has headings of two and three signs; one sign with a word is how people write "#Mosul" or "#294". */
const GLUED_HEADING = /^[ \t]*(#{2,6})(?=[^\s#])/u;

const TRUE_HEADING = /^#{1,6}(?=[ \t\r\n]|$)/u;

/** `|---|---|`, the line under the heads of a table's columns. */
const TABLE_LINE = /^[ \t|:-]+$/u;

export const markdownLost: IssueRule = {
  id: 'markdown-lost',
  severity: 'error',
  stage: 'issue',
  description: 'No text turns by accident into a list, a heading or code, and no heading stays plain text.',
  check: (issue, { newsletter }) => [
    ...gluedHeadings(issue),
    ...sentencesAsLists(issue),
    ...indentedText(issue),
    ...underlinedText(issue, newsletter.dialect !== undefined),
    ...tables(issue),
  ],
};

/** `###Headline`. */
function gluedHeadings(issue: Issue): readonly Finding[] {
  // Under a row of dashes the line is a heading after all, but of the dashes' making.
  const nodes = [...nodesOf(issue.tree, 'paragraph'), ...nodesOf(issue.tree, 'heading')];
  return nodes.flatMap(({ position }) => {
    if (position === undefined) return [];
    return linesOf(issue.text, position.start.offset ?? 0, position.end.offset ?? 0).flatMap(
      ({ start, line }) => {
        const match = GLUED_HEADING.exec(line);
        if (match === null) return [];
        const signs = match[1] ?? '';
        const at = start + match[0].length;
        const rest = line.slice(match[0].length).trim();
        return [
          {
            reason: `Unexpected "${signs}${shortened(rest)}", expected a space after ${signs}`,
            place: placeOf(issue.text, at - signs.length, at),
            actual: `${signs}${rest}`,
            expected: [`${signs} ${rest}`],
            note: 'Without the space this is no heading: the signs are printed, and what follows belongs to the item above.',
            fix: { title: `Put a space after ${signs}`, edits: [{ start: at, end: at, text: ' ' }] },
          },
        ];
      },
    );
  });
}

/** `2003. That was the year …`. */
function sentencesAsLists(issue: Issue): readonly Finding[] {
  return nodesOf(issue.tree, 'list').flatMap((list: List) => {
    const offset = list.position?.start.offset;
    if (list.start === null || list.start === undefined || list.start < LOWEST_SENTENCE_NUMBER) return [];
    const mark = offset === undefined ? undefined : /^(\d+)([.)])/u.exec(issue.text.slice(offset));
    if (offset === undefined || mark === null || mark === undefined) return [];
    const [actual, figures = '', stop = ''] = mark;
    const at = offset + figures.length;
    return [
      {
        severity: 'warning' as const,
        reason: `Unexpected list that begins with "${actual}", expected a sentence`,
        place: placeOf(issue.text, offset, offset + actual.length),
        actual,
        expected: [`${figures}\\${stop}`],
        note: `Markdown takes a number with a ${stop === '.' ? 'stop' : 'bracket'} at the beginning of a paragraph for a list. Here it is shown as you typed it. Write ${figures}\\${stop} with a backslash, or turn the sentence round.`,
        fix: { title: 'Put a backslash before it', edits: [{ start: at, end: at, text: '\\' }] },
      },
    ];
  });
}

/** Four spaces before a line. */
function indentedText(issue: Issue): readonly Finding[] {
  return nodesOf(issue.tree, 'code').flatMap(({ value, position }) => {
    const offset = position?.start.offset;
    if (offset === undefined || /^[ \t]*(?:`{3}|~{3})/u.test(issue.text.slice(offset))) return [];
    const lineStart = issue.text.lastIndexOf('\n', offset - 1) + 1;
    const indent = /^[ \t]*/u.exec(issue.text.slice(lineStart))?.[0].length ?? 0;
    const textStart = lineStart + indent;
    const firstLine = /^[^\r\n]*/u.exec(issue.text.slice(textStart))?.[0] ?? '';
    const isPlain =
      !value.includes('\n') && /^[\p{L}"“‘'«([]/u.test(value) && isFollowedByGap(issue.text, textStart);
    return [
      {
        severity: 'warning' as const,
        reason: 'Unexpected spaces at the beginning of the line, expected none',
        place: placeOf(issue.text, textStart, textStart + firstLine.length),
        actual: value,
        note: 'Markdown takes four spaces or a tab for computer code, in which links and emphasis do not work. Delete them; put > before a quotation.',
        ...(isPlain &&
          indent > 0 && {
            fix: {
              title: 'Delete the spaces before it',
              edits: [{ start: lineStart, end: textStart, text: '' }],
            },
          }),
      },
    ];
  });
}

/** True when the next line is empty: then the line stands alone whatever it becomes. */
function isFollowedByGap(text: string, offset: number): boolean {
  const lineEnd = text.indexOf('\n', offset);
  return lineEnd < 0 || /^[ \t]*(?:\r?\n|$)/u.test(text.slice(lineEnd + 1));
}

/** A row of dashes or equals signs right under a line. */
function underlinedText(issue: Issue, isHeading: boolean): readonly Finding[] {
  return nodesOf(issue.tree, 'heading').flatMap(({ position }: Heading) => {
    const start = position?.start.offset;
    const end = position?.end.offset;
    if (start === undefined || end === undefined || TRUE_HEADING.test(issue.text.slice(start, start + 8)))
      return [];
    const lines = linesOf(issue.text, start, end);
    if (GLUED_HEADING.test(lines[0]?.line ?? '')) return [];
    const [first, last] = [lines[0], lines.at(-1)];
    if (first === undefined || last === undefined || first === last) return [];
    // In a dialect a single line may be made a heading so.
    if (isHeading && lines.length === 2) return [];
    const mark = last.line.trim();
    return [
      {
        reason: `Unexpected "${shortened(mark)}" right under a line, expected an empty line between them`,
        place: placeOf(issue.text, last.start, last.start + last.line.length),
        actual: mark,
        note: `Markdown takes the line above for a heading. If "${shortened(first.line.trim())}" is to be one, write ## or ### and a space before it and delete this line; otherwise put an empty line before this one, or delete it.`,
      },
    ];
  });
}

/** Columns drawn with upright strokes: their lines would be printed one behind the other. */
function tables(issue: Issue): readonly Finding[] {
  return nodesOf(issue.tree, 'paragraph').flatMap(({ position }) => {
    if (position === undefined) return [];
    const lines = linesOf(issue.text, position.start.offset ?? 0, position.end.offset ?? 0);
    const at = lines.findIndex(
      ({ line }) => line.includes('|') && line.includes('--') && TABLE_LINE.test(line),
    );
    const head = lines[at - 1];
    if (head === undefined || !head.line.includes('|')) return [];
    return [
      {
        severity: 'warning' as const,
        reason: 'Unexpected table, expected a list or sentences',
        place: placeOf(issue.text, head.start, head.start + head.line.length),
        actual: head.line,
        note: 'Few mail programs can show a table, so there are none here: its lines are printed one behind the other, with all their signs. Write a list, each line of the table behind a hyphen and a space.',
      },
    ];
  });
}

/** The lines between two offsets, without their ends. */
function linesOf(text: string, from: number, to: number): readonly { start: number; line: string }[] {
  let start = from;
  return text
    .slice(from, to)
    .split('\n')
    .map((line) => {
      const found = { start, line: line.replace(/\r$/u, '') };
      start += line.length + 1;
      return found;
    });
}

const SHOWN_LENGTH = 40;

function shortened(text: string): string {
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH).trimEnd()}…`;
}
