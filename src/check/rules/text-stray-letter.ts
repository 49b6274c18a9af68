// `t tribes`, `report s`, `of Iraq i s`: a letter that lost its word, or was typed twice. Only small letters of English text are
// judged, and none that is a unit, a label or another language's word.

import type { Finding, IssueRule } from '../rule.ts';
import { setOf } from '../words/common-words.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';
import type { Word } from '../words/words-in.ts';

const LETTER = /^[b-z]$/u;
/** `2 x 4`, `Roe v Wade`, `rock n roll`, `man o war`. */
const WORDS_OF_THEIR_OWN = setOf('x v n o');
/** Spanish, Portuguese, Italian, Catalan, Polish: `Ortega y Gasset`, `Pi i Margall`. */
const OTHER_LANGUAGES = setOf('y e i u z w d');
/** "vitamin c", "plan b": the letter is the name of something. */
const BEFORE = setOf(`
  vitamin plan type point section option grade class hepatitis appendix letter letters schedule category article clause part
  table figure group block unit team level step phase column row item exhibit annex chapter page line gate dock shed pier berth
  track lane zone hall room street ward
`);
/** "e mail", "t shirt", "x axis". */
const AFTER = setOf(`
  axis ray rays mail mails email book books bike commerce shirt shirts cell cells test tests force forces means bomb bombs index
  day days sign turn turns boat boats side sides movie word words values value factor key wave waves band
`);
const SCORE_CARD = /(?<!\p{L})(?:c \p{Lu}[\p{L}'’-]{1,20}|lbw) b \p{Lu}/u;
const SHORT_WORDS = setOf('as at am an be by do go he if in is it me my no of on or so to up us we');

export const textStrayLetter: IssueRule = {
  id: 'text-stray-letter',
  severity: 'warning',
  stage: 'issue',
  description: 'No single letter stands where a word should.',
  check: (issue) =>
    runningTexts(issue)
      .filter(({ language }) => language === 'en')
      // A score card is made of such letters: "c Carey b Starc".
      .filter(({ prose }) => !SCORE_CARD.test(prose))
      .flatMap((running) => {
        const found: Finding[] = [];
        let after = 0;
        running.words.forEach((word, nth) => {
          if (word.start < after || !LETTER.test(word.word) || running.isQuoted(word.start, word.end)) return;
          const stray = strayAt(running, nth);
          if (stray === undefined) return;
          after = stray.end;
          const { place, actual } = slipAt(issue, running, stray.start, stray.end);
          const { expected } = stray;
          found.push({
            reason: `Unexpected stray letter in "${actual}", expected "${expected[0]}"${expected[1] === undefined ? '' : ` or "${expected[1]}"`}`,
            place,
            actual,
            expected,
            note: 'Join the letter to its word, or take it out.',
          });
        });
        return found;
      }),
};

interface Stray {
  readonly start: number;
  readonly end: number;
  readonly expected: readonly string[];
}

/** The letter, with the word beside it that it may belong to. */
function strayAt({ prose, words }: RunningText, nth: number): Stray | undefined {
  const [before, word, next] = [words[nth - 1], words[nth], words[nth + 1]];
  if (word === undefined || !standsFree(prose, word)) return undefined;
  const left = before !== undefined && isBlank(prose, before, word) ? before : undefined;
  const right = next !== undefined && isBlank(prose, word, next) ? next : undefined;
  if (left === undefined && right === undefined) return undefined;
  const letter = word.word;
  // `i s`, where the two make a word; a longer row of letters is spelled out.
  if (right !== undefined && right.word.length === 1 && standsFree(prose, right)) {
    const third = words[nth + 2];
    const isRow = third !== undefined && third.word.length === 1 && isBlank(prose, right, third);
    const joined = letter + right.word;
    return !isRow && SHORT_WORDS.has(joined)
      ? { start: word.start, end: right.end, expected: [joined] }
      : undefined;
  }
  if (left?.word.length === 1 || isRightHere(letter, left?.word ?? '', right?.word ?? '')) return undefined;
  if (right?.word.toLowerCase().startsWith(letter) === true) {
    return { start: word.start, end: right.end, expected: [right.word] };
  }
  // "Cross the t and dot the i": a letter that is spoken of.
  if (/^(?:the|an?|his|her|its|one|this|that|letters?)$/iu.test(left?.word ?? '')) return undefined;
  if (left !== undefined && (letter === 's' || right === undefined)) {
    const joined = left.word + letter;
    const expected = letter === 's' ? [joined, `${left.word}'s`] : [left.word, joined];
    return { start: left.start, end: word.end, expected };
  }
  if (right === undefined) return undefined;
  return { start: word.start, end: right.end, expected: [right.word, letter + right.word] };
}

function isRightHere(letter: string, left: string, right: string): boolean {
  if (WORDS_OF_THEIR_OWN.has(letter) || BEFORE.has(left.toLowerCase()) || AFTER.has(right.toLowerCase()))
    return true;
  if (/\d$/u.test(left) || /^\d/u.test(right)) return true;
  const isBesideName = /^\p{Lu}|[^\p{ASCII}]/u.test(left) || /^\p{Lu}|[^\p{ASCII}]/u.test(right);
  return OTHER_LANGUAGES.has(letter) && isBesideName;
}

/** Blanks around it, or the end of the sentence behind: `b)`, `(b)`, `b.` and `-b` are labels and abbreviations. */
function standsFree(prose: string, { start, end }: Word): boolean {
  return (
    /^(?:$|[^<>=+*/%&|−–]\s|\s$)/u.test(prose.slice(Math.max(0, start - 2), start)) &&
    /^(?:$|\s(?![<>=+*/%&|−–])|[,;:!?](?=$|\s))/u.test(prose.slice(end, end + 2))
  );
}

function isBlank(prose: string, left: Word, right: Word): boolean {
  return prose.slice(left.end, right.start).trim() === '';
}
