// Whole editions, word for word, against the expected ones in test/fixtures/render/. After a change that is meant, write
// them anew with `UPDATE_FIXTURES=1 npx vitest run --config test/vitest.config.ts test/render/golden.test.ts` and read the
// difference: it is the review.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CASES, press } from './samples.ts';

const FIXTURES = new URL('../fixtures/render/', import.meta.url);
const PRESS = press();

describe.each(Object.keys(CASES))('%s', (name) => {
  const issue = CASES[name];
  if (issue === undefined) throw new Error(`no case ${name}`);
  const rendered = PRESS.renderIssue(issue);
  const { subject, preheader, teaser, items } = rendered;
  const lists = { subject, preheader, teaser, items: items.map(({ html, ...item }) => item) };
  test.each([
    ['mail.html', rendered.html],
    ['mail.txt', rendered.text],
    ['page.html', rendered.page],
    ['feed.html', rendered.feedHtml],
    ['lists.json', JSON.stringify(lists, undefined, 2)],
  ])('%s', (file, actual) => {
    expect(`${actual.trimEnd()}\n`).toBe(expected(`${name}/${file}`, actual));
  });
});

function expected(file: string, actual: string): string {
  const url = new URL(file, FIXTURES);
  if (process.env['UPDATE_FIXTURES'] === '1') {
    mkdirSync(new URL('./', url), { recursive: true });
    writeFileSync(url, `${actual.trimEnd()}\n`);
  }
  return readFileSync(url, 'utf8');
}
