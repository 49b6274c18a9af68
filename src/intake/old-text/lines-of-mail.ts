// A text goes in, its lines come out, without what mail programs did to them: `>` before the lines of a letter that was passed on, and line
// ends that are none (format=flowed, RFC 3676). What of it is only around the letter is told to the notes.
import type { Notes } from './notes.ts';
import type { OldTextReading, TextLine } from './old-text.ts';

const QUOTE = /^ ?>(?: ?>)* ?/u;
/** RFC 3676 §4.3: the separator of a signature ends with a blank and is no flowed line. */
const SIGNATURE = '-- ';
/** So many lines, and such a share of all, end with one blank: then the blanks mean something. */
const MIN_FLOWED = 3;
const MIN_FLOWED_SHARE = 0.25;
const MAX_FLOWED_LENGTH = 90;

export function linesOfMail(text: string, reading: OldTextReading, notes: Notes): readonly TextLine[] {
  const raw = text.split('\n');
  const isQuoted = holdsQuotedLetter(raw, reading);
  const bare = isQuoted ? raw.map((line) => line.replace(QUOTE, '')) : raw;
  if (isQuoted) notes.add('changed', 'The signs > of a letter that was passed on were taken off its lines.');
  const isFlowed = hasFlow(bare);
  const lines: TextLine[] = [];
  let isAfterGap = true;
  bare.forEach((line, nth) => {
    const words = line.replace(/\s+/gu, ' ').trim();
    if (words === '') isAfterGap = true;
    else {
      const isSoft = isFlowed && line !== SIGNATURE && /[^ ] $/u.test(line);
      lines.push({ text: words, isAfterGap, isSoft, number: nth + 1 });
      isAfterGap = false;
    }
  });
  return lines;
}

/** Most lines have the sign, or the masthead stands behind it. A few lines with it are a quotation. */
function holdsQuotedLetter(raw: readonly string[], reading: OldTextReading): boolean {
  const written = raw.filter((line) => line.trim() !== '');
  const quoted = written.filter((line) => QUOTE.test(line));
  if (quoted.length === 0) return false;
  return (
    quoted.length * 2 > written.length ||
    quoted.some((line) => reading.readMastheadLine(line.replace(QUOTE, '').trim())?.number !== undefined)
  );
}

function hasFlow(lines: readonly string[]): boolean {
  const written = lines.filter((line) => line.trim() !== '');
  const flowed = written.filter(
    (line) => line !== SIGNATURE && /[^ ] $/u.test(line) && line.length <= MAX_FLOWED_LENGTH,
  );
  return flowed.length >= MIN_FLOWED && flowed.length >= written.length * MIN_FLOWED_SHARE;
}
