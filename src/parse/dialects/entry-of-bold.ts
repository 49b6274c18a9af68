// In: a paragraph. Out: the story that it begins, where it begins with bold words: `**Ports.** [Title](url) …` has a label and a headline,
// `**Ports.** The crews [voted](url) …` a headline and its text, which is left whole.
import type { Paragraph, PhrasingContent, Strong } from 'mdast';
import { cutAt, holdsImages, type SourceText, trimPhrasing, wordsOf } from '../cut-phrasing.ts';
import type { OutlineEntry } from '../outline-issue.ts';
import { headingOf, linkIn } from './headings.ts';
import { labelOf, openWithLink, paragraphOf } from './open-with-link.ts';

/** Longer ones are a paragraph that somebody set in bold. */
const MAX_LEAD = 160;
const SEPARATOR = /^\s*(?:[.:–—|·]|--?(?=\s))?\s*/u;

export function entryOfBold(paragraph: Paragraph, source: SourceText): OutlineEntry | undefined {
  const [lead, ...after] = trimPhrasing(paragraph.children, source);
  if (lead === undefined) return undefined;
  const isLinkedBold = lead.type === 'link' && lead.children.every(({ type }) => type === 'strong');
  if (lead.type !== 'strong' && !isLinkedBold) return undefined;
  const words = wordsOf([lead]).trim();
  if (words === '' || words.length > MAX_LEAD || holdsImages([lead])) return undefined;
  if (linkIn(lead) === undefined || after.length === 0) {
    const opening = openWithLink(paragraph, source);
    if (opening !== undefined) {
      const { heading, label, rest } = opening;
      return {
        heading,
        nodes: rest === undefined ? [] : [rest],
        ...(label === undefined ? {} : { foreign: { label } }),
      };
    }
  }
  const separator = SEPARATOR.exec(wordsOf(after))?.[0].length ?? 0;
  const rest = trimPhrasing(cutAt(after, separator, source)[1], source);
  // "**Eels** are early this year.": the bold words are part of a sentence, which stays whole.
  const isSentence = /^\s+\p{Ll}/u.test(wordsOf(after)) && !/[.:!?–—-]\s*$/u.test(words);
  return {
    heading: headingOf(
      lead.type === 'strong' && linkIn(lead) === undefined ? wordsOfLead(lead, source) : [lead],
      3,
      source,
    ),
    nodes: isSentence ? [paragraph] : rest.length === 0 ? [] : [paragraphOf(rest, source)],
  };
}

/** A paragraph of bold words alone, without a link. */
export function isBoldAlone(children: readonly PhrasingContent[]): boolean {
  const [only, ...more] = children;
  if (only?.type !== 'strong' || linkIn(only) !== undefined || holdsImages(only.children)) return false;
  return /^:?$/u.test(wordsOf(more).trim()) && wordsOf([only]).length <= MAX_LEAD;
}

/** Without the stop or colon that sets them off. */
function wordsOfLead({ children }: Strong, source: SourceText): readonly PhrasingContent[] {
  const words = wordsOf(children).trimEnd();
  const kept = labelOf(words);
  return kept === '' || !/[.:–—-]$/u.test(words)
    ? children
    : trimPhrasing(cutAt(children, words.length - 1, source)[0], source);
}
