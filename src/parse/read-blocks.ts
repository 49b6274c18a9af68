// In: the nodes of a lead, a section's opening or an entry. Out: its blocks: prose, quotations, pictures, galleries, films and
// notes. What has no meaning in the format stays prose, exactly as it was typed.
import type { Blockquote, List, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Block, Gallery, Note, Picture, Quote } from '../model/block.ts';
import { describeLanguage } from './block-language.ts';
import { cutAt, linesOf, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import { readNote } from './read-note.ts';
import { readPictures } from './read-pictures.ts';
import { readVideo } from './read-video.ts';
import type { Reading } from './reading.ts';

/** `-- Ines Roca, night porter`, with two hyphens or a dash. */
const SIGNATURE = /^(?:--|[—–―])\s*(?=\S)/u;

export function readBlocks(nodes: readonly RootContent[], reading: Reading): Block[] {
  return nodes.flatMap((node) => readBlock(node, reading));
}

function readBlock(node: RootContent, reading: Reading): Block[] {
  if (node.type === 'paragraph') return readParagraph(node, reading);
  if (node.type === 'blockquote') return [readQuote(node, reading)];
  if (node.type === 'list') return [readGallery(node, reading) ?? prose(node, reading)];
  if (node.type === 'heading' && node.depth !== 2 && node.depth !== 3) reportDepth(node, reading);
  return [prose(node, reading)];
}

/** A paragraph without any words or pictures gives no block. */
export function readParagraph(paragraph: Paragraph, reading: Reading): Block[] {
  const children = trimPhrasing(paragraph.children, reading);
  if (wordsOf(children).trim() === '' && !children.some((child) => child.type !== 'text')) return [];
  const [first, last] = [children[0], children.at(-1)];
  const trimmed: Paragraph = {
    ...paragraph,
    children,
    position: reading.placeAt(startOf(first ?? paragraph), endOf(last ?? paragraph)),
  };
  const note = readNote(trimmed, reading);
  if (note !== undefined) return [note];
  return readPictures(trimmed, reading) ?? readVideo(trimmed, reading) ?? [prose(trimmed, reading)];
}

/** Every note among the blocks, those inside quotations included. */
export function notesOf(blocks: readonly Block[]): Note[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'note') return [block];
    return block.kind === 'quote' ? notesOf(block.children) : [];
  });
}

function prose(node: RootContent, reading: Reading): Block {
  return {
    kind: 'prose',
    node,
    position: node.position ?? reading.placeAt(0, 0),
    ...describeLanguage(plainTextOf(node), reading),
  };
}

function readQuote(node: Blockquote, reading: Reading): Quote {
  const signed = cutSignature(node, reading);
  return {
    kind: 'quote',
    children: readBlocks(signed?.children ?? node.children, reading),
    ...(signed === undefined ? {} : { speaker: signed.speaker }),
    position: node.position ?? reading.placeAt(0, 0),
    ...describeLanguage(plainTextOf(node), reading),
  };
}

/** Takes the last line off a quotation when it is a signature and something stands above it. */
function cutSignature(
  { children }: Blockquote,
  reading: Reading,
): { children: Blockquote['children']; speaker: PhrasingContent[] } | undefined {
  const last = children.at(-1);
  if (last?.type !== 'paragraph' || !/(?:^|[\n\r])[^\S\n\r]*(?:--|[—–―])/u.test(wordsOf(last.children)))
    return undefined;
  const line = linesOf(last.children, reading).at(-1);
  const mark = SIGNATURE.exec(line?.words ?? '')?.[0];
  if (line === undefined || mark === undefined) return undefined;
  const quoted = trimPhrasing(cutAt(last.children, line.at, reading)[0], reading);
  if (quoted.length === 0 && children.length === 1) return undefined;
  const speaker = trimPhrasing(cutAt(line.nodes, mark.length, reading)[1], reading);
  const kept =
    quoted.length === 0
      ? []
      : [
          {
            ...last,
            children: quoted,
            position: reading.placeAt(startOf(last), endOf(quoted.at(-1) ?? last)),
          },
        ];
  return { children: [...children.slice(0, -1), ...kept], speaker };
}

/** A list whose every entry is one picture with its caption. */
function readGallery(list: List, reading: Reading): Gallery | undefined {
  const pictures: Picture[] = [];
  for (const { children } of list.children) {
    const [paragraph, ...more] = children;
    if (paragraph?.type !== 'paragraph' || more.length > 0) return undefined;
    const found = readPictures(paragraph, reading);
    const [picture] = found ?? [];
    if (found?.length !== 1 || picture === undefined) return undefined;
    pictures.push(picture);
  }
  return {
    kind: 'gallery',
    pictures,
    position: list.position ?? reading.placeAt(0, 0),
    ...describeLanguage(pictures.map(({ caption }) => wordsOf(caption)).join(' '), reading),
  };
}

function reportDepth(node: Extract<RootContent, { type: 'heading' }>, reading: Reading): void {
  const marks = '#'.repeat(node.depth);
  const words = plainTextOf(node);
  reading.diagnostics.push({
    ruleId: 'markdown-lost',
    severity: 'warning',
    reason: `Unexpected heading with ${marks}, expected ## for a section or ### for an item`,
    path: reading.path,
    place: reading.placeAt(startOf(node), startOf(node) + marks.length),
    actual: `${marks} ${words}`,
    expected: [`## ${words}`, `### ${words}`],
    note: 'It is shown, but it begins neither a section nor an item. Write ## or ###, or take the signs away.',
  });
}
