// Lists of contents: links to places on the same page. Where such links lead, others may lead too, so that these names are kept; the lists
// themselves are left out, for pages have their own.
import type { Element, ElementContent, RootContent as HtmlNode } from 'hast';
import { textOf } from './looks-of.ts';
import { elementsIn, wordsOf } from './walk.ts';

/** Names that links on the page itself lead to. */
export function fragmentsIn(nodes: readonly (HtmlNode | ElementContent)[]): ReadonlySet<string> {
  const hrefs = elementsIn(nodes)
    .filter(({ tagName }) => tagName === 'a')
    .map((one) => textOf(one, 'href'));
  return new Set(hrefs.filter((href) => /^#./u.test(href)).map((href) => decoded(href.slice(1))));
}

/** A list, or a paragraph, of nothing but links to places on the page. */
export function isContents(element: Element): boolean {
  if (!/^(?:ul|ol|p|div|nav|td)$/u.test(element.tagName)) return false;
  const links = elementsIn(element.children).filter(
    ({ tagName, properties }) => tagName === 'a' && properties['href'] !== undefined,
  );
  if (links.length < 2 || !links.every((link) => /^#./u.test(textOf(link, 'href')))) return false;
  const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
  return letters(wordsOf(element)) === letters(links.map(wordsOf).join(''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
