// "Exclusive:" is a label, which is set apart from the headline. With a dash behind it, in brackets or in capitals it is not read as
// one, or is printed as it was typed.

import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import { type HeadedEntry, headlinesOf, placeOfHeadline } from '../parts/headlines-of.ts';
import type { Finding, IssueRule } from '../rule.ts';

const WORD = '(exclusive|gallery|analysis|comment|opinion|interview|feature|obituary|video)';
/** A dash needs a blank on both sides: "Video-link trial opens" is a headline. */
const APART = new RegExp(
  `^(?:${WORD}\\s{1,3}[|–—-]\\s{1,3}|[([]${WORD}[)\\]]\\s{0,3}:?\\s{0,3})(?=\\S)`,
  'iu',
);
const IN_CAPITALS = /^\p{Lu}{5,}$/u;

export const headlineLabel: IssueRule = {
  id: 'headline-label',
  severity: 'warning',
  stage: 'issue',
  description: 'A label before a headline is written with a colon, and with one capital: "Exclusive:".',
  check: (issue) =>
    headlinesOf(issue).flatMap(({ entry }) => {
      const apart = APART.exec(entry.headline);
      if (apart !== null) return [finding(entry, apart[0], apart[1] ?? apart[2] ?? '', issue)];
      const label = entry.kind === 'item' ? entry.label : undefined;
      return label !== undefined && IN_CAPITALS.test(label)
        ? [finding(entry, `${label}:`, label, issue)]
        : [];
    }),
};

function finding(entry: HeadedEntry, typed: string, word: string, { text, ...issue }: Issue): Finding {
  const expected = `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}:`;
  const actual = typed.trim();
  const { start, end } = entry.headlinePosition;
  const from = start.offset ?? 0;
  const at = text.slice(from, end.offset).indexOf(actual);
  const isFound = at >= 0;
  const place = isFound
    ? placeOf(text, from + at, from + at + actual.length)
    : placeOfHeadline({ text, ...issue }, entry);
  return {
    reason: `Unexpected "${actual}" before a headline, expected "${expected}"`,
    place,
    actual,
    expected: [expected],
    note: 'Written like this, the label is set apart from the headline and is no part of its address.',
    ...(isFound && {
      fix: {
        title: `Write "${expected}"`,
        edits: [{ start: from + at, end: from + at + actual.length, text: expected }],
      },
    }),
  };
}
