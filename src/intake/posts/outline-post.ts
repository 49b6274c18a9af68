// In: the blocks of a post, without masthead and boilerplate. Out: lead, sections and items as a draft has them. A headline is told by its
// looks (a heading, a bold line, a line that is a link) and by what follows it: `SOURCE VERB (DATE):`.
import type { List, ListItem } from 'mdast';
import type { DraftEntry, DraftSection, MarkdownBlock } from '../../model/draft.ts';
import type { SectionKind } from '../../model/issue.ts';
import { findSection } from '../../model/section-names.ts';
import { writeMarkdown } from '../html/write-markdown.ts';
import type { NoteBook } from '../note-book.ts';
import { beginsWithSource, itemOf } from './item-of-blocks.ts';
import { holdsPicture, looksLikeHeadline, moreUrlOf, type PostBlock } from './post-block.ts';
import type { PostHouse } from './post-house.ts';

export interface PostOutline {
  readonly lead: readonly MarkdownBlock[];
  readonly sections: readonly DraftSection[];
  readonly anchors: ReadonlyMap<DraftEntry, string>;
}

type Part =
  | { readonly kind: 'section'; readonly block: PostBlock; readonly holds: SectionKind }
  | { readonly kind: 'headline'; readonly block: PostBlock }
  | { readonly kind: 'text'; readonly block: PostBlock };

export function outlinePost(blocks: readonly PostBlock[], house: PostHouse, notes: NoteBook): PostOutline {
  const lead: MarkdownBlock[] = [];
  const sections: { heading?: string; kind: SectionKind; body: MarkdownBlock[]; entries: DraftEntry[] }[] =
    [];
  const anchors = new Map<DraftEntry, string>();
  let open: { headline: PostBlock; body: PostBlock[] } | undefined;
  const close = (): void => {
    if (open === undefined) return;
    if (sections.length === 0) sections.push({ kind: 'items', body: [], entries: [] });
    const section = sections.at(-1);
    const entry = itemOf(open.headline, open.body, section?.kind ?? 'items', house, notes);
    if (open.headline.anchor !== undefined) anchors.set(entry, open.headline.anchor);
    section?.entries.push(entry);
    open = undefined;
  };
  for (const part of partsOf(blocks, house)) {
    const { block } = part;
    if (part.kind === 'section') {
      close();
      sections.push({ kind: part.holds, heading: headingWords(block), body: [], entries: [] });
    } else if (part.kind === 'headline') {
      close();
      open = { headline: block, body: [] };
    } else if (open !== undefined) open.body.push(block);
    else {
      const section = sections.at(-1);
      if (section?.kind === 'interest') section.entries.push(...bulletsOf(block));
      else (section?.body ?? lead).push(writeMarkdown(block.node));
    }
  }
  close();
  return { lead, sections, anchors };
}

function partsOf(blocks: readonly PostBlock[], house: PostHouse): readonly Part[] {
  const isLine = blocks.map(looksLikeHeadline);
  const next = nextWithoutPicture(blocks);
  const hasSource = blocks.map((block) => beginsWithSource(block, house));
  const isHeadline = blocks.map((block, index) => {
    const following = next[index] ?? blocks.length;
    if (hasSource[following] === true && hasSource[index] !== true)
      return isLine[index] === true || isPlainHeadline(block);
    if (isLine[index] !== true || block.wholeUrl === undefined || moreUrlOf(block) !== undefined)
      return false;
    // A linked line with text below it; below another such line it may be a list of links.
    return following < blocks.length && isLine[following] !== true;
  });
  let holds: SectionKind = 'items';
  return blocks.map((block, index): Part => {
    const known =
      isLine[index] === true && block.wholeUrl === undefined ? sectionOf(block, house) : undefined;
    if (known !== undefined) {
      holds = known;
      return { kind: 'section', block, holds };
    }
    if (isHeadline[index] === true) return { kind: 'headline', block };
    if (isLine[index] !== true) return { kind: 'text', block };
    const following = next[index] ?? blocks.length;
    const isAboveHeadline =
      isHeadline[following] === true || (following === index + 1 && nameOf(blocks[following], house));
    if (block.wholeUrl === undefined && isAboveHeadline && block.words.length <= LONGEST_SECTION) {
      holds = 'items';
      return { kind: 'section', block, holds };
    }
    // In such sections every heading is an entry: an event has no source.
    if (holds !== 'items' && (block.depth !== undefined || block.wholeUrl !== undefined || block.isBold))
      return { kind: 'headline', block };
    if (block.depth === undefined) return { kind: 'text', block };
    holds = 'items';
    return block.wholeUrl === undefined ? { kind: 'section', block, holds } : { kind: 'headline', block };
  });
}

/** Of each block the next that is no picture; the number of all where none comes. */
function nextWithoutPicture(blocks: readonly PostBlock[]): readonly number[] {
  const next: number[] = [];
  let found = blocks.length;
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    next[index] = found;
    const block = blocks[index];
    if (block !== undefined && !holdsPicture(block.node)) found = index;
  }
  return next;
}

const LONGEST_SECTION = 80;
const LONGEST_PLAIN_HEADLINE = 160;

/** Without looks of its own, a headline is one short line without a stop, above an attribution. */
function isPlainHeadline({ node, words }: PostBlock): boolean {
  const line = words.trim();
  return (
    node.type === 'paragraph' &&
    !holdsPicture(node) &&
    line.length <= LONGEST_PLAIN_HEADLINE &&
    !line.includes('\n') &&
    /^["“‘'«]?[\p{Lu}\p{Lo}\p{N}]/u.test(line) &&
    !/[.:;,]$/u.test(line)
  );
}

function sectionOf(block: PostBlock, { newsletter }: PostHouse): SectionKind | undefined {
  const name = headingWords(block);
  return name.length <= LONGEST_SECTION ? findSection(name, newsletter.sectionOrder)?.kind : undefined;
}

function nameOf(block: PostBlock | undefined, house: PostHouse): boolean {
  return block !== undefined && looksLikeHeadline(block) && sectionOf(block, house) !== undefined;
}

function headingWords({ words }: PostBlock): string {
  return words.replace(/\s+/gu, ' ').trim().replace(/:$/u, '').trimEnd();
}

/** What stands in a section of things worth a look: each bullet, and each paragraph, is one. */
function bulletsOf({ node }: PostBlock): readonly DraftEntry[] {
  const items: readonly ListItem[] = node.type === 'list' ? (node as List).children : [];
  if (items.length === 0) return [{ headline: '', tags: [], reports: [], body: [writeMarkdown(node)] }];
  return items.map(({ children }) => ({
    headline: '',
    tags: [],
    reports: [],
    body: children.map((child) => writeMarkdown(child)),
  }));
}
