// What machines are told of a page: its kind, its days, and the way down to it.
import { describe, expect, test } from 'vitest';
import type { LiveEntry } from '../../src/model/entry.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import type { PublishInput } from '../../src/publish/publish-input.ts';
import { ARCHIVE } from './sample-archive.ts';
import { contextOf, inputOf } from './samples.ts';

const SITE = 'https://harbour.example.org/paper/';
const files = publishArchive(inputOf(ARCHIVE));

function dataOf(
  path: string,
  name: Parameters<typeof contextOf>[2],
  made = files,
): Record<string, unknown>[] {
  return contextOf(made, `site/${path}`, name).linkedData.map((text) => JSON.parse(text));
}

test('the home page is the site, with who publishes it', () => {
  expect(dataOf('index.html', 'home')).toEqual([
    {
      '@context': 'https://schema.org',
      '@type': 'WebSite',
      name: 'The Harbour & the Sea',
      description: 'What the <ports> say',
      url: SITE,
      inLanguage: 'en',
      publisher: { '@type': 'Organization', name: 'The Harbour & the Sea', url: SITE },
    },
  ]);
});

test('an issue is an article of a number, with its days, tags and corrections', () => {
  const [article, way] = dataOf('issues/0011.html', 'issue');
  expect(article).toMatchObject({
    '@type': 'NewsArticle',
    headline: 'Newsletter No. 11',
    url: `${SITE}issues/0011.html`,
    datePublished: '2016-01-08',
    dateModified: '2016-01-12',
    inLanguage: 'en',
    keywords: ['Ports', 'strike', 'wages', 'ميناء'],
    isPartOf: { '@type': 'PublicationIssue', issueNumber: 11 },
    correction: [
      { '@type': 'CorrectionComment', text: 'Four to one, not five.', datePublished: '2016-01-12' },
    ],
  });
  expect(article).not.toHaveProperty('liveBlogUpdate');
  expect(way).toMatchObject({
    '@type': 'BreadcrumbList',
    itemListElement: [
      { position: 1, name: 'The Harbour & the Sea', item: SITE },
      { position: 2, name: 'Archive', item: `${SITE}archive.html` },
      { position: 3, name: '2016', item: `${SITE}archive/2016.html` },
      { position: 4, name: 'January 2016', item: `${SITE}archive/2016-01.html` },
      { position: 5, name: 'Newsletter No. 11', item: `${SITE}issues/0011.html` },
    ],
  });
});

test('what is passed on says the same, and in the form of that', () => {
  expect(contextOf(files, 'site/issues/0011.html', 'issue')).toMatchObject({
    locale: 'en_GB',
    articles: [
      { publishedOn: '2016-01-08', modifiedOn: '2016-01-12', tags: ['Ports', 'strike', 'wages', 'ميناء'] },
    ],
  });
  expect(contextOf(files, 'site/issues/0012.html', 'issue').locale).toBe('ar_EG');
  expect(contextOf(files, 'site/index.html', 'home').articles).toEqual([]);
});

describe('live', () => {
  const entries = [
    liveEntry('a', '2016-01-20T09:00:00Z', {
      byline: { authors: ['Ana'], editors: [], position: placeOfIt() },
    }),
    liveEntry('b', '2016-01-20T11:30:00Z'),
    liveEntry('c'),
  ];
  const input = inputOf([
    {
      slug: '2016-01-20-live',
      date: '2016-01-20',
      entries: entries.map(({ id, headline }) => ({ id, headline, kind: 'live' })),
    },
  ]);
  const made = publishArchive(withEntries(input, entries));

  test('its updates have their moments and authors; one whose moment nobody knows is none', () => {
    const [post] = dataOf('issues/2016-01-20-live.html', 'issue', made);
    expect(post).toMatchObject({
      '@type': 'LiveBlogPosting',
      coverageStartTime: '2016-01-20T09:00:00Z',
      isPartOf: { '@type': 'Periodical' },
    });
    expect(post).not.toHaveProperty('coverageEndTime');
    expect(post?.['liveBlogUpdate']).toEqual([
      {
        '@type': 'BlogPosting',
        headline: 'Entry a',
        articleBody: 'Summary of Entry a',
        datePublished: '2016-01-20T09:00:00Z',
        url: `${SITE}issues/2016-01-20-live.html#a`,
        author: [{ '@type': 'Person', name: 'Ana' }],
      },
      {
        '@type': 'BlogPosting',
        headline: 'Entry b',
        articleBody: 'Summary of Entry b',
        datePublished: '2016-01-20T11:30:00Z',
        url: `${SITE}issues/2016-01-20-live.html#b`,
        author: { '@type': 'Organization', name: 'The Harbour & the Sea', url: SITE },
      },
    ]);
  });
});

test('its end is known when it has ended', () => {
  const input = inputOf([
    { slug: '2016-01-20-live', date: '2016-01-20', entries: [{ id: 'a', headline: 'A', kind: 'live' }] },
  ]);
  const ended = withEntries(input, [liveEntry('a', '2016-01-20T09:00:00Z')]);
  const made = publishArchive({
    ...ended,
    issues: ended.issues.map((issue) => ({ ...issue, isLiveEnded: true })),
  });
  expect(dataOf('issues/2016-01-20-live.html', 'issue', made)[0]).toMatchObject({
    coverageEndTime: '2016-01-20T09:00:00Z',
  });
});

test('the page for what is not there is found by nobody, and its links work at any depth', () => {
  const page = contextOf(files, 'site/404.html', 'not-found');
  expect(page).toMatchObject({
    isListed: false,
    root: '/paper/',
    homeUrl: '/paper/',
    archiveUrl: '/paper/archive.html',
    linkedData: [],
  });
});

function placeOfIt(): LiveEntry['position'] {
  const point = { line: 1, column: 1, offset: 0 };
  return { start: point, end: point };
}

function liveEntry(id: string, at?: string, more: Partial<LiveEntry> = {}): LiveEntry {
  return {
    kind: 'live',
    id,
    headline: `Entry ${id}`,
    headlineChildren: [],
    direction: 'ltr',
    tags: [],
    body: [],
    notes: [],
    position: placeOfIt(),
    headlinePosition: placeOfIt(),
    isKey: false,
    ...(at === undefined ? {} : { at }),
    ...more,
  };
}

function withEntries(input: PublishInput, entries: readonly LiveEntry[]): PublishInput {
  const issues = input.issues.map((issue) => ({
    ...issue,
    sections: issue.sections.map((section) => ({ ...section, kind: 'live' as const, entries })),
  }));
  return { ...input, issues };
}
