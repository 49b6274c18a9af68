// A section's heading goes in, the section that it names comes out: one of the newsletter's own, or one of those that the format
// itself promises. Reading asks what the section holds, the proofreader whether the heading is right.
import type { SectionName } from './newsletter.ts';

/** What the format promises, for a newsletter that names no sections of its own. */
const BUILT_IN: readonly SectionName[] = [
  { name: 'Live', aliases: ['Live blog'], kind: 'live' },
  { name: 'Pictures', aliases: ['Gallery', 'Galleries', 'In pictures'], kind: 'gallery' },
  { name: 'Events', aliases: ['Upcoming events'], kind: 'events' },
  { name: 'Of interest to readers', aliases: ['Of interest'], kind: 'interest' },
  { name: 'Statement', aliases: [], kind: 'statement' },
];

/** Capitals, stops and spaces make no difference; "Live: the vote count" names the section "Live". */
export function findSection(heading: string, order: readonly SectionName[]): SectionName | undefined {
  const known = [...order, ...BUILT_IN];
  const named = (text: string) => known.find((section) => isNameOf(text, section));
  const whole = named(heading);
  if (whole !== undefined) return whole;
  const beginning = beginningOf(heading);
  const opened = beginning === undefined ? undefined : named(beginning);
  return opened?.kind === 'live' || opened?.kind === 'gallery' ? opened : undefined;
}

/** True for "Live: the vote count", of which an issue may have several, each with words of its own. */
export function hasOwnWords(heading: string, section: SectionName): boolean {
  return !isNameOf(heading, section);
}

/** Letters and figures in lower case, one space between the words. */
export function plainHeading(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

function isNameOf(heading: string, { name, aliases }: SectionName): boolean {
  const wanted = plainHeading(heading);
  return [name, ...aliases].some((one) => plainHeading(one) === wanted);
}

function beginningOf(heading: string): string | undefined {
  return /^([^:]{1,40}):\s/u.exec(`${heading.trim()} `)?.[1];
}
