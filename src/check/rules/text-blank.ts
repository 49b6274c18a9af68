// A blank that a program left: `add`, `new` and `import` write `[source?]` where a page did not say who published it. An issue goes
// out with none of them.
import { type BlankName, findBlanks } from '../../model/blanks.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import type { IssueRule } from '../rule.ts';

const WANTED: Readonly<Record<BlankName, { readonly expected: string; readonly note: string }>> = {
  headline: {
    expected: 'a headline',
    note: 'The page did not say what it is called. Open its link, and write the headline in place of the brackets.',
  },
  source: {
    expected: 'the name of who reported it',
    note: 'It could not be found out who published this. Write the name in place of the brackets, as issues/sources.yaml has it.',
  },
  text: {
    expected: 'what the report says',
    note: 'Sum the report up in a sentence or two of your own, in place of the brackets.',
  },
  date: {
    expected: 'the day on which it was published',
    note: 'The page did not say its day. Open its link, and write the day in place of the brackets: 16 January.',
  },
};

export const textBlank: IssueRule = {
  id: 'text-blank',
  severity: 'error',
  stage: 'issue',
  description:
    'No blank is left that add, new or import could not fill in: [headline?], [source?], [date?], [text?].',
  check: (issue) =>
    blanksOf(issue).map(({ name, words, at }) => ({
      reason: `Unexpected blank "${words}", expected ${WANTED[name].expected}`,
      place: placeOf(issue.text, at, at + words.length),
      actual: words,
      note: WANTED[name].note,
    })),
};

/** What stands in a comment is nobody's to read. */
function blanksOf({ text, frontMatter }: Issue) {
  const from = frontMatter.position?.end.offset ?? 0;
  return findBlanks(text, from).filter(({ at }) => {
    const open = text.lastIndexOf('<!--', at);
    return open < from || text.slice(open, at).includes('-->');
  });
}
