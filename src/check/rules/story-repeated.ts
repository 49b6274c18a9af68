// One source's account of one day, told again in a later issue under another address and with a headline a little different.
import { nameOfEntry, nameOfIssue } from '../archive/earlier-in-archive.ts';
import { retoldStories } from '../archive/retold-stories.ts';
import type { ArchiveRule } from '../rule.ts';

export const storyRepeated: ArchiveRule = {
  id: 'story-repeated',
  severity: 'warning',
  stage: 'archive',
  description: 'No item tells what the same source told on the same day in an earlier issue.',
  check: (issue, archive) =>
    issue.entries.flatMap((entry) => {
      const first = retoldStories(issue, entry, archive).find(({ isSameReport }) => isSameReport);
      if (first === undefined) return [];
      return [
        {
          reason: `Unexpected item that ${nameOfIssue(first.issue)} seems to have told from the same source, expected a new story`,
          place: entry.place,
          actual: entry.headline,
          note: `Source, day and most words of the headline are those of ${nameOfEntry(first.issue, first.found)}; the texts were not compared. If it is one story, leave it out here.`,
        },
      ];
    }),
};
