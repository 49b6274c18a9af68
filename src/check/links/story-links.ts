// An issue goes in, every link that leads to a story comes out: those of headlines, of the sources' names and of listings.
// Links inside the running text are background and are not among them.
import type { Entry } from '../../model/entry.ts';
import type { Issue, SectionKind } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { canonicalUrl } from './canonical-url.ts';

export interface StoryLink {
  /** As written. */
  readonly url: string;
  /** Of the link, or of the headline or attribution that carries it. */
  readonly place: Place;
  readonly entry: Entry;
  readonly sectionKind: SectionKind;
}

/** Several rules ask for them with every keystroke. */
const REMEMBERED = new WeakMap<Issue, readonly StoryLink[]>();

/** In the order of the text. The first report's link is the headline's where both are one. */
export function storyLinks(issue: Issue): readonly StoryLink[] {
  const known = REMEMBERED.get(issue);
  if (known !== undefined) return known;
  const made = findStoryLinks(issue);
  REMEMBERED.set(issue, made);
  return made;
}

function findStoryLinks(issue: Issue): readonly StoryLink[] {
  const places = linkPlaces(issue);
  return issue.sections.flatMap(({ kind, entries }) =>
    entries.flatMap((entry) =>
      linksOfEntry(entry).map(({ url, position }) => ({
        url,
        place: placeOfLink(places, url, position),
        entry,
        sectionKind: kind,
      })),
    ),
  );
}

function linksOfEntry(entry: Entry): readonly { url: string; position: Place }[] {
  const headline = entry.url === undefined ? [] : [{ url: entry.url, position: entry.headlinePosition }];
  if (entry.kind !== 'item') return headline;
  const own = entry.reports.flatMap(({ url, position }, index) =>
    url === undefined || (index === 0 && isSamePage(url, entry.url)) ? [] : [{ url, position }],
  );
  return [...headline, ...own];
}

/** Headline and first source often carry the same link: that is one link, not a repetition. */
function isSamePage(url: string, other: string | undefined): boolean {
  return other !== undefined && (url === other || canonicalUrl(url) === canonicalUrl(other));
}

function linkPlaces(issue: Issue): ReadonlyMap<string, readonly Place[]> {
  const links = nodesOf(issue.tree, 'link').flatMap(({ url, position }) =>
    position === undefined ? [] : [{ url, position }],
  );
  return new Map(
    [...Map.groupBy(links, ({ url }) => url)].map(([url, group]) => [
      url,
      group.map(({ position }) => position),
    ]),
  );
}

function placeOfLink(places: ReadonlyMap<string, readonly Place[]>, url: string, within: Place): Place {
  const from = within.start.offset ?? 0;
  const to = within.end.offset ?? from;
  const inside = (places.get(url) ?? []).find(
    ({ start, end }) => (start.offset ?? 0) >= from && (end.offset ?? 0) <= to,
  );
  return inside ?? within;
}
