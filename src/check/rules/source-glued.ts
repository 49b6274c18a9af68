// An attribution begins with the source's name. When lines are pasted, the headline's last word sticks to it: "northAP reports",
// "IsisThe Independent reports".
import { placeOf } from '../../model/place.ts';
import { cutRunIn } from '../paste/cut-run-in.ts';
import { type RunIn, runInHeadlines } from '../paste/run-in-headlines.ts';
import type { IssueRule } from '../rule.ts';

const SHOWN_WORDS = 3;

export const sourceGlued: IssueRule = {
  id: 'source-glued',
  severity: 'warning',
  stage: 'issue',
  description: "Nothing is stuck to a source's name, and no other words stand before it in its attribution.",
  check: (issue, context) =>
    runInHeadlines(issue, context)
      .filter(({ form, beginsItem }) => form === 'stuck' || !beginsItem)
      .map((run) => {
        const { attribution, isCertain, end, words, start } = run;
        const { written, verb, start: at } = attribution;
        const shown = words.split(' ').slice(-SHOWN_WORDS).join(' ');
        const between = run.form === 'stuck' ? '' : ' ';
        const wordStart = Math.max(start, end - shown.length);
        return {
          reason: `Unexpected "${shown}${between}${written} ${verb}", expected the attribution to begin with "${written}"`,
          place: placeOf(issue.text, wordStart, at + written.length),
          actual: `${words}${between}${written}`,
          expected: [written],
          note: noteOf(run),
          ...(isCertain && {
            fix: {
              title: run.beginsItem ? `Make "${words}" a headline` : `Begin a paragraph with "${written}"`,
              edits: cutRunIn(run, issue.text),
            },
          }),
        };
      }),
};

function noteOf({ attribution: { written }, beginsItem, isInHeading }: RunIn): string {
  if (isInHeading)
    return `The attribution has run into the headline. Put it in a paragraph of its own below, so that it begins with "${written}".`;
  return beginsItem
    ? `Other words have run into the name "${written}". The headline stands on a line of its own, with ### before it and an empty line after it; the attribution begins with the name.`
    : `Other words stand before the name "${written}". Put an empty line between them, so that the attribution begins with the name.`;
}
