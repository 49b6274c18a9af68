// In: a paragraph. Out: the stories that its lines begin: a link on a line of its own, a line in bold, or a title with its address behind
// or below it. What follows such a line, up to the next, is the story's text.
import type { Link, Paragraph, PhrasingContent } from 'mdast';
import { cutAt, holdsLinks, type Line, linesOf, type SourceText, trimPhrasing } from '../cut-phrasing.ts';
import type { OutlineEntry } from '../outline-issue.ts';
import { endOf, startOf } from '../place-finder.ts';
import { isBoldAlone } from './entry-of-bold.ts';
import { headingOf } from './headings.ts';
import { type Opening, openWithLink, paragraphOf } from './open-with-link.ts';

const ADDRESS = /^<?(https?:\/\/[^\s<>]+)>?$/iu;
/** `Cranes stop – https://…`: the address last on its line. */
const TITLE_AND_ADDRESS = /^(\S.{1,148}?)(?:\s?[:–—-])?\s<?(https?:\/\/[^\s<>]+)>?$/iu;
const MAX_TITLE = 150;

interface Begun {
  readonly opening: Opening;
  /** Lines that it takes: two where the address stands below the title. */
  readonly lines: 1 | 2;
}

export function entriesOfLines(
  paragraph: Paragraph,
  source: SourceText,
): { readonly before?: Paragraph; readonly entries: readonly OutlineEntry[] } {
  const lines = linesOf(paragraph.children, source);
  const begun = new Map<number, Begun>();
  for (let nth = 0; nth < lines.length; nth += 1) {
    const found = begin(lines[nth], lines[nth + 1], source);
    if (found === undefined) continue;
    begun.set(nth, found);
    nth += found.lines - 1;
  }
  const [first] = begun.keys();
  if (first === undefined) return { entries: [] };
  const starts = [...begun.keys(), lines.length];
  const entries = [...begun].map(([nth, { opening, lines: taken }], index): OutlineEntry => {
    const { heading, label, rest } = opening;
    const below = stretch(paragraph, lines, nth + taken, starts[index + 1] ?? lines.length, source);
    return {
      heading,
      nodes: [rest, below].filter((node) => node !== undefined),
      ...(label === undefined ? {} : { foreign: { label } }),
    };
  });
  const before = stretch(paragraph, lines, 0, first, source);
  return { entries, ...(before === undefined ? {} : { before }) };
}

function begin(line: Line | undefined, next: Line | undefined, source: SourceText): Begun | undefined {
  if (line === undefined) return undefined;
  const nodes = line.nodes;
  const linked = openWithLink(paragraphOf(nodes, source), source);
  if (linked !== undefined && addressOf(line) === undefined) return { opening: linked, lines: 1 };
  if (isBoldAlone(nodes)) return { opening: { heading: headingOf(nodes, 3, source) }, lines: 1 };
  const titled = TITLE_AND_ADDRESS.exec(line.words);
  if (titled?.[1] !== undefined && titled[2] !== undefined && !endsSentence(titled[1])) {
    return {
      opening: { heading: linkedTitle(line, titled[1].length, titled[2], endOf(nodes.at(-1) ?? {}), source) },
      lines: 1,
    };
  }
  const below = next === undefined ? undefined : addressOf(next);
  if (below === undefined || holdsLinks(nodes) || line.words.length > MAX_TITLE || endsSentence(line.words))
    return undefined;
  const end = endOf(next?.nodes.at(-1) ?? {});
  return { opening: { heading: linkedTitle(line, line.words.length, below, end, source) }, lines: 2 };
}

function endsSentence(words: string): boolean {
  return /[.;,]$/u.test(words);
}

function addressOf({ words }: Line): string | undefined {
  return ADDRESS.exec(words)?.[1];
}

/** The title as the link that it would be, up to the end of its address. */
function linkedTitle(line: Line, length: number, url: string, end: number, source: SourceText) {
  const title = trimPhrasing(cutAt(line.nodes, length, source)[0], source) as Link['children'];
  const start = startOf(title[0] ?? {});
  const link: Link = { type: 'link', url, children: title, position: source.placeAt(start, end) };
  return headingOf([link], 3, source);
}

/** Lines from one to another, as a paragraph. */
function stretch(
  { children }: Paragraph,
  lines: readonly Line[],
  from: number,
  to: number,
  source: SourceText,
): Paragraph | undefined {
  const first = lines[from];
  if (first === undefined || from >= to) return undefined;
  const end = lines[to]?.at;
  const upTo: readonly PhrasingContent[] = end === undefined ? children : cutAt(children, end, source)[0];
  const kept = trimPhrasing(cutAt(upTo, first.at, source)[1], source);
  return kept.length === 0 ? undefined : paragraphOf(kept, source);
}
