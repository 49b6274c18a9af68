// A line of a file and the place in it go in; the line as a report shows it comes out, the place marked below. Long lines are cut
// around the place. Where letters run from right to left no mark below could stand under its word: there it is put in the line.
import type { Place } from '../model/place.ts';
import { displayWidth, type Grapheme, graphemesOf, harmless, runsRightToLeft } from './display-width.ts';
import type { Paint } from './paint.ts';

const MAX_COLUMNS = 92;
/** As much is shown before the place, where the line is cut. */
const COLUMNS_BEFORE = 28;
const ELLIPSIS = '…';

/** Without an indent. Empty where the line holds nothing. */
export function quoteLine(
  line: string,
  { start, end }: Place,
  gutter: number,
  paint: Paint,
): readonly string[] {
  if (line.trim() === '') return [];
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? Math.min(end.column - 1, line.length) : line.trimEnd().length;
  const before = harmless(line.slice(0, from));
  const marked = harmless(line.slice(from, Math.max(from, to)));
  const after = harmless(line.slice(Math.max(from, to)).trimEnd());
  const head = lastColumns(before, fits(before + marked + after) ? MAX_COLUMNS : COLUMNS_BEFORE);
  const middle = firstColumns(marked, MAX_COLUMNS - displayWidth(head) - 2);
  const tail =
    middle.length < marked.length ? '' : firstColumns(after, MAX_COLUMNS - displayWidth(head + middle));
  const number = paint.dim(`${String(start.line).padStart(gutter)} │ `);
  if (runsRightToLeft(head + middle + tail)) return [`${number}${head}‹${paint.ask(middle)}›${tail}`];
  const mark = '^'.repeat(Math.max(1, displayWidth(middle)));
  return [
    `${number}${head}${middle}${tail}`,
    `${paint.dim(`${' '.repeat(gutter)} │ `)}${' '.repeat(displayWidth(head))}${paint.ask(mark)}`,
  ];
}

function fits(text: string): boolean {
  return text.length <= MAX_COLUMNS && displayWidth(text) <= MAX_COLUMNS;
}

function firstColumns(text: string, columns: number): string {
  // A letter takes at least one unit; accents beyond that are cut with it.
  const near = graphemesOf(text.slice(0, Math.max(0, columns) * 4));
  const kept = take(near, columns);
  const { length } = kept;
  return length < text.length ? withoutLast(kept) + ELLIPSIS : kept;
}

function lastColumns(text: string, columns: number): string {
  if (displayWidth(text.slice(-columns * 4)) <= columns && text.length <= columns * 4) return text;
  const near = graphemesOf(text.slice(-columns * 4)).toReversed();
  const kept = [...graphemesOf(take(near, columns - 1, true))].map((one) => one.text).join('');
  return ELLIPSIS + kept;
}

function take(graphemes: readonly Grapheme[], columns: number, isReversed = false): string {
  let left = columns;
  const kept: string[] = [];
  for (const { text, columns: width } of graphemes) {
    if (width > left) break;
    left -= width;
    kept.push(text);
  }
  return (isReversed ? kept.reverse() : kept).join('');
}

function withoutLast(text: string): string {
  return graphemesOf(text)
    .slice(0, -1)
    .map((one) => one.text)
    .join('');
}
