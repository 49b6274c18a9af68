// An issue goes in, its paragraphs come out as they were typed, line by line. Stands apart because pasted text has its meaning in
// its lines: a headline, an attribution or an address is a line of its own long before it is Markdown.
import type { Issue } from '../../model/issue.ts';
import { endOfFrontMatter } from './place-of-field.ts';

export interface TypedLine {
  /** Without blanks at either end. */
  readonly text: string;
  /** Offsets in the file of that text. */
  readonly start: number;
  readonly end: number;
}

export interface TypedParagraph {
  readonly lines: readonly TypedLine[];
  readonly start: number;
  readonly end: number;
}

const ADDRESS_LINE = /^<?https?:\/\/[^\s<>]+>?[.,;]?$/iu;

/** Paragraphs that stand in no list and no quotation, behind the front matter or what was pasted in its place. */
export function typedParagraphs({ tree, text, frontMatter }: Issue): readonly TypedParagraph[] {
  const bodyStart = endOfFrontMatter(frontMatter);
  return tree.children.flatMap(({ type, position }) => {
    const end = position?.end.offset ?? 0;
    const start = Math.max(position?.start.offset ?? 0, bodyStart);
    if (type !== 'paragraph' || start >= end) return [];
    const lines = typedLines(text, start, end);
    return lines.length === 0 ? [] : [{ lines, start: lines[0]?.start ?? start, end }];
  });
}

/** A web address and nothing else. */
export function isAddressLine(line: string): boolean {
  return ADDRESS_LINE.test(line);
}

/** What the file's lines end with. */
export function lineEndOf(text: string): string {
  return /\r\n/u.test(text.slice(0, 4096)) ? '\r\n' : '\n';
}

/** The lines between two offsets that are not empty. */
export function typedLines(text: string, from: number, to: number): readonly TypedLine[] {
  let at = from;
  return text
    .slice(from, to)
    .split('\n')
    .flatMap((line) => {
      const trimmed = line.trim();
      const start = at + line.indexOf(trimmed);
      at += line.length + 1;
      return trimmed === '' ? [] : [{ text: trimmed, start, end: start + trimmed.length }];
    });
}

/** Whether the line above the one at `offset` is empty, or none is there. */
export function hasGapAbove(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (lineStart === 0) return true;
  return text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, lineStart).trim() === '';
}

/** Whether the line below the one at `offset` is empty, or none is there. */
export function hasGapBelow(text: string, offset: number): boolean {
  const lineEnd = text.indexOf('\n', offset);
  if (lineEnd < 0) return true;
  const nextEnd = text.indexOf('\n', lineEnd + 1);
  return text.slice(lineEnd, nextEnd < 0 ? text.length : nextEnd).trim() === '';
}
