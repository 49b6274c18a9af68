// In: the outline of an issue. Out: its sections, each with the kind of entries that it holds, every entry with its id and place.
import type { RootContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { IsoDate } from '../model/calendar.ts';
import { directionOf, directionOfLanguage } from '../model/direction.ts';
import type { Entry } from '../model/entry.ts';
import type { Section, SectionKind } from '../model/issue.ts';
import type { SectionName } from '../model/newsletter.ts';
import type { Place } from '../model/place.ts';
import { findSection } from '../model/section-names.ts';
import { slugOf, uniqueSlug } from '../model/slug.ts';
import { holdsImages, trimPhrasing } from './cut-phrasing.ts';
import type { OutlineEntry, OutlineSection } from './outline-issue.ts';
import { endOf, startOf } from './place-finder.ts';
import { readBlocks } from './read-blocks.ts';
import { readEvent } from './read-event.ts';
import { unlink } from './read-headline.ts';
import { readItem } from './read-item.ts';
import { readListing } from './read-listing.ts';
import { readLiveEntry } from './read-live-entry.ts';
import type { Reading } from './reading.ts';
import { sectionKindOf } from './section-kind.ts';

type GiveId = (headline: string, fallback: string) => string;

export function readSections(
  outline: readonly OutlineSection[],
  giveId: GiveId,
  order: readonly SectionName[],
  reading: Reading,
): Section[] {
  const sections = outline.map((section) => readSection(section, giveId, order, reading));
  // Anchors come last: an entry's id is permanent, a section's anchor is not.
  const taken = new Set(sections.flatMap(({ entries }) => entries.map(({ id }) => id)));
  const countOf = new Map<string, number>();
  return sections.map((section) => {
    // A letter first, as in entries' ids.
    const slug = slugOf(section.heading, 'items').replace(/^(?=\P{L})/u, 'section-');
    const count = (countOf.get(slug) ?? 0) + 1;
    countOf.set(slug, count);
    return { ...section, anchor: uniqueSlug(count === 1 ? slug : `${slug}-${count}`, taken) };
  });
}

function readSection(
  outline: OutlineSection,
  giveId: GiveId,
  order: readonly SectionName[],
  reading: Reading,
): Section {
  const { heading } = outline;
  const words = heading === undefined ? [] : trimPhrasing(unlinkSection(heading.children, reading), reading);
  const name = words
    .map((node) => plainTextOf(node))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
  const kind = heading === undefined ? 'items' : kindOf(name, order, reading);
  const { body, listings } =
    kind === 'interest' ? splitListings(outline.body) : { body: outline.body, listings: [] };

  const entries: Entry[] = listings.map((listing) => {
    const read = readListing(listing.item, listing.after, reading);
    const position = placeOfNodes([listing.item, ...listing.after], reading);
    return { ...read, id: giveId(read.headline, 'listing'), position };
  });
  let day: IsoDate | undefined;
  for (const entry of outline.entries) {
    const read = readEntry(entry, kind, day, giveId, reading);
    if (read.kind === 'live') day = read.localDate ?? day;
    entries.push(read);
  }
  const nodes = [...outline.body, ...outline.entries.flatMap((entry) => [entry.heading, ...entry.nodes])];
  return {
    kind,
    heading: name,
    anchor: '',
    direction: directionOf(name) ?? directionOfLanguage(reading.language),
    body: readBlocks(body, reading),
    entries,
    position: placeOfNodes(heading === undefined ? nodes : [heading, ...nodes], reading),
    ...(heading?.position === undefined ? {} : { headingPosition: heading.position }),
    ...(outline.isOverSections === true ? { isOverSections: true } : {}),
  };
}

/** In a dialect only what `newsletter.yaml` itself names holds anything but stories. */
function kindOf(name: string, order: readonly SectionName[], { isForeign }: Reading): SectionKind {
  if (isForeign !== true) return sectionKindOf(name, order);
  const known = findSection(name, order);
  return known !== undefined && order.includes(known) ? known.kind : 'items';
}

function readEntry(
  { heading, nodes, foreign }: OutlineEntry,
  kind: SectionKind,
  day: IsoDate | undefined,
  giveId: GiveId,
  reading: Reading,
): Entry {
  const position = placeOfNodes([heading, ...nodes], reading);
  if (foreign?.listing !== undefined) {
    const listing = readListing(foreign.listing, nodes, reading);
    return { ...listing, id: giveId(listing.headline, 'listing'), position };
  }
  if (kind === 'events') {
    const event = readEvent(heading, nodes, reading);
    return { ...event, id: giveId(event.headline, 'event'), position };
  }
  if (kind === 'live') {
    const live = readLiveEntry(heading, nodes, day, reading);
    const moment = [live.localDate?.replaceAll('-', ''), live.localTime?.replace(':', '')].filter(
      (part) => part !== undefined,
    );
    return { ...live, id: giveId(live.headline, moment.join('-') || 'entry'), position };
  }
  const item = readItem(heading, nodes, reading, foreign);
  return { ...item, id: giveId(item.headline, 'item'), position };
}

/** The bullets of a section, each with what follows its list; what stands before the first list is the section's own. */
function splitListings(nodes: readonly RootContent[]) {
  const body: RootContent[] = [];
  const listings: { item: Extract<RootContent, { type: 'listItem' }>; after: RootContent[] }[] = [];
  for (const node of nodes) {
    if (node.type === 'list') listings.push(...node.children.map((item) => ({ item, after: [] })));
    else (listings.at(-1)?.after ?? body).push(node);
  }
  return { body, listings };
}

/** A section's heading is plain words: the address of a link in it would be lost, which `unlink` reports for all but one. */
function unlinkSection(children: Parameters<typeof unlink>[0], reading: Reading) {
  const { nodes, url } = unlink(children, reading);
  const [first] = children;
  if ((url !== undefined || holdsImages(children)) && first !== undefined) {
    reading.diagnostics.push({
      ruleId: 'markdown-lost',
      severity: 'warning',
      reason: 'Unexpected link or picture in the heading of a section, expected words alone',
      path: reading.path,
      place: reading.placeAt(startOf(first), endOf(children.at(-1) ?? first)),
      ...(url === undefined ? {} : { actual: url }),
      note: 'Only headlines with ### can be links. Move it into the text below.',
    });
  }
  return nodes;
}

function placeOfNodes(nodes: readonly RootContent[], reading: Reading): Place {
  const [first, last] = [nodes[0], nodes.at(-1)];
  return reading.placeAt(startOf(first ?? {}), endOf(last ?? first ?? {}));
}
