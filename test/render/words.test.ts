// The words of the house, in every language it comes with: the same keys, the same places for values, all plural forms; each used
// somewhere, and none written anywhere else.
import { readdirSync, readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { directionOf, directionOfLanguage } from '../../src/model/direction.ts';
import { placeholdersOf } from '../../src/model/words.ts';
import { parseWords } from '../../src/parse/parse-words.ts';
import { HOUSE_TEMPLATES } from '../support/house-templates.ts';
import { press } from './samples.ts';

const SRC = new URL('../../src/', import.meta.url);
const LANGUAGES = ['ar', 'ckb', 'de', 'en', 'es', 'fr'];

/** One language alone, without what English lends it. */
function wordsOf(language: string) {
  const path = `words/${language}.yaml`;
  const file = HOUSE_TEMPLATES.get(path);
  if (file === undefined) throw new Error(`no ${path}`);
  // Read as if it were the English file: then nothing lies beneath it.
  const alone = parseWords(new Map([['words/en.yaml', file]])).words.get('en');
  if (alone === undefined) throw new Error(`nothing in ${path}`);
  return alone;
}

test('there is a file for each', () => {
  const { words, diagnostics } = parseWords(HOUSE_TEMPLATES);
  expect(diagnostics).toEqual([]);
  expect([...words.keys()]).toEqual(LANGUAGES);
});

const ENGLISH = wordsOf('en');

describe.each(LANGUAGES)('%s', (language) => {
  const source = HOUSE_TEMPLATES.get(`words/${language}.yaml`)?.source ?? '';
  const { words } = parseWords(HOUSE_TEMPLATES);
  const own = words.get(language) ?? new Map();

  test('has every key, in the order of English', () => {
    expect([...source.matchAll(/^([a-z-]+):/gmu)].map((match) => match[1])).toEqual([...ENGLISH.keys()]);
  });

  test('has the same places for values', () => {
    for (const [key, message] of ENGLISH) {
      const places = placeholdersOf(own.get(key) ?? '').filter((name) => name !== 'count');
      expect(places, key).toEqual(placeholdersOf(message).filter((name) => name !== 'count'));
      expect(typeof own.get(key), key).toBe(typeof message);
    }
  });

  test('has every plural form of its own', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, message] of own) {
      if (typeof message === 'string') continue;
      expect(Object.keys(message).sort(), key).toEqual([...forms].sort());
      expect(message.other, key).toContain('{count}');
    }
  });

  test('is written in its own script, and is not English', () => {
    const direction = directionOfLanguage(language);
    for (const [key, message] of own) {
      for (const text of typeof message === 'string' ? [message] : Object.values<string>(message)) {
        const words = text.replace(/\{[a-z]+\}|RSS|JSON/giu, '');
        expect(directionOf(words) ?? direction, key).toBe(direction);
      }
    }
    const same = [...own].filter(([key, message]) => message === ENGLISH.get(key)).map(([key]) => key);
    if (language !== 'en') expect(same.length, same.join(', ')).toBeLessThan(12);
  });

  test('has straight quotation marks nowhere, and no space where none belongs', () => {
    for (const [key, message] of own) {
      for (const text of typeof message === 'string' ? [message] : Object.values<string>(message)) {
        expect(text, key).not.toMatch(/["']|\s{2}|^\s|\s$|\.\.\./u);
        if (language === 'fr') expect(text, key).not.toMatch(/(?<![\u00a0\u202f])[:;!?](?!\/\/)| [:;!?]/u);
      }
    }
  });
});

describe('every word is where it belongs', () => {
  const templates = [...HOUSE_TEMPLATES].filter(([path]) => path.endsWith('.hbs'));
  const said = new Set(
    templates.flatMap(([, { source }]) =>
      [...source.matchAll(/\bsay(?:Site)? "([^"]+)"/gu)].map((match) => match[1] ?? ''),
    ),
  );
  const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?:render|publish)[/\\].*\.ts$/u.test(path))
    .map((path) => readFileSync(new URL(path, SRC), 'utf8'));
  const quoted = new Set(
    sources.flatMap((text) => [...text.matchAll(/'([a-z]+(?:-[a-z]+)*)'/gu)].map((match) => match[1] ?? '')),
  );

  test('what templates say is there', () => {
    expect([...said].filter((key) => !ENGLISH.has(key))).toEqual([]);
    expect(said.size).toBeGreaterThan(120);
  });

  test('what is there is said', () => {
    expect([...ENGLISH.keys()].filter((key) => !said.has(key) && !quoted.has(key))).toEqual([]);
  });

  test.each(templates.filter(([path]) => !path.startsWith('text/')))(
    '%s has no words of its own',
    (_, { source }) => {
      const bare = source
        .replace(
          /\{\{!--[\s\S]*?--\}\}|<!--[\s\S]*?-->|<style>[\s\S]*?<\/style>|<title>[\s\S]*?<\/title>/gu,
          '',
        )
        .replace(/\{\{\{?[\s\S]*?\}\}\}?/gu, '');
      const { document } = new JSDOM(`<!doctype html><body><table>${bare}</table>${bare}`).window;
      const shown = [document.body.textContent ?? ''];
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
          shown.push(element.getAttribute(name) ?? '');
        }
      }
      expect(shown.join(' ').match(/\p{L}{2,}/gu) ?? []).toEqual([]);
    },
  );

  test.each(templates.filter(([path]) => path.startsWith('text/')))(
    '%s has no words of its own',
    (_, { source }) => {
      const joined = [...source.matchAll(/\(join [^)]*\)/gu)].flatMap(([call]) =>
        [...call.matchAll(/"([^"]*)"/gu)].map((match) => match[1] ?? ''),
      );
      const shown = [source.replace(/\{\{[\s\S]*?\}\}/gu, ''), ...joined.filter((text) => !said.has(text))];
      expect(shown.join(' ').match(/\p{L}{2,}/gu) ?? []).toEqual([]);
    },
  );
});

test('a template that says what is not there, or too little for it, is told with its place', () => {
  const told = (source: string) => () => press({ 'site/skip.hbs': source });
  expect(told('<p>\n{{say "unsubscrib-title"}}</p>')).toThrow(
    expect.objectContaining({
      code: 'TEMPLATE_INVALID',
      place: 'templates/site/skip.hbs:2:1',
      message: 'Unexpected words "unsubscrib-title", expected "unsubscribe-title"',
    }),
  );
  expect(told('{{say "read-on"}}')).toThrow(
    expect.objectContaining({ message: 'Unexpected end of {{say "read-on"}}, expected title=…' }),
  );
});
