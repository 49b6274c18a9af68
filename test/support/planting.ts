// A clean issue, a row of chances and a change go in; the issue with that change at some place comes out, with the line on which a
// proofreader should see it.
import type { IssueFile } from '../../src/model/issue.ts';
import type { Chance } from './chance.ts';

export interface Planted {
  readonly text: string;
  /** From 1; absent for what concerns no line. */
  readonly line?: number;
  /** Files beside the issue: another issue, the settings, what the mail became. */
  readonly others?: readonly IssueFile[];
  /** Where the issue stands, when not under its number. */
  readonly path?: string;
  /** Where the slip is reported, when not in the issue. */
  readonly reportedIn?: string;
}

export type Plant = (text: string, chance: Chance, number: number) => Planted;

/** Changes one of the lines that `fits` takes. `shift` says how many lines further down the slip then stands. */
export function changeLine(
  fits: (line: string) => boolean,
  change: (line: string, chance: Chance) => string,
  shift = 0,
): Plant {
  return (text, chance) => {
    const lines = text.split('\n');
    const fitting = lines.flatMap((line, at) => (fits(line) ? [at] : []));
    const at = chance.pick(fitting);
    lines[at] = change(lines[at] ?? '', chance);
    return { text: lines.join('\n'), line: at + 1 + shift };
  };
}

/** Puts paragraphs behind one of our own; the slip is on the line of the first, or `shift` below it. */
export function addParagraph(words: string | ((chance: Chance) => string), shift = 0): Plant {
  return (text, chance) => {
    const lines = text.split('\n');
    const at = chance.pick(lines.flatMap((line, nth) => (isOwnProse(line) ? [nth] : [])));
    lines.splice(at + 1, 0, '', typeof words === 'string' ? words : words(chance));
    return { text: lines.join('\n'), line: at + 3 + shift };
  };
}

/** Puts a sentence at the end of one of our own paragraphs. */
export function addSentence(words: string | ((chance: Chance) => string)): Plant {
  return changeLine(
    isOwnProse,
    (line, chance) => `${line} ${typeof words === 'string' ? words : words(chance)}`,
  );
}

export function replaceLine(pattern: RegExp, replacement: string, shift = 0): Plant {
  return changeLine(
    (line) => pattern.test(line),
    (line) => line.replace(pattern, replacement),
    shift,
  );
}

/** Puts lines in front of one that fits, an empty one between. The slip is on the first of them. */
export function addBefore(fits: (line: string) => boolean, words: string, shift = 0): Plant {
  return (text, chance) => {
    const lines = text.split('\n');
    const at = chance.pick(lines.flatMap((line, nth) => (fits(line) ? [nth] : [])));
    lines.splice(at, 0, words, '');
    return { text: lines.join('\n'), line: at + 1 + shift };
  };
}

/** Lines are counted from those of `text`, so a change above the slip has to say so itself. */
export function lineOf(text: string, words: string): number {
  const at = text.indexOf(words);
  if (at < 0) throw new Error(`not found: ${words}`);
  return text.slice(0, at).split('\n').length;
}

export const FIRST_REPORT = /^(?:\[[^\]]+\]\([^)]+\)|[A-Z][A-Za-z ]+) reports? \([^)]+\): /u;
const NO_PROSE =
  /^(?:#|>|-|!|\[|Tags:|When:|Where:|Disclaimer:|by |["“]|They want|[a-z]+:)|\[Credit:|\[Harbour Post\]$/u;

export function isFirstReport(line: string): boolean {
  return FIRST_REPORT.test(line);
}

export function isHeadline(line: string): boolean {
  return /^### (?:Exclusive: )?\[.+\]\(https:\/\/[^)]+\)$/u.test(line) && !line.includes('walks.example');
}

/** A line of an item in our own words: a report with its attribution or a paragraph that follows one. */
export function isOwnProse(line: string): boolean {
  if (isFirstReport(line)) return true;
  return line.length > 30 && line.endsWith('.') && !NO_PROSE.test(line) && !/[“”"]/u.test(line);
}

export interface Slip {
  readonly name: string;
  /** Any of them will do: some slips are two at once. */
  readonly rules: readonly string[];
  readonly plant: Plant;
}

/** A further report under a headline of its own, with whatever is wrong with its attribution. */
export function addItem(attribution: string, address: string): Plant {
  const item = [
    `### [Ropes are short on the north quay](${address})`,
    '',
    `${attribution} Rope makers have no hemp left.`,
  ];
  return (text, chance) => addBefore(isHeadline, item.join('\n'), 2)(text, chance, 0);
}

/** The same head with another number and an earlier date, and nothing below it that could be repeated. */
export function otherIssue(text: string, number: number, date?: string): IssueFile {
  const day = new Date(`${/\ndate: (.*)/u.exec(text)?.[1]}T00:00Z`).getTime() - 14 * 86_400_000;
  return {
    path: `issues/${String(number).padStart(4, '0')}.md`,
    value: `---\nnumber: ${number}\ndate: ${date ?? new Date(day).toISOString().slice(0, 10)}\n---\n\nAnother week at the quay.\n`,
  };
}
