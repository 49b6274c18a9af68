import { describe, expect, test } from 'vitest';
import { canonicalUrl, isFrontPage } from '../../src/check/canonical-url.ts';

const SAME: readonly (readonly [string, string])[] = [
  ['http://www.example.org/a', 'https://example.org/a'],
  ['https://Example.ORG/a/', 'https://example.org/a'],
  ['https://example.org:443/a', 'https://example.org/a'],
  ['https://example.org/a?utm_source=x&id=3', 'https://example.org/a?id=3'],
  ['https://example.org/a?b=2&a=1', 'https://example.org/a?a=1&b=2'],
  ['https://example.org/a.php/amp', 'https://example.org/a.php'],
  ['https://example.org/a#xtor=RSS-3208', 'https://example.org/a'],
  ['https://example.org/caf%C3%A9', 'https://example.org/café'],
  ['https://example.org/index.html', 'https://example.org/'],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ['https://example.org/a', 'https://example.org/A'],
  ['https://example.org/?p=12', 'https://example.org/?p=13'],
  ['https://example.org/live#block-1', 'https://example.org/live#block-2'],
  ['https://news.example.org/a', 'https://example.org/a'],
  ['https://example.org/amp', 'https://example.org/ample'],
];

describe('canonicalUrl', () => {
  test.each(SAME)('%s is %s', (one, other) => {
    expect(canonicalUrl(one)).toBe(canonicalUrl(other));
  });

  test.each(DIFFERENT)('%s is not %s', (one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other));
  });

  test.each(['images/a.jpg', 'mailto:a@example.org', 'http://', 'https://%%%'])('leaves %s alone', (url) => {
    expect(canonicalUrl(url)).toBe(url);
  });
});

describe('isFrontPage', () => {
  test.each([
    'https://example.org',
    'http://www.example.org/',
    'https://example.org/?utm_source=x',
    'https://example.org/#',
  ])('%s is one', (url) => {
    expect(isFrontPage(url)).toBe(true);
  });

  test.each([
    'https://example.org/a',
    'https://example.org/?p=12',
    'https://example.org/#/story/1',
    'mailto:a@example.org',
  ])('%s is none', (url) => {
    expect(isFrontPage(url)).toBe(false);
  });
});
