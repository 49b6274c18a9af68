// An issue goes in, those of its sections that have a heading come out, each with the section of the newsletter that it names.
import type { Issue, Section } from '../../model/issue.ts';
import type { SectionName } from '../../model/newsletter.ts';
import type { Place } from '../../model/place.ts';
import { findSection } from '../../model/section-names.ts';
import { placeOfWords } from './place-of-words.ts';

export interface HeadedSection {
  readonly section: Section;
  /** Of the words of the heading, or of the whole line where markup stands among them. */
  readonly place: Place;
  /** Absent where nobody knows the heading. */
  readonly name?: SectionName;
}

export function headedSections(issue: Issue, order: readonly SectionName[]): readonly HeadedSection[] {
  return issue.sections.flatMap((section) => {
    const { heading, headingPosition } = section;
    if (headingPosition === undefined || heading === '') return [];
    const name = findSection(heading, order);
    const place = placeOfWords(issue.text, headingPosition, heading) ?? headingPosition;
    return [{ section, place, ...(name !== undefined && { name }) }];
  });
}
