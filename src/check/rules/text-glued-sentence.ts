// `fanfare.Instead`: the blank between two sentences was lost, most often where a line break was taken out.
import type { Finding, IssueRule } from '../rule.ts';
import { runningTexts } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';

/**
 * Two small letters or a year, the stop with what may close behind it, then a word with a capital. Initials (J.R.R.), U.S.A and
 * Node.js are none of these; addresses are blacked out before.
 */
const GLUED =
  /(?<=\p{Ll}\p{Ll}|\p{Ll}['’]s|(?<![\p{L}\d.,])(?:19|20)\d\d)([.?!][”’)\]]?)(?=\p{Lu}(?:\p{L}|[ '’]))/gu;
/** What a stop and capitals follow in a file's name or a trade mark. */
const ENDING = /^(?:JS|NET|COM|ORG|PDF|HTML|DOC|JPG|PNG|TXT|CSV|ZIP|TV|FM)(?!\p{L})/u;

export const textGluedSentence: IssueRule = {
  id: 'text-glued-sentence',
  severity: 'warning',
  stage: 'issue',
  description: 'A blank stands between the stop of a sentence and the next one.',
  check: (issue) =>
    runningTexts(issue).flatMap((running) => {
      const { prose, words } = running;
      const glued = [...prose.matchAll(GLUED)];
      if (glued.length === 0) return [];
      const startingAt = new Map(words.map(({ word, start }) => [start, word]));
      const endingAt = new Map(words.map(({ word, end }) => [end, word]));
      return glued.flatMap(({ 1: stop = '', index }): readonly Finding[] => {
        const from = index + stop.length;
        if (ENDING.test(prose.slice(from, from + 5))) return [];
        const left = endingAt.get(index) ?? '';
        const right = startingAt.get(from) ?? '';
        const slip = slipAt(issue, running, index - left.length, from + right.length);
        const mended = `${left}${stop} ${right}`;
        return [
          {
            reason: `Unexpected "${slip.actual}", expected "${mended}"`,
            place: slip.place,
            actual: slip.actual,
            expected: [mended],
            note: 'Put a blank between the two sentences.',
            ...mending(slip, mended, 'Put a blank between them'),
          },
        ];
      });
    }),
};
