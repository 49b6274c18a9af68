// In: the nodes of an entry. Out: the lines that say something about it (`Tags:`, `Language:`, `When:`, `Where:`, a byline),
// and the nodes without them. Only lines at the beginning or the end of a paragraph are taken; one that cannot be understood
// stays in the text, where its writer will see it.
import type { Paragraph, RootContent } from 'mdast';
import { cutAt, holdsLinks, type Line, linesOf, trimPhrasing } from './cut-phrasing.ts';
import { endOf, startOf } from './place-finder.ts';
import { readByline, type WrittenByline } from './read-byline.ts';
import { readTags } from './read-tags.ts';
import type { Reading } from './reading.ts';
import { canonicalLanguage } from './yaml-values.ts';

export interface EntryLines {
  /** What is left. */
  readonly nodes: readonly RootContent[];
  readonly tags: readonly string[];
  readonly language?: string;
  readonly when?: WrittenLine;
  readonly where?: WrittenLine;
  readonly byline?: WrittenByline & Pick<WrittenLine, 'start' | 'end'>;
  /** A known source, from a line `via Reuters`. */
  readonly via?: WrittenLine;
}

export interface WrittenLine {
  readonly written: string;
  /** Offsets of the line in the file. */
  readonly start: number;
  readonly end: number;
}

export interface LineOptions {
  readonly kind: 'item' | 'live' | 'event' | 'listing';
  /** False where the heading has the time already: a second one in the byline would be lost, so such a line stays. */
  readonly takesStamp: boolean;
}

/** As it is filled; keys are only ever set, never to undefined. */
type Taken = { -readonly [Key in keyof Omit<EntryLines, 'nodes' | 'tags'>]: EntryLines[Key] } & {
  tags: string[];
};

export function takeEntryLines(
  nodes: readonly RootContent[],
  options: LineOptions,
  reading: Reading,
): EntryLines {
  const taken: Taken = { tags: [] };
  const left = nodes.flatMap((node): RootContent[] => {
    if (node.type !== 'paragraph') return [node];
    const rest = takeFrom(node, taken, options, reading);
    return rest === undefined ? [] : [rest];
  });
  return { ...taken, tags: readTags(taken.tags.join(',')), nodes: left };
}

function takeFrom(
  paragraph: Paragraph,
  taken: Taken,
  options: LineOptions,
  reading: Reading,
): Paragraph | undefined {
  // Most paragraphs have no such line, and looking for one costs less than splitting.
  const typed = reading.text.slice(startOf(paragraph), endOf(paragraph));
  if (!/(?:^|[\n\r])[ \t>]*(?:tags?|language|when|where|by|via)\b/iu.test(typed)) return paragraph;
  const lines = linesOf(paragraph.children, reading);
  let [from, to] = [0, lines.length];
  while (to > from && isTaken(lines[to - 1], taken, options, reading)) to -= 1;
  while (from < to && isTaken(lines[from], taken, options, reading)) from += 1;
  if (from === 0 && to === lines.length) return paragraph;
  if (from === to) return undefined;
  const end = lines[to]?.at;
  const upTo = end === undefined ? paragraph.children : cutAt(paragraph.children, end, reading)[0];
  const children = trimPhrasing(cutAt(upTo, lines[from]?.at ?? 0, reading)[1], reading);
  const [first, last] = [children[0], children.at(-1)];
  return {
    ...paragraph,
    children,
    position: reading.placeAt(startOf(first ?? paragraph), endOf(last ?? paragraph)),
  };
}

/** Notes the line in `taken` when it is one of ours and not taken yet. */
function isTaken(
  line: Line | undefined,
  taken: Taken,
  { kind, takesStamp }: LineOptions,
  reading: Reading,
): boolean {
  if (line === undefined || holdsLinks(line.nodes)) return false;
  const { start, end } = line;
  const [, key = '', rest = ''] = /^(tags?|language|when|where)\s*:\s*(\S.*)$/iu.exec(line.words) ?? [];
  switch (key.toLowerCase()) {
    case 'tag':
    case 'tags': {
      const tags = readTags(rest);
      // Lines are taken from the end of a paragraph upwards.
      if (tags.length > 0) taken.tags.push(tags.join(','));
      return tags.length > 0;
    }
    case 'language': {
      const language = canonicalLanguage(rest.trim());
      if (language === undefined || taken.language !== undefined) return false;
      taken.language = language;
      return true;
    }
    case 'when':
    case 'where': {
      const field = key.toLowerCase() === 'when' ? 'when' : 'where';
      if (kind !== 'event' || taken[field] !== undefined) return false;
      taken[field] = { written: rest.trim(), start, end };
      return true;
    }
  }
  if (kind !== 'live') return false;
  const byline = taken.byline === undefined ? readByline(line.words) : undefined;
  if (byline !== undefined && (byline.stamp === undefined || takesStamp)) {
    taken.byline = { ...byline, start, end };
    return true;
  }
  const via = /^via\s+(\S.{0,59}?)\.?$/iu.exec(line.words)?.[1];
  if (via === undefined || taken.via !== undefined || reading.sources.find(via) === undefined) return false;
  taken.via = { written: via, start, end };
  return true;
}
