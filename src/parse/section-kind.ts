// In: a section's heading and the sections that the newsletter knows. Out: what the section holds.
import type { SectionKind } from '../model/issue.ts';
import type { SectionName } from '../model/newsletter.ts';

/** What the format itself promises, for a newsletter that names no sections of its own. */
const BUILT_IN: readonly SectionName[] = [
  { name: 'Live', aliases: ['Live blog'], kind: 'live' },
  { name: 'Pictures', aliases: ['Gallery', 'Galleries', 'In pictures'], kind: 'gallery' },
  { name: 'Events', aliases: ['Upcoming events'], kind: 'events' },
  { name: 'Of interest to readers', aliases: ['Of interest'], kind: 'interest' },
  { name: 'Statement', aliases: [], kind: 'statement' },
];

/** Capitals, stops and spaces make no difference. A heading nobody knows holds items. */
export function sectionKindOf(heading: string, order: readonly SectionName[]): SectionKind {
  const wanted = plain(heading);
  const known = [...order, ...BUILT_IN].find(
    ({ name, aliases }) => plain(name) === wanted || aliases.some((alias) => plain(alias) === wanted),
  );
  if (known !== undefined) return known.kind;
  // "Live: the vote count".
  const beginning = /^([^:]{1,40}):\s/u.exec(`${heading.trim()} `)?.[1];
  if (beginning === undefined) return 'items';
  const live = [...order, ...BUILT_IN].find(
    ({ name, aliases, kind }) =>
      kind === 'live' && [name, ...aliases].some((one) => plain(one) === plain(beginning)),
  );
  return live === undefined ? 'items' : 'live';
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
