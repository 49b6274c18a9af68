// A reader can go to the whole story: an item links its headline or its source's name, and each further report its own source.
import type { Item, Report } from '../../model/entry.ts';
import { blocksOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { isMisplacedEvent } from '../dates/events-of.ts';
import { type LooseAddress, looseAddresses } from '../links/loose-addresses.ts';
import { runInHeadlines } from '../paste/run-in-headlines.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** An address typed as plain text, as old numbers have it: "More at: http://…". */
const BARE_ADDRESS = /\bhttps?:\/\/[^\s<>()[\]]+[^\s<>()[\].,;:!?'"]/iu;

export const linkMissing: IssueRule = {
  id: 'link-missing',
  severity: 'error',
  stage: 'issue',
  description:
    'An item links to the story, on its headline or on the name of its source, and so does each further report.',
  check: (issue, context) => {
    const loose = looseAddresses(issue, context);
    const found = issue.sections
      .filter(({ kind }) => kind === 'items')
      .flatMap(({ entries }) =>
        entries.flatMap((entry) => (entry.kind === 'item' ? itemFindings(entry, issue, loose) : [])),
      );
    if (found.length === 0) return [];
    // What is a headline that has run into its attribution is no second report.
    const runIn = runInHeadlines(issue, context).map(({ attribution }) => attribution.start);
    return found.filter(({ place }) => !runIn.some((offset) => isInside(offset, place)));
  },
};

function isInside(offset: number, place: Place | undefined): boolean {
  return (place?.start.offset ?? 0) < offset && offset < (place?.end.offset ?? 0);
}

function itemFindings(item: Item, issue: Issue, loose: readonly LooseAddress[]): readonly Finding[] {
  // Whose address stands there as plain text is told by link-more.
  const isLoose = (report: Report | undefined) =>
    loose.some((one) => one.item === item && one.report === report);
  const [first, ...others] = item.reports;
  const hasLink = item.url !== undefined || first?.url !== undefined;
  const isShown =
    first === undefined && !blocksOf(item).some(({ kind }) => kind === 'prose' || kind === 'quote');
  const own =
    hasLink || isShown || isLoose(undefined) || isMisplacedEvent(item) ? [] : [missingLink(item, issue)];
  return [
    ...own,
    ...others
      .filter((report) => report.url === undefined && !isLoose(report))
      .map(({ source, attribution, position }) => ({
        severity: 'warning' as const,
        reason: `Unexpected second report without a link, expected one on "${source.written}"`,
        place: position,
        actual: attribution,
        expected: [`[${source.written}](https://…)`],
        note: 'The link on the headline leads to the first report. Put the address of this one on the name of its source.',
      })),
  ];
}

function missingLink(item: Item, issue: Issue): Finding {
  const address = bareAddress(issue, item.position);
  return {
    reason: 'Unexpected item without a link, expected one on the headline',
    place: item.headlinePosition,
    actual: item.headline,
    expected: [`### [${item.headline}](${address ?? 'https://…'})`],
    note:
      address === undefined
        ? 'Put square brackets around the headline and the address of the story in round brackets behind it.'
        : "An address stands in the text. If it is the story's own, put it behind the headline, in round brackets, with the headline in square ones.",
  };
}

function bareAddress(issue: Issue, { start, end }: Place): string | undefined {
  return BARE_ADDRESS.exec(issue.text.slice(start.offset, end.offset))?.[0];
}
