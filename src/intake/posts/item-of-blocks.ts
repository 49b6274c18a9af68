// In: a headline and the blocks below it. Out: the item: its link, its reports, each with its attribution where that is in the house's
// form. One in any other form stays as it was written; the reader of issues knows those too.
import type { PhrasingContent } from 'mdast';
import type { DraftEntry, DraftReport, MarkdownBlock } from '../../model/draft.ts';
import type { SectionKind } from '../../model/issue.ts';
import type { AttributionAsRead } from '../attribution-as-read.ts';
import { writeMarkdown } from '../html/write-markdown.ts';
import type { NoteBook } from '../note-book.ts';
import {
  cutPhrasing,
  linksOfPhrasing,
  plainPhrasing,
  trimPhrasing,
  wordsOfPhrasing,
} from './cut-phrasing.ts';
import { moreUrlOf, type PostBlock } from './post-block.ts';
import type { PostHouse } from './post-house.ts';

type Report = { -readonly [Key in keyof DraftReport]: DraftReport[Key] } & { body: MarkdownBlock[] };

const LABEL = /^(exclusive)\s*:\s*(?=\S)/iu;

/** True for a paragraph that begins with a source: under a headline that says what the headline is. */
export function beginsWithSource(block: PostBlock, house: PostHouse): boolean {
  if (block.node.type !== 'paragraph') return false;
  const found = house.readAttribution(block.words, cluesOf(block, true));
  if (found === undefined || block.words.slice(0, found.start).trim() !== '') return false;
  return (
    found.dateAsWritten !== undefined ||
    (found.isKnown && found.verb !== undefined && block.words.length > found.end)
  );
}

export function itemOf(
  headline: PostBlock,
  blocks: readonly PostBlock[],
  kind: SectionKind,
  house: PostHouse,
  notes: NoteBook,
): DraftEntry {
  const title = titleOf(headline, notes);
  const body: MarkdownBlock[] = [];
  const reports: Report[] = [];
  let { url } = title;
  for (const block of blocks) {
    const more = moreUrlOf(block);
    const last = reports.at(-1);
    if (more !== undefined && (url === undefined || url === more)) {
      if (last === undefined || last.url === undefined || reports.length === 1) {
        notes.add(
          'changed',
          'The line with the address of a story became the link of its headline.',
          block.words,
        );
        url = house.cleanUrl(more);
        continue;
      }
    }
    const report =
      kind === 'items' ? reportOf(block, reports.length === 0 && body.length === 0, house) : undefined;
    if (report !== undefined) reports.push(report);
    else (last?.body ?? body).push(writeMarkdown(block.node));
  }
  return { ...title.words, ...(url === undefined ? {} : { url }), tags: [], body, reports };
}

function titleOf(headline: PostBlock, notes: NoteBook) {
  const { node, words } = headline;
  const children: readonly PhrasingContent[] =
    node.type === 'heading' || node.type === 'paragraph' ? node.children : [];
  const [first, ...others] = linksOfPhrasing(children);
  for (const { url } of others)
    if (url !== first?.url) notes.add('look', 'A headline had several links; this one was left out.', url);
  const plain = words.replace(/\s+/gu, ' ').trim();
  const label = LABEL.exec(plain);
  const shown = label === null ? plain : plain.slice(label[0].length);
  const flat = plainPhrasing(label === null ? children : cutPhrasing(children, label[0].length)[1]);
  const isPlain = flat.every(({ type }) => type === 'text');
  return {
    url: first?.url,
    words: {
      headline: shown,
      ...(isPlain
        ? {}
        : { headlineMarkdown: writeMarkdown({ type: 'paragraph', children: trimPhrasing(flat) }) }),
      ...(label?.[1] === undefined ? {} : { label: label[1] }),
    },
  };
}

/** Undefined where the paragraph begins with no source, or names it in another form than `SOURCE VERB (DATE):`. */
function reportOf(block: PostBlock, isFirst: boolean, house: PostHouse): Report | undefined {
  if (block.node.type !== 'paragraph') return undefined;
  const found = house.readAttribution(block.words, cluesOf(block, isFirst));
  if (found === undefined || !isHouseForm(block.words, found)) return undefined;
  const { source, verb, dateAsWritten = '' } = found;
  const [attribution, rest] = cutPhrasing(block.node.children, found.end);
  const links = linksOfPhrasing(attribution);
  if (links.length > 1) return undefined;
  const text = trimPhrasing(rest);
  return {
    source,
    ...(verb === undefined ? {} : { verb }),
    date: { asWritten: dateAsWritten },
    ...(links[0] === undefined ? {} : { url: links[0].url }),
    body: text.length === 0 ? [] : [writeMarkdown({ type: 'paragraph', children: text })],
  };
}

/** Written anew it has the very same words. */
function isHouseForm(words: string, { source, verb, dateAsWritten, start, end }: AttributionAsRead): boolean {
  if (verb === undefined || dateAsWritten === undefined || words.slice(0, start).trim() !== '') return false;
  const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  return plain(words.slice(start, end)) === plain(`${source} ${verb} (${dateAsWritten}):`);
}

function cluesOf({ node }: PostBlock, isFirst: boolean) {
  const [first] = node.type === 'paragraph' ? node.children : [];
  return { isFirst, ...(first?.type === 'link' ? { linkedWords: wordsOfPhrasing(first.children) } : {}) };
}
