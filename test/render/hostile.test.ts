// Whatever an editor pastes, a feed says or a source table names: nothing of it may come alive in a mail, a page or a feed.
import { describe, expect, test } from 'vitest';
import type { Video } from '../../src/model/block.ts';
import type { Issue } from '../../src/model/issue.ts';
import { createPress, type Press } from '../../src/render/create-press.ts';
import { HOUSE_WORDS } from '../support/house-templates.ts';
import { faultsIn, parsed, ranIn } from '../support/live-parts.ts';
import { RUN, SCRIPT_VECTORS as VECTORS } from '../support/script-vectors.ts';
import {
  entryBase,
  issue,
  item,
  live,
  NEWSLETTER,
  note,
  PLACE,
  picture,
  prose,
  report,
  section,
  templates,
  words,
} from './samples.ts';

/** One press for all: making one takes longer than printing an issue. */
const PRESS = pressOf('Harbour News');

describe.each(VECTORS.map((vector) => [vector]))('%j', (vector) => {
  const rendered = PRESS.renderIssue(hostileIssue(vector));

  test('is nothing but words in the mail', () => {
    expect(faultsIn(parsed(rendered.html))).toEqual([]);
  });

  test('is nothing but words on the issue page, in the feed, in an entry and in the standing texts', () => {
    expect(faultsIn(parsed(fragmentsOf(vector)))).toEqual([]);
  });

  test('is nothing but words in what a page is told', () => {
    expect(faultsIn(parsed(wholePage(PRESS, vector)))).toEqual([]);
  });

  test('leaves the plain text plain and the subject one line', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(rendered.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/u);
    expect(rendered.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(rendered.preheader).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });
});

test.each(VECTORS.filter((_, index) => index % 9 === 0))(
  '%j is nothing but words in the settings',
  (vector) => {
    const { html } = pressOf(vector).renderIssue(hostileIssue(vector));
    expect(faultsIn(parsed(html))).toEqual([]);
    expect(ranIn(html)).toBe(false);
  },
);

test('nothing of it runs', () => {
  expect(ranIn(`<body>${VECTORS.map(fragmentsOf).join('')}</body>`)).toBe(false);
  expect(ranIn(`<script>${RUN}</script>`)).toBe(true);
});

function fragmentsOf(vector: string): string {
  const { page, feedHtml, items } = PRESS.renderIssue(hostileIssue(vector));
  const standing = PRESS.renderBlocks(prose(vector), { root: '../' });
  return [page, feedHtml, ...items.map(({ html }) => html), standing]
    .map((part) => `<div>${part}</div>`)
    .join('');
}

function pressOf(words: string): Press {
  return createPress({
    templates: templates(),
    words: HOUSE_WORDS,
    newsletter: {
      ...NEWSLETTER,
      title: words,
      postalAddress: [words],
      boilerplate: { subscribe: prose(words), disclaimer: prose(words) },
      statement: { title: words, body: prose(words) },
    },
    sources: [],
    images: [],
  });
}

/** The vector wherever an issue has words or an address. */
function hostileIssue(vector: string): Issue {
  const named = { source: { written: vector, id: vector }, position: PLACE };
  const video: Video = {
    kind: 'video',
    position: PLACE,
    direction: 'ltr',
    title: vector,
    url: vector,
    channel: vector,
    host: vector,
    caption: words(vector),
  };
  const blocks = [
    ...prose(vector),
    ...prose(`> ${vector}\n> -- ${vector.replaceAll('\n', ' ')}`),
    ...prose(`- ${vector}\n\n1. ${vector}`),
    picture(vector, vector, vector, vector),
    picture(`https://a.example/${vector}`, vector),
    video,
    note('update', vector, undefined, vector),
    note('disclaimer', vector),
  ];
  const links = { url: vector, tags: [vector], language: vector, id: vector };
  return issue({
    title: vector,
    subject: vector,
    preheader: vector,
    tags: [vector],
    lead: prose(vector),
    sections: [
      section(
        'items',
        vector,
        [
          item(
            vector,
            [
              report(vector, vector, blocks, { ...named, url: vector }),
              report(`${vector} adds`, vector, [], { url: vector }),
            ],
            {
              ...links,
              label: vector,
            },
          ),
          live('16:40', vector, blocks, {
            ...links,
            at: vector,
            atAsWritten: vector,
            localTime: vector,
            byline: { authors: [vector], editors: [vector], position: PLACE },
            credit: named,
          }),
          {
            ...entryBase(vector, {}),
            ...links,
            kind: 'event',
            when: { written: vector, position: PLACE },
            where: { written: vector, position: PLACE },
          },
          { ...entryBase(vector, {}), ...links, kind: 'listing', body: blocks },
        ],
        [
          {
            kind: 'gallery',
            position: PLACE,
            direction: 'ltr',
            pictures: [picture(vector, vector, vector, vector)],
          },
        ],
      ),
    ],
  });
}

function wholePage(press: Press, vector: string): string {
  const head = {
    title: vector,
    date: vector,
    isoDate: vector,
    url: vector,
    language: vector,
    direction: 'ltr',
  } as const;
  const html = press.renderPage('home', {
    pageTitle: vector,
    pageDescription: vector,
    absoluteUrl: vector,
    root: '',
    language: 'en',
    direction: 'ltr',
    here: 'home',
    feeds: [{ title: vector, url: vector, mediaType: vector }],
    scripts: [],
    linkedData: [],
    pictures: [{ absoluteUrl: vector, widthPx: 1200, heightPx: 630, alt: vector }],
    articles: [{ publishedOn: vector, modifiedOn: vector, tags: [vector] }],
    locale: vector,
    isListed: true,
    moved: [{ url: vector, absoluteUrl: vector }],
    olderUrl: vector,
    issues: [
      {
        ...head,
        teaser: vector,
        headlines: [{ text: vector, url: vector, direction: 'ltr' }],
        more: 1,
        hasMore: true,
      },
      {
        ...head,
        teaser: vector,
        headlines: [{ text: vector, url: vector, direction: 'ltr' }],
        more: 1,
        hasMore: true,
      },
    ],
    site: {
      title: vector,
      shortTitle: vector,
      description: vector,
      host: vector,
      language: 'en',
      direction: 'ltr',
      absoluteUrl: vector,
      hasStatement: true,
      hasCorrections: true,
      hasAbout: true,
      hasEvents: true,
      statementTitle: vector,
      subscribeHtml: press.renderBlocks(prose(vector), { root: '' }),
      signUpUrl: '',
      signUpOrigin: '',
      disclaimerHtml: '',
      postalAddress: [vector],
    },
  });
  return html;
}
