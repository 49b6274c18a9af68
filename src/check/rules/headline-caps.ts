// A headline typed in capitals from end to end: it shouts, spam filters dislike it, and a screen reader may spell it out.
import { headlinesOf, placeOfHeadline } from '../parts/headlines-of.ts';
import type { IssueRule } from '../rule.ts';
import { isInCapitals } from '../words/in-capitals.ts';

export const headlineCaps: IssueRule = {
  id: 'headline-caps',
  severity: 'warning',
  stage: 'issue',
  description: 'A headline is not typed in capitals throughout.',
  check: (issue) =>
    headlinesOf(issue)
      .filter(({ entry }) => isInCapitals(entry.headline))
      .map(({ entry }) => ({
        reason: `Unexpected capitals throughout "${entry.headline}", expected them only where a name or the headline begins`,
        place: placeOfHeadline(issue, entry),
        actual: entry.headline,
        note: 'Type the headline as a sentence. Which words are names the proofreader cannot tell, nor whether all of them are abbreviations.',
      })),
};
