// Words as they are found; and the browser's script makes the very same of every text, or a query would miss what the index has.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../../src/publish/search/words-of.ts';

const CASES: readonly (readonly [written: string, words: string, why: string])[] = [
  ['Dockers’ 9-week strike', 'dockers week strike', 'letters alone stand for nothing'],
  ['Iraq’s oil', 'iraq oil', 'what follows an apostrophe'],
  ['No. 294, 2016', 'no 294 2016', 'figures of two or more'],
  ['Élysée, Çöl, Łódź, Ærø, Straße', 'elysee col lodz aero strasse', 'accents'],
  ['İstanbul ISPARTA ısı', 'istanbul isparta isi', 'Turkish i'],
  ['Ὀδυσσεύς', 'οδυσσευσ', 'final sigma'],
  ['مُحَمَّد محمد', 'محمد محمد', 'vowel signs'],
  ['أحمد إيران آسيا ٱلله', 'احمد ايران اسيا الله', 'hamzas on alef'],
  ['مسؤول هيئة', 'مسوول هييه', 'hamzas elsewhere, final ta'],
  ['الـــنفط والنفط بالنفط للنفط نفط', 'نفط نفط نفط نفط نفط', 'the article, and tatweel'],
  ['على علي', 'علي علي', 'final alef and ya'],
  ['الله إلى', 'الله الي', 'no article before two letters'],
  ['کوردی ١٢ ۱۲', 'كوردي 12 12', 'Persian letters, eastern figures'],
  ['می‌خواهم', 'ميخواهم', 'a joiner is no space'],
  ['石油价格', '石油 油价 价格', 'no spaces between words'],
  ['油', '油', 'one sign alone'],
  ['שָׁלוֹם', 'שלום', 'Hebrew points'],
  ['й Ё', '', 'single letters'],
  ['', '', 'nothing'],
  ['x'.repeat(90), 'x'.repeat(40), 'very long words'],
];

test.each(CASES)('%s', (written, words) => {
  expect(wordsOf(written).join(' ')).toBe(words);
});

describe('the script of the search page', () => {
  const { window } = new JSDOM(
    `<form class="search" data-version="1" data-found="{count}"><fieldset disabled><input name="q"></fieldset></form>
     <p class="search-count"></p><ol class="finds"></ol><p class="search-more"><button></button></p>`,
    { runScripts: 'outside-only', url: 'https://x.example/search.html' },
  );
  window.eval(readFileSync(new URL('../../../templates/scripts/search.js', import.meta.url), 'utf8'));
  const ofScript = window.eval('broadsideSearch.wordsOf') as (text: string) => readonly string[];

  test.each(CASES)('makes the same of %s', (written) => {
    expect([...ofScript(written)]).toEqual(wordsOf(written));
  });

  test('makes the same of any text', () => {
    const letters = fc.constantFrom(
      ...CASES.flatMap(([written]) => [...written]),
      ' ',
      '’',
      'ﻻ',
      'ﷺ',
      'ﬁ',
      '\u0651',
    );
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: letters, maxLength: 60 }));
    fc.assert(
      fc.property(text, (written) => {
        expect([...ofScript(written)]).toEqual(wordsOf(written));
      }),
      { numRuns: 2000 },
    );
  });

  test('lets the form be used', () => {
    expect(window.document.querySelector('fieldset')?.disabled).toBe(false);
  });
});
