// Asking an element of an export for what is in it.
import type { XmlElement } from './walk-xml.ts';

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string' && child.name === name) as XmlElement[];
}

/** Of the first of that name; '' where there is none. */
export function textOf(element: XmlElement, name: string): string {
  const [child] = childrenOf(element, name);
  return child === undefined ? '' : wordsOf(child).trim();
}

/** All text in it, as it stands. */
export function wordsOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : wordsOf(child))).join('');
}

/** What is in it as markup again, for markup that stands in XML unquoted (RFC 4287 §3.1.1.3, `type="xhtml"`). */
export function markupOf(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return quoted(child);
      const attributes = Object.entries(child.attributes)
        .filter(([name]) => !name.startsWith('xmlns'))
        .map(([name, value]) => ` ${name}="${quoted(value).replaceAll('"', '&quot;')}"`);
      const inside = markupOf(child);
      const name = child.name.replace(/^.*:/u, '');
      return inside === '' && VOID.test(name)
        ? `<${name}${attributes.join('')}>`
        : `<${name}${attributes.join('')}>${inside}</${name}>`;
    })
    .join('');
}

const VOID = /^(?:br|hr|img|input|area|col|embed|source|track|wbr)$/u;

function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
