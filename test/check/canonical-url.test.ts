import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalUrl, isFrontPage } from '../../src/check/links/canonical-url.ts';

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
  ['https://example.org/a/default.aspx', 'https://example.org/a'],
  ['https://example.org./a', 'https://example.org/a'],
  ['http://example.org:443/a', 'https://example.org/a'],
  ['https://editor:secret@example.org/a', 'https://example.org/a'],
  ['https://example.org//a//b', 'https://example.org/a/b'],
  ['https://example.org/%7Eines/a%2db', 'https://example.org/~ines/a-b'],
  ['https://example.org/a%c3%a9', 'https://example.org/a%C3%A9'],
  ['https://example.org/a?q=two+words', 'https://example.org/a?q=two%20words'],
  ['https://example.org/a?fbclid=x&at_medium=RSS&CMP=share_btn_tw', 'https://example.org/a'],
  // Twins for telephones
  ['https://m.example.org/a', 'https://www.example.org/a'],
  ['https://mobile.example.org/a', 'https://example.org/a'],
  ['https://en.m.wikipedia.org/wiki/Crane', 'https://en.wikipedia.org/wiki/Crane'],
  ['https://amp.example.org/a', 'https://example.org/a'],
  ['https://example.org/amp/a', 'https://example.org/a'],
  ['https://example.org/a/amp/', 'https://example.org/a'],
  ['https://example.org/a/amp.html', 'https://example.org/a'],
  ['https://example.org/a?amp=1', 'https://example.org/a'],
  ['https://example.org/a?outputType=amp', 'https://example.org/a'],
  ['https://www.google.com/amp/s/www.example.org/a', 'https://example.org/a'],
  ['https://www.google.co.uk/amp/www.example.org/a', 'https://example.org/a'],
  ['https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a?id=3', 'https://example.org/a?id=3'],
  ['https://www-example-org.cdn.ampproject.org/v/s/www.example.org/a', 'https://example.org/a'],
  // Pages to print
  ['https://example.org/a?print=1', 'https://example.org/a'],
  ['https://example.org/a/print/', 'https://example.org/a'],
  // Places on a page
  ['https://example.org/a#comments', 'https://example.org/a'],
  ['https://example.org/a#:~:text=the%20rota', 'https://example.org/a'],
  ['https://example.org/a#section-2', 'https://example.org/a'],
  // Copies and counters
  ['https://web.archive.org/web/20160116000000/http://www.example.org/a', 'https://example.org/a'],
  ['https://web.archive.org/web/20160116id_/https://example.org/a?b=1', 'https://example.org/a?b=1'],
  ['https://web.archive.org/web/2016*/http:/example.org/a', 'https://example.org/a'],
  ['https://web.archive.org/web/2016/example.org/a', 'https://example.org/a'],
  [
    'https://web.archive.org/web/2020/https://web.archive.org/web/2016/http://example.org/a',
    'https://example.org/a',
  ],
  ['https://archive.ph/2016.01.16-120000/https://example.org/a', 'https://example.org/a'],
  ['https://webarchive.nationalarchives.gov.uk/ukgwa/20160116/http://example.org/a', 'https://example.org/a'],
  ['https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa&sa=D', 'https://example.org/a'],
  ['https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa&h=x', 'https://example.org/a'],
  [
    'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=x',
    'https://example.org/a',
  ],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ['https://example.org/a', 'https://example.org/A'],
  ['https://example.org/?p=12', 'https://example.org/?p=13'],
  [
    'https://example.org/issues/0003.html#no-3-dockers-vote',
    'https://example.org/issues/0003.html#no-3-the-rota',
  ],
  ['https://example.org/live#block-1', 'https://example.org/live#block-2'],
  ['https://news.example.org/a', 'https://example.org/a'],
  ['https://example.org/amp', 'https://example.org/ample'],
  ['https://example.org/print', 'https://example.org/'],
  ['https://example.org/print/a', 'https://example.org/a'],
  ['https://example.org/#!/story/1', 'https://example.org/#!/story/2'],
  ['https://example.org/#/story/1', 'https://example.org/#/story/2'],
  ['https://m.tv/a', 'https://tv/a'],
  ['https://example.org:8080/a', 'https://example.org/a'],
  ['https://example.org/a?ref=1', 'https://example.org/a'],
  ['https://example.org/a?m=2', 'https://example.org/a?m=3'],
  ['https://example.org/a%2Fb', 'https://example.org/a/b'],
  ['https://example.org/a?b=1%262', 'https://example.org/a?b=1&2'],
  ['https://web.archive.org/about', 'https://web.archive.org/'],
  ['https://example.org/web/2016/http://example.com/a', 'https://example.com/a'],
  ['https://www.google.com/search?q=https://example.org/a', 'https://example.org/a'],
  ['https://archive.is/AbCd3', 'https://archive.is/AbCd4'],
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

describe('canonicalUrl, whatever it is given', () => {
  /** What addresses are made of, wrappers and all. */
  const pieces = fc.constantFrom(
    ...'https:// http:// www. m. amp. example.org :80 :443 :8080 / // a b index.html amp print ? & = utm_source amp=1 print=1 # !'.split(
      ' ',
    ),
    ...'#/ #block-1 % %41 %2f %25 34 + web.archive.org/web/2016/ 20160116id_ www.google.com/amp/s/ x.cdn.ampproject.org/c/s/'.split(
      ' ',
    ),
    ...". .. é @ user:pw en.m.wikipedia.org mobile [::1] 1.2.3.4 ; \\ ' m=1 google.com/url?q=".split(' '),
    ' ',
  );
  const anyAddress = fc
    .tuple(
      fc.constantFrom('https://', 'http://', 'https://example.org/', 'https://web.archive.org/web/2016/', ''),
      fc.array(fc.oneof({ weight: 8, arbitrary: pieces }, fc.string({ maxLength: 3, unit: 'grapheme' })), {
        maxLength: 12,
      }),
    )
    .map(([start, rest]) => start + rest.join(''));

  test('comes to a form that stays as it is', () => {
    fc.assert(
      fc.property(anyAddress, (url) => {
        const once = canonicalUrl(url);
        if (once === url || !URL.canParse(`https://${once}`)) return;
        expect(canonicalUrl(`https://${once}`)).toBe(once);
      }),
      {
        numRuns: 5_000,
        examples: [['https://example.org/%%34%31'], ['https://web.archive.org/web/2016//example.org']],
      },
    );
  });

  test('ends soon, however many copies an address is wrapped in', () => {
    const url = `${'https://web.archive.org/web/2016/'.repeat(3_000)}https://example.org/a`;
    const start = performance.now();
    expect(canonicalUrl(url)).not.toBe('');
    expect(performance.now() - start).toBeLessThan(500);
  });

  test('20,000 links take less than 200 ms', () => {
    const urls = Array.from(
      { length: 20_000 },
      (_, nth) => `http://www.example.org/news/world/caf%C3%A9-${nth}.html?utm_source=x&id=${nth}#top`,
    );
    const run = () => {
      const start = performance.now();
      for (const url of urls) canonicalUrl(url);
      return performance.now() - start;
    };
    expect(Math.min(...Array.from({ length: 6 }, run))).toBeLessThan(200);
  });
});

describe('isFrontPage', () => {
  test.each([
    'https://example.org',
    'http://www.example.org/',
    'https://example.org/?utm_source=x',
    'https://example.org/#',
    'https://example.org/index.html',
    'https://web.archive.org/web/2016/http://example.org/',
  ])('%s is one', (url) => {
    expect(isFrontPage(url)).toBe(true);
  });

  test.each([
    'https://example.org/a',
    'https://example.org/?p=12',
    'https://example.org/#/story/1',
    'https://example.org/print',
    'mailto:a@example.org',
  ])('%s is none', (url) => {
    expect(isFrontPage(url)).toBe(false);
  });
});
