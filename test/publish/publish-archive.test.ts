import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MARKERS } from '../../src/model/markers.ts';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { publishMail } from '../../src/publish/publish-mail.ts';
import { ARCHIVE } from './sample-archive.ts';
import { contextOf, inputOf, NEWSLETTER } from './samples.ts';

const IMAGE = {
  path: 'images/cranes.png',
  contents: new Uint8Array([1, 2, 3]),
  mediaType: 'image/png',
  widthPx: 1,
  heightPx: 1,
};

const files = publishArchive(inputOf(ARCHIVE, { images: [IMAGE] }));

test('one file for everything a reader may come to, and none that is only of a draft', () => {
  const isTopicFeed = (path: string): boolean =>
    /^site\/(?:tags|sources|sections)\/.+\.(?:xml|json)$/u.test(path);
  const others = files.filter(({ path }) => !isTopicFeed(path));
  expect(others.map(({ path, mediaType }) => `${path} ${mediaType}`).sort()).toEqual([
    'site/404.html text/html; charset=utf-8',
    'site/archive.html text/html; charset=utf-8',
    'site/archive/2015-12.html text/html; charset=utf-8',
    'site/archive/2015.html text/html; charset=utf-8',
    'site/archive/2016-01.html text/html; charset=utf-8',
    'site/archive/2016.html text/html; charset=utf-8',
    'site/corrections.html text/html; charset=utf-8',
    'site/feed.atom.xml application/atom+xml; charset=utf-8',
    'site/feed.json application/feed+json',
    'site/feed.xml application/rss+xml; charset=utf-8',
    'site/feeds.html text/html; charset=utf-8',
    'site/feeds.opml text/x-opml; charset=utf-8',
    'site/images/cranes.png image/png',
    'site/index.html text/html; charset=utf-8',
    'site/issues/0010.bib application/x-bibtex; charset=utf-8',
    'site/issues/0010.html text/html; charset=utf-8',
    'site/issues/0010.json application/vnd.citationstyles.csl+json; charset=utf-8',
    'site/issues/0011.bib application/x-bibtex; charset=utf-8',
    'site/issues/0011.html text/html; charset=utf-8',
    'site/issues/0011.json application/vnd.citationstyles.csl+json; charset=utf-8',
    'site/issues/0012.bib application/x-bibtex; charset=utf-8',
    'site/issues/0012.html text/html; charset=utf-8',
    'site/issues/0012.json application/vnd.citationstyles.csl+json; charset=utf-8',
    'site/issues/2016-01-20-harbour-live.bib application/x-bibtex; charset=utf-8',
    'site/issues/2016-01-20-harbour-live.html text/html; charset=utf-8',
    'site/issues/2016-01-20-harbour-live.json application/vnd.citationstyles.csl+json; charset=utf-8',
    'site/items.atom.xml application/atom+xml; charset=utf-8',
    'site/items.json application/feed+json',
    'site/items.xml application/rss+xml; charset=utf-8',
    'site/robots.txt text/plain; charset=utf-8',
    'site/scripts/search.js text/javascript; charset=utf-8',
    'site/search.html text/html; charset=utf-8',
    'site/search/entries/0.js text/javascript; charset=utf-8',
    'site/search/index.js text/javascript; charset=utf-8',
    'site/search/words/0.js text/javascript; charset=utf-8',
    'site/sitemap.xml application/xml; charset=utf-8',
    'site/sources.html text/html; charset=utf-8',
    'site/sources/tide.html text/html; charset=utf-8',
    'site/sources/wire.html text/html; charset=utf-8',
    'site/statement.html text/html; charset=utf-8',
    'site/styles/feed.css text/css; charset=utf-8',
    'site/styles/feed.xsl application/xslt+xml; charset=utf-8',
    'site/styles/site.css text/css; charset=utf-8',
    'site/tags.html text/html; charset=utf-8',
    'site/tags/ports.html text/html; charset=utf-8',
    'site/tags/strike.html text/html; charset=utf-8',
    'site/tags/wages.html text/html; charset=utf-8',
    'site/tags/ميناء.html text/html; charset=utf-8',
  ]);
  expect(
    files.filter(({ path }) => path.endsWith('.xml') && isTopicFeed(path)).map(({ path }) => path),
  ).toEqual(
    [
      'sections/of-interest-to-readers',
      'sections/trade',
      'tags/ports',
      'tags/strike',
      'tags/wages',
      'tags/ميناء',
      'sources/wire',
      'sources/tide',
    ].flatMap((name) => [`site/${name}.xml`, `site/${name}.atom.xml`]),
  );
  expect(files.map(({ contents }) => String(contents)).join('')).not.toMatch(/secret|Not for readers/iu);
});

test('every link between pages leads to a page that is there', () => {
  const paths = new Set(files.map(({ path }) => path));
  for (const { path, contents } of files.filter((file) => file.path.endsWith('.html'))) {
    const links = [...String(contents).matchAll(/"(?:url|olderUrl)":"([^"]*)"/gu)].map(
      (match) => match[1] ?? '',
    );
    for (const link of links) {
      // A citation has the whole address.
      const below = link.replace(NEWSLETTER.siteUrl, '/site/');
      const target = new URL(below, `https://x.example/${encodeURI(path)}`).pathname.slice(1);
      expect(paths, `${path} → ${link}`).toContain(decodeURIComponent(target));
    }
  }
});

describe('home', () => {
  const home = contextOf(files, 'site/index.html', 'home');

  test('leads with the latest issues', () => {
    expect(home.issues.map(({ title, url, teaser }) => [title, url, teaser])).toEqual([
      ['رسالة رقم ١٢', 'issues/0012.html', 'Teaser of رسالة رقم ١٢'],
      [
        'Live: the harbour <b> & the vote',
        'issues/2016-01-20-harbour-live.html',
        'Teaser of Live: the harbour <b> & the vote',
      ],
      ['Newsletter No. 11', 'issues/0011.html', 'They voted <four> to one & won.'],
      ['Newsletter No. 10', 'issues/0010.html', 'Teaser of Newsletter No. 10'],
    ]);
    expect(home.olderUrl).toBe('archive.html');
  });

  test('gives the first headlines of each, and how many more there are', () => {
    expect(home.issues.map(({ headlines, more, hasMore }) => [headlines.length, more, hasMore])).toEqual([
      [6, 3, true],
      [1, 0, false],
      [2, 0, false],
      [1, 0, false],
    ]);
    expect(home.issues[2]?.headlines[1]).toEqual({
      text: 'ميناء بلا سفن',
      url: 'issues/0011.html#11-%D9%85%D9%8A%D9%86%D8%A7%D8%A1',
      direction: 'rtl',
    });
    expect(home.issues[0]).toMatchObject({ direction: 'rtl', language: 'ar', date: '28 January 2016' });
  });

  test.each([
    { stories: 6, shown: 6, more: 0 },
    { stories: 7, shown: 7, more: 0 },
    { stories: 8, shown: 6, more: 2 },
  ])('never "and one more": $stories stories', ({ stories, shown, more }) => {
    const entries = Array.from({ length: stories }, (_, n) => ({ id: `1-${n}`, headline: `S ${n}` }));
    const page = publishArchive(inputOf([{ slug: '0001', date: '2016-01-01', entries }]));
    const [issue] = contextOf(page, 'site/index.html', 'home').issues;
    expect([issue?.headlines.length, issue?.more]).toEqual([shown, more]);
  });

  test('shows ten of more', () => {
    const many = Array.from({ length: 12 }, (_, n) => ({ slug: `00${n + 10}`, date: `2016-01-${n + 10}` }));
    const page = contextOf(publishArchive(inputOf(many)), 'site/index.html', 'home');
    expect(page.issues.map(({ number }) => number)).toEqual([21, 20, 19, 18, 17, 16, 15, 14, 13, 12]);
  });

  test('carries the frame that every page has', () => {
    expect(home).toMatchObject({
      pageTitle: '',
      pageDescription: 'What the <ports> say',
      absoluteUrl: 'https://harbour.example.org/paper/',
      root: '',
      language: 'en',
      direction: 'ltr',
      here: 'home',
      site: {
        host: 'harbour.example.org',
        hasStatement: true,
        hasCorrections: true,
        statementTitle: 'What we stand for',
        subscribeHtml: '<p data-root="">Subscribe here.</p>',
      },
    });
    expect(contextOf(files, 'site/issues/0010.html', 'issue')).toMatchObject({
      root: '../',
      absoluteUrl: 'https://harbour.example.org/paper/issues/0010.html',
      here: 'issue',
      site: { disclaimerHtml: '<p data-root="../">We only quote.</p>' },
    });
  });
});

describe('issue', () => {
  test('knows its neighbours: number follows number, a special stands between', () => {
    const around = (slug: string): unknown[] => {
      const page = contextOf(files, `site/issues/${slug}.html`, 'issue');
      return [page.previous?.url, page.next?.url];
    };
    expect(around('0010')).toEqual([undefined, '../issues/0011.html']);
    expect(around('0011')).toEqual(['../issues/0010.html', '../issues/0012.html']);
    expect(around('0012')).toEqual(['../issues/0011.html', undefined]);
    expect(around('2016-01-20-harbour-live')).toEqual(['../issues/0011.html', '../issues/0012.html']);
  });

  test('is in its own language, with its tags', () => {
    const arabic = contextOf(files, 'site/issues/0012.html', 'issue');
    expect(arabic).toMatchObject({
      language: 'ar',
      direction: 'rtl',
      bodyHtml: '<p>Page of رسالة رقم ١٢</p>',
    });
    expect(arabic.issue.date).toMatch(/2016/u);
    expect(arabic.issue.date).not.toMatch(/January/u);
    expect(contextOf(files, 'site/issues/0011.html', 'issue').tags).toEqual([
      { name: 'Ports', url: '../tags/ports.html', count: 4, direction: 'ltr' },
      { name: 'strike', url: '../tags/strike.html', count: 12, direction: 'ltr' },
      { name: 'wages', url: '../tags/wages.html', count: 1, direction: 'ltr' },
      { name: 'ميناء', url: '../tags/%D9%85%D9%8A%D9%86%D8%A7%D8%A1.html', count: 1, direction: 'rtl' },
    ]);
  });

  test('numbers rule the order, not dates', () => {
    const page = publishArchive(
      inputOf([
        { slug: '0002', date: '2016-01-01' },
        { slug: '0001', date: '2016-02-01' },
      ]),
    );
    expect(contextOf(page, 'site/issues/0001.html', 'issue').next?.number).toBe(2);
    const archive = contextOf(page, 'site/archive.html', 'archive');
    expect(archive.issues.map(({ number }) => number)).toEqual([2, 1]);
    expect(archive.years[0]?.months.map(({ name }) => name)).toEqual(['February', 'January']);
  });
});

describe('archive', () => {
  const whole = contextOf(files, 'site/archive.html', 'archive');

  test('has every year and month with its count', () => {
    expect(whole.heading).toBe('Archive');
    expect(whole.years).toEqual([
      {
        name: '2016',
        url: 'archive/2016.html',
        isHere: false,
        months: [{ name: 'January', url: 'archive/2016-01.html', count: 3, isHere: false }],
      },
      {
        name: '2015',
        url: 'archive/2015.html',
        isHere: false,
        months: [{ name: 'December', url: 'archive/2015-12.html', count: 1, isHere: false }],
      },
    ]);
  });

  test('sets an issue by section and headline', () => {
    expect(whole.issues.at(-1)?.sections).toEqual([
      {
        heading: 'Trade',
        headlines: [{ text: 'Cranes stop', url: 'issues/0010.html#10-cranes-stop', direction: 'ltr' }],
      },
      {
        heading: 'Of interest',
        headlines: [{ text: 'Tide tables', url: 'issues/0010.html#10-tide-tables', direction: 'ltr' }],
      },
    ]);
  });

  test.each([
    { path: 'site/archive/2016.html', heading: '2016', title: 'Archive: 2016', issues: 3, here: '2016' },
    {
      path: 'site/archive/2016-01.html',
      heading: 'January 2016',
      title: 'Archive: January 2016',
      issues: 3,
      here: 'January',
    },
    {
      path: 'site/archive/2015-12.html',
      heading: 'December 2015',
      title: 'Archive: December 2015',
      issues: 1,
      here: 'December',
    },
  ])('$heading', ({ path, heading, title, issues, here }) => {
    const page = contextOf(files, path, 'archive');
    expect([page.heading, page.pageTitle, page.issues.length]).toEqual([heading, title, issues]);
    expect(page.issues[0]?.url).toMatch(/^\.\.\/issues\//u);
    const marked = page.years.flatMap((year) => [year, ...year.months]).filter(({ isHere }) => isHere);
    expect(marked.map(({ name }) => name)).toEqual([here]);
  });

  test('of a very large archive the whole index names the issues, the years their headlines', () => {
    const entries = Array.from({ length: 400 }, (_, n) => ({ id: `s-${n}`, headline: `S ${n}` }));
    const large = publishArchive(
      inputOf(
        Array.from({ length: 8 }, (_, n) => ({ slug: `000${n + 1}`, date: `2016-01-0${n + 1}`, entries })),
      ),
    );
    expect(
      contextOf(large, 'site/archive.html', 'archive').issues.map(({ sections }) => sections.length),
    ).toEqual(Array.from({ length: 8 }, () => 0));
    expect(
      contextOf(large, 'site/archive/2016.html', 'archive').issues[0]?.sections[0]?.headlines,
    ).toHaveLength(400);
  });
});

describe('tags and sources', () => {
  test('a tag has its entries by issue, in the commonest spelling', () => {
    const strike = contextOf(files, 'site/tags/strike.html', 'topic');
    expect(strike).toMatchObject({
      kind: 'tag',
      name: 'strike',
      count: 12,
      pageTitle: 'Tag: strike',
      here: 'tags',
    });
    expect(strike.issues.map(({ issue, entries }) => [issue.url, entries.length])).toEqual([
      ['../issues/0012.html', 9],
      ['../issues/2016-01-20-harbour-live.html', 1],
      ['../issues/0011.html', 1],
      ['../issues/0010.html', 1],
    ]);
    expect(strike.issues[2]?.entries).toEqual([
      {
        headline: 'Dockers vote & win',
        url: '../issues/0011.html#11-dockers-vote',
        direction: 'ltr',
        language: 'en',
        html: '',
        summary: 'Summary of Dockers vote & win',
      },
    ]);
  });

  test('a right-to-left tag says so', () => {
    expect(contextOf(files, 'site/tags/ميناء.html', 'topic')).toMatchObject({
      name: 'ميناء',
      nameDirection: 'rtl',
      direction: 'ltr',
    });
  });

  test("an issue's tag brings it in even without entries", () => {
    const page = publishArchive(
      inputOf([{ slug: '0001', date: '2016-01-01', tags: ['Ports', 'ports', 'PORTS', 'ports'] }]),
    );
    expect(contextOf(page, 'site/tags/ports.html', 'topic')).toMatchObject({
      name: 'ports',
      count: 1,
      issues: [{ entries: [] }],
    });
  });

  test('a source has its home page and what tells it from its namesake', () => {
    expect(contextOf(files, 'site/sources/tide.html', 'topic')).toMatchObject({
      kind: 'source',
      name: 'The Tide',
      homeUrl: 'https://tide.example/',
      count: 2,
      here: 'sources',
    });
    const [group] = contextOf(files, 'site/sources/tide.html', 'topic').issues;
    expect(group?.entries[0]?.html).toBe('<article>Dockers vote & win</article>');
    const wire = contextOf(files, 'site/sources/wire.html', 'topic');
    expect(wire.name).toBe('Coast Wire (Lebanon)');
    expect(wire).not.toHaveProperty('homeUrl');
  });

  test('the lists are in order of name', () => {
    expect(
      contextOf(files, 'site/tags.html', 'topics').groups[0]?.topics.map(({ name, count }) => [name, count]),
    ).toEqual([
      ['Ports', 4],
      ['strike', 12],
      ['wages', 1],
      ['ميناء', 1],
    ]);
    expect(contextOf(files, 'site/sources.html', 'topics')).toMatchObject({
      heading: 'Sources',
      groups: [
        {
          heading: '',
          topics: [
            { name: 'Coast Wire (Lebanon)', url: 'sources/wire.html', count: 1 },
            { name: 'The Tide', url: 'sources/tide.html', count: 2 },
          ],
        },
      ],
    });
  });

  test('people and places stand together, whatever the case of their letters', () => {
    const named = { ...NEWSLETTER, people: ['WAGES'], places: ['ports', 'nowhere'] };
    const made = publishArchive(inputOf(ARCHIVE, { newsletter: named }));
    const { groups } = contextOf(made, 'site/tags.html', 'topics');
    expect(groups.map(({ heading, topics }) => [heading, topics.map(({ name }) => name)])).toEqual([
      ['Subjects', ['strike', 'ميناء']],
      ['People', ['wages']],
      ['Places', ['Ports']],
    ]);
    const about = (name: string) => {
      const page = contextOf(made, `site/tags/${name}.html`, 'topic');
      return [page.kindName, JSON.parse(page.linkedData[0] ?? '').about['@type']];
    };
    expect(['wages', 'ports', 'strike'].map(about)).toEqual([
      ['Person', 'Person'],
      ['Place', 'Place'],
      ['Tag', 'Thing'],
    ]);
  });

  test('of a very common topic the older entries are given by headline', () => {
    const entries = Array.from({ length: 102 }, (_, n) => ({
      id: `s-${n}`,
      headline: `S <${n}>`,
      tags: ['x'],
    }));
    const page = publishArchive(inputOf([{ slug: '0001', date: '2016-01-01', entries }]));
    const shown = contextOf(page, 'site/tags/x.html', 'topic').issues[0]?.entries ?? [];
    expect(shown.slice(99).map(({ headline, summary }) => [headline, summary])).toEqual([
      ['S <99>', 'Summary of S <99>'],
      ['S <100>', ''],
      ['S <101>', ''],
    ]);
  });
});

test('the statement says when and where it was adopted', () => {
  expect(contextOf(files, 'site/statement.html', 'statement')).toMatchObject({
    heading: 'What we stand for',
    adopted: 'Adopted in London, 19 July 2008',
    bodyHtml: '<p data-root="">Open harbours.</p>',
  });
});

test.each([
  { adopted: '2008-07-19', expected: 'Adopted on 19 July 2008' },
  { place: 'London', expected: 'Adopted in London' },
  { expected: '' },
])('the statement with less: $expected', ({ expected, ...known }) => {
  const newsletter = { ...NEWSLETTER, statement: { title: 'S', body: [], ...known } };
  const page = publishArchive(inputOf([], { newsletter }));
  expect(contextOf(page, 'site/statement.html', 'statement').adopted).toBe(expected);
});

test('corrections are listed by their own day, with what they speak of', () => {
  const { corrections } = contextOf(files, 'site/corrections.html', 'corrections');
  expect(corrections.map(({ kind, date, html }) => `${kind}, ${date}: ${html}`)).toEqual([
    'correction, 25 January 2016: <p data-root="">The yard has nine cranes.</p>',
    // Without a day of its own it stands by the day of its issue.
    'update, : <p data-root="">Counting goes on.</p>',
    'correction, 12 January 2016: <p data-root="">Four to one, not five.</p>',
    'update, 11 January 2016: <p data-root="">They are back at work.</p>',
  ]);
  expect(corrections.map(({ issue, entry }) => [issue.url, entry.url, entry.text])).toEqual([
    ['issues/0010.html', 'issues/0010.html#10-cranes-stop', 'Cranes stop'],
    [
      'issues/2016-01-20-harbour-live.html',
      'issues/2016-01-20-harbour-live.html',
      'Live: the harbour <b> & the vote',
    ],
    ['issues/0011.html', 'issues/0011.html#11-dockers-vote', 'Dockers vote & win'],
    ['issues/0011.html', 'issues/0011.html#11-dockers-vote', 'Dockers vote & win'],
  ]);
});

test('where there is nothing to correct and no statement, no page and no way to one', () => {
  const { statement: _, ...newsletter } = NEWSLETTER;
  const bare = publishArchive(inputOf([{ slug: '0001', date: '2016-01-01' }], { newsletter }));
  expect(bare.map(({ path }) => path)).not.toContain('site/corrections.html');
  expect(bare.map(({ path }) => path)).not.toContain('site/statement.html');
  expect(contextOf(bare, 'site/index.html', 'home').site).toMatchObject({
    hasCorrections: false,
    hasStatement: false,
    statementTitle: '',
  });
});

test('an issue whose date cannot be read, or that was not rendered, is left out', () => {
  const input = inputOf([
    { slug: '0001', date: '2016-13-01' },
    { slug: '0002', date: '2016-01-01' },
  ]);
  expect(publishArchive(input).map(({ path }) => path)).not.toContain('site/issues/0001.html');
  const paths = publishArchive({ ...input, rendered: new Map() }).map(({ path }) => path);
  expect(paths).not.toContain('site/issues/0002.html');
});

test('a mail is two files to look at, with a reader’s own links in place', () => {
  const html = `<a href="https://list.example.org/u/${MARKERS.unsubscribe}">leave</a>`;
  const text = `leave: https://list.example.org/u/${MARKERS.unsubscribe} https://list.example.org/p/${MARKERS.preferences}`;
  expect(publishMail({ slug: '0010', html, text }, { unsubscribe: 'AAA', preferences: 'BBB' })).toEqual([
    {
      path: 'email/0010/index.html',
      contents: '<a href="https://list.example.org/u/AAA">leave</a>',
      mediaType: 'text/html; charset=utf-8',
    },
    {
      path: 'email/0010/text.txt',
      contents: 'leave: https://list.example.org/u/AAA https://list.example.org/p/BBB',
      mediaType: 'text/plain; charset=utf-8',
    },
  ]);
});

test('the same input gives the same bytes: twice, in any order of files, in two time zones', () => {
  const twice = publishArchive(inputOf(ARCHIVE, { images: [IMAGE] }));
  expect(twice).toEqual(files);
  const reversed = publishArchive(inputOf(ARCHIVE.toReversed(), { images: [IMAGE] }));
  expect(reversed).toEqual(files);
  const [east, west] = ['Pacific/Kiritimati', 'America/Los_Angeles'].map((zone) =>
    execFileSync(process.execPath, [fileURLToPath(new URL('./print-archive.ts', import.meta.url))], {
      env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
      encoding: 'utf8',
    }),
  );
  expect(east).toBe(west);
  expect(east).toContain('site/feed.xml');
  expect(east).toContain('site/feed/1.atom.xml');
});
