// A section's heading goes in, the section that it names comes out: one of the newsletter's own, or one of those that the format
// itself promises. Reading asks what the section holds, the proofreader whether the heading is right.
import type { SectionKind } from './issue.ts';
import type { SectionName } from './newsletter.ts';

/** What the format promises, for a newsletter that names no sections of its own. */
const BUILT_IN: readonly SectionName[] = [
  { name: 'Live', aliases: ['Live blog'], kind: 'live' },
  { name: 'Pictures', aliases: ['Gallery', 'Galleries', 'In pictures'], kind: 'gallery' },
  { name: 'Events', aliases: ['Upcoming events'], kind: 'events' },
  { name: 'Of interest to readers', aliases: ['Of interest'], kind: 'interest' },
  { name: 'Statement', aliases: [], kind: 'statement' },
];

/** By plain heading. Asked for every section of every issue, so made once for each list. */
const INDICES = new WeakMap<readonly SectionName[], ReadonlyMap<string, SectionName>>();

/** Kinds that come after everything else, whether newsletter.yaml names them or not. */
export const LAST_KINDS: readonly SectionKind[] = ['events', 'interest'];

/** Capitals, stops and spaces make no difference; "Live: the vote count" names the section "Live". */
export function findSection(heading: string, order: readonly SectionName[]): SectionName | undefined {
  const index = indexOf(order);
  const whole = index.get(plainHeading(heading));
  if (whole !== undefined) return whole;
  const beginning = /^([^:]{1,40}):\s/u.exec(`${heading.trim()} `)?.[1];
  const opened = beginning === undefined ? undefined : index.get(plainHeading(beginning));
  return opened?.kind === 'live' || opened?.kind === 'gallery' ? opened : undefined;
}

/** Its place in the newsletter's order. Undefined for a heading that nobody knows: it may stand anywhere. */
export function rankOfSection(
  heading: string,
  kind: SectionKind,
  order: readonly SectionName[],
): number | undefined {
  const name = findSection(heading, order);
  const rank = name === undefined ? -1 : order.indexOf(name);
  if (rank >= 0) return rank;
  const last = LAST_KINDS.indexOf(name?.kind ?? kind);
  return last >= 0 ? order.length + last : undefined;
}

/** Plain headings of the sections that hold this. */
export function sectionNamesOf(kind: SectionName['kind'], order: readonly SectionName[]): readonly string[] {
  return [...order, ...BUILT_IN]
    .filter((section) => section.kind === kind)
    .flatMap(({ name, aliases }) => [name, ...aliases].map(plainHeading));
}

/** True for "Live: the vote count", of which an issue may have several, each with words of its own. */
export function hasOwnWords(heading: string, { name, aliases }: SectionName): boolean {
  const wanted = plainHeading(heading);
  return ![name, ...aliases].some((one) => plainHeading(one) === wanted);
}

/** Letters and figures in lower case, one space between the words. */
export function plainHeading(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

function indexOf(order: readonly SectionName[]): ReadonlyMap<string, SectionName> {
  const made = INDICES.get(order);
  if (made !== undefined) return made;
  // The first that says a name has it.
  const pairs = [...order, ...BUILT_IN].flatMap((section) =>
    [section.name, ...section.aliases].map((name) => [plainHeading(name), section] as const),
  );
  const index = new Map(pairs.reverse());
  INDICES.set(order, index);
  return index;
}
