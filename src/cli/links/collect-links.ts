// Issues go in, every address on the web that they lead to comes out, each once, with the places where it is used.
import { digestIssue } from '../../check/digest-issue.ts';
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
}

/** In the order of the issues, and of the text. */
export function collectLinks(issues: readonly Issue[]): readonly WebLink[] {
  const links = new Map<string, LinkUse[]>();
  for (const issue of issues) {
    const { links: found, entries } = digestIssue(issue);
    for (const { url, place, entry } of found) {
      const key = addressOf(url);
      const headline = entry === undefined ? '' : (entries[entry]?.headline ?? '');
      const use = { issue, written: url, place, headline };
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
