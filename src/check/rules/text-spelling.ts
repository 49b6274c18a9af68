// Words of the editor's own that are misspelt, and names that the house writes otherwise. No dictionary: only what is certainly
// wrong is on the list, so that no name and no new word is ever questioned. Quoted words are the other's.
import type { Issue } from '../../model/issue.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { MISSPELLINGS } from '../words/misspellings.ts';
import { type RunningText, runningTexts } from '../words/running-texts.ts';
import { mending, slipAt } from '../words/slip-at.ts';
import type { Word } from '../words/words-in.ts';

export const textSpelling: IssueRule = {
  id: 'text-spelling',
  severity: 'warning',
  stage: 'issue',
  description: 'Words are spelt as they should be, and names as newsletter.yaml says under "spelling:".',
  check: (issue, { newsletter }) => {
    const house = houseSpellings(newsletter.spelling ?? {});
    return runningTexts(issue).flatMap((running) => [
      ...(running.language === 'en' ? misspellings(running, issue) : []),
      ...(house.size > 0 ? houseFindings(running, issue, house) : []),
    ]);
  },
};

function misspellings(running: RunningText, issue: Issue): readonly Finding[] {
  return running.words.flatMap(({ word, start, end }): readonly Finding[] => {
    const right = MISSPELLINGS.get(word.toLowerCase());
    if (right === undefined || running.isQuoted(start, end) || mayBeName(word, right, start, running))
      return [];
    return [toFinding(issue, running, { word, start, end }, inCaseOf(word, right), 'Correct the spelling.')];
  });
}

/** With a capital inside a sentence it may be somebody's name: Mr Thier. */
function mayBeName(word: string, right: string, start: number, { prose, role }: RunningText): boolean {
  if (!/^\p{Lu}\p{Ll}/u.test(word) || /^\p{Lu}/u.test(right)) return false;
  const isTitle = role === 'heading' || role === 'headline' || role === 'field';
  const before = prose.slice(Math.max(0, start - 6), start).trimEnd();
  return !isTitle && before !== '' && !/[.!?:"“”‘'(\u2013\u2014-]$/u.test(before);
}

function inCaseOf(word: string, right: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return right.toUpperCase();
  return /^\p{Lu}/u.test(word) ? right.charAt(0).toUpperCase() + right.slice(1) : right;
}

/** `Falluja` → `Fallujah`; by the first word of a spelling, for it may have several. */
type House = ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly name: string }[]>;

function houseSpellings(spelling: Readonly<Record<string, readonly string[]>>): House {
  const all = Object.entries(spelling).flatMap(([name, others]) =>
    others.map((other) => ({ words: other.split(/\s+/u), name })),
  );
  return Map.groupBy(all, ({ words }) => words[0] ?? '');
}

function houseFindings(running: RunningText, issue: Issue, house: House): readonly Finding[] {
  const { words, prose } = running;
  return words.flatMap((first, nth): readonly Finding[] => {
    const bare = withoutEnding(first.word);
    const candidates = [
      ...(house.get(first.word) ?? []),
      ...(bare === first.word ? [] : (house.get(bare) ?? [])),
    ];
    for (const { words: wanted, name } of candidates) {
      const met = words.slice(nth, nth + wanted.length);
      const last = met.at(-1);
      const isSame =
        last !== undefined &&
        met.length === wanted.length &&
        met.every(
          ({ word }, at) =>
            (at === wanted.length - 1 ? withoutEnding(word) : word) === wanted[at] || word === wanted[at],
        ) &&
        /^\s*$/u.test(
          met.length === 1 ? '' : prose.slice(first.end, last.start).replace(/[\p{L}\p{M}\p{N}'’-]+/gu, ''),
        );
      if (!isSame) continue;
      const end = last.word === wanted.at(-1) ? last.end : last.start + (wanted.at(-1) ?? '').length;
      if (running.isQuoted(first.start, end)) continue;
      const span = { word: prose.slice(first.start, end), start: first.start, end };
      return [
        toFinding(
          issue,
          running,
          span,
          name,
          'The house writes it so: see "spelling:" in issues/newsletter.yaml.',
        ),
      ];
    }
    return [];
  });
}

/** `Falluja's`, `Falluja-based` */
function withoutEnding(word: string): string {
  return /^[\p{L}\p{M}\p{N}]+/u.exec(word)?.[0] ?? word;
}

function toFinding(
  issue: Issue,
  running: RunningText,
  { start, end }: Word,
  right: string,
  note: string,
): Finding {
  const slip = slipAt(issue, running, start, end);
  return {
    reason: `Unexpected spelling "${slip.actual}", expected "${right}"`,
    place: slip.place,
    actual: slip.actual,
    expected: [right],
    note,
    ...mending(slip, right, `Write "${right}"`),
  };
}
