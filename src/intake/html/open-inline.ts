// In: an element inside a line. Out: what it holds, with the marks that hold for it; what such an element says beyond marks is noted.
import type { Element, ElementContent } from 'hast';
import { looksOf, textOf } from './looks-of.ts';
import type { Marks } from './runs.ts';
import { addressOf, type Walk, wordsOf } from './walk.ts';

/** Their words stand in notes. Those of all others are not even looked at: marks lie in marks a dozen deep. */
const TOLD = new Set('a s strike del sup sub abbr acronym dfn'.split(' '));

/** What an inline element holds, with its marks. */
export function openInline(
  element: Element,
  outer: Marks,
  { settings, notes }: Pick<Walk, 'settings' | 'notes'>,
): readonly { readonly node: ElementContent; readonly marks: Marks }[] {
  const { tagName, children } = element;
  const isTold = TOLD.has(tagName);
  const words = isTold ? wordsOf(element) : '';
  if (/^(?:s|strike|del)$/u.test(tagName) && words !== '')
    notes.add('look', 'Words that were struck out stand as ordinary words.', words);
  if (/^su[bp]$/u.test(tagName) && /\d/u.test(words))
    notes.add('changed', 'A raised or lowered figure stands on the line.', words);
  if (/^(?:abbr|acronym|dfn)$/u.test(tagName) && textOf(element, 'title') !== '')
    notes.add(
      'left-out',
      'What an abbreviation means was left out.',
      `${words}: ${textOf(element, 'title')}`,
    );
  let marks = marksOf(element, outer);
  if (tagName === 'a' && element.properties['href'] !== undefined) {
    const href = textOf(element, 'href');
    const url = addressOf(href, settings);
    if (url !== undefined) marks = { ...marks, url };
    else if (!href.startsWith('#') && words !== '')
      notes.add(
        'changed',
        'A link leads nowhere and was left out; its words stand.',
        `${words} ${href.slice(0, 120)}`,
      );
  }
  const inside = children.map((node) => ({ node, marks }));
  if (tagName !== 'q') return inside;
  const quoted = (value: string) => ({ node: { type: 'text', value } as const, marks: outer });
  return [quoted('“'), ...inside, quoted('”')];
}

export function marksOf(element: Element, outer: Marks): Marks {
  const { isStrong, isEmphasis } = looksOf(element);
  const isCode = element.tagName === 'code' || element.tagName === 'kbd' || element.tagName === 'samp';
  return {
    ...outer,
    ...(isStrong === undefined ? {} : { isStrong }),
    ...(isEmphasis === undefined ? {} : { isEmphasis }),
    ...(isCode ? { isCode } : {}),
  };
}
