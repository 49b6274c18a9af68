// Paragraphs that belong together go in, the quotation marks in them that have no partner come out. The printed newsletter's
// convention holds: in a quotation of several paragraphs each one opens the mark again, and only the last closes it.
//
// Only double marks and guillemets are judged. Single ones are apostrophes, years (’90s), feet, and the ayn of Arabic names
// (‘Abadi) as well; nothing tells them apart but guessing.
import type { Paragraph } from './paragraph-text.ts';

export interface LoneMark {
  readonly mark: string;
  /** Of the mark in the file; for `reopening`, of the paragraph that does not begin with it. */
  readonly offset: number;
  readonly lacks: 'end' | 'beginning' | 'reopening';
}

interface Mark {
  readonly mark: string;
  readonly role: 'opens' | 'closes' | 'either';
  readonly offset: number;
  /** Nothing but dots and brackets stands before it in its paragraph. */
  readonly isLeading: boolean;
  /** `6"`: inches, perhaps. */
  readonly isAfterFigure: boolean;
}

interface MarkedParagraph {
  readonly marks: readonly Mark[];
  readonly offset: number;
  readonly isLoose: boolean;
}

/** Marks of one family are each other's partners, however mixed: `“No"` is a matter of style. */
const FAMILIES = [/["“”]/gu, /[«»]/gu];
const BEFORE_OPENING = /^$|[\s\p{Ps}\p{Pd}\p{Pi}/"'‘\u200e\u200f]$/u;
const AFTER_CLOSING = /^$|^[\s\p{Pe}\p{Pd}\p{Pf},.;:!?…/"'،؛؟\u200e\u200f]/u;
const LEADING = /^[\s.…([*_]*$/u;

export function loneMarks(paragraphs: readonly Paragraph[]): readonly LoneMark[] {
  // „No“ closes with the mark that opens in English: such languages are not judged.
  if (paragraphs.some(({ text }) => text.includes('„'))) return [];
  return FAMILIES.flatMap((family) => {
    const marked = paragraphs.map((paragraph) => markedParagraph(paragraph, family));
    const lone = partnerless(marked);
    // Marks after a figure may be inches; if the rest comes out even without them, they are.
    const isEvenWithout = lone.length > 0 && partnerless(marked.map(withoutInches)).length === 0;
    return isEvenWithout ? [] : lone;
  });
}

function partnerless(paragraphs: readonly MarkedParagraph[]): readonly LoneMark[] {
  const lone: LoneMark[] = [];
  let open: readonly Mark[] = [];
  paragraphs.forEach(({ marks, offset, isLoose }, index) => {
    let rest = marks;
    const [outer] = open;
    if (outer !== undefined) {
      open = [outer];
      if (marks[0]?.isLeading === true) rest = marks.slice(1);
      else if (!isLoose && paragraphs[index - 1]?.isLoose !== true) {
        const goesOn = nextMark(paragraphs.slice(index))?.role === 'closes';
        if (!goesOn) open = [];
        lone.push(
          goesOn
            ? { mark: outer.mark, offset, lacks: 'reopening' }
            : { mark: outer.mark, offset: outer.offset, lacks: 'end' },
        );
      }
    }
    for (const mark of rest) {
      const closes = mark.role === 'closes' || (mark.role === 'either' && open.at(-1)?.mark === mark.mark);
      if (!closes) open = [...open, mark];
      else if (open.length > 0) open = open.slice(0, -1);
      else lone.push({ mark: mark.mark, offset: mark.offset, lacks: 'beginning' });
    }
  });
  const [outer] = open;
  return outer === undefined ? lone : [...lone, { mark: outer.mark, offset: outer.offset, lacks: 'end' }];
}

function nextMark(paragraphs: readonly MarkedParagraph[]): Mark | undefined {
  return paragraphs.flatMap(({ marks }) => marks)[0];
}

function withoutInches(paragraph: MarkedParagraph): MarkedParagraph {
  return { ...paragraph, marks: paragraph.marks.filter(({ isAfterFigure }) => !isAfterFigure) };
}

function markedParagraph({ text, offsets, isLoose }: Paragraph, family: RegExp): MarkedParagraph {
  const marks = [...text.matchAll(family)].map(({ 0: mark, index }): Mark => {
    const before = text.slice(0, index);
    return {
      mark,
      role: roleOf(mark, before, text.slice(index + 1)),
      offset: offsets[index] ?? 0,
      isLeading: LEADING.test(before),
      isAfterFigure: mark === '"' && /\d$/u.test(before),
    };
  });
  return { marks, offset: offsets[Math.max(0, text.search(/\S/u))] ?? 0, isLoose };
}

/** Where a mark stands says more than its form: curly marks are often turned the wrong way, in Arabic text always at some keyboards. */
function roleOf(mark: string, before: string, after: string): Mark['role'] {
  const canOpen = BEFORE_OPENING.test(before.slice(-1));
  const canClose = AFTER_CLOSING.test(after.slice(0, 1));
  if (canOpen !== canClose) return canOpen ? 'opens' : 'closes';
  if (mark === '"') return 'either';
  return mark === '“' || mark === '«' ? 'opens' : 'closes';
}
