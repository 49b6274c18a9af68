// Lines as they were typed, in `<pre>`: line ends become breaks, those that only wrap a long line become blanks.
import type { ElementContent } from 'hast';

export function rawText(node: ElementContent): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  return node.tagName === 'br' ? '\n' : node.children.map(rawText).join('');
}

export function lineBroken(node: ElementContent): ElementContent {
  if (node.type === 'element') return { ...node, children: node.children.map(lineBroken) };
  if (node.type !== 'text') return node;
  const lines = node.value.replace(/\r\n?/gu, '\n').split('\n');
  const children = lines.flatMap((line, index): ElementContent[] => {
    const isWrapped = line.length >= WRAPPED && (lines[index + 1] ?? '').trim() !== '';
    const words: ElementContent = { type: 'text', value: isWrapped ? `${line} ` : line };
    if (index === lines.length - 1 || isWrapped) return [words];
    return [words, { type: 'element', tagName: 'br', properties: {}, children: [] }];
  });
  return { type: 'element', tagName: 'span', properties: {}, children };
}

/** Mails are wrapped at 72 signs; a line so long goes on in the next. */
const WRAPPED = 50;
