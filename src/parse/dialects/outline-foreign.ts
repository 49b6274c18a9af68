// In: the nodes of an issue in a dialect. Out: the same outline as of a house issue: lead, sections, entries with a headline and what
// follows it. A headline made of a link or of bold words is a heading node of its own, with their place.
import type { Heading, List, Paragraph, RootContent } from 'mdast';
import type { Dialect } from '../../model/dialect.ts';
import { type SourceText, trimPhrasing } from '../cut-phrasing.ts';
import type { Outline, OutlineEntry, OutlineSection } from '../outline-issue.ts';
import { entriesOfLines } from './entries-of-lines.ts';
import { entryOfBold, isBoldAlone } from './entry-of-bold.ts';
import { entryOfBullet, isListOfEntries } from './entry-of-bullet.ts';
import { headingOf, isOneLink } from './headings.ts';

type MutableEntry = Omit<OutlineEntry, 'nodes'> & { nodes: RootContent[] };
type MutableSection = Omit<OutlineSection, 'body' | 'entries'> & {
  body: RootContent[];
  entries: MutableEntry[];
  isOverSections?: true;
};

export function outlineForeign(nodes: readonly RootContent[], dialect: Dialect, source: SourceText): Outline {
  const lead: RootContent[] = [];
  const sections: MutableSection[] = [];
  const itemDepth = dialect === 'lines' ? depthOfItems(nodes, source) : undefined;
  /** Undefined where what follows is the section's own. */
  let entry: MutableEntry | undefined;
  let isHeadedEntry = false;
  /** A line across was drawn: what follows is no part of the story above it. */
  let isApart = false;

  const openSection = (heading?: Heading): void => {
    const above = sections.at(-1);
    if (above !== undefined && isEmpty(above) && (above.heading?.depth ?? 9) < (heading?.depth ?? 0)) {
      above.isOverSections = true;
    }
    sections.push({ ...(heading === undefined ? {} : { heading }), body: [], entries: [] });
    entry = undefined;
    isApart = false;
  };
  const openEntry = (opened: OutlineEntry, isHeaded = false): void => {
    if (sections.length === 0) openSection();
    entry = { ...opened, nodes: [...opened.nodes] };
    sections.at(-1)?.entries.push(entry);
    isHeadedEntry = isHeaded;
    isApart = false;
  };
  const add = (node: RootContent): void => {
    if (isApart && entry !== undefined) openSection();
    (entry?.nodes ?? sections.at(-1)?.body ?? lead).push(node);
  };
  const openEntries = (entries: readonly OutlineEntry[]): void => {
    for (const one of entries) openEntry(one);
  };

  for (const node of nodes) {
    if (node.type === 'heading') {
      const isItem = isOneLink(node.children) || (itemDepth !== undefined && node.depth >= itemDepth);
      if (isItem) openEntry({ heading: { ...node, depth: 3 }, nodes: [] }, true);
      else openSection(node);
    } else if (node.type === 'thematicBreak') {
      isApart = true;
    } else if (node.type === 'list') {
      const isTaken = takesList(node, dialect, { hasEntry: entry !== undefined && !isApart, isHeadedEntry });
      if (isTaken) openEntries(node.children.flatMap((item) => entryOfBullet(item, dialect, source)));
      else add(node);
    } else if (node.type === 'paragraph') {
      const opened = openParagraph(node, dialect, source);
      if (opened === undefined) add(node);
      else if ('entries' in opened) {
        if (opened.before !== undefined) add(opened.before);
        openEntries(opened.entries);
      } else openSection(opened);
    } else add(node);
  }
  return { lead, sections };
}

type Opened = Heading | { readonly before?: Paragraph; readonly entries: readonly OutlineEntry[] };

/** What a paragraph begins in this dialect; undefined where it only goes on. */
function openParagraph(paragraph: Paragraph, dialect: Dialect, source: SourceText): Opened | undefined {
  const children = trimPhrasing(paragraph.children, source);
  if (dialect === 'bullets') {
    // A line in bold over a list is a heading in all but its signs.
    return isBoldAlone(children) ? headingOf(children, 6, source) : undefined;
  }
  if (dialect === 'lines') {
    const read = entriesOfLines({ ...paragraph, children }, source);
    return read.entries.length === 0 ? undefined : read;
  }
  const entry = entryOfBold({ ...paragraph, children }, source);
  return entry === undefined ? undefined : { entries: [entry] };
}

/**
 * In `bullets` every list holds stories, but for those in the text of a story that has a heading; elsewhere only a list of nothing but
 * links (or of bold words in `bold-lead`), where no story stands above it.
 */
function takesList(
  list: List,
  dialect: Dialect,
  { hasEntry, isHeadedEntry }: { readonly hasEntry: boolean; readonly isHeadedEntry: boolean },
): boolean {
  if (!isListOfEntries(list, dialect)) return false;
  return dialect === 'bullets' ? !(hasEntry && isHeadedEntry) : !hasEntry;
}

function isEmpty({ body, entries }: MutableSection): boolean {
  return body.length === 0 && entries.length === 0;
}

/**
 * The depth from which on headings are stories: below the first, where there are several; all of them, where no line below any of them
 * is a story. Undefined where headings are sections only.
 */
function depthOfItems(nodes: readonly RootContent[], source: SourceText): number | undefined {
  const depths = nodes.flatMap((node) =>
    node.type === 'heading' && !isOneLink(node.children) ? [node.depth] : [],
  );
  const [first] = depths.toSorted((a, b) => a - b);
  if (first === undefined) return undefined;
  const hasLines = nodes.some(
    (node) =>
      (node.type === 'paragraph' && entriesOfLines(node, source).entries.length > 0) ||
      (node.type === 'heading' && isOneLink(node.children)) ||
      (node.type === 'list' && isListOfEntries(node, 'lines')),
  );
  if (hasLines) return undefined;
  return depths.some((depth) => depth > first) ? first + 1 : first;
}
