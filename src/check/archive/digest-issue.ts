// A parsed issue goes in, what the archive remembers of it comes out.
import { toString as wordsOf } from 'mdast-util-to-string';
import { withoutArchivedCopies } from '../../model/archived-copy.ts';
import type { Block, Note } from '../../model/block.ts';
import { fingerprint, sha256 } from '../../model/digest-of-text.ts';
import { blocksOf, type Entry } from '../../model/entry.ts';
import type { Issue } from '../../model/issue.ts';
import type { EntryDigest, IssueDigest, LinkDigest, SourceDigest } from '../../model/issue-digest.ts';
import { type Place, placeOf } from '../../model/place.ts';
import { canonicalUrl, readWebAddress } from '../links/canonical-url.ts';
import { storyLinks } from '../links/story-links.ts';
import { nodesOf } from '../parts/nodes-of.ts';
import { namedSources, placeOfName } from '../sources/named-sources.ts';

export function digestIssue(issue: Issue): IssueDigest {
  const entries = issue.sections.flatMap((section) => section.entries);
  const outside = [...issue.lead, ...issue.sections.flatMap(({ body }) => body)];
  const headings = issue.sections.map(({ heading }) => heading);
  const { number: numberField, date: dateField } = issue.frontMatter.fields;
  return {
    path: issue.path,
    slug: issue.slug,
    ...(issue.number !== undefined && { number: issue.number }),
    date: issue.date,
    title: issue.title,
    isDraft: issue.isDraft,
    textHash: sha256(issue.text),
    lastFrontMatterLine: issue.frontMatter.position?.end.line ?? 0,
    ...(numberField !== undefined && { numberPlace: numberField.position }),
    ...(dateField !== undefined && { datePlace: dateField.position }),
    silences: issue.silences,
    entries: entries.map(digestEntry),
    links: digestLinks(issue, entries),
    sources: namedSources(issue).map((named) => digestSource(named, issue.text)),
    tags: [...issue.tags, ...entries.flatMap(({ tags }) => tags)],
    tagPlaces: [...fieldTagPlaces(issue), ...entries.flatMap((entry) => tagPlacesIn(issue.text, entry))],
    leadWords: fingerprint(bare([...headings, wordsOfBlocks(outside)].join(' '))),
    leadNotes: notesIn(outside).map(noteWords),
  };
}

function digestEntry(entry: Entry): EntryDigest {
  const reports = entry.kind === 'item' ? entry.reports : [];
  const own = [
    entry.headline,
    ...reports.map(({ attribution }) => attribution),
    wordsOfBlocks(blocksOf(entry)),
    entry.kind === 'event' ? `${entry.when?.written ?? ''} ${entry.where?.written ?? ''}` : '',
  ];
  return {
    id: entry.id,
    kind: entry.kind,
    headline: entry.headline,
    place: entry.headlinePosition,
    reports: reports.map(({ source, date }) => ({
      source: source.written,
      ...(source.id !== undefined && { sourceId: source.id }),
      ...(date !== undefined && { date }),
    })),
    words: fingerprint(bare(own.join(' '))),
    notes: entry.notes.filter(({ note }) => note !== 'disclaimer').map(noteWords),
  };
}

function fieldTagPlaces({ tags, text, frontMatter }: Issue): readonly (Place | undefined)[] {
  const field = frontMatter.fields['tags']?.position;
  return tags.map((tag) => (field === undefined ? undefined : (placeOfTag(text, field, tag) ?? field)));
}

function tagPlacesIn(text: string, { tags, position, headlinePosition }: Entry): readonly Place[] {
  if (tags.length === 0) return [];
  const start = position.start.offset ?? 0;
  const line = [...text.slice(start, position.end.offset).matchAll(/^[ \t>]*tags?[ \t]*:/gimu)].at(-1);
  const from = start + (line === undefined ? 0 : line.index + line[0].length);
  const within = { start: { line: 0, column: 0, offset: from }, end: position.end };
  return tags.map((tag) => (line && placeOfTag(text, within, tag)) ?? headlinePosition);
}

/** "rent" does not stand in "rents, rent" where its letters are met first. */
function placeOfTag(text: string, { start, end }: Place, tag: string): Place | undefined {
  const [from, to] = [start.offset ?? 0, end.offset ?? text.length];
  for (let at = text.indexOf(tag, from); at >= 0 && at < to; at = text.indexOf(tag, at + 1)) {
    const isWhole =
      !/[\p{L}\p{M}\p{N}-]/u.test(text.slice(at + tag.length, at + tag.length + 1)) &&
      !/[\p{L}\p{N}-]$/u.test(text.slice(at - 1, at));
    if (isWhole) return placeOf(text, at, at + tag.length);
  }
  return undefined;
}

function digestSource(named: ReturnType<typeof namedSources>[number], text: string): SourceDigest {
  const { written, id } = named.source;
  return { written, ...(id !== undefined && { id }), place: placeOfName(named, text) };
}

function digestLinks(issue: Issue, entries: readonly Entry[]): readonly LinkDigest[] {
  const indexOf = new Map(entries.map((entry, index) => [entry, index]));
  const stories = storyLinks(issue).map(({ url, place, entry }) => ({
    url,
    place,
    entry: indexOf.get(entry),
    isStory: true,
  }));
  const storyStarts = new Set(stories.map(({ place }) => place.start.offset));
  const others = nodesOf(issue.tree, 'link').flatMap(({ url, position }) =>
    position === undefined || storyStarts.has(position.start.offset)
      ? []
      : [{ url, place: position, entry: entryAt(entries, position), isStory: false }],
  );
  return [...stories, ...others]
    .filter(({ url }) => readWebAddress(url) !== undefined)
    .map(({ url, place, entry, isStory }) => ({
      url,
      key: canonicalUrl(url),
      place,
      ...(entry !== undefined && { entry }),
      isStory,
    }))
    .sort((a, b) => (a.place.start.offset ?? 0) - (b.place.start.offset ?? 0));
}

function entryAt(entries: readonly Entry[], { start }: Place): number | undefined {
  const offset = start.offset ?? 0;
  const index = entries.findIndex(
    ({ position }) => (position.start.offset ?? 0) <= offset && offset < (position.end.offset ?? 0),
  );
  return index === -1 ? undefined : index;
}

function notesIn(blocks: readonly Block[]): readonly Note[] {
  return blocks.filter((block) => block.kind === 'note').filter(({ note }) => note !== 'disclaimer');
}

function noteWords(note: Note): string {
  return fingerprint(bare(`${note.dateAsWritten ?? ''} ${wordsOf(note.children)}`));
}

/** Without updates and corrections. */
function wordsOfBlocks(blocks: readonly Block[]): string {
  return blocks.map(wordsOfBlock).join(' ');
}

function wordsOfBlock(block: Block): string {
  switch (block.kind) {
    case 'prose':
      return wordsOf(block.node);
    case 'quote':
      return `${wordsOfBlocks(block.children)} ${wordsOf(block.speaker ?? [])}`;
    case 'picture':
      return `${wordsOf(block.caption)} ${block.credit ?? ''}`;
    case 'gallery':
      return wordsOfBlocks(block.pictures);
    case 'video':
      return [block.title, block.channel, block.host, wordsOf(block.caption)].join(' ');
    case 'note':
      return block.note === 'disclaimer' ? wordsOf(block.children) : '';
  }
}

/**
 * Letters and figures, without the remark that an archive keeps a copy; a point or comma only between two figures, where it is
 * part of the number.
 */
function bare(words: string): string {
  return withoutArchivedCopies(words)
    .toLowerCase()
    .replace(/(?<!\p{N})[.,]|[.,](?!\p{N})/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}.,]+/gu, '');
}
