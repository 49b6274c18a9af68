// In: a bullet under "Of interest to readers", with whatever stands below the list. Out: the listing. Its own words keep their
// link; the headline is what other pages call it by.
import type { ListItem, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block, Note } from '../model/block.ts';
import type { Listing } from '../model/entry.ts';
import { describeLanguage } from './block-language.ts';
import { cutAt, linksOf, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import { notesOf, readBlocks } from './read-blocks.ts';
import { takeEntryLines } from './read-entry-lines.ts';
import { describeHeadline } from './read-headline.ts';
import type { Reading } from './reading.ts';

/** @param after Nodes between this bullet's list and the next list or section: they belong to its last bullet. */
export function readListing(
  item: ListItem,
  after: readonly RootContent[],
  reading: Reading,
): Omit<Listing, 'id' | 'position'> {
  const lines = takeEntryLines([...item.children, ...after], { kind: 'listing', takesStamp: false }, reading);
  const scope: Reading =
    lines.language === undefined ? reading : { ...reading, entryLanguage: lines.language };
  const blocks = readBlocks(lines.nodes, scope).flatMap((block) => splitDisclaimer(block, scope));
  const disclaimer = blocks.find(
    (block): block is Note => block.kind === 'note' && block.note === 'disclaimer',
  );
  const body = blocks.filter((block) => block !== disclaimer);
  const first = lines.nodes.find((node) => node.type === 'paragraph');
  const link = linksOf(first?.children ?? [])[0];
  const children = link?.children ?? firstWords(wordNodesOf(first?.children ?? []), scope);
  return {
    kind: 'listing',
    ...describeHeadline(children, { type: 'heading', depth: 3, children: [] }, scope),
    headlinePosition: reading.placeAt(startOf(item), endOf(first ?? item)),
    ...(link === undefined ? {} : { url: link.url }),
    ...(lines.language === undefined ? {} : { language: lines.language }),
    tags: lines.tags,
    body,
    notes: notesOf(blocks),
    ...(disclaimer === undefined ? {} : { disclaimer }),
  };
}

/** `…, free online. Disclaimer: listing is not endorsement.`: the last sentence becomes a note of its own. */
function splitDisclaimer(block: Block, reading: Reading): Block[] {
  if (block.kind !== 'prose' || block.node.type !== 'paragraph') return [block];
  const words = wordsOf(block.node.children);
  const at = startOfDisclaimer(words);
  if (at === undefined) return [block];
  const [before, from] = cutAt(block.node.children, at, reading);
  const [, after] = cutAt(from, 'disclaimer:'.length, reading);
  const [kept, children] = [trimPhrasing(before, reading), trimPhrasing(after, reading)];
  const note: Note = {
    kind: 'note',
    note: 'disclaimer',
    children,
    position: reading.placeAt(startOf(from[0] ?? block.node), endOf(block.node)),
    ...describeLanguage(wordsOf(children), reading),
  };
  return [...proseOf(kept, block.node, reading), note];
}

/** Where the first "Disclaimer:" stands that begins the text, a line or a sentence. */
function startOfDisclaimer(words: string): number | undefined {
  return [...words.matchAll(/disclaimer:/giu)]
    .map(({ index }) => index)
    .find((at) => {
      const before = words.slice(0, at).trimEnd();
      const gap = words.slice(before.length, at);
      return before === '' || gap.includes('\n') || (gap !== '' && /[.!?…"”’)\]]$/u.test(before));
    });
}

function proseOf(children: PhrasingContent[], paragraph: Paragraph, reading: Reading): Block[] {
  const [first, last] = [children[0], children.at(-1)];
  if (first === undefined || last === undefined) return [];
  const position = reading.placeAt(startOf(first), endOf(last));
  return readBlocks([{ ...paragraph, children, position }], reading);
}

/** Without pictures, unless there is nothing else. */
function wordNodesOf(nodes: readonly PhrasingContent[]): readonly PhrasingContent[] {
  return wordsOf(nodes).trim() === '' ? nodes : nodes.filter(({ type }) => type !== 'image');
}

/** Up to ten words, or the first sentence. */
function firstWords(nodes: readonly PhrasingContent[], reading: Reading): PhrasingContent[] {
  const words = wordsOf(nodes) || plainTextOf(nodes);
  const whole = /^\s*(?:\S+\s+){0,9}\S+/u.exec(words)?.[0] ?? '';
  const sentence = /^.{3,}?[.!?](?=\s)/su.exec(whole)?.[0];
  return trimPhrasing(cutAt(nodes, (sentence ?? whole).length, reading)[0], reading);
}
