// In: a section's heading and the sections that the newsletter knows. Out: what the section holds.
import type { SectionKind } from '../model/issue.ts';
import type { SectionName } from '../model/newsletter.ts';
import { findSection } from '../model/section-names.ts';

/** A heading nobody knows holds items. */
export function sectionKindOf(heading: string, order: readonly SectionName[]): SectionKind {
  return findSection(heading, order)?.kind ?? 'items';
}
