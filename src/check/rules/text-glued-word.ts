// `formerPresident`, `U.S.backed`, `in2014`: a blank or a hyphen was lost inside a sentence. Names are written like this too
// (McDonald, YouTube, iPhone), so only what begins with a word of the language is judged.

import type { Finding, IssueRule, RuleContext } from '../rule.ts';
import { FUNCTION_WORDS, LEADING_WORDS, MONTHS } from '../words/common-words.ts';
import { namesOfSources } from '../words/names-of-sources.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';

const CANDIDATE = /\p{Ll}\p{Lu}|\p{Ll}\d|\d\p{Lu}|\.\p{Ll}/u;
/** A small letter before a capital, inside a word. */
const HUMP = /(?<=\p{Ll})(?=\p{Lu})/u;
/** `myGov`, `inDrive`, `goCompare`: so short a beginning may be a brand's. In letters. */
const BRAND_PREFIX = 3;
/** A capital that begins a sentence's first word, glued to the end of a name: `MosulThe`. */
const NAME_AND_ARTICLE =
  /^(\p{Lu}\p{Ll}{2,})((?:The|These|This|They|There|But|However|While|With)(?:['’]\p{L}+)?)$/u;
const WORD_AND_YEAR = /^(\p{L}\p{Ll}+)((?:19|20)\d\d)$/u;
const DAY_AND_MONTH = /^(\d{1,2})(\p{Lu}\p{Ll}{2,8})$/u;
const INITIALS_AND_WORD = /(?<![\p{L}\p{N}.])((?:\p{L}\.){2,})(\p{Ll}{2,})(?![\p{L}\p{N}.@/])/gu;
const REPORTING_SOON = /^(?:\s{1,9}[\p{L}\p{N}'’]{1,60}){0,3}?\s{1,9}(?:reports?|writes?|adds?)(?!\p{L})/u;

export const textGluedWord: IssueRule = {
  id: 'text-glued-word',
  severity: 'warning',
  stage: 'issue',
  description: 'A blank or a hyphen stands between two words.',
  check: (issue, context) => {
    const texts = runningTexts(issue).filter(({ language }) => language === 'en');
    const candidates = texts.filter(({ prose }) => CANDIDATE.test(prose));
    if (candidates.length === 0) return [];
    const counts = new Map<string, number>();
    for (const { words } of texts)
      for (const { word } of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return candidates.flatMap((running) => [
      ...running.words.flatMap(({ word, start, end }, nth): readonly Finding[] => {
        // Twice is no slip but a name.
        const parts = (counts.get(word) ?? 0) > 1 ? undefined : partsOf(word, counts);
        if (parts === undefined || isName(word, parts[1], running, end, context)) return [];
        // `uMkhonto weSizwe`: a language that writes its names so.
        if (HUMP.test(running.words[nth - 1]?.word ?? '')) return [];
        const slip = slipAt(issue, running, start, end);
        const mended = parts.join(' ');
        const canBeBrand = HUMP.test(word) && parts[0].length <= BRAND_PREFIX;
        return [
          {
            reason: `Unexpected "${word}", expected "${mended}"`,
            place: slip.place,
            actual: word,
            expected: [mended],
            note: canBeBrand
              ? 'Put a blank between the two words. A name that is written like this is right: the proofreader cannot know them all.'
              : 'Put a blank between the two words.',
            ...(!canBeBrand && mending(slip, mended, `Write "${mended}"`)),
          },
        ];
      }),
      ...[...running.prose.matchAll(INITIALS_AND_WORD)].map(({ 0: actual, 1: initials, 2: word, index }) => {
        const slip = slipAt(issue, running, index, index + actual.length);
        const expected = [`${initials}-${word}`, `${initials} ${word}`];
        return {
          reason: `Unexpected "${actual}", expected "${expected[0]}" or "${expected[1]}"`,
          place: slip.place,
          actual,
          expected,
          note: 'Put a hyphen between the two, as in "U.S.-backed", or a blank, as in "U.S. troops".',
        };
      }),
    ]);
  },
};

function partsOf(word: string, counts: ReadonlyMap<string, number>): readonly [string, string] | undefined {
  if (!CANDIDATE.test(word)) return undefined;
  const article = NAME_AND_ARTICLE.exec(word);
  if (article !== null) return [article[1] ?? '', article[2] ?? ''];
  const year = WORD_AND_YEAR.exec(word);
  if (year !== null) return isEnglish(year[1] ?? '') ? [year[1] ?? '', year[2] ?? ''] : undefined;
  const day = DAY_AND_MONTH.exec(word);
  if (day !== null) return MONTHS.has(day[2] ?? '') ? [day[1] ?? '', day[2] ?? ''] : undefined;
  if (!/^\p{Ll}/u.test(word)) return undefined;
  const [left = '', right = '', ...more] = word.split(HUMP);
  // `formerPresident`, but not `eBay`, `macOS`, `openDemocracy` or `getNextItem`.
  if (left.length < 2 || right.length < 2 || more.length > 0) return undefined;
  const isSlip = isEnglish(left) || (counts.has(left) && counts.has(right));
  return isSlip ? [left, right] : undefined;
}

function isEnglish(word: string): boolean {
  const small = word.toLowerCase();
  return FUNCTION_WORDS.has(small) || LEADING_WORDS.has(small) || MONTHS.has(word);
}

/** The name of a source; or one glued to a headline, `northAP reports`, which the rules about sources tell of. */
function isName(word: string, right: string, { prose }: RunningText, end: number, { sources }: RuleContext) {
  const names = namesOfSources(sources);
  if (names.words.has(word)) return true;
  return names.firstWords.has(right) && REPORTING_SOON.test(prose.slice(end, end + 60));
}
