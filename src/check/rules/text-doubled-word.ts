// "may have have": the eye jumps over it, above all from one line to the next. Only English is judged: other languages double
// words for good reasons, and not the same words.

import type { Finding, IssueRule } from '../rule.ts';
import {
  FUNCTION_WORDS,
  LEADING_WORDS,
  MONTHS,
  NUMBER_WORDS,
  setOf,
  WEEKDAYS,
} from '../words/common-words.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';
import type { Word } from '../words/words-in.ts';

/** Good English, or a sound, or another language's pronoun; x is what code reads as. */
const RIGHT = setOf(`
  had that her so very really many much long far old big no yes now never more well ha bye ho hey blah knock hear there hush
  win night choo tut chop yada tsk boo tom bang ding dong woof la da na fa extra again aye please too ever quick hot run go buy
  help wait can cha dum bon dik beri paw pom tuk tam yum bora pago walla baden duran sirhan nous vous die das sie se tick click
  beep clap drip mahi ylang chez cous agar bling knick tom pom gris chow x higher lower deeper faster slowly little wide sometimes always same new
`);
/** "She moved in in May": right as often as not. */
const DOUBTFUL = setOf('in on is was over up out off by it you one who do to what his where all are how');
/** Places that nobody is named after. A name doubled may be one: Sirhan Sirhan, Hassan Hassan. */
const PLACES = setOf(`
  afghanistan africa america american american's arab arabia asia baghdad basra britain british canada congress egypt england
  europe european fallujah france french german germany iran iranian iraq iraqi iraqis islamic israel israeli italy japan jordan
  kirkuk kurdish kurdistan kurds kuwait lebanon libya london mosul palestine pentagon ramadi reuters russia russian saudi shia
  shiite sunni syria syrian turkey turkish washington
`);
const NAMES_OF_DAYS = new Set([...WEEKDAYS, ...[...MONTHS.keys()].map((month) => month.toLowerCase())]);

export const textDoubledWord: IssueRule = {
  id: 'text-doubled-word',
  severity: 'warning',
  stage: 'issue',
  description: 'No word stands twice in a row by accident.',
  check: (issue) =>
    runningTexts(issue)
      .filter(({ language }) => language === 'en')
      .flatMap((running) =>
        running.words.flatMap((first, nth): readonly Finding[] => {
          const second = running.words[nth + 1];
          if (second === undefined || !isDoubled(first, second, running)) return [];
          const slip = slipAt(issue, running, first.start, second.end);
          const word = first.word.toLowerCase();
          const doubtful = DOUBTFUL.has(word);
          // Mahi mahi and ylang ylang are right, and no list holds them all.
          const isKnown =
            FUNCTION_WORDS.has(word) ||
            LEADING_WORDS.has(word) ||
            NAMES_OF_DAYS.has(word) ||
            PLACES.has(word);
          return [
            {
              reason: `Unexpected "${slip.actual.replace(/\s+/gu, ' ')}", expected "${first.word}" once`,
              place: slip.place,
              actual: slip.actual,
              expected: [first.word],
              note: noteFor(slip.isQuoted, doubtful, isKnown),
              ...(!doubtful && isKnown && mending(slip, first.word, `Write "${first.word}" once`)),
            },
          ];
        }),
      ),
};

function isDoubled(first: Word, second: Word, { prose, role }: RunningText): boolean {
  const word = first.word.toLowerCase();
  if (word !== second.word.toLowerCase() || !/^\p{Script=Latin}/u.test(word)) return false;
  if (prose.slice(first.end, second.start).trim() !== '') return false;
  // A headline of these two words alone is a name: a band's, a town's.
  if (role === 'headline' && prose.trim().length === second.end - first.start) return false;
  if (RIGHT.has(word) || NUMBER_WORDS.has(word)) return false;
  // Initials and letters: "J J Cale", "a A grade".
  if (/^\p{Lu}$/u.test(second.word)) return false;
  if (/^\p{Lu}/u.test(second.word)) {
    return FUNCTION_WORDS.has(word) || NAMES_OF_DAYS.has(word) || PLACES.has(word);
  }
  return !/^\s*[[(]sic[\])]/iu.test(prose.slice(second.end, second.end + 8));
}

function noteFor(isQuoted: boolean, doubtful: boolean, isKnown: boolean): string {
  if (isQuoted) {
    return 'Compare with the source: if the words were printed or said like this, put [sic] behind them; if not, take one out.';
  }
  if (!isKnown)
    return 'Take one of the two out, unless the word is doubled by nature, as in "mahi mahi": that is not sure here.';
  return doubtful
    ? 'Take one out, unless the sentence needs both, as in "she moved in in May": that is not sure here.'
    : 'Take one of the two out.';
}
