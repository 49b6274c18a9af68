// The newsletter as a writer of drafts has to know it: its language, the form in which its newest issue writes days, and how its words
// will be read.
import type { Settings } from '../../compile-settings.ts';
import type { House } from '../../intake/house.ts';
import { dayFormOf } from '../../intake/write-day.ts';
import { type Issue, newestFirst } from '../../model/issue.ts';
import { readAttribution, readRoundUpLines } from '../../parse/read-attribution.ts';
import { readDate, settleDate } from '../../parse/read-date.ts';
import { createSourceIndex } from '../../parse/source-index.ts';

/** @param issues Those that show how the house writes; none where there are none yet. */
export function houseOf({ newsletter, sources }: Settings, issues: readonly Issue[] = []): House {
  const index = createSourceIndex(sources);
  const dayForm = dayFormOfIssues(issues);
  return {
    language: newsletter.language,
    ...(dayForm === undefined ? {} : { dayForm }),
    readDay: (written, near, language) => settleDate(readDate(written, language), near, 'past'),
    readSource: (words, { linkedWords, isFirst, language }) => {
      const clues = {
        sources: index,
        isFirst,
        language,
        ...(linkedWords === undefined ? {} : { linkedWords }),
      };
      const lines = words.split('\n');
      const found =
        lines.length > 1
          ? isFirst
            ? readRoundUpLines(lines, index)
            : undefined
          : readAttribution(words, clues);
      if (found === undefined) return undefined;
      const verb = 'verb' in found ? found.verb : undefined;
      return {
        source: found.source.written,
        ...(verb === undefined ? {} : { verb }),
        ...(found.dateAsWritten === undefined ? {} : { dateAsWritten: found.dateAsWritten }),
      };
    },
  };
}

/** Of the newest numbered issue that gives days at all. */
function dayFormOfIssues(issues: readonly Issue[]) {
  for (const { sections, isDraft } of newestFirst(issues.filter(({ number }) => number !== undefined))) {
    if (isDraft) continue;
    const written = sections.flatMap(({ entries }) =>
      entries
        .flatMap((entry) => (entry.kind === 'item' ? entry.reports : []))
        .flatMap((report) => report.dateAsWritten ?? []),
    );
    const form = dayFormOf(written);
    if (form !== undefined) return form;
  }
  return undefined;
}
