// Every feed of an archive in each of its forms: valid, read back by another program's parser, the same under the same ids; the chain behind the
// feed of issues; what a correction moves.
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import type { OutputFile } from '../../../src/model/rendered.ts';
import { feedFormatOf } from '../../../src/publish/feeds/feed-paths.ts';
import { publishArchive } from '../../../src/publish/publish-archive.ts';
import { ARCHIVE } from '../sample-archive.ts';
import { contextOf, type IssueSample, inputOf, NEWSLETTER } from '../samples.ts';
import { checkAtom, checkOpml } from './atom-checks.ts';
import { checkJsonFeed, checkRss } from './feed-checks.ts';
import { longArchive } from './long-archive.ts';

const SITE = NEWSLETTER.siteUrl;
const NOW = '2026-01-01T00:00:00Z';
const HUB = 'https://hub.example/?a=1&b=2';

type Texts = ReadonlyMap<string, string>;

const SMALL = publish(ARCHIVE);
const LONG = publish(longArchive(130));
const WITH_HUB = publish(ARCHIVE, HUB);

describe.each([
  ['small', SMALL, 2 + 2 + 4 + 2],
  ['long', LONG, 2 + 5 + 2 + 1 + 1],
  ['told to a hub', WITH_HUB, 2 + 2 + 4 + 2],
])('an archive: %s', (_, files, feeds) => {
  const names = [...files.keys()].filter((path) => feedFormatOf(path) !== undefined);

  test('has each feed in three forms', () => {
    expect(names).toHaveLength(feeds * 3);
  });

  test.each(names)('%s has nothing that a validator complains of', (path) => {
    const text = textOf(files, path);
    const expected = { selfUrl: new URL(encodeURI(path), SITE).href, now: NOW };
    const format = feedFormatOf(path);
    if (format === 'rss') expect(checkRss(text, expected)).toEqual([]);
    else if (format === 'atom') expect(checkAtom(text, expected)).toEqual([]);
    else expect(checkJsonFeed(text, expected.selfUrl)).toEqual([]);
  });

  test.each(names.filter((path) => path.endsWith('.json')))('%s says what its other forms say', (path) => {
    const name = path.slice(0, -'.json'.length);
    const json = parseJsonFeed(textOf(files, path));
    const rss = parseRssFeed(textOf(files, `${name}.xml`));
    const atom = parseAtomFeed(textOf(files, `${name}.atom.xml`));
    const said = json.items?.map((item) => [item.url, item.content_html?.trim(), item.tags]);
    expect(
      rss.items?.map((item) => [
        item.link,
        item.content?.encoded?.trim(),
        item.categories?.map((one) => one.name) ?? [],
      ]),
    ).toEqual(said);
    expect(
      atom.entries?.map((entry) => [
        entry.links?.[0]?.href,
        entry.content?.value?.trim(),
        entry.categories?.map(({ term }) => term) ?? [],
      ]),
    ).toEqual(said);
    expect(rss.items?.map((item) => item.guid?.value)).toEqual(json.items?.map(({ id }) => id));
    expect(rss.items?.map((item) => Date.parse(String(item.pubDate)))).toEqual(
      json.items?.map((item) => Date.parse(String(item.date_published))),
    );
    expect(atom.entries?.map((entry) => entry.published)).toEqual(
      json.items?.map((item) => item.date_published),
    );
    expect([rss.title, atom.subtitle?.type === 'html' ? rss.description : atom.subtitle?.value]).toEqual([
      json.title,
      json.description,
    ]);
  });

  test('the list of feeds names each of them that is ever new', () => {
    const opml = textOf(files, 'feeds.opml');
    expect(checkOpml(opml)).toEqual([]);
    const outlines = (parseOpml(opml).body?.outlines ?? []).flatMap((one) => one.outlines ?? [one]);
    const living = names.filter((path) => feedFormatOf(path) === 'rss' && !/^feed\//u.test(path));
    expect(outlines.map(({ xmlUrl }) => xmlUrl).sort()).toEqual(
      living.map((path) => new URL(encodeURI(path), SITE).href).sort(),
    );
  });
});

describe('the chain behind the feed of all issues', () => {
  test.each(['rss', 'atom'] as const)('leads to the first issue in %s, without a gap', (format) => {
    const ids = new Set<string>();
    const seen: string[] = [];
    let path: string | undefined = format === 'rss' ? 'feed.xml' : 'feed.atom.xml';
    while (path !== undefined) {
      seen.push(path);
      const { itemIds, links, isArchive } = readDocument(textOf(LONG, path), format);
      for (const id of itemIds) ids.add(id);
      expect(isArchive).toBe(seen.length > 1);
      if (seen.length > 1) expect(links['current']).toBe(`${SITE}feed${format === 'rss' ? '' : '.atom'}.xml`);
      expect(links['next-archive']).toBe(seen.length > 2 ? `${SITE}${seen.at(-2)}` : undefined);
      path = links['prev-archive']?.slice(SITE.length);
    }
    expect(seen).toHaveLength(6);
    expect(ids.size).toBe(130);
  });

  test('leads to the first issue in JSON', () => {
    const urls = new Set<string>();
    let path: string | undefined = 'feed.json';
    while (path !== undefined) {
      const feed: ReturnType<typeof parseJsonFeed> = parseJsonFeed(textOf(LONG, path));
      for (const { url } of feed.items ?? []) urls.add(String(url));
      path = feed.next_url?.slice(SITE.length);
    }
    expect(urls.size).toBe(130);
  });

  test('begins when an issue leaves the feed, and an archive in it always leads on', () => {
    const documents = (count: number) =>
      [...publish(longArchive(count)).keys()].filter((path) => /^feed\/\d+\.xml$/u.test(path));
    expect(documents(50)).toEqual([]);
    expect(documents(51)).toEqual(['feed/1.xml', 'feed/2.xml']);
    expect(documents(75)).toEqual(['feed/1.xml', 'feed/2.xml']);
    expect(documents(76)).toEqual(['feed/1.xml', 'feed/2.xml', 'feed/3.xml']);
  });

  test('never changes once it is followed by another document', () => {
    const later = publish(longArchive(233));
    const frozen = [...LONG.keys()].filter((path) => /^feed\/[1-4]\./u.test(path));
    expect(frozen).toHaveLength(12);
    for (const path of frozen) expect(textOf(later, path), path).toBe(textOf(LONG, path));
  });
});

describe('a correction', () => {
  const corrected = publish(longArchive(130, { '0128': '2015-07-01', '0003': '2015-07-01' }));

  test('moves what says updated, and nothing that says published', () => {
    const entryOf = (files: Texts, path: string, id: string) =>
      parseAtomFeed(textOf(files, path)).entries?.find((entry) => entry.links?.[0]?.href?.endsWith(id));
    for (const [path, id] of [
      ['feed.atom.xml', 'issues/0128.html'],
      ['items.atom.xml', '#no-128-story-0'],
    ] as const) {
      const [before, after] = [entryOf(LONG, path, id), entryOf(corrected, path, id)];
      expect(after?.published).toBe(before?.published);
      expect(after?.id).toBe(before?.id);
      expect(before?.updated?.slice(0, 10)).toBe('2015-06-11');
      expect(after?.updated?.slice(0, 10)).toBe('2015-07-01');
    }
    expect(entryOf(corrected, 'items.atom.xml', '#no-128-story-1')).toEqual(
      entryOf(LONG, 'items.atom.xml', '#no-128-story-1'),
    );
  });

  test('of an issue in the archive comes once more in the feed, for nobody fetches an archive twice', () => {
    const urls = (files: Texts) =>
      parseJsonFeed(textOf(files, 'feed.json')).items?.map(({ url }) => url) ?? [];
    expect(urls(LONG)).toHaveLength(50);
    expect(urls(corrected)).toHaveLength(51);
    expect(urls(corrected).at(-1)).toBe(`${SITE}issues/0003.html`);
    const old = publish(longArchive(130, { '0003': '2013-03-01' }));
    expect(urls(old)).toHaveLength(50);
  });
});

describe('ids', () => {
  test('outlive the address, and differ from list to list', () => {
    const idsOf = (files: Texts) => [
      ...(parseAtomFeed(textOf(files, 'items.atom.xml')).entries ?? []).map(({ id }) => id),
      ...(parseJsonFeed(textOf(files, 'items.json')).items ?? []).map(({ id }) => id),
    ];
    const moved = publish(ARCHIVE, undefined, { siteUrl: 'https://new.example/' });
    expect(idsOf(moved)).toEqual(idsOf(SMALL));
    const other = publish(ARCHIVE, undefined, { listId: 'other.example.org' });
    expect(idsOf(other).filter((id) => idsOf(SMALL).includes(id))).toEqual([]);
    expect(idsOf(SMALL)).toContain('news.harbour.example.org/0011/11-dockers-vote');
  });

  test('are of the form that readers know, reckoned as RFC 9562 says', async () => {
    const { atomId } = await import('../../../src/publish/feeds/atom-id.ts');
    // uuid5(NAMESPACE_DNS, "news.harbour.example.org/0011"), reckoned by another program.
    expect(atomId(NEWSLETTER, 'news.harbour.example.org/0011')).toBe(
      'urn:uuid:854639f7-fd46-5f74-b21b-b9aab75dbafb',
    );
  });
});

describe('a section', () => {
  test('is one with its other headings; a heading of one issue alone has no feed', () => {
    const sections = (files: Texts) =>
      [...files.keys()].filter((path) => /^sections\/[^.]+\.json$/u.test(path));
    const samples: IssueSample[] = [
      {
        slug: '0001',
        date: '2016-01-01',
        entries: [
          { id: 'a', headline: 'A', section: 'Ports' },
          { id: 'b', headline: 'B', section: 'Once' },
        ],
      },
      {
        slug: '0002',
        date: '2016-01-08',
        entries: [
          { id: 'c', headline: 'C', section: 'The ports' },
          { id: 'd', headline: 'D', section: 'TRADE' },
        ],
      },
      { slug: '0003', date: '2016-01-15', entries: [{ id: 'e', headline: 'E', section: 'Trade' }] },
    ];
    const files = publish(samples, undefined, {
      sectionOrder: [{ name: 'Ports and quays', aliases: ['Ports', 'The ports'], kind: 'items' }],
    });
    expect(sections(files)).toEqual(['sections/ports-and-quays.json', 'sections/trade.json']);
    expect(
      parseJsonFeed(textOf(files, 'sections/ports-and-quays.json')).items?.map(({ title }) => title),
    ).toEqual(['C', 'A']);
    expect(parseJsonFeed(textOf(files, 'sections/trade.json')).items).toHaveLength(2);
  });
});

describe('a page names the feeds of its own matter', () => {
  const files = publishArchive(inputOf(ARCHIVE));

  test.each([
    ['home', 'site/index.html', ['feed.atom.xml', 'items.xml', 'items.atom.xml', 'items.json']],
    [
      'topic',
      'site/tags/strike.html',
      ['../tags/strike.xml', '../tags/strike.atom.xml', '../tags/strike.json'],
    ],
    [
      'topic',
      'site/sources/tide.html',
      ['../sources/tide.xml', '../sources/tide.atom.xml', '../sources/tide.json'],
    ],
    ['issue', 'site/issues/0011.html', []],
  ] as const)('%s %s', (template, path, feeds) => {
    expect(contextOf(files, path, template).feeds.map(({ url }) => url)).toEqual(feeds);
  });

  test('and one page for people names them all', () => {
    const { main, groups } = contextOf(files, 'site/feeds.html', 'follow');
    const paths = new Set(files.map(({ path }) => path));
    const urls = [...main, ...groups.flatMap((group) => group.feeds)].flatMap(({ forms }) =>
      forms.map(({ url }) => url),
    );
    expect(urls).toHaveLength(30);
    for (const url of urls) expect(paths).toContain(`site/${decodeURIComponent(url)}`);
  });
});

test('feeds of one tag hold the latest twenty entries, the feed of items a hundred', () => {
  const count = (path: string) => parseJsonFeed(textOf(LONG, path)).items?.length;
  expect([
    count('tags/ports.json'),
    count('sources/tide.json'),
    count('sections/trade.json'),
    count('items.json'),
  ]).toEqual([20, 20, 20, 100]);
});

test('a hub is named in every feed but those of the archive', () => {
  const files = publish(longArchive(60), HUB);
  expect(parseRssFeed(textOf(files, 'tags/ports.xml')).atom?.links).toContainEqual({ href: HUB, rel: 'hub' });
  expect(parseAtomFeed(textOf(files, 'items.atom.xml')).links).toContainEqual({ href: HUB, rel: 'hub' });
  expect(parseJsonFeed(textOf(files, 'feed.json')).hubs).toEqual([{ type: 'WebSub', url: HUB }]);
  expect([...files].filter(([path, text]) => /^feed\//u.test(path) && text.includes('hub.example'))).toEqual(
    [],
  );
});

test('an archive without issues has feeds that say so', () => {
  const files = publish([]);
  expect(checkAtom(textOf(files, 'feed.atom.xml'), { selfUrl: `${SITE}feed.atom.xml`, now: NOW })).toEqual(
    [],
  );
  expect(checkRss(textOf(files, 'items.xml'), { selfUrl: `${SITE}items.xml`, now: NOW })).toEqual([]);
  expect(parseJsonFeed(textOf(files, 'items.json'))).toMatchObject({
    title: 'The Harbour & the Sea: every item',
  });
});

describe('the checks themselves see', () => {
  const good = textOf(LONG, 'feed/1.atom.xml');
  test.each<[string, string | RegExp, string, RegExp]>([
    ['a missing author', /<author>[\s\S]*?<\/author>/u, '', /without author/u],
    ['an id in capitals', 'urn:uuid:', 'URN:UUID:', /canonical/u],
    ['a second updated', '<updated>', '<updated>2014-01-01T00:00:00Z</updated><updated>', /updated twice/u],
    [
      'two entries of one moment',
      /(<updated>)[^<]*(<\/updated>\s*<\/entry>\s*<entry>[\s\S]*?<updated>)[^<]*/u,
      '$12013-01-01T00:00:00Z$22013-01-01T00:00:00Z',
      /one updated/u,
    ],
    ['a local moment', /(<published>[^<]*)Z</u, '$1<', /RFC 3339/u],
    [
      'HTML that is not declared',
      '<title>Newsletter',
      '<title>&lt;b&gt;x&lt;/b&gt; Newsletter',
      /undeclared HTML/u,
    ],
    ['an archive without its feed', /<link[^>]*rel="current"[^>]*>/u, '', /without its current/u],
    ['an archive that leads nowhere', /<link[^>]*rel="next-archive"[^>]*>/u, '', /leads nowhere/u],
    ['what is said after the entries', '</feed>', '<rights>x</rights></feed>', /before the feed has said/u],
    ['a relative address', /href="[^"]*issues\/0025.html"/u, 'href="issues/0025.html"', /alternate link/u],
    ['an entry without text', /<summary>[^<]*<\/summary>/u, '', /without summary/u],
    ['a link within the page', '<p>The full', '<p><a href="#x">x</a>The full', /not absolute/u],
  ])('%s', (_, from, to, problem) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    expect(checkAtom(bad, { selfUrl: `${SITE}feed/1.atom.xml`, now: NOW }).join('\n')).toMatch(problem);
  });
});

function publish(
  samples: readonly IssueSample[],
  hub?: string,
  changes: Partial<typeof NEWSLETTER> = {},
): Texts {
  const newsletter = { ...NEWSLETTER, ...changes, ...(hub === undefined ? {} : { hub }) };
  return new Map(
    publishArchive(inputOf(samples, { newsletter })).map((file: OutputFile) => [
      file.path.slice('site/'.length),
      String(file.contents),
    ]),
  );
}

function textOf(files: Texts, path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`There is no ${path}`);
  return text;
}

function readDocument(xml: string, format: 'rss' | 'atom') {
  const [links, itemIds] =
    format === 'rss'
      ? ((feed) =>
          [feed.atom?.links ?? [], feed.items?.map(({ guid }) => String(guid?.value)) ?? []] as const)(
          parseRssFeed(xml),
        )
      : ((feed) => [feed.links ?? [], feed.entries?.map(({ id }) => String(id)) ?? []] as const)(
          parseAtomFeed(xml),
        );
  return {
    itemIds,
    links: Object.fromEntries(links.map(({ rel, href }) => [rel, href])) as Readonly<
      Record<string, string | undefined>
    >,
    isArchive: xml.includes('<fh:archive/>'),
  };
}
