// The place of a section in the newsletter's order, as the proofreader's rule `section-order` has it.
import type { SectionKind } from '../model/issue.ts';
import type { SectionName } from '../model/newsletter.ts';
import { findSection } from '../model/section-names.ts';

/** They come after everything else, whether newsletter.yaml names them or not. */
const LAST: readonly SectionKind[] = ['events', 'interest'];

/** Undefined for a heading that nobody knows: it may stand anywhere. */
export function rankOfSection(
  heading: string,
  kind: SectionKind,
  order: readonly SectionName[],
): number | undefined {
  const name = findSection(heading, order);
  const rank = name === undefined ? -1 : order.indexOf(name);
  if (rank >= 0) return rank;
  const last = LAST.indexOf(name?.kind ?? kind);
  return last >= 0 ? order.length + last : undefined;
}
