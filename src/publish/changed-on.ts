// The day on which an issue last changed for its readers: its own, or that of its latest correction or update. Never asked of a
// clock or a file, so that a build of next year says the same.
import type { IsoDate } from '../model/calendar.ts';
import type { Issue } from '../model/issue.ts';
import type { RenderedIssue } from '../model/rendered.ts';

export function changedOn(issue: Issue, rendered: RenderedIssue): IsoDate {
  const dates = [
    ...issue.corrections.map((note) => note.date),
    ...rendered.items.map((item) => item.updated),
  ];
  return dates.reduce<IsoDate>(
    (latest, date) => (date !== undefined && date > latest ? date : latest),
    issue.date,
  );
}

/** For a page that shows these issues: the latest of their days. Nothing where there are none. */
export function changed(issues: readonly { readonly changedOn: IsoDate }[]): {
  readonly changedOn?: IsoDate;
} {
  const latest = issues
    .map((issue) => issue.changedOn)
    .sort()
    .at(-1);
  return latest === undefined ? {} : { changedOn: latest };
}
