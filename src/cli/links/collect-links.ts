// Issues go in, every address on the web that they lead to comes out, each once, with the places where it is used.

import { digestIssue } from '../../check/archive/digest-issue.ts';
import { canonicalUrl } from '../../check/links/canonical-url.ts';
import { addressInArchive } from '../../model/archived-copy.ts';
import type { Issue } from '../../model/issue.ts';
import type { Place } from '../../model/place.ts';

export interface WebLink {
  /** Normalised, without fragment: what a server is asked for. */
  readonly url: string;
  readonly uses: readonly LinkUse[];
}

export interface LinkUse {
  readonly issue: Issue;
  /** As written. */
  readonly written: string;
  readonly place: Place;
  /** Of the entry; empty outside of one. */
  readonly headline: string;
  /** True when an archived copy of the page stands in the issue already. */
  readonly hasCopy: boolean;
}

/** In the order of the issues, and of the text. */
export function collectLinks(issues: readonly Issue[]): readonly WebLink[] {
  const links = new Map<string, LinkUse[]>();
  for (const issue of issues) {
    const { links: found, entries } = digestIssue(issue);
    const copies = new Set(found.flatMap(({ url }) => archivedKey(url) ?? []));
    for (const { url, place, entry, key: same } of found) {
      const key = addressOf(url);
      const headline = entry === undefined ? '' : (entries[entry]?.headline ?? '');
      const use = { issue, written: url, place, headline, hasCopy: copies.has(same) };
      const uses = links.get(key);
      if (uses === undefined) links.set(key, [use]);
      else uses.push(use);
    }
  }
  return [...links].map(([url, uses]) => ({ url, uses }));
}

/** @param written A web address that can be parsed. */
export function addressOf(written: string): string {
  const url = new URL(written);
  url.hash = '';
  return url.href;
}

/** What an archive's address holds, as addresses are compared. */
function archivedKey(url: string): string | undefined {
  const inner = addressInArchive(url);
  return inner === undefined ? undefined : canonicalUrl(inner);
}
