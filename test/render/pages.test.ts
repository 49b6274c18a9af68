// Every page of an archive: valid, open to everyone, without a script, and of one piece with the rest.
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { accessFaults, htmlFaults } from './document-faults.ts';
import { ARABIC, CRANES, item, NEWSLETTER, PLAIN, press, SPECIAL, section, WHOLE } from './samples.ts';

const PRESS = press();
// Ids that occur twice in the samples are the samples' own: an archive's are unique, which publishing sees to.
const ISSUES = [WHOLE, PLAIN, { ...SPECIAL, sections: [] }, { ...ARABIC, sections: [] }];
const FILES = publishArchive({
  newsletter: NEWSLETTER,
  sources: [
    {
      id: 'harbour-post',
      name: 'Harbour Post',
      variants: [],
      kind: 'newspaper',
      domains: [],
      home: 'https://harbourpost.example/',
    },
  ],
  issues: ISSUES,
  rendered: new Map(ISSUES.map((each) => [each.slug, PRESS.renderIssue(each)])),
  images: [CRANES],
  renderPage: PRESS.renderPage,
  renderBlocks: PRESS.renderBlocks,
  say: PRESS.say,
  siteStyles: PRESS.siteStyles,
});
const PAGES = FILES.filter(({ path }) => path.endsWith('.html')).map(({ path, contents }) => ({
  path,
  html: String(contents),
}));

test('there is a page of every kind', () => {
  expect(PAGES.map(({ path }) => path.replace('site/', ''))).toEqual(
    expect.arrayContaining([
      'index.html',
      'issues/0012.html',
      'archive.html',
      'archive/2026-01.html',
      'tags.html',
      'statement.html',
    ]),
  );
});

describe.each(PAGES)('$path', ({ html, path }) => {
  const { document } = new JSDOM(html).window;

  test('is valid HTML', async () => {
    expect(await htmlFaults(html)).toEqual([]);
  });

  test('shuts nobody out', async () => {
    expect(await accessFaults(html)).toEqual([]);
  });

  test('runs nothing and fetches from nobody else', () => {
    expect([...document.querySelectorAll('script, style, iframe, [style]')]).toEqual([]);
    for (const element of document.querySelectorAll('img, link[rel="stylesheet"]')) {
      const url = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
      expect(url).not.toMatch(/^(?:[a-z]+:|\/)/iu);
    }
    expect(html).toContain("default-src 'none'");
  });

  test('says where it belongs', () => {
    expect(document.querySelector('link[rel="canonical"]')?.getAttribute('href')).toMatch(
      /^https:\/\/news\.example\.org\//u,
    );
    const root = path.split('/').length > 2 ? '../' : '';
    for (const type of ['application/rss+xml', 'application/feed+json']) {
      expect(document.querySelector(`link[type="${type}"]`)?.getAttribute('href')).toMatch(
        new RegExp(`^${root}feed\\.`, 'u'),
      );
    }
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelector('.skip')?.getAttribute('href')).toBe('#content');
  });
});

test('the style sheet holds the palette, once', () => {
  expect(PRESS.siteStyles.match(/--light-oxblood:/gu)).toHaveLength(1);
  expect(PRESS.siteStyles).toContain('prefers-color-scheme: dark');
  expect(PRESS.siteStyles).toContain('@media print');
});

test('an event without a day and a place has no empty list of them', () => {
  const { page } = PRESS.renderIssue({
    ...PLAIN,
    sections: [section('events', 'Events', [{ ...item('Walk', []), kind: 'event' }])],
  });
  expect(page).toContain('Walk');
  expect(page).not.toContain('<dl');
});
