// An issue and a key of its front matter go in, the place of that key's value comes out, for messages about it.
import type { Issue } from '../model/issue.ts';
import type { Place } from '../model/place.ts';

/** As a property that can be spread into a finding; empty where the issue has no such key. */
export function placeOfField(issue: Issue, key: string): { readonly place?: Place } {
  const place = issue.frontMatter.fields[key]?.position;
  return place === undefined ? {} : { place };
}
