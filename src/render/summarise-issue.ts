// What is said of an issue or an entry where there is no room for it: teaser, preheader, summary. Plain text, one line.
import type { PhrasingContent, RootContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block } from '../model/block.ts';
import { blocksOf, type Entry } from '../model/entry.ts';
import type { Issue } from '../model/issue.ts';
import { setType, typeLanguage, typesetter } from './set-type.ts';

/** Mail programs show 90 to 140 characters beside the subject. */
const PREHEADER_LENGTH = 140;
const TEASER_LENGTH = 280;
const HEADLINE_WORDS = 9;

/** Where a sentence ends: a full stop that is no abbreviation's (one capital, or a few short words), then a new sentence. */
const SENTENCE_END =
  /(?<!\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|No|Nos|Gen|Sgt|Col|vs|etc))[.!?…؟。]["”’»)\]]*(?=\s+["“‘«([]?[\p{Lu}\p{Lo}\p{N}]|$)/gu;

/** The editor's own, or the lead's first sentence, or the first headlines. */
export function preheaderOf(issue: Issue): string {
  if (issue.preheader !== undefined && issue.preheader.trim() !== '') {
    return oneLine(setType(issue.preheader, issue.language));
  }
  const lead = sentences(leadOf(issue), 1);
  return shortened(lead === '' ? headlinesOf(issue, 3) : lead, PREHEADER_LENGTH);
}

/** One or two sentences of the lead; without a lead the editor's preheader, the first entry's words, the headlines. */
export function teaserOf(issue: Issue): string {
  const first = issue.sections[0]?.entries[0];
  const teaser =
    sentences(leadOf(issue), 2) ||
    (issue.preheader === undefined ? '' : preheaderOf(issue)) ||
    sentences(first === undefined ? '' : summaryOf(first, issue), 2) ||
    preheaderOf(issue);
  return shortened(teaser, TEASER_LENGTH);
}

/** The entry's first paragraph. */
export function summaryOf(entry: Entry, issue: Issue): string {
  const language = typeLanguage(entry.language ?? issue.language, entry.direction);
  return firstWords(blocksOf(entry), language);
}

/** The entry's headline; the first words of its text where it has none; the section's name where it has not even those. */
export function headlineOf(entry: Entry, issue: Issue, section: string): string {
  const language = typeLanguage(entry.language ?? issue.language, entry.direction);
  if (entry.headline.trim() !== '') return oneLine(setType(entry.headline, language));
  const words = summaryOf(entry, issue).split(' ');
  if (words[0] === '') return section === '' ? issue.title : section;
  return words.length <= HEADLINE_WORDS
    ? words.join(' ')
    : `${words
        .slice(0, HEADLINE_WORDS)
        .join(' ')
        .replace(/(?<![.,;:–—-])[.,;:–—-]+$/u, '')}…`;
}

/** All that the entry says below its headline: what a search looks through. Attributions are left out, for sources are searched by name. */
export function textOf(entry: Entry, issue: Issue): string {
  const language = typeLanguage(entry.language ?? issue.language, entry.direction);
  const facts =
    entry.kind === 'event'
      ? [entry.when?.written ?? '', entry.where?.written ?? ''].map((words) => setType(words, language))
      : [];
  const authors = entry.kind === 'live' ? (entry.byline?.authors ?? []) : [];
  return joined([...facts, allWords(blocksOf(entry), language), authors.join(', ')]);
}

/** All that stands before the first section. */
export function leadTextOf(issue: Issue): string {
  return allWords(issue.lead, issue.language);
}

function leadOf(issue: Issue): string {
  return firstWords(issue.lead, issue.language);
}

function firstWords(blocks: readonly Block[], language: string): string {
  for (const block of blocks) {
    const words = wordsOfBlock(block, typeLanguage(block.language ?? language, block.direction));
    if (words !== '') return words;
  }
  return '';
}

function wordsOfBlock(block: Block, language: string): string {
  switch (block.kind) {
    case 'prose':
      return wordsOf([block.node], language);
    case 'quote':
      return firstWords(block.children, language);
    case 'picture':
      return wordsOf(block.caption, language) || setType(block.alt, language);
    case 'gallery':
      return firstWords(block.pictures, language);
    case 'video':
      return wordsOf(block.caption, language) || setType(block.title, language);
    case 'note':
      return wordsOf(block.children, language);
  }
}

function allWords(blocks: readonly Block[], language: string): string {
  return joined(
    blocks.map((block) => wordsOfWhole(block, typeLanguage(block.language ?? language, block.direction))),
  );
}

function wordsOfWhole(block: Block, language: string): string {
  switch (block.kind) {
    case 'prose':
      return joined(paragraphsOf(block.node).map((node) => wordsOf([node], language)));
    case 'quote':
      return joined([allWords(block.children, language), wordsOf(block.speaker ?? [], language)]);
    case 'picture':
      return joined([setType(block.alt, language), wordsOf(block.caption, language)]);
    case 'gallery':
      return allWords(block.pictures, language);
    case 'video':
      return joined([setType(block.title, language), wordsOf(block.caption, language)]);
    case 'note':
      return wordsOf(block.children, language);
  }
}

/** Of a list or a quotation its paragraphs, one by one: their words do not run together. */
function paragraphsOf(node: RootContent): readonly RootContent[] {
  return node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote'
    ? node.children.flatMap(paragraphsOf)
    : [node];
}

function headlinesOf(issue: Issue, most: number): string {
  return issue.sections
    .flatMap((section) => section.entries.map((entry) => headlineOf(entry, issue, section.heading)))
    .slice(0, most)
    .join(' · ');
}

function sentences(text: string, count: number): string {
  const ends = [...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
  return text.slice(0, ends[Math.min(count, ends.length) - 1] ?? text.length);
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), Math.floor(most / 2))).trimEnd()}…`;
}

/** What has no end of a sentence, as a picture's description has none, is set off from what follows: they do not read as one. */
const ENDED = /[.!?…:;,،؛؟。！？]["”’»›)\]]*$/u;

function joined(parts: readonly string[]): string {
  return parts
    .map(oneLine)
    .filter((part) => part !== '')
    .reduce((line, part) => (line === '' ? part : `${line}${ENDED.test(line) ? ' ' : ' · '}${part}`), '');
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** The words of a tree, as plain text, type set. */
function wordsOf(nodes: readonly (PhrasingContent | RootContent)[], language: string): string {
  const set = typesetter(language);
  return nodes
    .map((node) => set(plainTextOf(node)))
    .join('')
    .replace(/\s+/gu, ' ')
    .trim();
}
