import { describe, expect, test } from 'vitest';
import { publishArchive } from '../../../src/publish/publish-archive.ts';
import type { PublishInput } from '../../../src/publish/publish-input.ts';
import { ARCHIVE } from '../sample-archive.ts';
import { type IssueSample, inputOf, NEWSLETTER, noteOf } from '../samples.ts';
import { checkJsonFeed, checkRss, readXml } from './feed-checks.ts';

const SITE = NEWSLETTER.siteUrl;
const EXPECTED = { selfUrl: `${SITE}feed.xml`, now: '2026-01-01T00:00:00Z' };

describe('feed.xml', () => {
  const xml = feedOf(ARCHIVE, 'feed.xml');
  const channel = readXml(xml)?.children[0];
  const items = channel?.children.filter((child) => child.name === 'item') ?? [];
  const fieldOf = (index: number, name: string): string | undefined =>
    items[index]?.children.find((child) => child.name === name)?.text;

  test('has nothing that a validator complains of', () => {
    expect(checkRss(xml, EXPECTED)).toEqual([]);
  });

  test('has one item per published issue, the newest first, under ids that outlive the address', () => {
    expect(items.map((_, index) => fieldOf(index, 'title'))).toEqual([
      'رسالة رقم ١٢',
      'Live: the harbour <b> & the vote',
      'Newsletter No. 11',
      'Newsletter No. 10',
    ]);
    expect(items.map((_, index) => fieldOf(index, 'guid'))).toEqual([
      'news.harbour.example.org/0012',
      'news.harbour.example.org/2016-01-20-harbour-live',
      'news.harbour.example.org/0011',
      'news.harbour.example.org/0010',
    ]);
    expect(items[0]?.children.find((child) => child.name === 'guid')?.attributes).toEqual({
      isPermaLink: 'false',
    });
    expect(fieldOf(1, 'link')).toBe(`${SITE}issues/2016-01-20-harbour-live.html`);
    const moved = feedOf(ARCHIVE, 'feed.xml', {
      newsletter: { ...NEWSLETTER, siteUrl: 'https://new.example/' },
    });
    expect(moved.match(/<guid[^>]*>[^<]*/gu)).toEqual(xml.match(/<guid[^>]*>[^<]*/gu));
  });

  test('tells when an issue came out, when it was changed, and when anything was', () => {
    expect(fieldOf(0, 'pubDate')).toBe('Thu, 28 Jan 2016 12:00:00 GMT');
    expect(fieldOf(0, 'atom:updated')).toBeUndefined();
    expect(fieldOf(2, 'pubDate')).toBe('Fri, 08 Jan 2016 12:00:00 GMT');
    expect(fieldOf(2, 'atom:updated')).toBe('2016-01-12T12:00:00Z');
    expect(channel?.children.find((child) => child.name === 'lastBuildDate')?.text).toBe(
      'Thu, 28 Jan 2016 12:00:00 GMT',
    );
  });

  test('a correction made before the issue came out changes nothing', () => {
    const notes = [noteOf('correction', 'x', 1, '2015-12-31'), noteOf('update', 'y', 2, '2016-01-01')];
    expect(feedOf([{ slug: '0001', date: '2016-01-01', notes }], 'feed.xml')).not.toContain('atom:updated>');
  });

  test('a late correction of an old issue is when the feed last changed', () => {
    const notes = [noteOf('correction', 'x', 1, '2016-05-01')];
    const feed = feedOf(
      [
        { slug: '0001', date: '2016-01-01', notes },
        { slug: '0002', date: '2016-02-01' },
      ],
      'feed.xml',
    );
    expect(feed).toContain('<lastBuildDate>Sun, 01 May 2016 11:00:00 GMT</lastBuildDate>');
  });

  test('summer time moves noon', () => {
    const summer = feedOf([{ slug: '0020', date: '2016-07-01' }], 'feed.xml');
    expect(summer).toContain('<pubDate>Fri, 01 Jul 2016 11:00:00 GMT</pubDate>');
    expect(summer).toContain('<lastBuildDate>Fri, 01 Jul 2016 11:00:00 GMT</lastBuildDate>');
  });

  test('shows every text as it was written, whatever is in it', () => {
    expect(fieldOf(2, 'content:encoded')).toBe(
      '<p>They voted.</p><p><a href="https://tide.example/vote?a=1&amp;b=2">More</a> ]]> odd </p>',
    );
    expect(fieldOf(2, 'description')).toBe('They voted &#x3C;four&#x3E; to one &#x26; won.');
    expect(xml).toContain('<title>The Harbour &#x26; the Sea</title>');
    expect(xml).toContain('<title>Live: the harbour &#x3C;b&#x3E; &#x26; the vote</title>');
  });

  test('names author and tags as readers see them', () => {
    expect(fieldOf(2, 'dc:creator')).toBe('The Harbour');
    const categories = items[2]?.children
      .filter((child) => child.name === 'category')
      .map(({ text }) => text);
    expect(categories).toEqual(['Ports', 'strike', 'wages', 'ميناء']);
  });

  test.each([
    { name: 'no issue at all', samples: [] },
    { name: 'only a draft', samples: [{ slug: '0001', date: '2016-01-01', isDraft: true }] },
  ])('stands without items: $name', ({ samples }) => {
    const empty = feedOf(samples, 'feed.xml');
    expect(checkRss(empty, EXPECTED)).toEqual([]);
    expect(empty).not.toContain('lastBuildDate');
  });

  test('holds the latest fifty', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      slug: String(n + 1).padStart(4, '0'),
      date: `2016-${String(1 + Math.floor(n / 28)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    }));
    const feed = feedOf(many, 'feed.xml');
    expect(feed.match(/<item>/gu)).toHaveLength(50);
    expect(feed).toContain('Newsletter No. 60');
    expect(feed).toContain('Newsletter No. 11<');
    expect(feed).not.toContain('Newsletter No. 10<');
  });

  test.each([
    {
      name: 'control characters',
      text: 'a\u0000b\u0008c\u000Bd\u001Fe\u007Ff\u0085g\uFFFEh',
      kept: 'abcdefgh',
    },
    { name: 'lone surrogates', text: 'a\uD800b\uDC00c', kept: 'a?b?c' },
    { name: 'a replacement character', text: 'a\uFFFDb', kept: 'a?b' },
    { name: 'characters outside of the first plane', text: 'a😀b', kept: 'a😀b' },
    { name: 'the end of CDATA', text: 'a]]>b<![CDATA[c', kept: 'a]]>b<![CDATA[c' },
    {
      name: 'what plain texts are told by',
      text: '<![CDATA[plain-text-0]]>',
      kept: '<![CDATA[plain-text-0]]>',
    },
    { name: 'entities', text: '&lt;b&gt; &amp; R&D', kept: '&lt;b&gt; &amp; R&D' },
    { name: 'markup', text: '<script>x</script>', kept: '<script>x</script>' },
  ])('$name in a title do no harm', ({ text, kept }) => {
    const feed = feedOf(
      [{ slug: '0001', date: '2016-01-01', title: text, tags: [text], teaser: text }],
      'feed.xml',
    );
    expect(checkRss(feed, EXPECTED)).toEqual([]);
    const item = readXml(feed)?.children[0]?.children.find((child) => child.name === 'item');
    expect(item?.children.find((child) => child.name === 'title')?.text).toBe(kept);
    expect(item?.children.find((child) => child.name === 'category')?.text).toBe(kept);
  });

  test('addresses are ASCII, whatever the names', () => {
    const feed = feedOf([{ slug: '2016-01-01-ميناء', date: '2016-01-01', title: 'x' }], 'feed.xml', {
      newsletter: { ...NEWSLETTER, siteUrl: 'https://bücher.example/' },
    });
    const selfUrl = 'https://xn--bcher-kva.example/feed.xml';
    expect(checkRss(feed, { ...EXPECTED, selfUrl })).toEqual([]);
    expect(feed).toContain(
      '<link>https://xn--bcher-kva.example/issues/2016-01-01-%D9%85%D9%8A%D9%86%D8%A7%D8%A1.html</link>',
    );
  });
});

describe('feed.json', () => {
  const text = feedOf(ARCHIVE, 'feed.json');

  test('is a JSON Feed', () => {
    expect(checkJsonFeed(text, `${SITE}feed.json`)).toEqual([]);
  });

  test('says of an issue what feed.xml says', () => {
    const feed = JSON.parse(text);
    expect(feed.items).toHaveLength(4);
    expect(feed.items[2]).toEqual({
      id: 'news.harbour.example.org/0011',
      url: `${SITE}issues/0011.html`,
      title: 'Newsletter No. 11',
      summary: 'They voted <four> to one & won.',
      content_html:
        '<p>They voted.</p><p><a href="https://tide.example/vote?a=1&amp;b=2">More</a> ]]> odd </p>',
      date_published: '2016-01-08T12:00:00Z',
      date_modified: '2016-01-12T12:00:00Z',
      language: 'en',
      tags: ['Ports', 'strike', 'wages', 'ميناء'],
    });
    expect(feed.items[0].language).toBe('ar');
    expect(feed.authors).toEqual([{ name: 'The Harbour', url: SITE }]);
  });
});

describe('the checks themselves see', () => {
  const good = feedOf(ARCHIVE, 'feed.xml');
  const html = '<p>They voted.</p>';

  test.each([
    ['broken XML', '</channel>', '', /not well-formed/u],
    ['a control character', html, '<p>\u0001</p>', /not well-formed/u],
    ['a C1 control', html, '<p>\u0093</p>', /decoded wrongly/u],
    ['another version', 'version="2.0"', 'version="0.91"', /rss 2.0/u],
    ['a missing language', '<language>en</language>', '', /without language/u],
    [
      'a language that is none',
      '<language>en</language>',
      '<language>english</language>',
      /language is none/u,
    ],
    ['a missing self link', 'rel="self"', 'rel="alternate"', /rel=self/u],
    ['a self link that leads elsewhere', '/feed.xml', '/rss.xml', /leads elsewhere/u],
    [
      'HTML in a title',
      '<title>Newsletter No. 11',
      '<title>&lt;b&gt;No. 11&lt;/b&gt;',
      /HTML in item title/u,
    ],
    ['an entity in a title', '<title>Newsletter No. 11', '<title>A&amp;amp;B', /HTML in item title/u],
    ['a title in CDATA', '<title>Newsletter No. 11</title>', '<title><![CDATA[No. 11]]></title>', /CDATA/u],
    ['two titles', '<title>Newsletter No. 11</title>', '<title>a</title><title>b</title>', /title twice/u],
    ['an empty category', '<category>wages<', '<category><', /empty category/u],
    ['a repeated guid', '/0011</guid>', '/0010</guid>', /one guid/u],
    ['a guid that is no permanent link', 'isPermaLink="false"', 'isPermaLink="true"', /guid is no full/u],
    ['a guid that is a number', '>news.harbour.example.org/0011<', '>11<', /bare number/u],
    ['a relative link', `<link>${SITE}issues/0011.html`, '<link>issues/0011.html', /item link/u],
    ['a link with other letters', 'issues/0011.html</link>', 'issues/ميناء.html</link>', /item link/u],
    ['a date without its year', '08 Jan 2016', '08 Jan', /RFC 822/u],
    ['an ISO date', 'Fri, 08 Jan 2016 12:00:00 GMT', '2016-01-08T12:00:00Z', /RFC 822/u],
    ['a wrong weekday', 'Fri, 08 Jan', 'Mon, 08 Jan', /weekday/u],
    ['a date to come', 'Fri, 08 Jan 2016', 'Sat, 08 Jan 2028', /implausible/u],
    ['a local update time', '2016-01-12T12:00:00Z', '2016-01-12T12:00', /RFC 3339/u],
    ['a missing description', /<description>.*They.*<\/description>/u, '', /without description/u],
    ['an author beside dc:creator', '<dc:creator>', '<author>a@b.example (A)</author><dc:creator>', /both/u],
    ['an unknown element', '<dc:creator>', '<creator>x</creator><dc:creator>', /unknown element/u],
    [
      'an own prefix',
      'xmlns:dc="http://purl.org/dc/elements/1.1/"',
      'xmlns:dc="http://dc.example/"',
      /prefix dc/u,
    ],
    ['a relative address', html, '<p><a href="../x.html">x</a></p>', /not absolute/u],
    ['a link within the page', html, '<p><a href="#top">x</a></p>', /not absolute/u],
    ['a relative picture', html, '<p><img src="images/x.png" alt=""></p>', /not absolute/u],
    ['a paragraph in a paragraph', html, '<p>x<p>y</p></p>', /broken HTML/u],
    ['an element that is not closed', html, '<p><em>x</p>', /broken HTML/u],
    ['an unknown entity', html, '<p>&nosuch;</p>', /broken HTML/u],
    ['a script', html, '<script>x</script>', /<script>/u],
    ['a style sheet', html, '<style>p{}</style>', /<style>/u],
    ['a frame', html, '<iframe src="https://x.example/"></iframe>', /<iframe>/u],
    ['an event handler', html, '<p onclick="x()">x</p>', /attribute onclick/u],
    ['a role', html, '<p role="note">x</p>', /attribute role/u],
    ['a style attribute', html, '<p style="color:red">x</p>', /attribute style/u],
    ['a script address', html, '<p><a href="javascript:x">x</a></p>', /not absolute/u],
  ])('%s', (_, from, to, problem) => {
    const bad = good.replace(from, () => to);
    expect(bad).not.toBe(good);
    expect(checkRss(bad, EXPECTED).join('\n')).toMatch(problem);
  });
});

function feedOf(samples: readonly IssueSample[], name: string, changes: Partial<PublishInput> = {}): string {
  const file = publishArchive(inputOf(samples, changes)).find(({ path }) => path === `site/${name}`);
  return String(file?.contents);
}
