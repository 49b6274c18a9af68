// The map of the site and what machines are told: every listed page once, by its own address, with the day of its last change.
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { OutputFile } from '../../src/model/rendered.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { SITEMAP_LIMITS, sitemapFiles } from '../../src/publish/sitemap.ts';
import { ARCHIVE } from './sample-archive.ts';
import { inputOf } from './samples.ts';

const SITE = 'https://harbour.example.org/paper/';
const files = publishArchive(inputOf(ARCHIVE));

test('lists every page but the one for what is not there, and none twice', () => {
  const listed = entriesIn(fileAt(files, 'sitemap.xml')).map(({ loc }) => loc);
  const pages = files
    .filter(({ path }) => path.endsWith('.html') && path !== 'site/404.html')
    .map(({ path }) => new URL(path.slice('site/'.length).replace(/^index\.html$/u, ''), SITE).href);
  expect(listed.toSorted()).toEqual(pages.toSorted());
});

test('says when each last changed: an issue by its latest correction, a list by its latest issue', () => {
  const changes = new Map(
    entriesIn(fileAt(files, 'sitemap.xml')).map(({ loc, lastmod }) => [loc.replace(SITE, ''), lastmod]),
  );
  expect(
    Object.fromEntries(
      ['', 'issues/0010.html', 'issues/0011.html', 'archive/2015.html', 'tags/wages.html', 'tags.html'].map(
        (path) => [path, changes.get(path)],
      ),
    ),
  ).toEqual({
    '': '2016-01-28',
    'issues/0010.html': '2016-01-25',
    'issues/0011.html': '2016-01-12',
    'archive/2015.html': '2016-01-25',
    'tags/wages.html': '2016-01-12',
    'tags.html': undefined,
  });
  expect(changes.get('corrections.html')).toBe('2016-01-25');
});

describe('more than one file may hold', () => {
  const pages = Array.from({ length: 7 }, (_, n) => ({ path: `issues/000${n}.html` }));

  test.each([
    { what: 'addresses', limits: { ...SITEMAP_LIMITS, urls: 3 }, parts: [3, 3, 1] },
    { what: 'octets', limits: { ...SITEMAP_LIMITS, octets: 400 }, parts: [3, 3, 1] },
  ])('of $what is in several, with an index of them', ({ limits, parts }) => {
    const made = sitemapFiles({ siteUrl: SITE }, pages, limits);
    expect(entriesIn(made[0], 'sitemap').map(({ loc }) => loc)).toEqual([
      `${SITE}sitemap-1.xml`,
      `${SITE}sitemap-2.xml`,
      `${SITE}sitemap-3.xml`,
    ]);
    expect(made.slice(1).map((file) => entriesIn(file).length)).toEqual(parts);
    for (const { contents } of made) expect(String(contents).length).toBeLessThanOrEqual(limits.octets);
  });

  test('what just fits is in one', () => {
    expect(sitemapFiles({ siteUrl: SITE }, pages, { ...SITEMAP_LIMITS, urls: 7 })).toHaveLength(1);
  });
});

test('robots are let in, and told where the map is', () => {
  expect(fileAt(files, 'robots.txt').contents).toBe(
    `User-agent: *\nDisallow:\n\nSitemap: ${SITE}sitemap.xml\n`,
  );
});

function fileAt(all: readonly OutputFile[], path: string): OutputFile {
  const found = all.find((file) => file.path === `site/${path}`);
  if (found === undefined) throw new Error(`no ${path}`);
  return found;
}

function entriesIn(
  file: OutputFile | undefined,
  name = 'url',
): readonly { readonly loc: string; readonly lastmod?: string }[] {
  const entries: Record<string, string>[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let at = '';
  parser.on('opentag', ({ local, uri }) => {
    expect(uri).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
    at = local;
    if (local === name) entries.push({});
  });
  parser.on('closetag', () => {
    at = '';
  });
  parser.on('text', (text) => {
    const entry = entries.at(-1);
    if (entry !== undefined && at !== '' && at !== name) entry[at] = text;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(String(file?.contents)).close();
  return entries.map((entry) => ({ loc: '', ...entry }));
}
