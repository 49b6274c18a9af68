// A source has one verb: "Reuters report", as one speaks of a team, "NINA reports". Only that verb and its broken forms are judged
// ("report s", "Reports"): who "adds" or "writes" or "quotes" does something else, and that is the editor's to say.

import type { Report } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import { editAt, placeOfLastWords } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const sourceVerb: IssueRule = {
  id: 'source-verb',
  severity: 'warning',
  stage: 'issue',
  description: 'A source "reports" or "report" as sources.yaml says, in small letters and in one piece.',
  check: (issue, { sources }) => {
    const verbs = new Map(
      sources.flatMap(({ id, verb }) => (verb === undefined ? [] : [[id, verb] as const])),
    );
    return issue.sections.flatMap(({ entries }) =>
      entries.flatMap((entry) =>
        entry.kind === 'item'
          ? entry.reports.flatMap((report) => judge(report, verbs.get(report.source.id ?? ''), issue))
          : [],
      ),
    );
  },
};

function judge(
  { verb, source, position }: Report,
  own: string | undefined,
  issue: Issue,
): readonly Finding[] {
  if (own === undefined || verb === undefined) return [];
  const written = firstVerb(verb);
  const stem = stemOf(written);
  if (written === own || (stem !== 'report' && stem !== stemOf(own))) return [];
  const place = placeOfLastWords(issue.text, position, written);
  return [
    {
      reason: `Unexpected verb "${written}" of ${source.written}, expected "${own}"`,
      place: place ?? position,
      actual: written,
      expected: [own],
      note: 'Each source keeps one verb, as issues/sources.yaml gives it.',
      ...(place !== undefined && { fix: { title: `Write "${own}"`, edits: [editAt(place, own)] } }),
    },
  ];
}

/** `report s` of "report s from Mosul". */
function firstVerb(verb: string): string {
  const [first = '', second = ''] = verb.replace(/\s+/gu, ' ').split(/[ ,[({]/u);
  return /^s$/iu.test(second) ? `${first} ${second}` : first;
}

/** "Reports", "report s" and "report" are forms of one. */
function stemOf(verb: string): string {
  return verb.toLowerCase().replace(' ', '').replace(/s$/u, '');
}
