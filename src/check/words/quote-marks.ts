// Paragraphs that belong together go in; the quotation marks in them that have no partner come out, and those that have one, in
// pairs. The printed newsletter's convention holds: in a quotation of several paragraphs each one opens the mark again, and only
// the last closes it.
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

export interface Mark<Text extends Paragraph = Paragraph> {
  readonly mark: string;
  readonly role: 'opens' | 'closes' | 'either';
  readonly paragraph: Text;
  /** In the paragraph's text. */
  readonly index: number;
}

export interface MarkPair<Text extends Paragraph = Paragraph> {
  readonly opening: Mark<Text>;
  readonly closing: Mark<Text>;
  /** Those with which later paragraphs open it again. */
  readonly reopening: readonly Mark<Text>[];
  /** False for a quotation inside a quotation. */
  readonly isOuter: boolean;
}

interface MarkedParagraph<Text extends Paragraph> {
  readonly paragraph: Text;
  readonly marks: readonly Mark<Text>[];
}

interface Partners<Text extends Paragraph> {
  readonly lone: readonly LoneMark[];
  readonly pairs: readonly MarkPair<Text>[];
}

/** Marks of one family are each other's partners, however mixed: `“No"` is a matter of style. */
export const DOUBLE_MARKS = /["“”]/gu;
export const GUILLEMETS = /[«»]/gu;
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
  return [...doubleMarkPartners(paragraphs).lone, ...partnersOf(paragraphs, GUILLEMETS).lone];
}

/** Pairs of “ ” and " ", in the order in which they close; none at all where one of the marks has no partner. */
export function doubleMarkPairs<Text extends Paragraph>(
  paragraphs: readonly Text[],
): readonly MarkPair<Text>[] {
  if (paragraphs.some(({ text }) => text.includes('„'))) return [];
  const { lone, pairs } = doubleMarkPartners(paragraphs);
  return lone.length > 0 ? [] : pairs;
}

export function marksOf<Text extends Paragraph>(paragraph: Text, family: RegExp): readonly Mark<Text>[] {
  const { text } = paragraph;
  const isGershayim = (index: number) =>
    HEBREW.test(text.charAt(index - 1)) && LAST_HEBREW_LETTER.test(text.slice(index + 1, index + 3));
  // `â€“` is a dash that was read in the wrong encoding: `text-encoding` tells of it.
  const isMisread = (index: number) => text.slice(Math.max(0, index - 2), index) === 'â€';
  const found = [...text.matchAll(family)].filter(({ index }) => !isGershayim(index) && !isMisread(index));
  return found.map(({ 0: mark, index }) => ({
    mark,
    role: roleOf(mark, text.slice(Math.max(0, index - 1), index), text.slice(index + 1, index + 2)),
    paragraph,
    index,
  }));
}

const REMEMBERED = new WeakMap<readonly Paragraph[], Partners<never>>();

/** Six rules ask about the same double marks. */
function doubleMarkPartners<Text extends Paragraph>(paragraphs: readonly Text[]): Partners<Text> {
  // What is remembered under a list was made of that list, so it holds the same kind of paragraph.
  const known: Partners<Text> | undefined = REMEMBERED.get(paragraphs);
  if (known !== undefined) return known;
  const partners = partnersOf(paragraphs, DOUBLE_MARKS);
  REMEMBERED.set(paragraphs, partners as Partners<never>);
  return partners;
}

function partnersOf<Text extends Paragraph>(paragraphs: readonly Text[], family: RegExp): Partners<Text> {
  const marked = paragraphs.map((paragraph) => ({ paragraph, marks: marksOf(paragraph, family) }));
  const partners = partnersAmong(marked);
  if (partners.lone.length === 0) return partners;
  // Marks after a figure may be inches, and those inside a Hebrew word may shorten it; if the rest comes out even without them,
  // they do.
  const withoutThem = partnersAmong(marked.map(withoutDoubtful));
  return withoutThem.lone.length === 0 ? withoutThem : partners;
}

function partnersAmong<Text extends Paragraph>(paragraphs: readonly MarkedParagraph<Text>[]): Partners<Text> {
  const lone: LoneMark[] = [];
  const pairs: MarkPair<Text>[] = [];
  let open: Mark<Text>[] = [];
  let reopening: Mark<Text>[] = [];
  const rolesAhead = rolesAheadIn(paragraphs);
  paragraphs.forEach(({ paragraph, marks }, nth) => {
    let rest = marks;
    const [outer] = open;
    if (outer !== undefined) {
      open = [outer];
      if (marks[0] !== undefined && isLeading(marks[0])) {
        reopening.push(marks[0]);
        rest = marks.slice(1);
      } else if (!paragraph.isLoose && paragraphs[nth - 1]?.paragraph.isLoose !== true) {
        const goesOn = rolesAhead[nth] === 'closes';
        if (!goesOn) open = [];
        lone.push(goesOn ? notReopened(outer, paragraph) : withoutPartner(outer, 'end'));
      }
    }
    for (const mark of rest) {
      const partner = open.at(-1);
      const closes = mark.role === 'closes' || (mark.role === 'either' && partner?.mark === mark.mark);
      if (!closes) {
        if (partner === undefined) reopening = [];
        open.push(mark);
      } else if (partner !== undefined) {
        const isOuter = open.length === 1;
        pairs.push({ opening: partner, closing: mark, reopening: isOuter ? reopening : [], isOuter });
        open.pop();
      } else lone.push(withoutPartner(mark, 'beginning'));
    }
  });
  return { lone: [...lone, ...open.slice(0, 1).map((outer) => withoutPartner(outer, 'end'))], pairs };
}

/** For each paragraph the role of the next mark, in it or in a later one. */
export function rolesAheadIn(
  paragraphs: readonly { readonly marks: readonly Mark[] }[],
): readonly (Mark['role'] | undefined)[] {
  let next: Mark['role'] | undefined;
  const roles = paragraphs.toReversed().map(({ marks }) => {
    next = marks[0]?.role ?? next;
    return next;
  });
  return roles.reverse();
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

function withoutDoubtful<Text extends Paragraph>({
  paragraph,
  marks,
}: MarkedParagraph<Text>): MarkedParagraph<Text> {
  const isDoubtful = ({ mark, index }: Mark) => {
    const before = paragraph.text.charAt(index - 1);
    const isInHebrew = HEBREW.test(before) && HEBREW.test(paragraph.text.charAt(index + 1));
    return (mark === '"' && /\p{N}/u.test(before)) || isInHebrew;
  };
  return { paragraph, marks: marks.filter((mark) => !isDoubtful(mark)) };
}

/** Where a mark stands says more than its form: curly marks are often turned the wrong way, in Arabic by half of all keyboards. */
function roleOf(mark: string, before: string, after: string): Mark['role'] {
  const canOpen = BEFORE_OPENING.test(before);
  const canClose = AFTER_CLOSING.test(after);
  if (canOpen !== canClose) return canOpen ? 'opens' : 'closes';
  if (mark === '"') return 'either';
  return mark === '“' || mark === '«' ? 'opens' : 'closes';
}
