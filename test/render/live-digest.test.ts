// A live page in mail, text and feed: key moments first, entries in the order of time, and never so long that a mail program cuts it.
import { describe, expect, test } from 'vitest';
import { sayer } from '../../src/model/words.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { pluralForms } from '../../src/render/describe-live.ts';
import { harbourContext } from '../parse/harbour.ts';
import { HOUSE_WORDS } from '../support/house-templates.ts';
import { liveIssue } from '../support/live-issue.ts';
import { press } from './samples.ts';

const MAIL_BYTES = 80 * 1024;

function rendered(text: string) {
  const path = 'issues/2016-01-20-live-vote.md';
  return press().renderIssue(parseIssue({ path, value: text }, harbourContext()).issue);
}

const orderIn = (text: string, ...words: readonly string[]): boolean =>
  words.every((word, n) => n === 0 || text.indexOf(words[n - 1] ?? '') < text.indexOf(word)) &&
  words.every((word) => text.includes(word));

/** Each entry ten times as long. */
const LONG = liveIssue().replace(
  /(?:The tellers go on\. ?)+/gu,
  'The tellers go on and on. '.repeat(500).trim(),
);
const NONE_MARKED = LONG.replace('Key: ', '');
const ALL_MARKED = LONG.replace(/(### \d\d:00: )(?:Key: )?/gu, '$1Key: ');

test.each(['html', 'text', 'feedHtml'] as const)(
  '%s: the summary, the key moments, then the entries as time went',
  (edition) => {
    const { [edition]: text } = rendered(liveIssue());
    expect(
      orderIn(
        text,
        'The strike may end tonight',
        'Fifth count',
        'First count',
        'Second count',
        'Tenth count',
      ),
    ).toBe(true);
    expect(text.split('Fifth count').length - 1).toBe(2);
  },
);

test('the page runs as it was asked to', () => {
  expect(
    orderIn(
      rendered(liveIssue()).page,
      'The strike may end tonight',
      'Fifth count',
      'Tenth count',
      'First count',
    ),
  ).toBe(true);
  expect(orderIn(rendered(liveIssue({ head: '' })).page, 'Fifth count', 'First count', 'Tenth count')).toBe(
    true,
  );
});

describe('of one that is too long', () => {
  test('the mail gives the key entries whole, and leads to the others', () => {
    const { html, text, feedHtml } = rendered(LONG);
    expect(Buffer.byteLength(html)).toBeLessThan(MAIL_BYTES);
    for (const edition of [html, text]) {
      expect(edition).toContain('Fifth count');
      expect(edition).toContain('Count number 5 is in');
      expect(edition).toContain('All 10 entries are on the web');
      expect(edition).toContain('/issues/2016-01-20-live-vote.html');
      expect(edition).not.toContain('Count number 6 is in');
    }
    expect(feedHtml).toContain('Count number 6 is in');
  });

  test.each([
    ['where none is marked, the latest stand for them', NONE_MARKED],
    ['where even they are too long, their list', ALL_MARKED],
  ])('%s', (_, issue) => {
    const { html, text } = rendered(issue);
    expect(Buffer.byteLength(html)).toBeLessThan(MAIL_BYTES);
    expect(text).toContain('Tenth count');
    expect(text).not.toContain('Count number 1 is in');
    expect(html).toContain('All 10 entries are on the web');
  });
});

test('every plural form of a language reaches the page', () => {
  const say = sayer(HOUSE_WORDS);
  expect(JSON.parse(pluralForms(say, 'en', 'live-new'))).toEqual({
    one: '{count} new entry',
    other: '{count} new entries',
  });
  expect(Object.keys(JSON.parse(pluralForms(say, 'ar', 'live-new')))).toEqual([
    'zero',
    'one',
    'two',
    'few',
    'many',
    'other',
  ]);
  for (const language of HOUSE_WORDS.keys()) {
    const { other } = JSON.parse(pluralForms(say, language, 'live-new'));
    expect(other).toContain('{count}');
  }
});
