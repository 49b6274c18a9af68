// In: a text. Out: why it should not be given to the Markdown parser, or nothing. A parser that builds a tree takes time
// that grows with the square of some marks, and overflows its stack on deep nesting; both are found here by counting, in one
// pass, before it begins. No issue that a person wrote comes near these limits.

export interface Excess {
  readonly ruleId: 'input-size' | 'nesting';
  readonly reason: string;
  readonly note: string;
  /** Offset of the offending place. */
  readonly at: number;
}

/** An issue of 20 items has 15 KB. */
export const MAX_CHARACTERS = 256 * 1024;
/** Quotations and lists inside one another, or brackets inside brackets. Two or three are usual. */
export const MAX_NESTING = 100;
/** Microseconds of a machine of 2026 that parsing may take. A full issue takes about 5,000. */
const MAX_COST = 900_000;

/**
 * Microseconds per unit, as measured with remark-parse 11 on hostile texts of 10, 40 and 120 KB (`a**b`, `[a](b (`,
 * `x<!--`, `> a`, `a\n---` and some sixty others, each repeated).
 */
const COST = {
  /** Per line, and per mark of any kind. */
  line: 35,
  mark: 8,
  /** Per picture, on top of its marks. */
  picture: 150,
  /** Per pair of runs of * and _ in one paragraph. */
  emphasisPair: 0.016,
  /** Per pair of square brackets in one paragraph. */
  bracketPair: 0.013,
  /** Per beginning of a comment or the like, and character that may follow it, in one paragraph. */
  htmlScan: 0.007,
  /** Per pair of lines that open quotations, lists or underlined headings, anywhere. */
  structurePair: 0.09,
  /** Per pair of lines in one paragraph that follows such a line. */
  lazyPair: 0.014,
};

const CONTAINERS = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))*/u;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/u;

/** Linear in the length of `text`, whatever it holds. */
export function findMarkdownExcess(text: string): Excess | undefined {
  if (text.length > MAX_CHARACTERS) {
    return {
      ruleId: 'input-size',
      reason: `Unexpected length of ${Math.ceil(text.length / 1024)} KB, expected at most ${MAX_CHARACTERS / 1024} KB`,
      note: 'The whole text is shown without headings, links and pictures. Split the issue in two, or look for something pasted into it by mistake.',
      at: 0,
    };
  }
  let cost = 0;
  let structures = 0;
  let paragraph = noMarks();
  const listColumns: number[] = [];
  const closeParagraph = (): void => {
    cost +=
      COST.emphasisPair * paragraph.emphasis ** 2 +
      COST.bracketPair * paragraph.brackets ** 2 +
      COST.htmlScan * paragraph.html * paragraph.characters +
      (paragraph.isInside ? COST.lazyPair * paragraph.lines ** 2 : 0);
    paragraph = noMarks();
  };

  let at = 0;
  for (const line of text.split(/\n|\r(?!\n)/u)) {
    cost += COST.line;
    if (line.trim() === '') closeParagraph();
    else {
      const containers = CONTAINERS.exec(line)?.[0] ?? '';
      const depth = containers.match(/[^ \t\d]/gu)?.length ?? 0;
      const column = line.search(/[^ \t]/u);
      while (listColumns.length > 0 && (listColumns.at(-1) ?? 0) >= column) listColumns.pop();
      if (listColumns.length + depth > MAX_NESTING) return tooDeep(at + column);
      if (depth > 0) listColumns.push(column);
      structures += depth + (UNDERLINE.test(line) ? 1 : 0);
      paragraph.isInside ||= depth > 0 || column > 0;
      paragraph.lines += 1;
      paragraph.characters += line.length;
      cost += COST.mark * countMarks(line, paragraph) + COST.picture * countPictures(line);
      if (paragraph.bracketDepth > MAX_NESTING) return tooDeep(at + column);
    }
    if (cost + COST.structurePair * structures ** 2 > MAX_COST) return tooMuch(at);
    at += line.length + 1;
  }
  closeParagraph();
  return cost > MAX_COST ? tooMuch(text.length) : undefined;
}

function noMarks() {
  return {
    emphasis: 0,
    brackets: 0,
    openBrackets: 0,
    bracketDepth: 0,
    html: 0,
    lines: 0,
    characters: 0,
    isInside: false,
  };
}

/** Adds the marks of a line to those of its paragraph and says how many there were. */
function countMarks(line: string, paragraph: ReturnType<typeof noMarks>): number {
  let marks = 0;
  for (const { 0: mark } of line.matchAll(/\*+|_+|[[\]`&\\]|<[!?]?/gu)) {
    marks += 1;
    if (mark.startsWith('*') || mark.startsWith('_')) paragraph.emphasis += 1;
    else if (mark === '[' || mark === ']') {
      paragraph.brackets += 1;
      paragraph.openBrackets = Math.max(0, paragraph.openBrackets + (mark === '[' ? 1 : -1));
      paragraph.bracketDepth = Math.max(paragraph.bracketDepth, paragraph.openBrackets);
    } else if (mark === '<!' || mark === '<?') paragraph.html += 1;
  }
  return marks;
}

function countPictures(line: string): number {
  return line.split('![').length - 1;
}

function tooDeep(at: number): Excess {
  return {
    ruleId: 'nesting',
    reason: `Unexpected nesting of quotations, lists or brackets, expected at most ${MAX_NESTING} levels`,
    note: 'The whole text is shown without headings, links and pictures until this is mended. Take away the >, - or [ signs that are too many on this line.',
    at,
  };
}

function tooMuch(at: number): Excess {
  return {
    ruleId: 'input-size',
    reason: 'Unexpected mass of Markdown signs, expected ordinary text',
    note: 'The whole text is shown without headings, links and pictures until this is mended. Look for lines full of signs such as * _ [ ] < > that were pasted in by mistake.',
    at,
  };
}
