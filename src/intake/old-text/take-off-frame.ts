// What stands around an old newsletter and is no part of it comes off, each piece with a note: heads and ends of letters, contents, what a blog
// prints, how to join and to leave, words of whoever passed it on.
import { findAttribution } from './find-attribution.ts';
import { findContents } from './find-contents.ts';
import { isBoilerplate, isChrome, isLetterHead, isRule, startOfFooter } from './frame-lines.ts';
import type { Notes } from './notes.ts';
import type { TextLine } from './old-text.ts';
import type { Scene } from './scene.ts';
import { lengthOfHeader } from './split-issues.ts';
import { wholeAddress } from './story-address.ts';

/** What stands above a masthead is a word of whoever passed it on; more than this may be something else. */
const MAX_ABOVE = 400;

/** Heads of letters and their separators, wherever they stand. */
export function withoutLetters(lines: readonly TextLine[], notes: Notes): readonly TextLine[] {
  const kept: TextLine[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const length = lengthOfHeader(lines, at);
    if (line === undefined) break;
    if (length > 0) {
      notes.add(
        'left-out',
        'The head of a letter is no part of the newsletter.',
        textOf(lines.slice(at, at + length)),
        line.number,
      );
      at += length - 1;
    } else if (isLetterHead(line.text))
      notes.add('left-out', 'A line of a mail program is no part of the newsletter.', line.text, line.number);
    else kept.push(line);
  }
  return kept;
}

export function withoutFooter(lines: readonly TextLine[], notes: Notes): readonly TextLine[] {
  const end = startOfFooter(lines);
  if (end < lines.length)
    notes.add(
      'left-out',
      'What a list or a mail program puts below a letter is no part of the newsletter.',
      textOf(lines.slice(end)),
      lines[end]?.number,
    );
  return lines.slice(0, end);
}

/** Boilerplate, contents, and what a blog prints around a post. */
export function withoutFrame(
  lines: readonly TextLine[],
  { reading, names, notes }: Scene,
): readonly TextLine[] {
  const isStory = ({ text }: TextLine) => findAttribution(text, names) !== undefined;
  const firstStory = lines.findIndex(isStory);
  const lastStory = lines.findLastIndex(isStory);
  const contents = findContents(lines, firstStory < 0 ? 0 : firstStory);
  if (contents.size > 0) {
    notes.add(
      'left-out',
      'A list of contents is made by the program.',
      textOf(lines.filter((_, nth) => contents.has(nth))),
      lines[[...contents][0] ?? 0]?.number,
    );
  }
  const kept: TextLine[] = [];
  let gap = false;
  const frames: TextLine[] = [];
  lines.forEach((line, nth) => {
    const isAtEdge = nth < firstStory || nth > lastStory;
    const isLast =
      frames.at(-1) !== undefined &&
      lines[nth - 1] === frames.at(-1) &&
      !line.isAfterGap &&
      wholeAddress(line.text) !== undefined;
    if (contents.has(nth) || isRule(line.text)) gap = true;
    else if (isChrome(line.text)) {
      notes.add(
        'left-out',
        'What a blog prints around a post is no part of the newsletter.',
        line.text,
        line.number,
      );
      gap = true;
    } else if (
      (nth !== firstStory && isBoilerplate(line.text, isAtEdge, reading.isBoilerplate) && !isStory(line)) ||
      isLast
    ) {
      frames.push(line);
      notes.add(
        'left-out',
        'How to join and to leave is printed in every issue by itself.',
        line.text,
        line.number,
      );
      gap = true;
    } else {
      kept.push(gap ? { ...line, isAfterGap: true } : line);
      gap = false;
    }
  });
  return kept;
}

export function wordsAbove(lines: readonly TextLine[], { notes, reading }: Scene): readonly string[] {
  const rest = withoutLetters(lines, notes).filter(({ text, number }) => {
    const isFrame = isChrome(text) || isRule(text) || isBoilerplate(text, true, reading.isBoilerplate);
    if (isFrame && !isRule(text))
      notes.add('left-out', 'What stands around the newsletter is no part of it.', text, number);
    return !isFrame;
  });
  const words = textOf(rest);
  if (words === '') return [];
  if (words.length <= MAX_ABOVE) {
    notes.add(
      'left-out',
      'Words above the masthead were taken for those of whoever passed the newsletter on.',
      words,
      rest[0]?.number,
    );
    return [];
  }
  notes.add(
    'look',
    'Words above the masthead stand at the top of the issue: they may be no part of it.',
    words.slice(0, 160),
    rest[0]?.number,
  );
  return rest.map(({ text }) => text);
}

/** As one line. */
export function textOf(lines: readonly TextLine[]): string {
  return lines.map(({ text }) => text).join(' ');
}
