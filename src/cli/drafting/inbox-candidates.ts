// The ticked lines of `issues/inbox.md`, as entries for a draft: without those that some issue tells already, in the newsletter's sections.

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalUrl } from '../../check/links/canonical-url.ts';
import { readText } from '../../files/read-text.ts';
import { draftEntry } from '../../intake/draft-entry.ts';
import { findPublisher } from '../../intake/find-publisher.ts';
import { type InboxEntry, readInbox } from '../../intake/inbox/read-inbox.ts';
import { createSourceIndex } from '../../parse/source-index.ts';
import { cleanAddress } from './ask-page.ts';
import { type DraftingDesk, hostOfPage, type Told } from './drafting-desk.ts';
import type { EntryToPut } from './put-entries.ts';

const PATH = 'issues/inbox.md';

export interface Ticked {
  readonly entries: readonly InboxEntry[];
  /** Ticked lines without an address. */
  readonly unread: readonly { readonly line: number; readonly text: string }[];
}

export interface Chosen {
  readonly toPut: readonly EntryToPut[];
  readonly told: readonly { readonly headline: string; readonly told: Told }[];
}

/** None where there is no inbox. */
export async function readTicked(root: string): Promise<Ticked> {
  const isThere = await access(join(root, PATH)).then(
    () => true,
    () => false,
  );
  if (!isThere) return { entries: [], unread: [] };
  const { entries, unread } = readInbox(await readText(root, PATH));
  return { entries: entries.filter(({ isTicked }) => isTicked), unread };
}

/** Each page once, however often it is ticked. */
export function chooseCandidates(entries: readonly InboxEntry[], desk: DraftingDesk): Chosen {
  const { settings } = desk.project;
  const { newsletter, sources } = settings;
  const index = createSourceIndex(sources);
  const taken = new Set<string>();
  const toPut: EntryToPut[] = [];
  const told: { headline: string; told: Told }[] = [];
  for (const { candidate: found, words } of entries) {
    const candidate = { ...found, url: cleanAddress(found.url) };
    const key = canonicalUrl(candidate.url);
    const { headline, url } = candidate;
    if (taken.has(key)) continue;
    taken.add(key);
    const standing = desk.toldIn(url);
    if (standing !== undefined) {
      told.push({ headline: headline || url, told: standing });
      continue;
    }
    const named = candidate.source === undefined ? undefined : index.find(candidate.source);
    const source = named ?? findPublisher(url, candidate.source, { sources, hostOf: hostOfPage })?.source;
    const entry = draftEntry(candidate, {
      ...(source === undefined ? {} : { source }),
      language: newsletter.language,
      vocabulary: desk.archive.tags(),
      words,
    });
    const section = candidate.section ?? desk.guessSection(headline, entry.tags);
    toPut.push({ entry, ...(section === undefined ? {} : { section }) });
  }
  return { toPut, told };
}
