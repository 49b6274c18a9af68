// A reader can go to the whole story: an item links its headline or its source's name, and each further report its own source.
import type { Item } from '../../model/entry.ts';
import { blocksOf } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import type { Finding, IssueRule } from '../rule.ts';

/** An address typed as plain text, as old numbers have it: "More at: http://…". */
const BARE_ADDRESS = /\bhttps?:\/\/[^\s<>()[\]]+[^\s<>()[\].,;:!?'"]/iu;

export const linkMissing: IssueRule = {
  id: 'link-missing',
  severity: 'error',
  stage: 'issue',
  description:
    'An item links to the story, on its headline or on the name of its source, and so does each further report.',
  check: (issue) =>
    issue.sections
      .filter(({ kind }) => kind === 'items')
      .flatMap(({ entries }) =>
        entries.flatMap((entry) => (entry.kind === 'item' ? itemFindings(entry, issue) : [])),
      ),
};

function itemFindings(item: Item, issue: Issue): readonly Finding[] {
  const [first, ...others] = item.reports;
  const hasLink = item.url !== undefined || first?.url !== undefined;
  const isShown =
    first === undefined && !blocksOf(item).some(({ kind }) => kind === 'prose' || kind === 'quote');
  const own = hasLink || isShown ? [] : [missingLink(item, issue)];
  return [
    ...own,
    ...others
      .filter(({ url }) => url === undefined)
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
        : 'The address stands in the text, where a reader cannot click it. Move it behind the headline, in round brackets, with the headline in square ones.',
  };
}

function bareAddress(issue: Issue, { start, end }: Place): string | undefined {
  return BARE_ADDRESS.exec(issue.text.slice(start.offset, end.offset))?.[0];
}
