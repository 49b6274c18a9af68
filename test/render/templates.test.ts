// What an operator is told about a template that cannot be used.
import { describe, expect, test } from 'vitest';
import { BroadsideError } from '../../src/model/errors.ts';
import { press, templates, WHOLE } from './samples.ts';

/** The failure of making a press with these templates and printing an issue with it. */
function failure(more: Readonly<Record<string, string | undefined>>): BroadsideError {
  try {
    press(more).renderIssue(WHOLE);
  } catch (error) {
    if (error instanceof BroadsideError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

function told(more: Readonly<Record<string, string | undefined>>): string {
  const { code, place, message } = failure(more);
  return `${place}: ${code}: ${message}`;
}

describe('a template that is not there', () => {
  test.each([
    [
      { 'email/issue.hbs': undefined },
      'templates/email/issue.hbs: TEMPLATE_MISSING: There is no template "email/issue.hbs"',
    ],
    [
      { 'email/issue.hbs': '<p>\n  {{> email/lost}}</p>' },
      'templates/email/issue.hbs:2:3: TEMPLATE_MISSING: There is no template "email/lost.hbs"',
    ],
    [
      { 'styles/email.css': undefined },
      'templates/styles/email.css: TEMPLATE_MISSING: There is no style sheet "styles/email.css"',
    ],
  ])('%j', (more, message) => {
    expect(told(more)).toBe(message);
  });
});

describe('a template with a slip', () => {
  test.each([
    [
      '<p>{{titel}}</p>',
      ':1:6: TEMPLATE_INVALID: Unexpected name "titel", expected one that this template is given',
    ],
    [
      '<td class="margin">{{site.titel}}</td>',
      ':1:27: TEMPLATE_INVALID: Unexpected name "titel", expected one that this template is given',
    ],
    ['a\nb {{#if title}}c{{/each}}', ':2:6: TEMPLATE_INVALID: Unexpected {{/each}}, expected {{/if}}'],
    [
      'a\n{{#if title}c{{/if}}',
      ':2:1: TEMPLATE_INVALID: Unexpected braces, expected {{name}}, {{#if …}} … {{/if}} or the like',
    ],
    ['{{> (lookup this "x")}}', ':1:1: TEMPLATE_INVALID: Unexpected computed partial, expected a name'],
    [
      '{{constructor}}',
      ':1:3: TEMPLATE_INVALID: Unexpected name "constructor", expected one that this template is given',
    ],
    [
      '{{__proto__}}',
      ':1:3: TEMPLATE_INVALID: Unexpected name "__proto__", expected one that this template is given',
    ],
  ])('%j', (source, message) => {
    expect(told({ 'email/issue.hbs': source })).toBe(`templates/email/issue.hbs${message}`);
  });

  test('an unknown helper is told with those that there are', () => {
    expect(told({ 'text/issue.hbs': '{{shout title}}' })).toMatch(
      /^templates\/text\/issue\.hbs:1:3: TEMPLATE_INVALID: Unexpected helper "shout", expected one of any, bdi, bidi, /u,
    );
  });

  test('a fault in a partial is placed in the partial, with its cause', () => {
    const error = failure({ 'email/headline.hbs': '\n{{headlineHtmll}}' });
    expect(error.place).toBe('templates/email/headline.hbs:2:3');
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('a colour that the palette has not is placed in the style sheet', () => {
    expect(told({ 'styles/email.css': '.paper {\n  color: var(--light-inc);\n}' })).toBe(
      'templates/styles/email.css:2:10: TEMPLATE_INVALID: Unexpected name "--light-inc", expected one of styles/tokens.css',
    );
  });
});

test('only fields named …Html, and directions, are written unescaped', () => {
  const raw = [...templates()].flatMap(([path, { source }]) =>
    [...source.matchAll(/\{\{\{([^}]+)\}\}\}/gu)].map((match) => `${path} ${match[1]?.trim()}`),
  );
  const unexpected = raw.filter(
    (use) =>
      !use.startsWith('text/') &&
      !/ (?:bidi .+|filler \w+|headStyles|this|html|(?:\w+\.)*\w+Html)$/u.test(use),
  );
  expect(unexpected).toEqual([]);
});

test('no field has the name of a helper', () => {
  const helpers =
    /\{\{(?:#if |#each |#unless )?(?:safe|longDate|shortDate|is|any|join|caps|wrap|rule|spread|hostOf)\}\}/u;
  expect([...templates()].filter(([, { source }]) => helpers.test(source)).map(([path]) => path)).toEqual([]);
});
