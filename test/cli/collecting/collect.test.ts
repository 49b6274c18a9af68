// `collect`, from the command line to feeds on a small web of this machine and into the inbox: twenty dialects, what editors do between two runs,
// feeds that fail, and runs that are broken off.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { type CollectOptions, collect } from '../../../src/cli/commands/collect.ts';
import { plainPaint } from '../../../src/cli/paint.ts';
import { readInbox } from '../../../src/intake/inbox/read-inbox.ts';
import type { Candidate } from '../../../src/model/candidate.ts';
import { fakeWorld, type LocalWeb, localWeb, type Page } from '../../net/local-web.ts';
import { FEED_DIALECTS } from '../../support/feed-dialects.ts';
import { NEWSLETTER, type TestProject, testProject } from '../../support/project.ts';
import { testTerminal } from '../../support/test-terminal.ts';

interface CollectJson {
  readonly added: readonly Candidate[];
  readonly feeds: readonly {
    readonly url: string;
    readonly state: string;
    readonly newCount: number;
    readonly toldCount: number;
    readonly knownCount: number;
    readonly oldCount: number;
    readonly filteredCount: number;
    readonly detail?: string;
    readonly advice?: string;
    readonly nextAt?: string;
  }[];
}

interface Trial {
  readonly exitCode: number;
  readonly value: CollectJson;
  readonly text: string;
}

const NOW = '2016-02-01T09:00:00.000Z';

async function run(project: TestProject, options: CollectOptions = {}, now = NOW): Promise<Trial> {
  const terminal = testTerminal({
    cwd: project.root,
    env: { BROADSIDE_NET_ALLOW: '127.0.0.0/8' },
    now: () => now,
  });
  const result = await collect(options, terminal, fakeWorld());
  return {
    exitCode: result.exitCode,
    value: result.value as CollectJson,
    text: result.lines(plainPaint).join('\n'),
  };
}

function projectWith(feeds: readonly string[], more: Readonly<Record<string, string>> = {}): TestProject {
  const rows = feeds.map((feed) => `  - ${feed.includes('url:') ? feed : `url: ${feed}`}\n`).join('');
  return testProject({ 'issues/newsletter.yaml': `${NEWSLETTER}feeds:\n${rows}`, ...more });
}

const inboxOf = (project: TestProject): string => readFileSync(project.path('issues/inbox.md'), 'utf8');

function item(title: string, path: string, more = ''): string {
  return `<item><title>${title}</title><link>https://quay.example/${path}</link>${more}</item>`;
}
function rss(...items: readonly string[]): Page {
  return {
    headers: { 'content-type': 'application/rss+xml' },
    body: `<rss version="2.0"><channel><title>Quay Wire</title>${items.join('')}</channel></rss>`,
  };
}
const feedUrl = (web: LocalWeb, path = '/feed'): string => web.at('127.0.0.1') + path;

describe('dialects', () => {
  test('each brings its story', async () => {
    const web = await localWeb((request, response) => {
      const dialect = FEED_DIALECTS[Number(request.url?.slice(1))];
      if (dialect === undefined) return { status: 404 };
      response.writeHead(200, { 'content-type': dialect.type, ...dialect.headers }).end(dialect.body);
      return undefined;
    });
    const project = projectWith(
      FEED_DIALECTS.map((_, index) => `${web.at(`127.0.0.${index + 1}`)}/${index}`),
    );
    const { value, exitCode } = await run(project);
    expect(exitCode).toBe(0);
    const read = readInbox(inboxOf(project)).entries.map(({ candidate }) => candidate);
    for (const [index, { name, story }] of FEED_DIALECTS.entries()) {
      const found = value.added.find(({ url }) => url === story.url);
      expect(found, name).toMatchObject(story);
      expect(found?.date, name).toBe(story.date);
      expect(found?.language, name).toBe(story.language);
      expect(value.feeds[index], name).toMatchObject({ state: 'new', newCount: 1 });
      const { publishedAt, sourceId, tags, ...shown } = found ?? { tags: [], headline: '', url: '' };
      expect(read, name).toContainEqual(expect.objectContaining(shown));
    }
    expect(value.feeds[15]?.detail).toBe('it breaks off before its end');
    expect(FEED_DIALECTS.length).toBeGreaterThanOrEqual(20);
  });
});

describe('a second run', () => {
  test('asks only for what is new, and adds nothing twice', async () => {
    const conditions: (string | undefined)[] = [];
    const web = await localWeb((request) => {
      conditions.push(request.headers['if-none-match'], request.headers['if-modified-since']);
      if (request.headers['if-none-match'] === '"one"') return { status: 304 };
      const page = rss(item('Cranes stand still', 'cranes'));
      return {
        ...page,
        headers: { ...page.headers, etag: '"one"', 'last-modified': 'Sun, 31 Jan 2016 00:00:00 GMT' },
      };
    });
    const project = projectWith([feedUrl(web)]);
    await run(project);
    const before = inboxOf(project);
    const second = await run(project);
    expect(second.text).toBe('Nothing new in 1 feed.');
    expect(second.exitCode).toBe(0);
    expect((await run(project, { fresh: true })).value.feeds[0]).toMatchObject({
      newCount: 0,
      knownCount: 1,
    });
    expect(conditions).toEqual([
      undefined,
      undefined,
      '"one"',
      'Sun, 31 Jan 2016 00:00:00 GMT',
      undefined,
      undefined,
    ]);
    expect(inboxOf(project)).toBe(before);
  });

  test('asks for all again where the settings have changed', async () => {
    const web = await localWeb((request) =>
      request.headers['if-none-match'] === undefined
        ? {
            ...rss(item('Cranes stand still', 'cranes'), item('Tugs go out', 'tugs')),
            headers: { etag: '"x"' },
          }
        : { status: 304 },
    );
    const project = projectWith([`{ url: "${feedUrl(web)}", keep: [crane*] }`]);
    expect((await run(project)).value.feeds[0]).toMatchObject({ newCount: 1, filteredCount: 1 });
    project.write('issues/newsletter.yaml', `${NEWSLETTER}feeds:\n  - url: ${feedUrl(web)}\n`);
    expect((await run(project)).value.added.map(({ headline }) => headline)).toEqual(['Tugs go out']);
  });

  test('leaves what an editor has ticked, moved, written and deleted', async () => {
    let pages = [
      item('Cranes stand still', 'cranes'),
      item('Tugs go out', 'tugs'),
      item('Rope is dear', 'rope'),
    ];
    const web = await localWeb(() => rss(...pages));
    const project = projectWith([feedUrl(web)]);
    await run(project);
    const edited = `My notes\r\n- [x] [Cranes!](https://www.quay.example/cranes/?utm_medium=x)\r\n  for page one`;
    project.write('issues/inbox.md', edited);
    pages = [item('Fog again', 'fog'), ...pages];
    await run(project);
    expect(inboxOf(project)).toBe(
      `${edited}\r\n\r\n## Unsorted\r\n\r\n- [ ] [Fog again](https://quay.example/fog) · Quay Wire\r\n`,
    );
  });

  test('after a crash between the inbox and the memory adds nothing twice', async () => {
    const web = await localWeb({ '/feed': rss(item('Cranes stand still', 'cranes')) });
    const project = projectWith([feedUrl(web)]);
    await run(project);
    const before = inboxOf(project);
    rmSync(project.path('data'), { recursive: true });
    expect((await run(project)).value.added).toEqual([]);
    expect(inboxOf(project)).toBe(before);
    // And what is deleted now stays deleted.
    writeFileSync(project.path('issues/inbox.md'), '');
    expect((await run(project)).value.added).toEqual([]);
  });
});

describe('stories', () => {
  test('that the archive has are not offered; those that are only alike say where to look', async () => {
    const web = await localWeb({
      '/feed': rss(
        item('Anything', 'x').replace('quay.example/x', 'www.harbourpost.example/vote-2/?utm_source=a'),
        item('Dockers vote to end strike number 2', 'same'),
        item('Dockers vote to end long strike number 1', 'alike'),
        item('Pilots ask for a second boat', 'pilots'),
      ),
    });
    const { value } = await run(projectWith([feedUrl(web)]));
    expect(value.added.map(({ url, seenIn }) => [url.slice(21), seenIn])).toEqual([
      ['alike', '0001'],
      ['pilots', undefined],
    ]);
    expect(value.feeds[0]).toMatchObject({ toldCount: 2, newCount: 2 });
  });

  test('in several feeds are one line, with the publisher whom the house knows', async () => {
    const words = 'Crane crews go back to work on Monday';
    const web = await localWeb({
      '/a': rss(item(words, 'a'), item('Fog', 'fog')),
      '/b': rss(
        item(words, 'b').replace('quay.example', 'harbourpost.example'),
        item('Fog', 'fog?utm_source=b'),
      ),
    });
    const project = projectWith([feedUrl(web, '/a'), feedUrl(web, '/b')]);
    const { value } = await run(project);
    expect(value.added).toHaveLength(2);
    expect(value.added[0]).toMatchObject({
      source: 'Harbour Post',
      sourceId: 'harbour-post',
      url: 'https://harbourpost.example/b',
      alsoAt: [{ url: 'https://quay.example/a', source: 'Quay Wire' }],
    });
    expect(inboxOf(project)).toContain('\n  Also: [Quay Wire](https://quay.example/a)\n');
  });

  test('are filtered, placed and named as the settings say', async () => {
    const web = await localWeb({
      '/feed': rss(
        item('Strike at the pier', 'a', '<category>Ports</category>'),
        item('Struck by lightning', 'b'),
        item('STRIKES in football', 'c'),
        item('Rain', 'd', '<description>No strike here</description>'),
      ),
    });
    const project = projectWith([
      `{ url: "${feedUrl(web)}", keep: [strike*], drop: [football], section: Ports, source: harbour-post }`,
    ]);
    const { value } = await run(project);
    expect(value.added.map(({ url, section, source }) => [url.slice(21), section, source])).toEqual([
      ['a', 'Ports', 'Harbour Post'],
      ['d', 'Ports', 'Harbour Post'],
    ]);
    expect(value.feeds[0]?.filteredCount).toBe(2);
    expect(value.added[0]?.tags).toEqual(['ports']);
  });

  test('go to the section whose earlier headlines have their words', async () => {
    const issue = (number: number, ports: string, homes: string) =>
      `---\nnumber: ${number}\ndate: 2016-01-0${number}\ntags: [x]\n---\n\n## Ports\n\n### [${ports}](https://p.example/${number})\n\nHarbour Post reports (1 January): x.\n\n## Housing\n\n### [${homes}](https://h.example/${number})\n\nHarbour Post reports (1 January): x.\n`;
    const web = await localWeb({
      '/feed': rss(
        item('Dockers and cranes idle', 'a'),
        item('Tenants win over landlords', 'b'),
        item('Weather', 'c'),
      ),
    });
    const project = projectWith([feedUrl(web)], {
      'issues/0001.md': issue(1, 'Cranes fall idle', 'Tenants march'),
      'issues/0002.md': issue(2, 'Dockers and cranes', 'Landlords and tenants meet'),
      'issues/0003.md': issue(3, 'Idle dockers meet', 'Landlords march'),
    });
    const { value } = await run(project);
    expect(value.added.map(({ section }) => section)).toEqual(['Ports', 'Housing', undefined]);
  });

  test('that are too old are left, undated ones are not, and the newest come first', async () => {
    const web = await localWeb({
      '/feed': rss(
        item('Old', 'old', '<pubDate>1 Dec 2015 10:00 GMT</pubDate>'),
        item('Undated', 'undated'),
        item('Newer', 'newer', '<pubDate>31 Jan 2016 10:00 GMT</pubDate>'),
        item('Newest', 'newest', '<pubDate>31 Jan 2016 11:00 GMT</pubDate>'),
      ),
    });
    const project = projectWith([feedUrl(web)]);
    expect((await run(project)).value.feeds[0]).toMatchObject({ newCount: 3, oldCount: 1 });
    expect(inboxOf(project).match(/\[(?!\s)\w+/gu)).toEqual(['[Newest', '[Newer', '[Undated']);
  });
});

describe('feeds that fail', () => {
  test('are given longer and longer rests, and no other feed suffers', async () => {
    const web = await localWeb({ '/feed': rss(item('Fog', 'fog')), '/bad': { status: 500 } });
    const project = projectWith([feedUrl(web, '/bad'), feedUrl(web)]);
    const waits: number[] = [];
    let now = Date.parse(NOW);
    for (let round = 0; round < 9; round += 1) {
      const { value, exitCode } = await run(project, {}, new Date(now).toISOString());
      const { state, nextAt = '', detail } = value.feeds[0] ?? {};
      expect([state, detail]).toEqual(['failed', 'its server has failed (500)']);
      if (round === 0) expect([exitCode, value.added.length]).toEqual([0, 1]);
      waits.push((Date.parse(nextAt) - now) / 60_000);
      const early = await run(project, {}, new Date(now + 60_000).toISOString());
      expect(early.value.feeds.map((feed) => feed.state)).toEqual(['nothing new', 'resting']);
      expect(early.text).toBe('Nothing new in 1 feed; 1 feed that failed will be asked later.');
      now = Date.parse(nextAt);
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
    // A day on it is no bad hour any more.
    expect((await run(project, {}, new Date(now).toISOString())).exitCode).toBe(3);
    expect((await run(project, { fresh: true })).value.feeds[0]?.state).toBe('failed');
  });

  test('are left alone as long as they ask', async () => {
    const web = await localWeb({ '/feed': { status: 429, headers: { 'retry-after': '7200' } } });
    expect((await run(projectWith([feedUrl(web)]))).value.feeds[0]?.nextAt).toBe('2016-02-01T11:00:00.000Z');
  });

  test('are not asked again when they are gone', async () => {
    const web = await localWeb({ '/feed': { status: 410 } });
    const project = projectWith([feedUrl(web)]);
    const first = await run(project);
    expect(first.exitCode).toBe(3);
    expect(first.text).toContain('Take it out of the settings');
    expect((await run(project)).value.feeds[0]?.state).toBe('gone');
    expect(web.asked).toHaveLength(1);
  });

  test('that have moved for good are read, and told of', async () => {
    const web = await localWeb({
      '/feed': { status: 301, headers: { location: '/new' } },
      '/new': rss(item('Fog', 'fog')),
    });
    const { text, value } = await run(projectWith([feedUrl(web)]));
    expect(value.added).toHaveLength(1);
    expect(text).toContain(`It has moved for good: write ${feedUrl(web, '/new')} in its place.`);
  });

  test('that are pages name the feed that was meant', async () => {
    const web = await localWeb({
      '/feed': {
        body: '<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml">',
      },
    });
    const { text, exitCode } = await run(projectWith([feedUrl(web)]));
    expect(exitCode).toBe(3);
    expect(text).toContain('it is a web page, not a feed');
    expect(text).toContain(`write ${feedUrl(web, '/rss.xml')} in its place`);
  });
});

test('--dry-run asks, shows, and writes nothing', async () => {
  const web = await localWeb({ '/feed': rss(item('Fog', 'fog')) });
  const project = projectWith([feedUrl(web)]);
  const { text, value } = await run(project, { dryRun: true });
  expect(value.added).toHaveLength(1);
  expect(text).toContain('Would add 1 story of 1 feed.');
  expect(['issues/inbox.md', 'data'].map((file) => existsSync(project.path(file)))).toEqual([false, false]);
});

describe('two runs', () => {
  test('do not collide: the second has nothing to do', async () => {
    const web = await localWeb({ '/feed': rss(item('Fog', 'fog')) });
    const project = projectWith([feedUrl(web)]);
    const other = JSON.stringify({ host: hostname(), pid: process.ppid, at: NOW });
    project.write('data/collect.lock', other);
    const { text, exitCode } = await run(project);
    expect([text, exitCode, web.asked.length]).toEqual([
      'Another `broadside collect` is at work here; this one has nothing to do.',
      0,
      0,
    ]);
    expect(readFileSync(project.path('data/collect.lock'), 'utf8')).toBe(other);
  });

  test('and one that was killed holds nobody up', async () => {
    const web = await localWeb({ '/feed': rss(item('Fog', 'fog')) });
    const project = projectWith([feedUrl(web)]);
    // No process has this number: it is above what systems give.
    project.write('data/collect.lock', JSON.stringify({ host: hostname(), pid: 2 ** 30, at: NOW }));
    expect((await run(project)).value.added).toHaveLength(1);
    expect(existsSync(project.path('data/collect.lock'))).toBe(false);
  });
});

describe('settings', () => {
  test('of sources are asked too, and their stories are theirs', async () => {
    const web = await localWeb({ '/feed': rss(item('Fog', 'fog')) });
    const project = testProject({
      'issues/sources.yaml': `sources:\n  - id: tide\n    name: The Tide\n    kind: blog\n    feeds:\n      - url: ${feedUrl(web)}\n        section: Ports\n`,
    });
    expect((await run(project)).value.added[0]).toMatchObject({
      source: 'The Tide',
      sourceId: 'tide',
      section: 'Ports',
    });
  });

  test('without feeds are told how to name one', async () => {
    await expect(run(testProject())).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
      message: 'No feeds are named in the settings',
    });
  });

  test('with a source that is not there are told of it', async () => {
    const project = projectWith(['{ url: https://a.example/, source: nobody }']);
    await expect(run(project)).rejects.toThrow('source "nobody", which is not there');
  });
});

describe('a list of a feed reader', () => {
  const OPML = `<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Ports"><outline type="rss" text="Quay &amp; Co # 1" xmlUrl="https://quay.example/feed?a=1&amp;b=2"/></outline>
<outline text="Tide" xmlUrl="https://tide.example/atom"/><outline text="Tide again" xmlUrl="https://tide.example/atom"/>
<outline text="no feed" htmlUrl="https://x.example/"/><outline text="file" xmlUrl="file:///etc/passwd"/></body></opml>`;
  const SECTIONS = 'sections:\n  - name: Ports\n';

  test.each([
    [
      'below those that are there',
      `feeds:\n    # mine\n    - url: https://tide.example/atom # daily\n\nrules:\n  link-home-page: off\n`,
      1,
    ],
    ['where there are none', '', 2],
  ])('is written into the settings, %s', async (_where, more, count) => {
    const before = `${NEWSLETTER}${SECTIONS}${more}`;
    const project = testProject({ 'issues/newsletter.yaml': before, 'list.opml': OPML });
    const { text, exitCode } = await run(project, { opml: 'list.opml' });
    expect(exitCode).toBe(0);
    expect(text).toContain(`${count} feed${count === 1 ? '' : 's'} written into issues/newsletter.yaml`);
    const after = readFileSync(project.path('issues/newsletter.yaml'), 'utf8');
    expect(after).toContain('- url: "https://quay.example/feed?a=1&b=2" # Quay & Co  1\n');
    expect(after).toContain('section: "Ports"\n');
    for (const line of before.split('\n')) expect(after.split('\n')).toContain(line);
    expect((await run(project, { opml: 'list.opml' })).text).toMatch(
      /^All 2 feeds of list.opml are in the settings\.$/u,
    );
    expect(readFileSync(project.path('issues/newsletter.yaml'), 'utf8')).toBe(after);
  });

  test('is only shown by --dry-run, and where the settings have another form', async () => {
    const project = testProject({ 'list.opml': OPML });
    expect((await run(project, { opml: 'list.opml', dryRun: true })).text).toContain(
      'feeds:\n  - url: "https://quay.example',
    );
    expect(readFileSync(project.path('issues/newsletter.yaml'), 'utf8')).toBe(NEWSLETTER);
    const flow = `${NEWSLETTER}feeds: [{ url: https://a.example/ }]\n`;
    project.write('issues/newsletter.yaml', flow);
    const { text, exitCode } = await run(project, { opml: 'list.opml' });
    expect([exitCode, text.includes('paste these lines')]).toEqual([1, true]);
    expect(readFileSync(project.path('issues/newsletter.yaml'), 'utf8')).toBe(flow);
  });

  test('that is none is refused', async () => {
    const project = testProject({ 'list.opml': 'hello' });
    await expect(run(project, { opml: 'list.opml' })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(run(project, { opml: 'nowhere.opml' })).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
