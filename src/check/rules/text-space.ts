// Blanks where none belong, and none where one does: two in a row, one before a comma, none behind it. In quoted words they are
// the other's, and French sets a blank before : ; ! and ?.
import { directionOf } from '../../model/direction.ts';
import type { Issue } from '../../model/issue.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';

interface Fault {
  readonly pattern: RegExp;
  readonly words: (actual: string) => {
    readonly reason: string;
    readonly mended: string;
    readonly note: string;
  };
  /** Not in French. */
  readonly isForeign?: boolean;
}

const DOUBLE: Fault = {
  pattern: /(?:\t(?<=\S\t)| (?<=\S )[ \t])[ \t]*(?=\S)/gu,
  words: () => ({
    reason: 'Unexpected second blank, expected one',
    mended: ' ',
    note: 'Leave one blank between two words, and between two sentences.',
  }),
};
const BEFORE_STOP: Fault = {
  pattern: /[ \u00a0](?<=[\p{L}\p{M}\p{N}'’"”)\]][ \u00a0])(?:[,)\]]|\.(?![.\p{L}\p{N}]))/gu,
  words: (actual) => tooEarly(actual),
};
const BEFORE_HIGH_STOP: Fault = {
  pattern: /[ \u00a0](?<=[\p{L}\p{M}\p{N}'’"”)\]][ \u00a0])[;:!?](?=$|[\s"”’])(?!\s«)/gu,
  words: (actual) => tooEarly(actual),
  isForeign: true,
};
const AFTER_BRACKET: Fault = {
  pattern: /[([] (?=[\p{L}\p{N}"“])/gu,
  words: (actual) => ({
    reason: `Unexpected blank after "${actual.charAt(0)}", expected none`,
    mended: actual.charAt(0),
    note: 'Take the blank out.',
  }),
};
const AFTER_COMMA: Fault = {
  pattern: /[,;](?<=\p{L}[\p{L}\p{M}][,;])(?=\p{L}\p{L})/gu,
  words: (actual) => ({
    reason: `Unexpected letter right after "${actual}", expected a blank`,
    mended: `${actual} `,
    note: 'Put a blank behind it.',
  }),
};
const BULLET = /(?:^|\n)[•·●▪‣◦o*–-]$/u;
const MIN_HABIT = 3;
const FAULTS = [DOUBLE, BEFORE_STOP, BEFORE_HIGH_STOP, AFTER_BRACKET, AFTER_COMMA];

export const textSpace: IssueRule = {
  id: 'text-space',
  severity: 'warning',
  stage: 'issue',
  description: 'One blank stands between words, none before a comma or a stop, and one behind it.',
  check: (issue) => {
    const texts = runningTexts(issue).filter(({ text }) => directionOf(text) === 'ltr');
    const found = texts.flatMap((running) =>
      FAULTS.filter(({ isForeign }) => isForeign !== true || running.language !== 'fr').flatMap((fault) =>
        findings(fault, running, issue),
      ),
    );
    return joinHabit(found, issue);
  },
};

/** Two blanks after every stop are how some were taught to type: one report for the issue, not one for each sentence. */
function joinHabit(found: readonly Finding[], { text }: Issue): readonly Finding[] {
  const isHabit = ({ actual = '', place }: Finding) =>
    actual.trim() === '' && /[.!?:]["”’)]?$/u.test(text.slice(0, place?.start.offset).slice(-2));
  const habit = found.filter(isHabit);
  const [first] = habit;
  if (first === undefined || habit.length < MIN_HABIT) return found;
  return [
    ...found.filter((finding) => !isHabit(finding)),
    {
      ...first,
      reason: `Unexpected second blank after a stop, ${habit.length} times in the issue, expected one`,
      fix: {
        title: 'Take the blanks out',
        edits: habit.flatMap(({ fix }) => fix?.edits ?? []),
      },
    },
  ];
}

function findings({ pattern, words }: Fault, running: RunningText, issue: Issue): readonly Finding[] {
  return [...running.prose.matchAll(pattern)].flatMap(({ 0: actual, index }) => {
    if (running.isQuoted(index, index + actual.length)) return [];
    // `markdown-list` tells of the sign before it.
    if (actual.startsWith('\t') && BULLET.test(running.prose.slice(Math.max(0, index - 2), index))) return [];
    const slip = slipAt(issue, running, index, index + actual.length);
    // Where a comment or a picture stands between two blanks, nobody sees two.
    if (!slip.isVerbatim) return [];
    const { reason, mended, note } = words(actual);
    return [
      {
        reason,
        place: slip.place,
        actual,
        expected: [mended],
        note,
        ...mending(slip, mended, mended.length < actual.length ? 'Take the blank out' : 'Put a blank in'),
      },
    ];
  });
}

function tooEarly(actual: string) {
  const mended = actual.trimStart();
  return {
    reason: `Unexpected blank before "${mended}", expected none`,
    mended,
    note: 'Take the blank out: the mark follows the word.',
  };
}
