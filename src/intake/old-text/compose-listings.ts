// The lines below "Of interest to readers" go in, its bullets come out, each with its address on its first words.
import type { OpenEntry, OpenSection } from './issue-builder.ts';
import type { Part } from './read-issue-lines.ts';
import { cutEndAddress } from './story-address.ts';
import { wordsBehind } from './write-words.ts';

/** Where the words that are linked may end. */
const CLAUSE = /^(.{3,100}?)(?=[,;:.!?]\s|\s[–—-]\s)/u;

export function composeListings(section: OpenSection, parts: readonly Part[]): void {
  for (const part of parts) {
    const last = section.entries.at(-1);
    if (part.kind === 'address' && last !== undefined && last.url === undefined) {
      section.entries[section.entries.length - 1] = listingOf(last.headline, part.url);
      continue;
    }
    const text = part.line.text.replace(/^[*•·-]\s+/u, '');
    const ended = part.kind === 'address' ? { url: part.url, rest: '' } : cutEndAddress(text);
    section.entries.push(
      ended === undefined ? listingOf(text, undefined) : listingOf(ended.rest || ended.url, ended.url),
    );
  }
}

function listingOf(text: string, url: string | undefined): OpenEntry {
  const words = url === undefined ? text : text.replace(/\s?[:–—-]$/u, '');
  const clause = url === undefined ? undefined : CLAUSE.exec(words)?.[1];
  const headline = clause ?? words;
  const behind = words.slice(headline.length).trim();
  return {
    headline,
    ...(url === undefined ? {} : { url }),
    tags: [],
    body: behind === '' ? [] : [wordsBehind(behind)],
    reports: [],
  };
}
