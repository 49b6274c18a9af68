// What is remembered of the words must never show: after any changes the mended list is that of an archive which is read as a whole.
import { expect, test } from 'vitest';
import type { Issue } from '../../../src/model/issue.ts';
import { packPostings, unpackPostings } from '../../../src/publish/search/packed-numbers.ts';
import type { SearchEntry } from '../../../src/publish/search/search-entries.ts';
import { wordList } from '../../../src/publish/search/word-list.ts';
import { createChance } from '../../support/chance.ts';

const WORDS = ['quay', 'crane', 'rent', 'tide', 'strike', 'fog', 'ferry', 'wage', 'toll', 'lock'];

function entryOf(text: string, isMarked = true): SearchEntry {
  return {
    issue: {} as Issue,
    headline: text.split(' ')[0] ?? '',
    direction: 'ltr',
    sources: [],
    text: () => text,
    textBytes: text.length,
    labels: ['ports'],
    filters: [`tag:${text.split(' ')[1] ?? 'none'}`],
    mark: isMarked ? text : undefined,
  };
}

test('a list that is mended is the list of the whole', () => {
  const chance = createChance(7);
  const issue = () =>
    Array.from({ length: 1 + chance.below(4) }, () =>
      entryOf(chance.draw(WORDS, 1 + chance.below(6)).join(' ')),
    );
  const issues = Array.from({ length: 12 }, issue);
  let remembered = wordList(issues, undefined).toRemember;
  for (let step = 0; step < 60; step += 1) {
    const at = chance.below(issues.length);
    const edits = [
      () => issues.splice(at, 1, issue()),
      () => issues.splice(at, 0, issue()),
      () => issues.splice(at, issues.length > 4 ? 1 : 0),
      () => issues.reverse(),
      () => issues.push(issues[at] ?? []),
    ];
    chance.pick(edits)();
    const mended = wordList(issues, remembered);
    const whole = wordList(issues, undefined);
    expect(new Map([...mended.words].sort())).toEqual(new Map([...whole.words].sort()));
    remembered = mended.toRemember ?? remembered;
    expect(remembered).toBe(whole.toRemember);
    expect(wordList(issues, remembered).toRemember).toBeUndefined();
  }
});

test('nothing is remembered of what nobody can know again', () => {
  expect(wordList([[entryOf('quay crane', false)]], undefined).toRemember).toBeUndefined();
});

test.each([[[]], [[0]], [[3, 4, 131]], [[(20_000 << 2) + 3, (90_000 << 2) + 1]]])(
  '%j, packed and unpacked',
  (postings) => {
    expect(unpackPostings(packPostings(postings))).toEqual(postings);
  },
);
