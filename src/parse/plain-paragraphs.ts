// In: a text that is too large or too tangled to be read as Markdown. Out: its paragraphs as plain words, so that even then
// nothing vanishes.
import type { Paragraph } from 'mdast';
import type { SourceText } from './cut-phrasing.ts';

/** A text of millions of paragraphs would otherwise become millions of blocks; the last one takes whatever is left. */
const MAX_PARAGRAPHS = 500;

/** Paragraphs are what blank lines divide. */
export function plainParagraphs(from: number, source: SourceText): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const add = (start: number, end: number): void => {
    const typed = source.text.slice(start, end);
    const first = start + typed.length - typed.trimStart().length;
    const last = start + typed.trimEnd().length;
    if (first >= last) return;
    const position = source.placeAt(first, last);
    paragraphs.push({
      type: 'paragraph',
      children: [{ type: 'text', value: source.text.slice(first, last), position }],
      position,
    });
  };
  let start = from;
  for (const gap of source.text.slice(from).matchAll(/(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))+/gu)) {
    if (paragraphs.length >= MAX_PARAGRAPHS) break;
    add(start, from + gap.index);
    start = from + gap.index + gap[0].length;
  }
  add(start, source.text.length);
  return paragraphs;
}
