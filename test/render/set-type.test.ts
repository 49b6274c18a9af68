import { describe, expect, test } from 'vitest';
import { setType, typeLanguage, typesetter } from '../../src/render/set-type.ts';

const CASES: readonly (readonly [string, string, string])[] = [
  ['en', `"Thank you," she said.`, '“Thank you,” she said.'],
  ['en', `He said "it's 'over' now".`, 'He said “it’s ‘over’ now”.'],
  ['en', `the dockers' vote of '98`, 'the dockers’ vote of ’98'],
  ['en', `("open")`, '(“open”)'],
  ['en', `"A" and "B"`, '“A” and “B”'],
  ['en', 'well... yes', 'well… yes'],
  ['en', 'the strike -- nine weeks -- ends', 'the strike – nine weeks – ends'],
  ['en', 'the strike - nine weeks - ends', 'the strike – nine weeks – ends'],
  ['en', 'nine-week strike, 2014-15', 'nine-week strike, 2014-15'],
  ['en', 'shut--for good', 'shut—for good'],
  ['en', `see https://a.example/it's--"x"...y now`, `see https://a.example/it's--"x"...y now`],
  ['en', `write to o'neil@a.example, it's free`, `write to o'neil@a.example, it’s free`],
  ['en', '“Right” already – yes…', '“Right” already – yes…'],
  ['en', '', ''],
  ['de', '"Ja", sagte er.', '„Ja“, sagte er.'],
  ['fr', '"Oui"', '«\u202fOui\u202f»'],
  ['ar', 'وقال: "حصلنا على الجدول".', 'وقال: «حصلنا على الجدول».'],
  ['he', 'דובר צה"ל אמר: "שלום".', 'דובר צה״ל אמר: “שלום”.'],
  ['en-GB', '"a"', '“a”'],
  ['xx', '"a"', '“a”'],
];

describe('setting type', () => {
  test.each(CASES)('%s: %s', (language, typed, set) => {
    expect(setType(typed, language)).toBe(set);
  });

  test('what is set once is not changed by setting it again', () => {
    for (const [language, typed] of CASES) {
      const once = setType(typed, language);
      expect(setType(once, language)).toBe(once);
    }
  });

  test('a quotation may open in one piece and close in another', () => {
    const set = typesetter('en');
    expect(['"We ', 'never', '" said so'].map(set).join('')).toBe('“We never” said so');
    expect(["a '", 'free', "' zone"].map(typesetter('en')).join('')).toBe('a ‘free’ zone');
  });

  test('a text that runs against its language takes the marks of its own script', () => {
    expect(typeLanguage('ar', 'ltr')).toBe('en');
    expect(typeLanguage('en', 'rtl')).toBe('ar');
    expect(typeLanguage('de', 'ltr')).toBe('de');
  });
});
