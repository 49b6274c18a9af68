import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, TEXT_COLUMNS, wrapText } from '../../src/render/wrap-text.ts';

describe('columns', () => {
  test.each([
    ['plain', 5],
    ['“quoted”', 8],
    ['日本', 4],
    ['e\u0301', 1],
    ['ميناء', 5],
    ['مُحَمَّد', 4],
    ['👍', 2],
    ['\u2068a\u2069', 1],
  ])('%s takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });
});

describe('wrapping', () => {
  test('breaks at spaces and indents every line', () => {
    const lines = wrapText('word '.repeat(40), '- ', '  ').split('\n');
    expect(lines[0]?.startsWith('- word')).toBe(true);
    expect(lines.slice(1).every((line) => line.startsWith('  word'))).toBe(true);
  });

  test('never breaks an address, and lets it stand on its own line', () => {
    const url = `https://example.org/${'path/'.repeat(30)}`;
    expect(wrapText(`See ${url} today.`).split('\n')).toEqual(['See', url, 'today.']);
  });

  test('keeps a no-break space', () => {
    expect(wrapText('«\u202fOui\u202f»')).toBe('«\u202fOui\u202f»');
  });

  test('keeps the words, in order, in lines of at most 72 columns', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 60 }), (texts) => {
        const text = texts.join(' ').replace(/[\n\f\r\v\u2028\u2029:@]/gu, '');
        const wrapped = wrapText(text, '  ');
        for (const line of wrapped.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(TEXT_COLUMNS);
        expect(wrapped.replace(/[\s]/gu, '')).toBe(text.replace(/[\s]/gu, ''));
      }),
    );
  });
});
