// The index as printed: the whole of it, one page a year and one a month.
import { formatMonth, formatMonthName } from '../model/calendar.ts';
import { fingerprint } from '../model/digest-of-text.ts';
import type { ArchiveIssue, ArchivePage } from '../model/pages.ts';
import { issuePath, linkTo, periodPath, rootOf, SITE_PATHS } from '../model/site-paths.ts';
import type { Say } from '../model/words.ts';
import { changed } from './changed-on.ts';
import { issueHead } from './issue-head.ts';
import { breadcrumbs, type Step } from './linked-data.ts';
import type { Page } from './page-writer.ts';
import type { PublishedIssue, PublishInput } from './publish-input.ts';

/** A page of more headlines takes long to load on a phone: then the whole index names the issues, the years their headlines. */
const MAX_INDEX_HEADLINES = 3000;

/** @param issues The newest first. */
export function archivePages(
  input: PublishInput,
  issues: readonly PublishedIssue[],
): readonly Page<'archive'>[] {
  const { language, title } = input.newsletter;
  const { say } = input;
  const months = groupBy(issues, ({ issue }) => issue.date.slice(0, 7));
  const years = groupBy(issues, ({ issue }) => issue.date.slice(0, 4));

  const calendar = fingerprint(JSON.stringify([...months].map(([month, { length }]) => [month, length])));

  const page = (
    path: string,
    period: string,
    heading: string,
    list: readonly PublishedIssue[],
  ): Page<'archive'> => {
    const root = rootOf(path);
    const isWhole = path === SITE_PATHS.archive;
    const makeContext = (): ArchivePage => ({
      heading,
      years: [...years.keys()].map((year) => ({
        name: year,
        url: linkTo(root, periodPath(year)),
        isHere: year === period,
        months: [...months].flatMap(([month, { length: count }]) =>
          month.startsWith(`${year}-`)
            ? [
                {
                  name: formatMonthName(month, language),
                  url: linkTo(root, periodPath(month)),
                  count,
                  isHere: month === period,
                },
              ]
            : [],
        ),
      })),
      issues: isWhole
        ? wholeIndex(list, language)
        : list.map((published) => archiveIssue(published, root, language)),
    });
    return {
      path,
      template: 'archive',
      here: 'archive',
      title: isWhole ? heading : say(language, 'archive-period', { period: heading }),
      description: isWhole
        ? say(language, 'archive-description', { title })
        : say(language, 'archive-period-description', { title, period: heading }),
      ...changed(list),
      linkedData: [breadcrumbs(input.newsletter, periodSteps(period, language, say))],
      get context() {
        return makeContext();
      },
      told: toldOf(list, [period, heading, calendar]),
    };
  };

  return [
    page(SITE_PATHS.archive, '', say(language, 'archive'), issues),
    ...[...years].map(([year, list]) => page(periodPath(year), year, year, list)),
    ...[...months].map(([month, list]) => page(periodPath(month), month, formatMonth(month, language), list)),
  ];
}

/** The way down to a year (`2016`) or a month (`2016-01`); to the whole archive where `period` is empty. */
export function periodSteps(period: string, language: string, say: Say): readonly Step[] {
  const [year = '', month] = period.split('-');
  return [
    { name: say(language, 'archive'), path: SITE_PATHS.archive },
    ...(year === '' ? [] : [{ name: year, path: periodPath(year) }]),
    ...(month === undefined ? [] : [{ name: formatMonth(period, language), path: periodPath(period) }]),
  ];
}

/** Of what is remembered of the issues, in a few signs; undefined where nobody remembers. */
function toldOf(list: readonly PublishedIssue[], others: readonly string[]): string | undefined {
  const marks = list.flatMap(({ rendered: { headPrint, items } }) => [
    headPrint,
    ...items.map((item) => item.mark?.print),
  ]);
  return marks.includes(undefined) ? undefined : fingerprint([...others, ...marks].join('\n'));
}

function wholeIndex(issues: readonly PublishedIssue[], language: string): readonly ArchiveIssue[] {
  const headlines = issues.reduce((sum, { rendered }) => sum + rendered.items.length, 0);
  return headlines <= MAX_INDEX_HEADLINES
    ? issues.map((published) => archiveIssue(published, '', language))
    : issues.map(({ issue }) => ({ ...issueHead(issue, { root: '', language }), sections: [] }));
}

function archiveIssue({ issue, rendered }: PublishedIssue, root: string, language: string): ArchiveIssue {
  return {
    ...issueHead(issue, { root, language }),
    sections: [...groupRuns(rendered.items, (item) => item.section)].map(({ key, values }) => ({
      heading: key,
      headlines: values.map(({ headline, id, direction }) => ({
        text: headline,
        url: linkTo(root, issuePath(issue.slug), id),
        direction,
      })),
    })),
  };
}

/** Groups in order of first appearance: newest first for issues that are. */
function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  // Numbers rule the order of issues, and a number may carry an older date: periods follow the calendar all the same.
  return new Map([...groups].sort(([a], [b]) => (a < b ? 1 : -1)));
}

/** Neighbours of one section; the same heading further down begins again. */
function groupRuns<T>(
  values: readonly T[],
  keyOf: (value: T) => string,
): readonly { key: string; values: T[] }[] {
  const runs: { key: string; values: T[] }[] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last.key === keyOf(value)) last.values.push(value);
    else runs.push({ key: keyOf(value), values: [value] });
  }
  return runs;
}
