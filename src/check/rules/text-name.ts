// Fallujah on one line, Falluja on the next: readers take them for two places. Only names that are known to be written in several
// ways are compared, and places whose letters differ in a way that only a slip explains. Names of people are let alone: Hassan
// and Hasan may be two.
import type { Issue } from '../../model/issue.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { BEFORE_PLACES, SPELLINGS_OF_ONE_NAME } from '../words/name-spellings.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { slipAt } from '../words/slip-at.ts';

const MIN_LETTERS = 5;

interface Met {
  readonly name: string;
  readonly running: RunningText;
  readonly start: number;
  readonly end: number;
  /** "in Fallujah" */
  readonly isPlace: boolean;
}

export const textName: IssueRule = {
  id: 'text-name',
  severity: 'warning',
  stage: 'issue',
  description: 'A name is spelt in one way throughout an issue.',
  check: (issue, { newsletter }) => {
    const house = new Set(
      Object.entries(newsletter.spelling ?? {}).flatMap(([name, others]) => [name, ...others]),
    );
    const met = runningTexts(issue)
      .filter(({ language }) => language === 'en')
      .flatMap(namesIn)
      // What the house has settled is told of under text-spelling.
      .filter(({ name }) => !house.has(name));
    // What is on no list is only compared where it is a place.
    const spellings = [...Map.groupBy(met, ({ name }) => name)].filter(
      ([name, same]) => SPELLINGS_OF_ONE_NAME.has(name) || same.some(({ isPlace }) => isPlace),
    );
    const groups = Map.groupBy(
      spellings,
      ([name]) => SPELLINGS_OF_ONE_NAME.get(name)?.[0] ?? `~${skeleton(name)}`,
    );
    return [...groups.values()].flatMap((same) => findings(same, issue));
  },
};

function namesIn(running: RunningText): readonly Met[] {
  const { words } = running;
  return words.flatMap(({ word, start, end }, nth): readonly Met[] => {
    if (!isCapital(word) || running.isQuoted(start, end)) return [];
    const isPlace = BEFORE_PLACES.has(words[nth - 1]?.word.toLowerCase() ?? '');
    const next = words[nth + 1];
    const both = next === undefined ? '' : `${word} ${bare(next.word)}`;
    if (next !== undefined && SPELLINGS_OF_ONE_NAME.has(both) && next.start === end + 1) {
      return [{ name: both, running, start, end: next.start + bare(next.word).length, isPlace }];
    }
    const name = bare(word);
    const isWord = SPELLINGS_OF_ONE_NAME.has(name) || name.length >= MIN_LETTERS;
    return isWord ? [{ name, running, start, end: start + name.length, isPlace }] : [];
  });
}

/** Letters with a small form are asked for their form only where they are not of the plain alphabet: this is asked of every word. */
function isCapital(word: string): boolean {
  const code = word.charCodeAt(0);
  return code < 0x80 ? code >= 0x41 && code <= 0x5a : /^\p{Lu}/u.test(word);
}

/** Without a possessive's ending, in one form of apostrophe; `al-Sadr` and `Basra-based` without what is joined to them. */
function bare(word: string): string {
  if (!/['’‘ʼ‑-]/u.test(word)) return word;
  const name = word.replaceAll(/[’‘ʼ]/gu, "'").replace(/'s?$/u, '');
  return SPELLINGS_OF_ONE_NAME.has(name) ? name : (name.split(/[-‑]/u, 1)[0] ?? name);
}

/** The same for words that differ by a doubled letter, an h or letters that changed places: no two places differ by that alone. */
function skeleton(name: string): string {
  const letters = [...name.toLowerCase().replace(/h(?=$|[^aeiou])|(?<=[gkd])h/gu, '')];
  const single = letters.filter((letter, at) => letter !== letters[at - 1]);
  return `${single[0] ?? ''}${single.slice(1).toSorted().join('')}`;
}

function findings(
  spellings: readonly (readonly [string, readonly Met[]])[],
  issue: Issue,
): readonly Finding[] {
  const [kept, ...others] = spellings.toSorted((a, b) => b[1].length - a[1].length);
  if (kept === undefined || others.length === 0) return [];
  return others.flatMap(([name, [first]]): readonly Finding[] => {
    if (first === undefined) return [];
    const { place, actual } = slipAt(issue, first.running, first.start, first.end);
    return [
      {
        reason: `Unexpected spelling "${name}", expected "${kept[0]}" as elsewhere in the issue`,
        place,
        actual,
        expected: [kept[0]],
        note: `Write one of the two throughout, or name it in issues/newsletter.yaml under "spelling:". If they are two different names, all is well: that is not sure here.`,
      },
    ];
  });
}
