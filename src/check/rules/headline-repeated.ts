// The same headline as in an earlier issue, over another address: often the same story, found again a week later. Headings that
// come back in issue after issue are meant to.
import { nameOfEntry, nameOfIssue } from '../archive/earlier-in-archive.ts';
import { retoldStories } from '../archive/retold-stories.ts';
import type { ArchiveRule } from '../rule.ts';

export const headlineRepeated: ArchiveRule = {
  id: 'headline-repeated',
  severity: 'warning',
  stage: 'archive',
  description: 'No item has the headline of an item in an earlier issue, or nearly that.',
  check: (issue, archive) =>
    issue.entries.flatMap((entry) => {
      const retold = retoldStories(issue, entry, archive);
      const [first] = retold;
      if (first === undefined || retold.some(({ isSameReport }) => isSameReport)) return [];
      return [
        {
          reason: `Unexpected headline ${first.similarity === 1 ? 'of' : 'nearly that of'} an item in ${nameOfIssue(first.issue)}, expected a headline of its own`,
          place: entry.place,
          actual: entry.headline,
          note: `This may be the same story as ${nameOfEntry(first.issue, first.found)}; only the words were compared. If it is, leave it out. If it is news, let the headline say what is new.`,
        },
      ];
    }),
};
