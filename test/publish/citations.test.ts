// Citations, read back by a program that keeps references: what stands in both files is the same, and is what the issue says.
import '@citation-js/plugin-bibtex';
import { Cite } from '@citation-js/core';
import { describe, expect, test } from 'vitest';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { ARCHIVE } from './sample-archive.ts';
import { contextOf, inputOf } from './samples.ts';

const ODD = { slug: '0009', date: '2015-11-05', title: 'Costs: 5% & {more} of $1_000 #1 ~x^2 \\ "q"' };
const files = publishArchive(inputOf([...ARCHIVE, ODD]));

function textAt(path: string): string {
  return String(files.find((file) => file.path === `site/${path}`)?.contents);
}

test('an issue and each of its items is in both files, under a key that lasts', () => {
  const csl = JSON.parse(textAt('issues/0011.json'));
  expect(csl.map(({ id, type, title, URL: url }: Record<string, string>) => [id, type, title, url])).toEqual([
    ['news-0011', 'webpage', 'Newsletter No. 11', 'https://harbour.example.org/paper/issues/0011.html'],
    [
      'news-11-dockers-vote',
      'article-newspaper',
      'Dockers vote & win',
      'https://harbour.example.org/paper/issues/0011.html#11-dockers-vote',
    ],
    [
      'news-11-ميناء',
      'article-newspaper',
      'ميناء بلا سفن',
      'https://harbour.example.org/paper/issues/0011.html#11-%D9%85%D9%8A%D9%86%D8%A7%D8%A1',
    ],
  ]);
  expect(csl[1]).toMatchObject({
    'container-title': 'The Harbour & the Sea',
    issue: '11',
    author: [{ literal: 'The Harbour & the Sea' }],
    issued: { 'date-parts': [[2016, 1, 8]] },
    language: 'en',
  });
});

describe.each(['0009', '0010', '0011', '0012', '2016-01-20-harbour-live'])('the BibTeX of %s', (slug) => {
  const read = new Cite(textAt(`issues/${slug}.bib`)).data;
  const kept = new Cite(textAt(`issues/${slug}.json`)).data;

  test('says what the CSL-JSON says', () => {
    const short = (one: Record<string, unknown>) => ({
      id: one['id'],
      title: one['title'],
      url: one['URL'],
      // A name in braces is one word to it: it comes back as a family's.
      author: (one['author'] as readonly object[]).flatMap((name) => Object.values(name)),
      day: one['issued'],
    });
    expect(read).toHaveLength(kept.length);
    expect(read.map((one) => short(one))).toEqual(kept.map((one) => short(one)));
  });
});

test('the page says it in the language of the issue, and leads to both files', () => {
  expect(contextOf(files, 'site/issues/0011.html', 'issue').citation).toMatchObject({
    newsletter: 'The Harbour & the Sea',
    issue: 'Newsletter No. 11',
    date: '8 January 2016',
    url: 'https://harbour.example.org/paper/issues/0011.html',
    bibtexUrl: '../issues/0011.bib',
    cslUrl: '../issues/0011.json',
    items: [
      {
        headline: 'Dockers vote & win',
        url: 'https://harbour.example.org/paper/issues/0011.html#11-dockers-vote',
      },
      { headline: 'ميناء بلا سفن' },
    ],
  });
  expect(contextOf(files, 'site/issues/0012.html', 'issue').citation.date).toMatch(/2016/u);
});
