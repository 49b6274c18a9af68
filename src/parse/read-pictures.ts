// In: a paragraph. Out: the pictures that it is made of: each begins a line, and what follows it up to the next is its caption
// with `[Credit: NAME]`. Undefined for a paragraph of words, in which a picture may stand too.
import type { Image, Paragraph, PhrasingContent } from 'mdast';
import type { Picture } from '../model/block.ts';
import { describeLanguage } from './block-language.ts';
import { cutAt, holdsLinks, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import type { Reading } from './reading.ts';

const CREDIT = /\[credit:([^[\]]{0,200})\]/iu;

export function readPictures(paragraph: Paragraph, reading: Reading): Picture[] | undefined {
  const groups: { image: Image; caption: PhrasingContent[] }[] = [];
  let isLineStart = true;
  for (const node of paragraph.children) {
    if (node.type === 'image' && isLineStart) {
      groups.push({ image: node, caption: [] });
      isLineStart = false;
      continue;
    }
    const isBlank = node.type === 'text' && node.value.trim() === '';
    if (groups.length === 0 && !isBlank) return undefined;
    groups.at(-1)?.caption.push(node);
    isLineStart = node.type === 'break' || (node.type === 'text' && /[\r\n][ \t]*$/u.test(node.value));
  }
  if (groups.length === 0) return undefined;
  return groups.map(({ image, caption }) => toPicture(image, caption, reading));
}

function toPicture(image: Image, nodes: readonly PhrasingContent[], reading: Reading): Picture {
  const { caption, credit } = takeCredit(nodes, reading);
  const end = endOf(trimPhrasing(nodes, reading).at(-1) ?? image);
  return {
    kind: 'picture',
    url: image.url,
    alt: image.alt ?? '',
    caption: withTitle(image, caption),
    ...(credit === undefined ? {} : { credit }),
    position: reading.placeAt(startOf(image), Math.max(end, endOf(image))),
    ...describeLanguage(wordsOf(caption), reading),
  };
}

/** A credit that holds a link stays in the caption, where the link can be followed. */
function takeCredit(
  nodes: readonly PhrasingContent[],
  reading: Reading,
): { caption: PhrasingContent[]; credit?: string } {
  const match = CREDIT.exec(wordsOf(nodes));
  if (match === null) return { caption: trimPhrasing(nodes, reading) };
  const [before, from] = cutAt(nodes, match.index, reading);
  const [mark, after] = cutAt(from, match[0].length, reading);
  if (holdsLinks(mark)) return { caption: trimPhrasing(nodes, reading) };
  return {
    caption: trimPhrasing([...trimPhrasing(before, reading), ...after], reading),
    credit: (match[1] ?? '').trim().replace(/\s+/gu, ' '),
  };
}

/** `![alt](file "words")`: the words in quotation marks are for readers too. */
function withTitle(image: Image, caption: PhrasingContent[]): PhrasingContent[] {
  if (!image.title) return caption;
  const title: PhrasingContent = {
    type: 'text',
    value: image.title,
    ...(image.position ? { position: image.position } : {}),
  };
  return caption.length === 0 ? [title] : [title, { type: 'text', value: ' ' }, ...caption];
}
