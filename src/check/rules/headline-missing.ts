// A heading without words: pages, feeds and the table of contents would have nothing to call the item by.
import { headlinesOf } from '../parts/headlines-of.ts';
import type { IssueRule } from '../rule.ts';

/** `### Exclusive:`, a label with nothing behind it. */
const LABEL_ALONE =
  /^(?:exclusive|gallery|analysis|comment|opinion|interview|feature|obituary|video|live)\s*:$/iu;
const WORDS = /[\p{L}\p{N}]/u;

export const headlineMissing: IssueRule = {
  id: 'headline-missing',
  severity: 'error',
  stage: 'issue',
  description: 'Every item has a headline; only an entry of a live page may have its time alone.',
  check: (issue) =>
    headlinesOf(issue)
      .filter(({ entry }) => !(entry.kind === 'live' && entry.atAsWritten !== undefined))
      .filter(({ entry: { headline } }) => !WORDS.test(headline) || LABEL_ALONE.test(headline))
      .map(({ entry }) => {
        const { start, end } = entry.headlinePosition;
        const actual = issue.text.slice(start.offset, end.offset);
        return {
          reason: `Unexpected heading "${actual.trim()}" without words, expected a headline`,
          place: entry.headlinePosition,
          actual,
          expected: [`### [Headline](${entry.url ?? 'https://…'})`],
          note: 'Write the headline behind ###. If the line is a leftover, delete it: what follows then belongs to the item above.',
        };
      }),
};
