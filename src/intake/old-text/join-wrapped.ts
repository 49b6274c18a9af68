// Lines as a mail program broke them (72 columns, or format=flowed) go in, lines as they were meant come out. A line end is none where the next
// word would not have fitted, where the sentence goes on, and where the mail says so; headlines, attributions and addresses keep their own lines.
import type { TextLine } from './old-text.ts';
import { leadsToAddress, wholeAddress } from './story-address.ts';

/** Mails are as wide as this and no wider. */
const MAX_WIDTH = 82;
const MIN_WIDTH = 48;
const BULLET = /^(?:[-*•·o] |\d{1,3}[.)] )/u;
const ENDS_SENTENCE = /[.!?…][”"’')\]]{0,2}$|[”"]$/u;
/** An address that a mail program cut in two. */
const CUT_ADDRESS = /^[\w%./~?&=#;,+:@-]{2,}$/u;

export interface WrapClues {
  /** An attribution begins the words. */
  readonly beginsReport: (words: string) => boolean;
  /** The line says something of its own: a section, a masthead, a line around the letter. */
  readonly isOwnLine: (words: string) => boolean;
}

export function joinWrapped(lines: readonly TextLine[], clues: WrapClues): readonly TextLine[] {
  const width = widthOf(lines);
  const joined: TextLine[] = [];
  lines.forEach((line, nth) => {
    const above = joined.at(-1);
    const typedAbove = lines[nth - 1];
    if (above === undefined || typedAbove === undefined || line.isAfterGap) joined.push(line);
    else if (isCutAddress(typedAbove.text, line.text))
      joined[joined.length - 1] = { ...above, text: above.text + line.text };
    else if (goesOn(typedAbove, line, lines.slice(nth + 1, nth + 5), width, clues))
      joined[joined.length - 1] = { ...above, text: `${above.text} ${line.text}`, isSoft: line.isSoft };
    else joined.push(line);
  });
  return joined;
}

/** Undefined where lines are not broken at a width. */
function widthOf(lines: readonly TextLine[]): number | undefined {
  const lengths = lines.filter(({ text }) => wholeAddress(text) === undefined).map(({ text }) => text.length);
  const longest = lengths.reduce((most, length) => (length <= MAX_WIDTH && length > most ? length : most), 0);
  const long = lengths.filter((length) => length > MAX_WIDTH + 8).length;
  const nearly = lengths.filter((length) => length <= longest && length > longest - 16).length;
  const isBroken = longest >= MIN_WIDTH && nearly >= 3 && long * 4 <= nearly;
  return isBroken ? longest : undefined;
}

function goesOn(
  above: TextLine,
  line: TextLine,
  below: readonly TextLine[],
  width: number | undefined,
  clues: WrapClues,
): boolean {
  if (BULLET.test(line.text) || clues.isOwnLine(line.text) || clues.isOwnLine(above.text)) return false;
  if (
    wholeAddress(line.text) !== undefined ||
    wholeAddress(above.text) !== undefined ||
    leadsToAddress(line.text)
  )
    return false;
  if (above.isSoft) return true;
  if (width === undefined) return false;
  const [first = ''] = line.text.split(' ', 1);
  const doesNotFit = above.text.length + 1 + first.length > width;
  const isSentenceOver = ENDS_SENTENCE.test(above.text);
  if (!isSentenceOver) {
    const isReport = clues.beginsReport(withBelow(line, below));
    if (isReport) return false;
    return (
      doesNotFit ||
      /^[\p{Ll}(&–—-]/u.test(line.text) ||
      (above.text.length > width * 0.72 && !isHeadlineAbove(below, clues))
    );
  }
  if (!doesNotFit) return false;
  // A full line may end where the paragraph ends, and a headline begin below it.
  return !isHeadlineAbove(below, clues) || ENDS_SENTENCE.test(line.text);
}

/** The next line that is no address begins a report. */
function isHeadlineAbove(below: readonly TextLine[], clues: WrapClues): boolean {
  const at = below.findIndex(({ text }) => wholeAddress(text) === undefined);
  const next = below[at];
  return next !== undefined && !next.isAfterGap && clues.beginsReport(withBelow(next, below.slice(at + 1)));
}

/** The attribution may itself be broken. */
function withBelow(line: TextLine, [next]: readonly TextLine[]): string {
  return next === undefined || next.isAfterGap ? line.text : `${line.text} ${next.text}`;
}

function isCutAddress(above: string, line: string): boolean {
  if (wholeAddress(above) === undefined || above.length < 60 || />$/u.test(above)) return false;
  return (
    CUT_ADDRESS.test(line) &&
    /[./=&%_\d-]/u.test(line) &&
    !/^\d{1,3}[.)]?$/u.test(line) &&
    wholeAddress(line) === undefined
  );
}
