// SOURCE VERB (DATE): is the one form of an attribution. A reader who has seen one finds the source and the day of every other at a
// glance, and so does the program.
import type { Item, Report } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { placeOf } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { type FormScene, formFault } from '../sources/attribution-form.ts';
import { unreadBeginnings } from '../sources/unread-attributions.ts';

export const sourceForm: IssueRule = {
  id: 'source-form',
  severity: 'warning',
  stage: 'issue',
  description: 'An attribution is written SOURCE VERB (DATE): with round brackets, and a colon at its end.',
  check: (issue, { sources }) => {
    const byId = new Map(sources.map((source) => [source.id, source]));
    return issue.sections.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.kind === 'item'
          ? [
              ...entry.reports.flatMap((report, nth) =>
                ofReport(report, {
                  text: issue.text,
                  language: entry.language ?? issue.language,
                  source: byId.get(report.source.id ?? ''),
                  isFirst: nth === 0 && !entry.body.some(({ kind }) => kind === 'prose' || kind === 'quote'),
                }),
              ),
              ...unread(entry, issue, sources),
            ]
          : [],
      ),
    );
  },
};

function ofReport(report: Report, scene: FormScene): readonly Finding[] {
  const fault = formFault(report, scene);
  if (fault === undefined) return [];
  const { expected, note, edits } = fault;
  return [
    {
      reason: `Unexpected form "${report.attribution}", expected "${expected}"`,
      place: report.position,
      actual: report.attribution,
      expected: [expected],
      note,
      ...(edits.length > 0 && { fix: { title: `Write "${expected}"`, edits } }),
    },
  ];
}

/** What begins a paragraph, and was not even read as an attribution. */
function unread(item: Item, { text }: Issue, sources: readonly Source[]): readonly Finding[] {
  return unreadBeginnings(item, text, sources).map(({ written, expected, isCertain, start, end }) => ({
    reason: `Unexpected form "${written}", expected "${expected}"`,
    place: placeOf(text, start, end),
    actual: written,
    expected: [expected],
    note: 'This is not read as an attribution. Write the source, its verb, the day in round brackets and a colon, in this order.',
    ...(isCertain && { fix: { title: `Write "${expected}"`, edits: [{ start, end, text: expected }] } }),
  }));
}
