// The small judgements of drafting: whose page it is, which tags, which addresses a text holds, where an item goes; and that no page,
// whatever it holds, becomes anything but one item.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalHost, canonicalUrl } from '../../src/check/links/canonical-url.ts';
import { hostOfPage } from '../../src/cli/drafting/drafting-desk.ts';
import { houseOf } from '../../src/cli/drafting/house-of.ts';
import { withEntries } from '../../src/cli/drafting/put-entries.ts';
import { draftEntry } from '../../src/intake/draft-entry.ts';
import { findAddresses } from '../../src/intake/find-addresses.ts';
import { findPublisher, proposeRow } from '../../src/intake/find-publisher.ts';
import { readPage } from '../../src/intake/pages/read-page.ts';
import { placeItem } from '../../src/intake/place-entry.ts';
import { proposeTags } from '../../src/intake/propose-tags.ts';
import type { Source } from '../../src/model/source.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from '../parse/harbour.ts';

const row = (
  id: string,
  name: string,
  domains: readonly string[],
  variants: readonly string[] = [],
): Source => ({ id, name, variants, kind: 'newspaper', domains });
const sources = [
  row('bbc', 'BBC', ['bbc.co.uk', 'bbc.com']),
  row('bbc-arabic', 'BBC Arabic', ['arabic.bbc.co.uk']),
  row('tide', 'The Tide', ['tide.example'], ['Tide Daily']),
  row('tide-sport', 'Tide Sport', ['tide.example']),
];
const scene = { sources, hostOf: hostOfPage };

test.each([
  ['https://www.bbc.co.uk/news/1', undefined, 'bbc'],
  ['https://arabic.bbc.co.uk/1', undefined, 'bbc-arabic'],
  ['https://m.tide.example/1', undefined, 'tide'],
  ['https://tide.example/1', 'Tide Sport', 'tide-sport'],
  ['https://tide.example/1', 'TIDE DAILY', 'tide'],
  ['https://web.archive.org/web/2016/https://www.bbc.com/1', undefined, 'bbc'],
  ['https://other.example/1', 'the tide', 'tide by name'],
  ['https://notbbc.com/1', undefined, undefined],
  ['https://bbc.com.evil.example/1', 'Evil', undefined],
])('the publisher of %s (%s) is %s', (url, siteName, expected) => {
  const found = findPublisher(url, siteName, scene);
  expect(found === undefined ? undefined : found.source.id + (found.isByName ? ' by name' : '')).toBe(
    expected,
  );
});

test('a row is proposed that nobody has yet', () => {
  expect(proposeRow('https://www.quay.example/a', 'The Tide', undefined, scene)).toEqual({
    id: 'the-tide',
    name: 'The Tide',
    kind: 'newspaper',
    verb: 'reports',
    domains: ['quay.example'],
  });
  expect(proposeRow('http://127.0.0.1/a', 'Local', undefined, scene).domains).toEqual([]);
  expect(proposeRow('https://x.gov.uk/a', 'صحيفة', undefined, scene)).toMatchObject({
    id: 'x',
    name: 'صحيفة',
    kind: 'official',
  });
  expect(proposeRow('https://a.wordpress.com/', 'Tide (blog): ours', undefined, scene)).toMatchObject({
    name: 'Tide blog ours',
    kind: 'blog',
  });
});

test.each([
  ['Dockers in Mosul strike over air strikes', ['dockers', 'mosul', 'air strikes']],
  ['The Mosul dam', ['mosul dam']],
  ['Kurdistan’s oil', ['kurdistan']],
  ['Nothing of it', []],
  ['It is in', []],
])('of "%s" the tags are %j', (text, expected) => {
  const vocabulary = new Map([
    ['mosul', 9],
    ['Mosul', 1],
    ['mosul dam', 2],
    ['air strikes', 3],
    ['strikes', 1],
    ['dockers', 2],
    ['kurdistan', 5],
    ['in', 4],
  ]);
  expect(proposeTags(text, vocabulary)).toEqual(expected);
});

test.each([
  [
    'See https://a.example/x, and (https://b.example/y_(z)).',
    ['https://a.example/x', 'https://b.example/y_(z)'],
  ],
  ['[one](https://a.example/1)[two](<https://a.example/2>)', ['https://a.example/1', 'https://a.example/2']],
  ['*https://a.example/1* "https://a.example/1"', ['https://a.example/1']],
  ['<a href="https://a.example/1?b=2">x</a>', ['https://a.example/1?b=2']],
  ['https://a.example/logo.png https://www.facebook.com/sharer?u=x https://l.example/unsubscribe/1', []],
  ['http://intranet/x ftp://a.example/ www.a.example', []],
])('in "%s" are %j', (text, expected) => {
  expect(findAddresses(text)).toEqual(expected);
});

describe('a new item', () => {
  const context = harbourContext();
  const head = '---\nnumber: 12\ndate: 2026-01-09\n---\n';
  const put = (body: string, item: Parameters<typeof placeItem>[1]) => {
    const { issue } = parseIssue({ path: 'issues/0012.md', value: head + body }, context);
    return placeItem(issue, item, context.newsletter.sectionOrder).text.slice(head.length);
  };
  const at = (days: readonly number[]) =>
    days
      .map(
        (day) => `### [Item ${day}](https://a.example/${day})\n\nReuters report (${day} January): Words.\n`,
      )
      .join('\n');
  const NEW = { markdown: '### New', date: '2026-01-05', section: 'Ports and trade' };

  test.each([
    ['between older and newer', `## Ports and trade\n\n${at([7, 3])}`, 1],
    ['before all older ones', `## Ports and trade\n\n${at([4, 3])}`, 0],
    ['behind those of its day', `## Ports and trade\n\n${at([5, 3])}`, 1],
    ['at the end', `## Ports and trade\n\n${at([7, 6])}`, 2],
  ])('stands %s', (_where, body, index) => {
    const after = put(body, NEW);
    expect(after.replace(/### New\n\n?|\n### New\n$/u, '')).toBe(body);
    expect([...after.matchAll(/^### .*/gmu)].findIndex(([line]) => line === '### New')).toBe(index);
  });

  test.each([
    ['an empty issue', '', '\n## Ports and trade\n\n### New\n'],
    ['one without a last line end', 'Lead.', 'Lead.\n\n## Ports and trade\n\n### New\n'],
    [
      'one that has only events',
      '\n## Events\n\n### Walk\n',
      '\n## Ports and trade\n\n### New\n\n## Events\n\n### Walk\n',
    ],
    ['the other name of its section', '## Ports\n', '## Ports\n\n### New\n'],
  ])('into %s', (_what, body, expected) => {
    expect(put(body, NEW)).toBe(expected);
  });

  test('never goes between a comment and the item that it speaks of', () => {
    const body = `## Ports and trade\n\n<!-- on purpose: link-insecure (theirs) -->\n\n${at([3])}`;
    expect(put(body, NEW)).toBe(body.replace('<!--', '### New\n\n<!--'));
  });
});

test('what a page says of itself never stands among our corrections', () => {
  const entry = draftEntry(
    { headline: 'A', url: 'https://a.example/', excerpt: '[Correction, 2 January] It was five.', tags: [] },
    { language: 'en', vocabulary: new Map() },
  );
  expect(entry.reports[0]?.body).toEqual(['(Correction, 2 January) It was five.']);
});

test('any page becomes one item with its address, and nothing else of the issue is read otherwise', () => {
  const context = harbourContext();
  const settings = { ...context, images: new Set<string>() };
  const house = houseOf(settings);
  const file = {
    path: 'issues/0012.md',
    value:
      '---\nnumber: 12\ndate: 2026-01-09\n---\n\nLead.\n\n## Ports and trade\n\n### [Old](https://a.example/old)\n\nReuters report (3 January): Words.\n',
  };
  const words = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '# a',
      '\n\n## Section\n\n### Item',
      '<!-- on purpose: link-missing (x) -->',
      '](x) [y](z)',
      'Tags: a, b',
      '```',
      '[Update, 2 January] x',
      '[source?]',
      'Exclusive: x',
      '&lt;b&gt;',
    ),
  );
  const escaped = words.map((text) => text.replaceAll('"', '&quot;'));
  fc.assert(
    fc.property(escaped, escaped, escaped, fc.webUrl(), (title, site, description, url) => {
      const html = `<title>${title}</title><meta property="og:title" content="${title}"><meta property="og:site_name" content="${site}"><meta name="description" content="${description}"><meta name="date" content="2026-01-04">`;
      const facts = readPage(html, {
        url,
        timeZone: 'Europe/London',
        keyOf: canonicalUrl,
        hostOf: canonicalHost,
        knownNames: [],
      });
      const entry = draftEntry(
        {
          headline: facts.headline ?? '',
          url: facts.url,
          ...(facts.siteName === undefined ? {} : { source: facts.siteName }),
          ...(facts.date === undefined ? {} : { date: facts.date }),
          ...(facts.excerpt === undefined ? {} : { excerpt: facts.excerpt }),
          tags: [],
        },
        { language: 'en', vocabulary: new Map([['ports', 1]]) },
      );
      const { text } = withEntries(file, [{ entry, section: 'Ports and trade' }], settings, house);
      const { issue } = parseIssue({ ...file, value: text }, context);
      expect(
        issue.sections.map(({ heading, entries }) => [heading, entries.length]),
        text,
      ).toEqual([['Ports and trade', 2]]);
      expect(
        issue.sections[0]?.entries.map((one) => one.url),
        text,
      ).toContain(url);
      expect(issue.silences, text).toEqual([]);
      expect(issue.corrections, text).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
