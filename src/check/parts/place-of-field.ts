// An issue and a key of its front matter go in; where its value stands, and whether it is missing, comes out.
import { type FrontMatter, type Issue, NO_DATE } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';

/** As a property that can be spread into a finding; empty where the issue has no such key. */
export function placeOfField(issue: Issue, key: string): { readonly place?: Place } {
  const place = issue.frontMatter.fields[key]?.position;
  return place === undefined ? {} : { place };
}

/** Where the front matter, or the masthead in its place, ends; 0 where there is neither. */
export function endOfFrontMatter({ position, masthead }: FrontMatter): number {
  return (position ?? masthead?.position)?.end.offset ?? 0;
}

/** True when the key or its value was left out. What could not be read at all is reported by the reading, and not again. */
export function lacksField({ frontMatter, text }: Issue, key: string): boolean {
  const field = frontMatter.fields[key];
  if (field !== undefined) return field.value.trim() === '';
  if (frontMatter.position === undefined) return false;
  const { start, end } = frontMatter.position;
  return !new RegExp(`^\\s*["']?${key}["']?\\s*:`, 'mu').test(text.slice(start.offset, end.offset));
}

/** True when nothing can be measured against the date of the issue; `issue-date` tells why. */
export function hasNoDate({ date }: Issue): boolean {
  return date === NO_DATE;
}
