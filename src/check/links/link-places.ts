// An issue goes in, every link of it comes out, with a way to point at its address alone. The place is asked for by findings only:
// it takes a search in the text.
import type { Link } from 'mdast';
import type { Fix } from '../../model/diagnostic.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { editAt, placeOfLastWords } from '../parts/place-of-words.ts';

export interface IssueLink {
  /** As the Markdown was read: without escapes. */
  readonly url: string;
  readonly node: Link;
  /** Of the link, its words included. */
  readonly position: Place;
}

/** A dozen rules ask for them with every keystroke. */
const REMEMBERED = new WeakMap<Issue, readonly IssueLink[]>();

/** In the order of the text. */
export function linksOf(issue: Issue): readonly IssueLink[] {
  const known = REMEMBERED.get(issue);
  if (known !== undefined) return known;
  const made = findLinks(issue);
  REMEMBERED.set(issue, made);
  return made;
}

function findLinks(issue: Issue): readonly IssueLink[] {
  return nodesOf(issue.tree, 'link').flatMap((node) =>
    node.position === undefined ? [] : [{ url: node.url, node, position: node.position }],
  );
}

/** Of the address, or of the whole link where the address is typed with escapes or stands elsewhere. */
export function placeOfAddress(
  { text }: Issue,
  { url, position }: Pick<IssueLink, 'url' | 'position'>,
): Place {
  // The last occurrence: the words of a link may be an address too.
  return placeOfLastWords(text, position, url) ?? position;
}

/** As a property that can be spread into a finding; empty where the address does not stand in the text as it was read. */
export function addressFix(
  { text }: Issue,
  { url, position }: Pick<IssueLink, 'url' | 'position'>,
  replacement: string,
  title: string,
): { readonly fix?: Fix } {
  const place = placeOfLastWords(text, position, url);
  return place === undefined ? {} : { fix: { title, edits: [editAt(place, replacement)] } };
}
