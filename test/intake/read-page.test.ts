// Pages of many makings, each with its habits and mistakes, are read as they stand in the folder, and what was understood stands beside
// each. UPDATE_FIXTURES=1 writes that anew; the difference is the review.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { canonicalHost, canonicalUrl } from '../../src/check/links/canonical-url.ts';
import { cleanHeadline } from '../../src/intake/pages/clean-headline.ts';
import { readMoment } from '../../src/intake/pages/read-moment.ts';
import { readPage } from '../../src/intake/pages/read-page.ts';

const PAGES = new URL('../fixtures/pages/', import.meta.url);
const ADDRESSES: Readonly<Record<string, string>> = {
  'json-ld-graph': 'https://tide.example/lighthouse',
  amp: 'https://amp.harbourpost.example/winter-dredging/amp',
  'url-date': 'https://harbourpost.example/shore/2026/01/05/harbour-master-resigns.html',
};

function scene(url: string, timeZone = 'Europe/London') {
  return { url, timeZone, keyOf: canonicalUrl, hostOf: canonicalHost, knownNames: ['Harbour Post'] };
}

const names = readdirSync(PAGES).flatMap((file) => /^(.*)\.html$/u.exec(file)?.[1] ?? []);

test('there are twenty dialects at least', () => {
  expect(names.length).toBeGreaterThanOrEqual(20);
});

test.each(names)('%s', (name) => {
  const html = readFileSync(new URL(`${name}.html`, PAGES), 'utf8');
  const facts = readPage(html, scene(ADDRESSES[name] ?? 'https://harbourpost.example/page'));
  const url = new URL(`${name}.yaml`, PAGES);
  const actual = stringify(facts, { lineWidth: 0 });
  if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(url, actual);
  expect(actual).toBe(existsSync(url) ? readFileSync(url, 'utf8') : '');
});

test.each([
  ['Dockers vote | News | The Tide', 'Dockers vote'],
  ['Dockers vote - The Tide', 'Dockers vote'],
  ['The Tide – Dockers vote', 'Dockers vote'],
  ['Tide: Dockers vote', 'Dockers vote'],
  ['Dockers vote — tide.example', 'Dockers vote'],
  ['Dockers vote: a history', 'Dockers vote: a history'],
  ['Half-empty hall - again', 'Half-empty hall - again'],
  ['The Tide', 'The Tide'],
  ['Tide - The Tide', 'Tide'],
])('of "%s" is left "%s"', (title, expected) => {
  expect(cleanHeadline(title, { siteNames: ['The Tide'], headings: [], isTitle: true })).toBe(expected);
});

test('a canonical address begins where the page says that its addresses begin', () => {
  const head = '<base href="/"><link rel="canonical" href="story/1">';
  expect(readPage(head, scene('https://harbourpost.example/a/b/c.html')).url).toBe(
    'https://harbourpost.example/story/1',
  );
});

test('paragraphs of a description do not run into each other, and what is no text is none of it', () => {
  const description = '<p>One thing.</p><p>Two things.<br>Three</p><script>x=1</script>';
  const head = `<meta name="description" content="${description}">`;
  expect(readPage(head, scene('https://harbourpost.example/page')).excerpt).toBe(
    'One thing. Two things. Three',
  );
});

test('an excerpt is not cut inside of a letter', () => {
  const head = `<meta name="description" content="${'x'.repeat(418)}${'\u{1f6a2}'.repeat(2)}">`;
  expect(readPage(head, scene('https://harbourpost.example/page')).excerpt).toBe(`${'x'.repeat(418)}…`);
});

describe('moments', () => {
  const read = (written: string, timeZone = 'Europe/London', language = 'en') =>
    readMoment(written, { timeZone, language });

  test.each([
    ['2026-01-16', '2026-01-16'],
    ['2026-01-16T23:30:00-05:00', '2026-01-17'],
    ['2026-01-16T23:30:00', '2026-01-16'],
    ['2026-01-16T23:30:00.123+0000', '2026-01-16'],
    ['2026-01-16 23:30:00 +05', '2026-01-16'],
    ['2026/01/16 08:00', '2026-01-16'],
    ['20260116T2330Z', '2026-01-16'],
    ['2026-01-16T23:30Z[Europe/Paris]', '2026-01-16'],
    ['Fri, 16 Jan 2026 23:30:00 -0800', '2026-01-17'],
    ['16 Jan 2026', '2026-01-16'],
    ['Friday, January 16th, 2026 at 4:30 p.m.', '2026-01-16'],
    ['Updated 16 January 2026', '2026-01-16'],
    ['1768521600', '2026-01-16'],
    ['1768521600000', '2026-01-16'],
  ])('%s is %s', (written, expected) => {
    expect(read(written)).toBe(expected);
  });

  test.each([
    '02/07/2026',
    '2026-02-30',
    '0001-01-01',
    '1970-01-01T00:00:00Z',
    'yesterday',
    '',
    '12',
    'P3D',
    '9'.repeat(400),
    '2026-13-01',
  ])('"%s" is none', (written) => {
    expect(read(written)).toBeUndefined();
  });

  test('the day is the one of the newsletter’s clock', () => {
    expect(read('2026-01-16T23:30:00Z', 'Asia/Baghdad')).toBe('2026-01-17');
    expect(read('2026-01-16T23:30:00Z', 'America/New_York')).toBe('2026-01-16');
    expect(read('16 janvier 2026', 'Europe/Paris', 'fr')).toBe('2026-01-16');
  });
});

test.each([
  ['tags inside one another', '<div>'.repeat(100_000)],
  [
    'a tag of a million attributes',
    `<meta ${Array.from({ length: 60_000 }, (_, nth) => `a${nth}=1`).join(' ')}>`,
  ],
  ['unclosed quotation', `<meta content="${'x'.repeat(80_000)}`],
  ['angle brackets', '<'.repeat(500_000)],
  [
    'linked data inside itself',
    `<script type="application/ld+json">${'{"@graph":['.repeat(10_000)}</script>`,
  ],
  ['a thousand scripts', '<script type="application/ld+json">{"@type":"NewsArticle"}</script>'.repeat(4_000)],
  ['paragraphs never closed', '<p>word <time>'.repeat(30_000)],
  ['entities', `<title>${'&amp;'.repeat(80_000)}`],
  ['dividers', `<title>${'a | '.repeat(30_000)}</title>`],
])('is read in no time: %s', (_name, html) => {
  const start = performance.now();
  readPage(html, scene('https://harbourpost.example/page'));
  expect(performance.now() - start).toBeLessThan(2000);
});
