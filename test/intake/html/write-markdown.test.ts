// Markdown that is written is read back as the same nodes: whatever the words are, none of them becomes a mark.
import fc from 'fast-check';
import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { expect, test } from 'vitest';
import { writeMarkdown } from '../../../src/intake/html/write-markdown.ts';
import { readMarkdown } from '../../../src/parse/read-markdown.ts';

test.each<[words: string, written: string]>([
  ['[A] team of [Reuters], Q&A by snake_case', '[A] team of [Reuters], Q&A by snake_case'],
  ['[Update, 11 January 2026] It opened.', '[Update, 11 January 2026] It opened.'],
  ['[Update, 2/7]: done', String.raw`\[Update, 2/7]: done`],
  ['2003. A year', String.raw`2003\. A year`],
  ['-- Ines Roca', '-- Ines Roca'],
  ['- one', String.raw`\- one`],
  ['&amp; and AT&T;', String.raw`\&amp; and AT&T;`],
  ['[a](b) and ![c](d)', String.raw`[a]\(b) and !\[c]\(d)`],
])('%s', (words, written) => {
  expect(writeMarkdown(paragraph([{ type: 'text', value: words }]))).toBe(written);
  expect(readBack(written)).toEqual([paragraph([{ type: 'text', value: words }])]);
});

const SIGNS = [
  'a',
  'B',
  ' ',
  '.',
  '1',
  '[',
  ']',
  '(',
  ')',
  '*',
  '_',
  '&',
  'amp;',
  '!',
  '<',
  '>',
  '#',
  '-',
  '+',
  '=',
  '`',
  '~',
  ':',
  '\\',
  '|',
  '“',
  'é',
];
const words = fc
  .array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 14 })
  .map((signs) => signs.join('').replace(/ +/gu, ' ').trim() || 'x');
const inside = fc.record({ type: fc.constantFrom('text', 'strong', 'emphasis', 'link'), value: words });

test('random words, in marks and links', () => {
  fc.assert(
    fc.property(fc.array(inside, { minLength: 1, maxLength: 4 }), (parts) => {
      // Neighbours are parted by a blank, as the reader of HTML leaves them.
      const children = parts.flatMap(({ type, value }, index): PhrasingContent[] => [
        ...(index === 0 ? [] : [{ type: 'text', value: ' ' } as const]),
        nodeOf(type, value),
      ]);
      const node = paragraph(merged(children));
      expect(readBack(writeMarkdown(node))).toEqual([node]);
    }),
    { numRuns: 1000 },
  );
});

function nodeOf(type: string, value: string): PhrasingContent {
  const text = { type: 'text', value } as const;
  if (type === 'link')
    return { type: 'link', title: null, url: 'https://tide.example/a_b', children: [text] };
  return type === 'text' ? text : ({ type, children: [text] } as PhrasingContent);
}

function paragraph(children: PhrasingContent[]): RootContent {
  return { type: 'paragraph', children };
}

function merged(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const out: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.type === 'text' && last?.type === 'text')
      out[out.length - 1] = { ...last, value: last.value + node.value };
    else out.push(node);
  }
  return out;
}

function readBack(markdown: string): unknown {
  return readMarkdown(markdown).root.children.map(withoutPlaces);
}

function withoutPlaces(node: Nodes): unknown {
  const { position: _, ...rest } = node;
  return 'children' in rest ? { ...rest, children: rest.children.map(withoutPlaces) } : rest;
}
