// The text of an old newsletter, or of many, goes in as it was pasted, mailed or saved; its issues come out as drafts, and a note for everything that
// is not in them or needs an editor's eye. It never throws, and every word of the text is in an issue or in a note.
import type { IsoDate } from '../../model/calendar.ts';
import type { DraftIssue, DraftSection } from '../../model/draft.ts';
import { NO_DATE } from '../../model/issue.ts';
import { slugOf } from '../../model/slug.ts';
import { composeIssue } from './compose-issue.ts';
import { findAttribution } from './find-attribution.ts';
import { isChrome, isRule } from './frame-lines.ts';
import { dayOfIssue, settleReport } from './issue-days.ts';
import { joinWrapped } from './join-wrapped.ts';
import { linesOfMail } from './lines-of-mail.ts';
import { mendCharacters } from './mend-characters.ts';
import { namesOf } from './names-of-text.ts';
import { createNotes } from './notes.ts';
import type { OldIssues, OldText, OldTextReading, TextLine } from './old-text.ts';
import { partsOf, sectionOf } from './read-issue-lines.ts';
import { figureOrderOf } from './read-old-day.ts';
import type { Scene } from './scene.ts';
import { dayOfLetter, type IssueLines, readHeadLine, splitIssues, titleLine } from './split-issues.ts';
import { textOf, withoutFooter, withoutFrame, withoutLetters, wordsAbove } from './take-off-frame.ts';
import { paragraphOf } from './write-words.ts';

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
