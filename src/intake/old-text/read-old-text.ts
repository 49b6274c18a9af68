// The text of an old newsletter, or of many, goes in as it was pasted, mailed or saved; its issues come out as drafts, and a note for everything that
// is not in them or needs an editor's eye. It never throws, and every word of the text is in an issue or in a note.
import { type IsoDate, isoDate } from '../../model/calendar.ts';
import type { DraftIssue, DraftSection } from '../../model/draft.ts';
import { NO_DATE } from '../../model/issue.ts';
import { slugOf } from '../../model/slug.ts';
import { composeIssue } from './compose-issue.ts';
import type { NameContext } from './cut-name.ts';
import { findAttribution } from './find-attribution.ts';
import { findContents } from './find-contents.ts';
import { isBoilerplate, isChrome, isLetterHead, isRule, startOfFooter } from './frame-lines.ts';
import { joinWrapped } from './join-wrapped.ts';
import { linesOfMail } from './lines-of-mail.ts';
import { mendCharacters } from './mend-characters.ts';
import { namesOf } from './names-of-text.ts';
import { createNotes, type Notes } from './notes.ts';
import type { OldIssues, OldText, OldTextReading, TextLine } from './old-text.ts';
import { partsOf, sectionOf } from './read-issue-lines.ts';
import { type FigureOrder, figureOrderOf, readOldDay } from './read-old-day.ts';
import {
  dayOfLetter,
  type IssueLines,
  isDayLine,
  lengthOfHeader,
  readHeadLine,
  splitIssues,
  titleLine,
} from './split-issues.ts';
import { wholeAddress } from './story-address.ts';
import { paragraphOf } from './write-words.ts';

/** What stands above a masthead is a word of whoever passed it on; more than this may be something else. */
const MAX_ABOVE = 400;

export function readOldText(about: OldText, reading: OldTextReading): OldIssues {
  const notes = createNotes();
  const { text, mends } = mendCharacters(about.text, reading.misDecoded);
  if (mends.length > 0)
    notes.add('changed', 'Characters that were read in a wrong encoding were mended.', mends.join(' · '));
  const lines = linesOfMail(text, reading, notes);
  const names = namesOf(lines, reading);
  const order = figureOrderOf(text);
  const letters = lettersAbove(lines);
  const issues = splitIssues(lines, withLetter(about, letters), reading).map((one, nth) =>
    readIssue(one, { about: withLetter(about, letters), reading, names, notes, order, isOnly: nth === 0 }),
  );
  return { issues, notes: notes.all };
}

/** The newsletters of a text, each as its own text, in order: what stands above the first goes with it. */
export function splitOldText(text: string, reading: OldTextReading): readonly string[] {
  const plain = mendCharacters(text, reading.misDecoded).text;
  const lines = linesOfMail(plain, reading, createNotes());
  const starts = splitIssues(lines, { text }, reading)
    .slice(1)
    .map(({ above, masthead, lines: own }) => (above[0] ?? masthead[0] ?? own[0])?.number ?? 1);
  if (starts.length === 0) return [text];
  // As it came: what is mended is told when each is read.
  const raw = text.split(LINE_END);
  const isSame = raw.length === plain.split('\n').length;
  const whole = isSame ? raw : plain.split('\n');
  return [1, ...starts].map((start, nth) =>
    whole.slice(start - 1, (starts[nth] ?? whole.length + 1) - 1).join('\n'),
  );
}

const LINE_END = /\r\n|\r|\n/u;

/** The number of its first newsletter, without reading on. */
export function numberOfOldText(about: OldText, reading: OldTextReading): number | undefined {
  const lines = linesOfMail(mendCharacters(about.text, reading.misDecoded).text, reading, createNotes());
  const whole = withLetter(about, lettersAbove(lines));
  const [first] = splitIssues(lines, whole, reading);
  return first?.number ?? titleLine(whole.title ?? '', reading)?.number;
}

interface Scene {
  readonly about: OldText;
  readonly reading: OldTextReading;
  readonly names: NameContext;
  readonly notes: Notes;
  readonly order: FigureOrder;
  /** The first of the text, whose number its title may say. */
  readonly isOnly: boolean;
}

interface LetterHead {
  readonly subject?: string;
  readonly postedOn?: IsoDate;
}

/** What the head of a pasted letter says. */
function lettersAbove(lines: readonly TextLine[]): LetterHead {
  const subject = lines
    .find(({ text }) => /^subject:\s/iu.test(text))
    ?.text.slice(8)
    .trim();
  const sent = lines.find(({ text }) => /^(?:date|sent):\s/iu.test(text))?.text;
  const postedOn = dayOfLetter(sent ?? '');
  return { ...(subject === undefined ? {} : { subject }), ...(postedOn === undefined ? {} : { postedOn }) };
}

function withLetter(about: OldText, { subject, postedOn }: LetterHead): OldText {
  return {
    ...about,
    ...(about.title === undefined && subject !== undefined ? { title: subject } : {}),
    ...(about.postedOn === undefined && postedOn !== undefined ? { postedOn } : {}),
  };
}

function readIssue(issue: IssueLines, whole: Scene): DraftIssue {
  const { postedOn } = issue;
  const scene = postedOn === undefined ? whole : { ...whole, about: { ...whole.about, postedOn } };
  const { reading, names, notes } = scene;
  if (issue.masthead.length > 0)
    notes.add(
      'left-out',
      'The masthead is made by the program.',
      textOf(issue.masthead),
      issue.masthead[0]?.number,
    );
  const kept = withoutLetters(issue.lines, notes);
  const body = withoutFooter(kept, notes);
  const joined = joinWrapped(body, {
    beginsReport: (words) => findAttribution(words, names)?.start === 0,
    isOwnLine: (words) =>
      sectionOf(words, reading.sectionOrder) !== undefined ||
      isRule(words) ||
      isChrome(words) ||
      readHeadLine(words, reading)?.number !== undefined,
  });
  const told = withoutFrame(joined, scene);
  const date = dayOfIssue(issue, told, scene);
  const parts = partsOf(told, names);
  const { lead, sections } = composeIssue(parts, {
    names,
    notes,
    settle: (written) => settleReport(written, date, scene),
  });
  const number =
    issue.number ?? (scene.isOnly ? titleLine(scene.about.title ?? '', reading)?.number : undefined);
  const above = wordsAbove(issue.above, scene);
  return {
    ...headOf(number, date, scene, told),
    tags: [],
    lead: [...above.map(paragraphOf), ...lead],
    sections: sections as readonly DraftSection[],
  };
}

function headOf(
  number: number | undefined,
  date: IsoDate | undefined,
  { about, reading, notes }: Scene,
  lines: readonly TextLine[],
) {
  const day = date ?? NO_DATE;
  if (date === undefined)
    notes.add(
      'look',
      `The day of ${number === undefined ? 'the newsletter' : `No. ${number}`} is not known: ${NO_DATE} stands in its place.`,
      undefined,
      lines[0]?.number,
    );
  if (number !== undefined) {
    const said = titleLine(about.title ?? '', reading);
    if (said?.number !== undefined && said.number !== number)
      notes.add(
        'look',
        `The title says No. ${said.number}, the text No. ${number}, which was believed.`,
        about.title,
      );
    // A title of its own words is the issue's.
    return {
      number,
      date: day,
      ...(about.title === undefined || said !== undefined ? {} : { title: about.title }),
    };
  }
  const title = (
    about.title ??
    lines.find(({ text }) => text.length <= 120)?.text ??
    about.fileName ??
    'Without a title'
  ).slice(0, 160);
  notes.add('look', 'No number was found: the text becomes a special.', title, lines[0]?.number);
  return { title, slugWords: slugOf(title, 'old-newsletter'), date: day };
}

/** Heads of letters and their separators, wherever they stand. */
function withoutLetters(lines: readonly TextLine[], notes: Notes): readonly TextLine[] {
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

function withoutFooter(lines: readonly TextLine[], notes: Notes): readonly TextLine[] {
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
function withoutFrame(lines: readonly TextLine[], { reading, names, notes }: Scene): readonly TextLine[] {
  const isStory = ({ text }: TextLine) => findAttribution(text, names) !== undefined;
  const firstStory = lines.findIndex(isStory);
  const lastStory = lines.findLastIndex(isStory);
  const contents = findContents(lines, firstStory < 0 ? 0 : firstStory);
  if (contents.lines.size > 0) {
    notes.add(
      'left-out',
      'A list of contents is made by the program.',
      textOf(lines.filter((_, nth) => contents.lines.has(nth))),
      lines[[...contents.lines][0] ?? 0]?.number,
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
    if (contents.lines.has(nth) || isRule(line.text)) gap = true;
    else if (isChrome(line.text)) {
      notes.add(
        'left-out',
        'What a blog prints around a post is no part of the newsletter.',
        line.text,
        line.number,
      );
      gap = true;
    } else if (
      (nth !== firstStory && !isStory(line) && isBoilerplate(line.text, isAtEdge, reading.isBoilerplate)) ||
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

/** Of the printed masthead, else of the title, else the day on which it was posted; where all are silent, it is not known. */
function dayOfIssue(issue: IssueLines, lines: readonly TextLine[], scene: Scene): IsoDate | undefined {
  const { about, reading, notes, order } = scene;
  const written = issue.date ?? (scene.isOnly ? titleLine(about.title ?? '', reading)?.date : undefined);
  const line = issue.masthead[0]?.number ?? issue.lines[0]?.number;
  if (written !== undefined) {
    const near = about.postedOn ?? latestDay(lines, reading);
    const read = readOldDay(written, reading, near, order);
    const date = read === undefined ? undefined : dateOf(read.day, about.postedOn, reading);
    if (date !== undefined) {
      if (read?.isGuess === true)
        notes.add(
          'look',
          `The day of the issue was written "${written}" and is read as ${date}.`,
          written,
          line,
        );
      return date;
    }
    notes.add('look', 'The day of the issue cannot be read.', written, line);
  }
  if (about.postedOn !== undefined) {
    notes.add(
      'look',
      'The issue does not say its day: the day on which it was posted stands in its place.',
      about.postedOn,
      line,
    );
    return about.postedOn;
  }
  return undefined;
}

/** A day without a year is one near the day of the post. */
function dateOf(
  day: { readonly day: number; readonly month: number; readonly year?: number },
  postedOn: IsoDate | undefined,
  reading: OldTextReading,
): IsoDate | undefined {
  if (day.year !== undefined) return isoDate(day.year, day.month, day.day);
  return postedOn === undefined ? undefined : reading.settleDay(day, postedOn);
}

/** Of the days that reports give with their year, or that follow from a day line. */
function latestDay(lines: readonly TextLine[], reading: OldTextReading): IsoDate | undefined {
  const days = lines.flatMap(({ text }) =>
    [...text.matchAll(/\(([^()]{5,40})\)/gu)].flatMap(([, written = '']) => {
      const day = isDayLine(written, reading) ? reading.readDay(written) : undefined;
      const date = day?.year === undefined ? undefined : isoDate(day.year, day.month, day.day);
      return date === undefined ? [] : [date];
    }),
  );
  return days.sort().at(-1);
}

function settleReport(
  written: string,
  near: IsoDate | undefined,
  { reading, order }: Scene,
): IsoDate | undefined {
  const read = readOldDay(written, reading, near, order);
  if (read === undefined) return undefined;
  const { day, month, year } = read.day;
  if (year !== undefined) return isoDate(year, month, day);
  return near === undefined ? undefined : reading.settleDay(read.day, near);
}

function wordsAbove(lines: readonly TextLine[], { notes, reading }: Scene): readonly string[] {
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

function textOf(lines: readonly TextLine[]): string {
  return lines.map(({ text }) => text).join(' ');
}
