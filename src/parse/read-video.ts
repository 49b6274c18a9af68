// In: a paragraph. Out: the film that it tells of: `[Video: TITLE](URL)` or `Video: TITLE`, then `by CHANNEL via HOST.` and
// what the editor says of it.
import type { Paragraph, PhrasingContent } from 'mdast';
import { toString as plainTextOf } from 'mdast-util-to-string';
import type { Video } from '../model/block.ts';
import { describeLanguage } from './block-language.ts';
import { cutAt, holdsLinks, type Line, linesOf, linksOf, trimPhrasing, wordsOf } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import type { Reading } from './reading.ts';

const VIDEO = /^video:\s*/iu;
const CHANNEL =
  /^by\s{1,5}(?!.{0,80}\bedited by\b)(\S[^\n]{0,80}?)(?=\s{1,5}via\s|\.?\s{0,5}(?:\n|$)|\.\s)/iu;
const HOST = /^via\s{1,5}([^\n.,;:]{1,40}(?:\.[a-z]{2,}\b)?)/iu;

export function readVideo(paragraph: Paragraph, reading: Reading): Video[] | undefined {
  if (!VIDEO.test(wordsOf(paragraph.children).trimStart())) return undefined;
  const [line] = linesOf(paragraph.children, reading);
  const mark = VIDEO.exec(line?.words ?? '')?.[0];
  if (line === undefined || mark === undefined) return undefined;
  const link = linksOf(line.nodes)[0];
  const titled =
    link === undefined
      ? titleInWords(paragraph, line, mark, reading)
      : titleInLink(paragraph, link, mark, reading);
  if (titled === undefined) return undefined;
  const { channel, host, caption } = readMaker(titled.rest, reading);
  return [
    {
      kind: 'video',
      title: titled.title,
      ...(link === undefined ? {} : { url: link.url }),
      ...(channel === undefined ? {} : { channel }),
      ...(host === undefined ? {} : { host }),
      caption,
      position: reading.placeAt(startOf(paragraph), endOf(paragraph)),
      ...describeLanguage(`${titled.title} ${wordsOf(caption)}`, reading),
    },
  ];
}

interface Titled {
  readonly title: string;
  readonly rest: readonly PhrasingContent[];
}

function titleInWords(paragraph: Paragraph, line: Line, mark: string, reading: Reading): Titled | undefined {
  const [taken, rest] = cutAt(paragraph.children, line.at + line.words.length, reading);
  return holdsLinks(taken) ? undefined : { title: line.words.slice(mark.length).trim(), rest };
}

/** The link may hold the word "Video:" or follow it; whatever stands behind it on the line is caption. */
function titleInLink(
  paragraph: Paragraph,
  link: Extract<PhrasingContent, { type: 'link' }>,
  mark: string,
  reading: Reading,
): Titled | undefined {
  const at = paragraph.children.indexOf(link);
  const before = wordsOf(paragraph.children.slice(0, at)).trim();
  // A link inside emphasis, or after other words than "Video:", is a sentence about a film.
  if (at < 0 || (before !== '' && before !== mark.trim()) || link.title) return undefined;
  if (link.children.some((child) => child.type === 'image')) return undefined;
  const words = plainTextOf(link).replace(/\s+/gu, ' ').trim();
  const title = before === '' ? words.replace(VIDEO, '') : words;
  const rest = trimPhrasing(paragraph.children.slice(at + 1), reading);
  return { title, rest };
}

/** `by CHANNEL via HOST.`, either half alone too. */
function readMaker(
  nodes: readonly PhrasingContent[],
  reading: Reading,
): { channel?: string; host?: string; caption: PhrasingContent[] } {
  let caption = trimPhrasing(nodes, reading);
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(wordsOf(caption));
    if (match === null) return undefined;
    const [taken, rest] = cutAt(caption, match[0].length, reading);
    if (holdsLinks(taken)) return undefined;
    caption = trimPhrasing(rest, reading);
    return match[1]?.trim();
  };
  const channel = take(CHANNEL);
  const host = take(HOST);
  if (channel !== undefined || host !== undefined) {
    const stop = /^[.,;:]\s*/u.exec(wordsOf(caption))?.[0];
    if (stop !== undefined) caption = trimPhrasing(cutAt(caption, stop.length, reading)[1], reading);
  }
  return { ...(channel === undefined ? {} : { channel }), ...(host === undefined ? {} : { host }), caption };
}
