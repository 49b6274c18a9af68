// A report's link leads to a page of its source. Where it leads to somebody else, the link was copied and not changed, or the name
// was. Another site may also carry an agency's text: that is for the editor to know.
import type { Item, Report } from '../../model/entry.ts';
import { isBelow } from '../../model/is-below.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import type { Source } from '../../model/source.ts';
import { canonicalHost, readWebAddress } from '../links/canonical-url.ts';
import { linkFault } from '../links/link-fault.ts';
import { linksOf, placeOfAddress } from '../links/link-places.ts';
import { isShortener } from '../links/shorteners.ts';
import { isCarrier, unwrapped } from '../links/unwrap-address.ts';
import type { Finding, IssueRule } from '../rule.ts';

export const linkHost: IssueRule = {
  id: 'link-host',
  severity: 'warning',
  stage: 'issue',
  description: 'The link of a report leads to one of the domains that sources.yaml lists for its source.',
  check: (issue, { sources }) => {
    const byId = new Map(sources.map((source) => [source.id, source]));
    return issue.sections.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'item' ? ofItem(entry, issue, byId) : [])),
    );
  },
};

type SourcesById = ReadonlyMap<string, Source>;

function ofItem(item: Item, issue: Issue, byId: SourcesById): readonly Finding[] {
  const [first] = item.reports;
  // The headline's link is the first report's, whether that has one of its own or not.
  const headline =
    item.url === undefined || first === undefined
      ? []
      : judge(item.url, item.headlinePosition, first, issue, byId);
  const others = item.reports
    .filter(({ url }, nth) => nth > 0 || url !== item.url)
    .flatMap((report) =>
      report.url === undefined ? [] : judge(report.url, report.position, report, issue, byId),
    );
  return [...headline, ...others];
}

function judge(
  address: string,
  within: Place,
  { source: { id, written } }: Report,
  issue: Issue,
  byId: SourcesById,
): readonly Finding[] {
  const source = byId.get(id ?? '');
  const url = readWebAddress(address);
  if (source === undefined || source.domains.length === 0) return [];
  // A broken address is `link-malformed`'s.
  if (url === undefined || linkFault(address) !== undefined) return [];
  const page = unwrapped(url);
  const host = canonicalHost(page.hostname);
  // A short address, or a copy that does not say of what, may hide the right one.
  if (isShortener(host) || isCarrier(page.hostname) || ownsHost(source, host)) return [];
  const others = [...byId.values()].filter((other) => ownsHost(other, host));
  return [
    {
      reason: `Unexpected address at "${host}" for ${source.name}, expected one at ${listed(source.domains)}`,
      place: placeOfLink(issue, address, within),
      actual: address,
      expected: source.domains,
      note: noteOf(source, host, others, written),
    },
  ];
}

function ownsHost({ domains }: Source, host: string): boolean {
  return domains.some((domain) => isBelow(host, canonicalHost(domain.toLowerCase())));
}

function noteOf({ kind, name }: Source, host: string, owners: readonly Source[], written: string): string {
  if (owners.length > 0) {
    return `This is an address of ${listed(owners.map((owner) => owner.name))}. Either the link or the name "${written}" is wrong, unless ${name}'s text stands there too.`;
  }
  return kind === 'agency'
    ? `Other sites carry the texts of agencies, so this may be right: then say so on this line, <!-- on purpose: link-host (${host} carries the text) -->. Else give the address of the story at ${name}.`
    : `Give the address of the story at ${name}. If ${host} belongs to it, add that to its domains in issues/sources.yaml.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function placeOfLink(issue: Issue, url: string, within: Place): Place {
  const from = within.start.offset ?? 0;
  const to = within.end.offset ?? from;
  const link = linksOf(issue).find(
    (one) =>
      one.url === url && (one.position.start.offset ?? 0) >= from && (one.position.end.offset ?? 0) <= to,
  );
  return link === undefined ? within : placeOfAddress(issue, link);
}
