import { describe, expect, test } from 'vitest';
import { listHeaders } from '../../src/deliver/list-headers.ts';
import { MARKERS } from '../../src/model/markers.ts';
import { NEWSLETTER } from './newsletter-fixture.ts';

const valueIn = (name: string, newsletter = NEWSLETTER, slug = '0012'): string => {
  const fields = listHeaders(newsletter, { slug }).filter((field) => field.name === name);
  expect(fields).toHaveLength(1);
  return fields[0]?.value ?? '';
};

test('all fields, each once, in these very words', () => {
  expect(
    Object.fromEntries(listHeaders(NEWSLETTER, { slug: '0012' }).map(({ name, value }) => [name, value])),
  ).toEqual({
    'List-Id': 'Harbour Letter <letter.harbour.example.org>',
    'List-Unsubscribe': `<https://harbour.example.org/list/u/${MARKERS.unsubscribe}>, <mailto:leave@harbour.example.org?subject=unsubscribe%20${MARKERS.unsubscribe}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Help': '<mailto:owner@harbour.example.org?subject=help>',
    'List-Owner': '<mailto:owner@harbour.example.org>',
    'List-Archive': '<https://harbour.example.org/archive.html>',
    'List-Post': 'NO',
    'Feedback-ID': '0012:letter.harbour.example.org:issue:letterharbourex',
  });
  expect(listHeaders(NEWSLETTER, { slug: '0012' })).toHaveLength(8);
});

describe('List-Id', () => {
  test.each([
    ['Quay, Crane & Co.', '"Quay, Crane & Co." <letter.harbour.example.org>'],
    ['رسالة', '=?UTF-8?B?2LHYs9in2YTYqQ==?= <letter.harbour.example.org>'],
    ['', '<letter.harbour.example.org>'],
    ['Letter\r\nBcc: eve@example.org', '"Letter Bcc: eve@example.org" <letter.harbour.example.org>'],
  ])('of the title %j', (title, value) => {
    expect(valueIn('List-Id', { ...NEWSLETTER, title })).toBe(value);
  });

  test.each(['a b', 'x>\r\nBcc: y', 'é.example.org', '', 'a'.repeat(256)])(
    'is refused for the id %.20j',
    (listId) => {
      expect(() => listHeaders({ ...NEWSLETTER, listId }, { slug: '0012' })).toThrow('list id');
    },
  );
});

describe('addresses', () => {
  test('of another script go out as ASCII', () => {
    const newsletter = {
      ...NEWSLETTER,
      listUrl: 'https://bücher.example/list/',
      siteUrl: 'https://bücher.example/',
      owner: 'jörg@bücher.example',
    };
    expect(valueIn('List-Unsubscribe', newsletter)).toContain('<https://xn--bcher-kva.example/list/u/');
    expect(valueIn('List-Archive', newsletter)).toBe('<https://xn--bcher-kva.example/archive.html>');
    expect(valueIn('List-Owner', newsletter)).toBe('<mailto:j%C3%B6rg@xn--bcher-kva.example>');
  });

  test.each(['https://x.example/a b/', 'https://x.example/\r\nBcc: eve/', 'https://x.example/<>/'])(
    '%j cannot break out of its brackets',
    (listUrl) => {
      const value = valueIn('List-Unsubscribe', { ...NEWSLETTER, listUrl });
      expect(value).toMatch(
        /^<https:\/\/x\.example\/[\x21-\x3b=\x3f-\x7e]*u\/\w+>, <mailto:[\x21-\x3b=\x3f-\x7e]+>$/u,
      );
    },
  );
});

describe('Feedback-ID', () => {
  test.each([
    ['0012', 'l.io', '0012:l.io:issue:lio00'],
    [
      'بيان',
      'letter.harbour.example.org',
      '%D8%A8%D9%8A%D8%A7%D9%86:letter.harbour.example.org:issue:letterharbourex',
    ],
  ])('of %s and %s', (slug, listId, value) => {
    expect(valueIn('Feedback-ID', { ...NEWSLETTER, listId }, slug)).toBe(value);
    expect(value.split(':').at(-1)).toMatch(/^[a-z0-9]{5,15}$/u);
    expect(new Set(value.split(':')).size).toBe(4);
  });
});
