// Every page of an archive: valid, open to everyone, without a script, and of one piece with the rest.
import { readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import type { OutputFile } from '../../src/model/rendered.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import type { PublishInput } from '../../src/publish/publish-input.ts';
import { deadLinks } from '../support/crawl-site.ts';
import { accessFaults, htmlFaults } from './document-faults.ts';
import {
  ARABIC,
  CRANES,
  item,
  NEWSLETTER,
  PLACE,
  PLAIN,
  press,
  prose,
  SPECIAL,
  section,
  WHOLE,
} from './samples.ts';

/** Data for machines is no script: nothing of it runs. */
const SCRIPTS = 'script:not([type="application/ld+json"])';

/** Pages with no address of their own, and whose they name. */
const UNLISTED = new Map([
  ['site/404.html', undefined],
  ['site/old/index.html', 'https://news.example.org/issues/0012.html'],
]);

const PRESS = press();
// Ids that occur twice in the samples are the samples' own: an archive's are unique, which publishing sees to.
const ISSUES = [WHOLE, PLAIN, { ...SPECIAL, sections: [] }, { ...ARABIC, sections: [] }];
const INPUT: PublishInput = {
  newsletter: {
    ...NEWSLETTER,
    about: prose('We write about [the harbour](https://news.example.org/archive.html).'),
    places: ['port'],
    statement: {
      title: 'What we want',
      body: prose('1. Open harbours.\n2. Fair wages.'),
      signatories: ['Ana Brandt', 'نادية الحسن', 'The Dockers’ Choir & Band'],
    },
  },
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
  redirects: [{ from: 'old/', to: 'issues/0012.html', fromPlace: PLACE, toPlace: PLACE }],
  renderPage: PRESS.renderPage,
  renderBlocks: PRESS.renderBlocks,
  say: PRESS.say,
  siteStyles: PRESS.siteStyles,
  feedSheet: PRESS.feedSheet,
  feedStyles: PRESS.feedStyles,
  siteScripts: PRESS.siteScripts,
};
const FILES = publishArchive(INPUT);
const PAGES = FILES.filter(({ path }) => path.endsWith('.html')).map(({ path, contents }) => ({
  path,
  html: String(contents),
}));

test('there is a page of every kind', () => {
  expect(PAGES.map(({ path }) => path.replace('site/', ''))).toEqual(
    expect.arrayContaining([
      'about.html',
      'events.html',
      '404.html',
      'old/index.html',
      'index.html',
      'issues/0012.html',
      'archive.html',
      'archive/2026-01.html',
      'tags.html',
      'statement.html',
    ]),
  );
});

/** But for two that the samples' own authors have written. */
function foundDead(files: readonly OutputFile[]): readonly string[] {
  return deadLinks(files, NEWSLETTER.siteUrl).filter((link) => !/\/(?:list|images\/small\.jpg)$/u.test(link));
}

test('every link of a page, a feed or the map that stays in the archive leads somewhere', () => {
  expect(foundDead(FILES)).toEqual([]);
});

test.each([
  ['a page', 'site/a.html', '<a href="gone.html">'],
  ['an anchor', 'site/a.html', '<a href="index.html#nobody">'],
  ['a picture', 'site/a.html', '<img src="images/none.png">'],
  ['a canonical address', 'site/a.html', '<link rel="canonical" href="https://news.example.org/gone">'],
  ['a feed', 'site/a.xml', '<link>https://news.example.org/gone.html</link>'],
  [
    'data for machines',
    'site/a.html',
    '<script type="application/ld+json">{"url":"https://news.example.org/x"}</script>',
  ],
])('a dead link of %s is found', (_, path, contents) => {
  expect(foundDead([...FILES, { path, contents, mediaType: 'text/html' }])).toHaveLength(1);
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
    expect([...document.querySelectorAll(`${SCRIPTS}:not([src]), style, iframe, [style]`)]).toEqual([]);
    const isLive = document.querySelector('#live-bar') !== null;
    expect([...document.querySelectorAll('script[src]')].map((script) => script.getAttribute('src'))).toEqual(
      path === 'site/search.html' ? ['scripts/search.js'] : isLive ? ['../scripts/live.js'] : [],
    );
    for (const element of document.querySelectorAll('img, link[rel="stylesheet"]')) {
      const url = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
      // What stands for an address at any depth begins at the host's root.
      expect(url).not.toMatch(path === 'site/404.html' ? /^(?:[a-z]+:|\/\/)/iu : /^(?:[a-z]+:|\/)/iu);
    }
    expect(html).toContain("default-src 'none'");
  });

  test('says where it belongs', () => {
    const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href');
    const shared = document.querySelector('meta[property="og:url"]')?.getAttribute('content');
    if (UNLISTED.has(path)) {
      expect(shared).toBeUndefined();
      expect(canonical).toBe(UNLISTED.get(path));
      expect(document.querySelector('meta[name="robots"]')?.getAttribute('content')).toBe('noindex');
    } else expect(canonical).toBe(shared);
    if (canonical !== undefined) expect(canonical).toMatch(/^https:\/\/news\.example\.org\//u);
    const root = path === 'site/404.html' ? '/' : path.split('/').length > 2 ? '../' : '';
    for (const type of ['application/rss+xml', 'application/feed+json']) {
      expect(document.querySelector(`link[type="${type}"]`)?.getAttribute('href')).toMatch(
        new RegExp(`^${root}feed\\.`, 'u'),
      );
    }
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelector('.skip')?.getAttribute('href')).toBe('#content');
  });
});

describe('the way in, where somebody is at the door', () => {
  const doored = publishArchive({
    ...INPUT,
    newsletter: { ...INPUT.newsletter, listUrl: 'https://list.example.org/in/', hasFrontDoor: true },
  }).filter(({ path }) => path.endsWith('.html'));

  test('is on every page, asks for the address alone, and may be sent nowhere else', () => {
    expect(doored).toHaveLength(PAGES.length);
    for (const { contents } of doored) {
      const { document } = new JSDOM(String(contents)).window;
      const forms = [...document.querySelectorAll('form:not([role="search"])')];
      expect(forms.map((form) => form.getAttribute('action'))).toEqual([
        'https://list.example.org/in/subscribe',
      ]);
      const names = [...document.querySelectorAll('[name]:not(meta, [role="search"] *)')];
      expect(names.map((field) => field.getAttribute('name'))).toEqual(['address']);
      expect(String(contents)).toContain("base-uri 'none'; form-action https://list.example.org\"");
    }
  });

  test('is what the manual gives to be pasted elsewhere', () => {
    const manual = readFileSync(new URL('../../docs/audience.md', import.meta.url), 'utf8');
    const home = String(doored.find(({ path }) => path === 'site/index.html')?.contents);
    const form = /<form class="door"[\s\S]*?<\/form>/u.exec(home)?.[0] ?? 'no form';
    expect(manual).toContain(
      form.replace('https://list.example.org/in/', 'https://list.iraqfocus.example.org/'),
    );
  });

  test('is as valid and open as the page', async () => {
    const home = String(doored.find(({ path }) => path === 'site/index.html')?.contents);
    expect(await htmlFaults(home)).toEqual([]);
    expect(await accessFaults(home)).toEqual([]);
  });

  test('is not there where nobody is, and nothing may be sent anywhere', () => {
    for (const { html } of PAGES) {
      expect(html).not.toContain('method="post"');
      expect(html).toContain("form-action 'none'");
    }
  });
});

test('the style sheet holds the palette, once', () => {
  expect(PRESS.siteStyles.match(/--light-oxblood:/gu)).toHaveLength(1);
  expect(PRESS.siteStyles).toContain('prefers-color-scheme: dark');
  expect(PRESS.siteStyles).toContain('@media print');
});

test('a citation is a line of text that can be copied', () => {
  const page = PAGES.find(({ path }) => path === 'site/issues/0012.html');
  const { document } = new JSDOM(page?.html ?? '').window;
  expect(document.querySelector('.cite-text')?.textContent).toBe(
    'Harbour News, Newsletter No. 12, 9 January 2026, https://news.example.org/issues/0012.html',
  );
});

test('the statement names who signed it, each in their own direction', () => {
  const page = PAGES.find(({ path }) => path === 'site/statement.html');
  const { document } = new JSDOM(page?.html ?? '').window;
  expect(document.querySelector('#signatories')?.textContent).toBe('Signed by 3');
  expect([...document.querySelectorAll('.signatories bdi')].map(({ textContent }) => textContent)).toEqual([
    'Ana Brandt',
    'نادية الحسن',
    'The Dockers’ Choir & Band',
  ]);
});

test('an event without a day and a place has no empty list of them', () => {
  const { page } = PRESS.renderIssue({
    ...PLAIN,
    sections: [section('events', 'Events', [{ ...item('Walk', []), kind: 'event' }])],
  });
  expect(page).toContain('Walk');
  expect(page).not.toContain('<dl');
});
