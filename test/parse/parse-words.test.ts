// Words as editors write them: laid over the program's key by key, and every slip told with its place.
import { describe, expect, test } from 'vitest';
import type { TemplateFile, TemplateSet } from '../../src/model/rendered.ts';
import { nearestLanguage, sayer } from '../../src/model/words.ts';
import { parseWords } from '../../src/parse/parse-words.ts';

const ENGLISH = `leave: Leave
hello: Hello {name}
left: { one: "{count} day", other: "{count} days" }
`;

function file(source: string, shownPath: string): TemplateFile {
  return { shownPath, source };
}

/** The program's English, and a project's own files by language. */
function read(own: Readonly<Record<string, string>>) {
  const templates: TemplateSet = new Map([
    ['words/en.yaml', file(ENGLISH, '(built in) templates/words/en.yaml')],
    ...Object.entries(own).map(([language, source]): [string, TemplateFile] => {
      const written = file(source, `templates/words/${language}.yaml`);
      return [
        `words/${language}.yaml`,
        language === 'en' ? { ...written, beneath: file(ENGLISH, '(built in) en.yaml') } : written,
      ];
    }),
  ]);
  return parseWords(templates);
}

function slips(own: Readonly<Record<string, string>>): readonly string[] {
  return read(own).diagnostics.map(
    ({ path, place, reason }) => `${path}:${place?.start.line}:${place?.start.column}: ${reason}`,
  );
}

describe('words of a project', () => {
  test('change single keys of the program’s', () => {
    const { words, diagnostics } = read({ en: 'leave: Goodbye' });
    expect(diagnostics).toEqual([]);
    const say = sayer(words);
    expect(say('en', 'leave')).toBe('Goodbye');
    expect(say('en', 'hello', { name: 'Rana' })).toBe('Hello Rana');
  });

  test('add a language; what it lacks is said in English', () => {
    const say = sayer(read({ it: 'leave: Esci' }).words);
    expect(say('it', 'leave')).toBe('Esci');
    expect(say('it', 'hello', { name: 'Rana' })).toBe('Hello Rana');
  });

  test('a region lies over its language', () => {
    const { words } = read({ de: 'leave: Gehen\nhello: Hallo {name}', 'de-AT': 'hello: Servus {name}' });
    const say = sayer(words);
    expect(say('de-AT', 'hello', { name: 'R.' })).toBe('Servus R.');
    expect(say('de-AT', 'leave')).toBe('Gehen');
    expect(say('de-CH', 'hello', { name: 'R.' })).toBe('Hallo R.');
    expect(nearestLanguage(words, 'DE-at')).toBe('de-AT');
    expect(nearestLanguage(words, 'fr')).toBeUndefined();
  });

  test('an empty file changes nothing', () => {
    expect(read({ fr: '', de: '# later\n' }).diagnostics).toEqual([]);
  });
});

test('the plural form is the language’s own for the number', () => {
  const say = sayer(
    read({
      ar: 'left:\n  zero: z\n  one: o\n  two: t\n  few: "{count} f"\n  many: "{count} m"\n  other: "{count} x"',
    }).words,
  );
  const said = [0, 1, 2, 3, 11, 100].map((count) => say('ar', 'left', { count }));
  expect(said).toEqual(['z', 'o', 't', '3 f', '11 m', '100 x']);
  expect(say('en', 'left', { count: 1 })).toBe('1 day');
  expect(say('en', 'left', { count: 7 })).toBe('7 days');
});

test('a value is put in as it is, whatever it holds', () => {
  const say = sayer(read({}).words);
  expect(say('en', 'hello', { name: '$& {name} {count}' })).toBe('Hello $& {name} {count}');
});

test('a key that is nowhere is a bug', () => {
  expect(() => sayer(read({}).words)('en', 'gone')).toThrow('There are no words for "gone"');
});

describe('a slip is told with its place', () => {
  test.each([
    ['leve: X', '1:1: Unexpected key "leve", expected "leave"'],
    ['leave: Go\nzzzzzzzz: X', '2:1: Unexpected key "zzzzzzzz", expected one of templates/words/en.yaml'],
    ['hello: "Bonjour {nom}"', '1:8: Unexpected {nom}, expected {name}'],
    ['leave: "Partir {name}"', '1:8: Unexpected {name}, expected none in this message'],
    ['leave:', '1:7: Unexpected gap for "leave", expected a text'],
    ['leave: [a]', '1:8: Unexpected list for "leave", expected a text'],
    ['leave: { one: a, other: b }', '1:8: Unexpected plural forms, expected one text'],
    ['left: { few: a, other: b }', '1:9: Unexpected plural form "few", expected one, many, other'],
    ['left: { one: a }', '1:1: Unexpected gap for "left", expected the plural form "other"'],
    ['left: { one: "", other: b }', '1:9: Unexpected gap for "one", expected a text'],
    ['- a', '1:1: Unexpected text, expected lines such as "subscribe: Subscribe"'],
    ['leave: a\nleave: b', '2:1: Unexpected second "leave", expected each key once'],
  ])('%j', (source, told) => {
    expect(slips({ fr: source })).toEqual([`templates/words/fr.yaml:${told}`]);
  });

  test('a file that is no YAML', () => {
    expect(slips({ fr: 'leave: "a' })[0]).toMatch(/^templates\/words\/fr\.yaml:1:8: Unexpected end/u);
  });

  test('a file named after no language', () => {
    const { diagnostics } = read({ 'my words': 'leave: X' });
    expect(diagnostics[0]?.reason).toMatch(/^Unexpected file name/u);
  });
});

test('without English there are no words, and nothing is thrown', () => {
  expect([...parseWords(new Map()).words]).toEqual([]);
});
