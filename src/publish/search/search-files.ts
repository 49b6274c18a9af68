// The search of the archive as files: its page, its script, and the index in pieces. The pieces are scripts, too, each of which hands
// one value over: a page that was opened from a folder may load scripts, and may not fetch files.
import { createHash } from 'node:crypto';
import { formatDate } from '../../model/calendar.ts';
import { sumOfBytes } from '../../model/digest-of-text.ts';
import type { OutputFile } from '../../model/rendered.ts';
import { searchPiecePath } from '../../model/site-paths.ts';
import { madeFile } from '../made-file.ts';
import type { Page } from '../page-writer.ts';
import type { PublishedIssue, PublishInput } from '../publish-input.ts';
import { scriptFile } from '../script-file.ts';
import type { Topic } from '../topics.ts';
import { type SearchEntry, searchEntries } from './search-entries.ts';
import { chunksOf, packCounts, shardsOf } from './search-index.ts';
import { searchPage } from './search-page.ts';
import { wordList } from './word-list.ts';

/** @param issues The newest first. @param tags All tags of the archive. @param sources All sources. */
export function archiveSearch(
  input: PublishInput,
  issues: readonly PublishedIssue[],
  { tags, sources }: { readonly tags: readonly Topic[]; readonly sources: readonly Topic[] },
): { readonly page: Page<'search'>; readonly files: readonly OutputFile[] } {
  const { newsletter, wordMemory } = input;
  const byIssue = searchEntries(issues, tags, sources);
  const entries = byIssue.flat();
  const { words, toRemember } = wordList(byIssue, wordMemory?.known);
  if (toRemember !== undefined) wordMemory?.keep(toRemember);
  const shards = shardsOf(words, entries.length);
  const chunks = chunksOf(entries);
  const pieces = [
    piece('index', {
      count: entries.length,
      words: shards.map(([first]) => first?.[0] ?? ''),
      entries: packCounts(chunks),
    }),
    ...shards.map((shard, index) => piece(`words/${index}`, Object.fromEntries(shard))),
    ...chunks.map((chunk, index) => chunkFile(input, chunk, `entries/${index}`, newsletter.language)),
  ];
  return {
    page: searchPage(input, issues, { tags, sources }, versionOf(pieces, input)),
    files: [...scriptFile(input, 'search.js'), ...pieces],
  };
}

function piece(name: string, value: object): OutputFile {
  return { ...placeOf(name), contents: pieceText(name, value) };
}

function placeOf(name: string): Pick<OutputFile, 'path' | 'mediaType'> {
  return { path: `site/${searchPiecePath(name)}`, mediaType: 'text/javascript; charset=utf-8' };
}

/** `__proto__` cannot be among the words: they have letters and figures only. */
function pieceText(name: string, value: object): string {
  // U+2028 and U+2029 end a line of a script to programs from before 2019.
  const json = JSON.stringify(value).replace(
    /[\u2028\u2029]/gu,
    (end) => `\\u${end.charCodeAt(0).toString(16)}`,
  );
  return `broadsideSearch.take(${JSON.stringify(name)},${json});\n`;
}

function chunkFile(
  input: PublishInput,
  chunk: readonly SearchEntry[],
  name: string,
  language: string,
): OutputFile {
  return madeFile(
    input,
    placeOf(name),
    () => {
      const told = chunk.map(({ mark, id, sources, issue: { slug, title, date, direction } }) =>
        mark === undefined ? undefined : [mark, id, sources, slug, title, date, direction],
      );
      return told.includes(undefined) ? undefined : `search ${name}\n${JSON.stringify(told)}`;
    },
    () => pieceText(name, chunkValue(chunk, language)),
  );
}

/** Read by `templates/scripts/search.js`: issues by their place in the list, then the entries. */
function chunkValue(chunk: readonly SearchEntry[], language: string): object {
  const issues = [...new Set(chunk.map(({ issue }) => issue))];
  return {
    issues: issues.map(({ slug, title, date, direction }) => [
      slug,
      title,
      date,
      formatDate(date, language),
      direction,
    ]),
    entries: chunk.map(({ issue, id, headline, direction, sources, text }) => [
      issues.indexOf(issue),
      id ?? '',
      headline,
      direction,
      sources.join(' · '),
      text(),
    ]),
  };
}

/** In the address of every piece: whoever keeps them may keep them for as long as they like. */
function versionOf(pieces: readonly OutputFile[], { sumOf }: PublishInput): string {
  const hash = createHash('sha256');
  for (const file of pieces) hash.update(sumOf?.(file) ?? sumOfBytes(file.contents));
  return hash.digest('hex').slice(0, 12);
}
