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
  readonly paragraph: Paragraph;
  /** In the paragraph's text. */
  readonly index: number;
}

interface MarkedParagraph {
  readonly paragraph: Paragraph;
  readonly marks: readonly Mark[];
}

/** Marks of one family are each other's partners, however mixed: `“No"` is a matter of style. */
const FAMILIES = [/["“”]/gu, /[«»]/gu];
const BEFORE_OPENING = /^$|[\s\p{Ps}\p{Pd}\p{Pi}/"'‘\u200e\u200f]$/u;
const AFTER_CLOSING = /^$|^[\s\p{Pe}\p{Pd}\p{Pf},.;:!?…/"'،؛؟\u200e\u200f]/u;
const HEBREW = /^\p{Script=Hebrew}$/u;
/** A word shortened in Hebrew has the mark before its last letter. */
const LAST_HEBREW_LETTER = /^\p{Script=Hebrew}(?!\p{L})/u;
/** What may stand before the mark with which a paragraph opens a quotation again. */
const LEADING = /^[\s.…([]*$/u;

export function loneMarks(paragraphs: readonly Paragraph[]): readonly LoneMark[] {
  // „No“ closes with the mark that opens in English: such languages are not judged.
  if (paragraphs.some(({ text }) => text.includes('„'))) return [];
  return FAMILIES.flatMap((family) => {
    const marked = paragraphs.map((paragraph) => ({ paragraph, marks: marksOf(paragraph, family) }));
    const lone = partnerless(marked);
    // Marks after a figure may be inches, and those inside a Hebrew word may shorten it; if the rest comes out even without them,
    // they do.
    const isEvenWithout = lone.length > 0 && partnerless(marked.map(withoutDoubtful)).length === 0;
    return isEvenWithout ? [] : lone;
  });
}

function partnerless(paragraphs: readonly MarkedParagraph[]): readonly LoneMark[] {
  const lone: LoneMark[] = [];
  let open: readonly Mark[] = [];
  paragraphs.forEach(({ paragraph, marks }, nth) => {
    let rest = marks;
    const [outer] = open;
    if (outer !== undefined) {
      open = [outer];
      if (marks[0] !== undefined && isLeading(marks[0])) rest = marks.slice(1);
      else if (!paragraph.isLoose && paragraphs[nth - 1]?.paragraph.isLoose !== true) {
        const goesOn = nextMark(paragraphs.slice(nth))?.role === 'closes';
        if (!goesOn) open = [];
        lone.push(goesOn ? notReopened(outer, paragraph) : withoutPartner(outer, 'end'));
      }
    }
    for (const mark of rest) {
      const closes = mark.role === 'closes' || (mark.role === 'either' && open.at(-1)?.mark === mark.mark);
      if (!closes) open = [...open, mark];
      else if (open.length > 0) open = open.slice(0, -1);
      else lone.push(withoutPartner(mark, 'beginning'));
    }
  });
  return [...lone, ...open.slice(0, 1).map((outer) => withoutPartner(outer, 'end'))];
}

function nextMark(paragraphs: readonly MarkedParagraph[]): Mark | undefined {
  return paragraphs.find(({ marks }) => marks.length > 0)?.marks[0];
}

function isLeading({ paragraph, index }: Mark): boolean {
  return LEADING.test(paragraph.text.slice(0, index));
}

function withoutPartner({ mark, paragraph, index }: Mark, lacks: 'end' | 'beginning'): LoneMark {
  return { mark, offset: paragraph.offsetAt(index), lacks };
}

function notReopened({ mark }: Mark, { text, offsetAt }: Paragraph): LoneMark {
  return { mark, offset: offsetAt(Math.max(0, text.search(/\S/u))), lacks: 'reopening' };
}

function withoutDoubtful({ paragraph, marks }: MarkedParagraph): MarkedParagraph {
  const isDoubtful = ({ mark, index }: Mark) => {
    const before = paragraph.text.charAt(index - 1);
    const isInHebrew = HEBREW.test(before) && HEBREW.test(paragraph.text.charAt(index + 1));
    return (mark === '"' && /\d/u.test(before)) || isInHebrew;
  };
  return { paragraph, marks: marks.filter((mark) => !isDoubtful(mark)) };
}

function marksOf(paragraph: Paragraph, family: RegExp): readonly Mark[] {
  const { text } = paragraph;
  const isGershayim = (index: number) =>
    HEBREW.test(text.charAt(index - 1)) && LAST_HEBREW_LETTER.test(text.slice(index + 1, index + 3));
  const found = [...text.matchAll(family)].filter(({ index }) => !isGershayim(index));
  return found.map(({ 0: mark, index }) => ({
    mark,
    role: roleOf(mark, text.slice(Math.max(0, index - 1), index), text.slice(index + 1, index + 2)),
    paragraph,
    index,
  }));
}

/** Where a mark stands says more than its form: curly marks are often turned the wrong way, in Arabic by half of all keyboards. */
function roleOf(mark: string, before: string, after: string): Mark['role'] {
  const canOpen = BEFORE_OPENING.test(before);
  const canClose = AFTER_CLOSING.test(after);
  if (canOpen !== canClose) return canOpen ? 'opens' : 'closes';
  if (mark === '"') return 'either';
  return mark === '“' || mark === '«' ? 'opens' : 'closes';
}
