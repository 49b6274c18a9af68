// Paragraphs that belong together go in; which stretches of each are somebody else's words comes out. Stands apart from the
// rules about marks because it has another duty: whatever may be quoted counts as quoted, so that nothing in it is ever changed.
import type { Paragraph } from './paragraph-text.ts';
import { DOUBLE_MARKS, GUILLEMETS, type Mark, marksOf, rolesAheadIn } from './quote-marks.ts';

/** Indices in a paragraph's text, end exclusive. The marks themselves belong to it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A quotation between single marks is rarely longer, and a lost end must not swallow the whole paragraph. */
const MAX_SINGLE_QUOTE = 300;
const OPENING_SINGLE = /(?<![\p{L}\p{N}])['‘‚‹](?=[\p{L}…])/gu;
const CLOSING_SINGLE = /(?<=[\p{L}\p{N}.,!?;:…])['’‘›](?![\p{L}\p{N}])/u;

/** One list of spans for each paragraph, in no order. */
export function quotedSpans(paragraphs: readonly Paragraph[]): readonly (readonly Span[])[] {
  const families = [DOUBLE_MARKS, GUILLEMETS].map((family) => {
    const marks = paragraphs.map((paragraph) => marksOf(paragraph, family));
    return { marks, goesOn: goesOnInto(marks) };
  });
  return paragraphs.map(({ text }, nth) => [
    ...families.flatMap(({ marks, goesOn }) => spansBetween(text, marks[nth] ?? [], goesOn[nth] === true)),
    ...spansBetweenSingle(text),
    ...spansBetweenLow(text),
  ]);
}

/** In order, none touching another: what `overlaps` asks for. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || start > last.end) result.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return result;
}

/** @param spans Merged. A paragraph may hold thousands, so they are not all looked at. */
export function overlaps(spans: readonly Span[], start: number, end: number): boolean {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? Number.POSITIVE_INFINITY) < end;
}

/** From the outermost mark that opens to the one that closes it; a mark without a partner reaches to the paragraph's border. */
function spansBetween(text: string, marks: readonly Mark[], goesOn: boolean): readonly Span[] {
  const spans: Span[] = [];
  const open: number[] = goesOn ? [0] : [];
  for (const { mark, role, index } of marks) {
    const closes = role === 'closes' || (role === 'either' && open.length > 0);
    if (!closes) {
      open.push(index);
      continue;
    }
    const start = open.pop();
    // A mark after a figure may be inches: without anything open it closes nothing.
    if (start === undefined && mark === '"' && /\d/u.test(text.charAt(index - 1))) continue;
    if (open.length === 0) spans.push({ start: start ?? 0, end: index + 1 });
  }
  return open[0] === undefined ? spans : [...spans, { start: open[0], end: text.length }];
}

/** For each paragraph: is it in the midst of a quotation that an earlier one began and it, or a later one, ends? */
function goesOnInto(marked: readonly (readonly Mark[])[]): readonly boolean[] {
  const rolesAhead = rolesAheadIn(marked.map((marks) => ({ marks })));
  let isOpen = false;
  return marked.map((marks, nth) => {
    const goesOn = isOpen && rolesAhead[nth] === 'closes';
    const depth = marks.reduce(
      (sum, { role }) => sum + (role === 'closes' ? -1 : role === 'opens' ? 1 : 0),
      0,
    );
    // A paragraph without marks may stand in the midst of a quotation.
    if (marks.length > 0) isOpen = depth > 0;
    return goesOn;
  });
}

/** ‘…’ and '…', where the one that opens cannot be an apostrophe. */
function spansBetweenSingle(text: string): readonly Span[] {
  const spans: Span[] = [];
  let after = 0;
  for (const { index } of text.matchAll(OPENING_SINGLE)) {
    if (index < after) continue;
    const length = text.slice(index + 1, index + 1 + MAX_SINGLE_QUOTE).search(CLOSING_SINGLE);
    if (length < 0) continue;
    after = index + length + 2;
    spans.push({ start: index, end: after });
  }
  return spans;
}

/** „No“, as German and its neighbours write. */
function spansBetweenLow(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('„'); at >= 0; ) {
    const length = text.slice(at + 1).search(/["“”]/u);
    const end = length < 0 ? text.length : at + length + 2;
    spans.push({ start: at, end });
    at = text.indexOf('„', end);
  }
  return spans;
}
