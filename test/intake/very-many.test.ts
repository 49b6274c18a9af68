// More of one thing than a call can take as arguments, or than calls can stand within each other: strangers' exports have it, and an import of
// years must not end there.
import type { Element } from 'hast';
import type { Paragraph, PhrasingContent } from 'mdast';
import { expect, test } from 'vitest';
import { wordsOf } from '../../src/intake/html/walk.ts';
import { joinWrapped } from '../../src/intake/old-text/join-wrapped.ts';
import type { TextLine } from '../../src/intake/old-text/old-text.ts';
import { postBlocks } from '../../src/intake/posts/post-block.ts';

test('children of one element', () => {
  const children = Array.from({ length: 200_000 }, () => ({ type: 'text' as const, value: 'a' }));
  const element: Element = { type: 'element', tagName: 'p', properties: {}, children };
  expect(wordsOf(element)).toHaveLength(200_000);
});

test('lines of one text', () => {
  const lines = Array.from(
    { length: 200_000 },
    (_, nth): TextLine => ({ text: 'A line.', isAfterGap: true, isSoft: false, number: nth + 1 }),
  );
  const clues = { beginsReport: () => false, isOwnLine: () => false };
  expect(joinWrapped(lines, clues)).toHaveLength(200_000);
});

test('bold lines of one paragraph', () => {
  const children = Array.from({ length: 5_000 }, (): PhrasingContent[] => [
    { type: 'strong', children: [{ type: 'text', value: 'A headline' }] },
    { type: 'break' },
  ]).flat();
  const paragraph: Paragraph = { type: 'paragraph', children };
  const blocks = postBlocks([paragraph], new Map(), { readAttribution: () => undefined });
  expect(
    blocks
      .map(({ words }) => words)
      .join(' ')
      .match(/headline/gu),
  ).toHaveLength(5_000);
});
