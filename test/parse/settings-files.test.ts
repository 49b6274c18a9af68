// newsletter.yaml, sources.yaml and ids.yaml: what is read, and where and in which words each slip is reported.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { parseIds } from '../../src/parse/parse-ids.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../src/parse/parse-newsletter.ts';
import { parseRedirects } from '../../src/parse/parse-redirects.ts';
import { parseSources } from '../../src/parse/parse-sources.ts';
import { readHarbour } from './harbour.ts';

const HARBOUR = readFileSync(new URL('../fixtures/parse/newsletter.yaml', import.meta.url), 'utf8');
const shown = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(
    ({ place, severity, reason }) => `${place?.start.line}:${place?.start.column} ${severity} ${reason}`,
  );
const newsletterOf = (value: string) => parseNewsletter({ path: 'issues/newsletter.yaml', value });
const sourcesOf = (value: string) => parseSources({ path: 'issues/sources.yaml', value });

describe('newsletter.yaml', () => {
  test('gives the newsletter, what was left out filled in', () => {
    const { newsletter } = readHarbour();
    expect(newsletter).toMatchObject({
      title: 'The Harbour Letter',
      shortTitle: 'Harbour',
      siteUrl: 'https://harbour.example/',
      listUrl: 'https://harbour.example/',
      unsubscribeAddress: 'letter@harbour.example',
      owner: 'letter@harbour.example',
      postalAddress: ['The Harbour Letter', '4 Crane Street', 'Port Anna'],
      statement: { title: 'What we ask', adopted: '2008-07-19', place: 'Port Anna' },
      maxReportAgeDays: 45,
      delivery: { expiresAfterHours: 120 },
      rules: { 'link-home-page': 'off' },
    });
    expect(newsletter.sectionOrder[0]).toEqual({
      name: 'Ports and trade',
      aliases: ['Ports', 'Trade'],
      kind: 'items',
    });
    expect(newsletter.statement?.body.map(({ kind }) => kind)).toEqual(['prose', 'prose']);
    expect(newsletter.boilerplate.subscribe).toHaveLength(1);
  });

  test('gives the hours after which an issue is given up', () => {
    const { newsletter, diagnostics } = newsletterOf(`${HARBOUR}delivery:\n  expiresAfterHours: 36\n`);
    expect(diagnostics).toEqual([]);
    expect(newsletter?.delivery).toEqual({ expiresAfterHours: 36 });
  });

  test('gives what a numbered issue is called', () => {
    const { newsletter, diagnostics } = newsletterOf(`${HARBOUR}issueTitle: "العدد {number}"\n`);
    expect(diagnostics).toEqual([]);
    if (newsletter === undefined) throw new Error('no newsletter');
    const file = { path: 'issues/0294.md', value: '---\ndate: 2016-01-28\n---\n\nText.\n' };
    expect(parseIssue(file, { newsletter, sources: [], ids: new Map() }).issue.title).toBe('العدد 294');
    const wrong = newsletterOf(`${HARBOUR}issueTitle: Ausgabe\n`).diagnostics;
    expect(wrong[0]?.reason).toMatch(/expected a title with \{number\} in it/u);
  });

  test('says whether there is somebody at the door', () => {
    expect(newsletterOf(HARBOUR).newsletter?.hasFrontDoor).toBeUndefined();
    const { newsletter } = newsletterOf(`${HARBOUR}listUrl: https://list.harbour.example/\n`);
    expect(newsletter).toMatchObject({ listUrl: 'https://list.harbour.example/', hasFrontDoor: true });
  });

  test('gives the house spellings', () => {
    const { newsletter, diagnostics } = newsletterOf(
      `${HARBOUR}spelling:\n  Fallujah: [Falluja, Faluja]\n  Tal Afar: [Tel Afar]\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(newsletter?.spelling).toEqual({ Fallujah: ['Falluja', 'Faluja'], 'Tal Afar': ['Tel Afar'] });
  });

  test.each([
    [
      'timeZone: Europe/London',
      'timeZone: Mars/Phobos',
      ['6:11 error Unexpected "Mars/Phobos" for "timeZone", expected a time zone such as Europe/London'],
    ],
    [
      'language: en',
      'language: English',
      ['5:11 error Unexpected "English" for "language", expected a language tag such as en or ar'],
    ],
    [
      'siteUrl: https://harbour.example',
      'siteUrl: harbour.example',
      [
        '4:10 error Unexpected "harbour.example" for "siteUrl", expected a web address such as https://example.org/, without ? and #',
      ],
    ],
    [
      'address: letter@harbour.example',
      'address: letter at harbour',
      [
        '9:12 error Unexpected "letter at harbour" for "from.address", expected a mail address such as name@example.org',
      ],
    ],
    [
      'listId: letter.harbour.example',
      'listId: <letter>',
      [
        '10:9 error Unexpected "<letter>" for "listId", expected a list id such as iof.example.org: letters, digits and hyphens with dots between',
      ],
    ],
    [
      'shortTitle: Harbour',
      'shortTitel: Harbour',
      ['2:1 warning Unexpected key "shortTitel", expected "shortTitle"'],
    ],
    [
      'shortTitle: Harbour',
      'title: Harbour',
      ['2:1 error Unexpected second "title", expected each key once'],
    ],
    [
      'title: The Harbour Letter\n',
      '',
      ['1:1 error Unexpected gap for "title", expected the title of the newsletter'],
    ],
    [
      'adopted: 2008-07-19',
      'adopted: 19 July 2008',
      ['22:12 error Unexpected "19 July 2008" for "statement.adopted", expected a date such as 2008-07-19'],
    ],
    [
      'kind: interest',
      'kind: links',
      [
        '37:11 error Unexpected "links" for "sections.3.kind", expected one of items, live, gallery, events, interest, statement',
      ],
    ],
    [
      '  - name: Daily life',
      '  - title: Daily life',
      [
        '32:5 error Unexpected gap for "sections.1.name", expected the heading of the section',
        '32:5 warning Unexpected key "title"',
      ],
    ],
    [
      'maxReportAgeDays: 45',
      'maxReportAgeDays: a month',
      ['38:19 error Unexpected "a month" for "maxReportAgeDays", expected a whole number of days'],
    ],
    [
      'maxReportAgeDays: 45',
      'delivery: { expiresAfterHours: two days }',
      [
        '38:32 error Unexpected "two days" for "delivery.expiresAfterHours", expected a whole number of hours from 1 to 744',
      ],
    ],
    [
      'maxReportAgeDays: 45',
      'delivery: { expiresAfterHours: 745 }',
      [
        '38:32 error Unexpected "745" for "delivery.expiresAfterHours", expected a whole number of hours from 1 to 744',
      ],
    ],
    [
      'maxReportAgeDays: 45',
      'itemOrder: oldest-first',
      ['38:12 error Unexpected "oldest-first" for "itemOrder", expected newest-first, or no such line'],
    ],
    [
      'link-home-page: off',
      'link-home-page: no',
      ['40:19 error Unexpected "no" for "rules.link-home-page", expected off, warn or error'],
    ],
    [
      'maxReportAgeDays: 45',
      'spelling: [Fallujah]',
      ['38:11 error Unexpected list for "spelling", expected lines such as "Fallujah: [Falluja, Faluja]"'],
    ],
    ['shortTitle: Harbour', 'shortTitle: "Harbour', ['2:13 error']],
    ['  - name: Daily life', '\t- name: Daily life', ['32:1 error Unexpected tab, expected spaces']],
    ['name: Daily life', 'name: *alias', ['32:11 error']],
    [
      'disclaimer: Listing is',
      'disclaimer: Listing <b>is</b>',
      ['19:3 warning Unexpected HTML "<b>", expected plain Markdown'],
    ],
  ])('%s → %s', (right, wrong, expected) => {
    expect(HARBOUR).toContain(right);
    const { newsletter, diagnostics } = newsletterOf(HARBOUR.replace(right, wrong));
    const found = shown(diagnostics);
    expect(found).toHaveLength(expected.length);
    for (const [nth, message] of expected.entries()) expect(found[nth]).toContain(message);
    expect(newsletter, 'issues can be checked all the same').toBeDefined();
    for (const { note } of diagnostics) expect(note).toBeTruthy();
  });

  test.each(['', '# nothing\n', 'just words', '- a list'])('%o cannot be used at all', (value) => {
    const { newsletter, diagnostics } = newsletterOf(value);
    expect(diagnostics.map(({ severity }) => severity)).toContain('error');
    if (!value.startsWith('-')) expect(newsletter).toBeUndefined();
  });

  test('line breaks cannot get into what becomes a header', () => {
    for (const title of ['"a\\r\\nBcc: x@y.example"', '"a\\u2028b"', '"a\\0"']) {
      const { newsletter, diagnostics } = newsletterOf(HARBOUR.replace('The Harbour Letter', title));
      expect(newsletter?.title).toBe('Newsletter');
      expect(diagnostics).toHaveLength(1);
    }
  });
});

describe('sources.yaml', () => {
  test('gives publishers and people', () => {
    const { sources } = readHarbour();
    expect(sources.find(({ id }) => id === 'daily-star-lebanon')).toEqual({
      id: 'daily-star-lebanon',
      name: 'The Daily Star',
      variants: [],
      kind: 'newspaper',
      domains: [],
      qualifier: 'Lebanon',
    });
    expect(sources.at(-1)).toMatchObject({ id: 'juan-cole', kind: 'person', verb: 'writes' });
  });

  test('reports each slip and keeps the other rows', () => {
    const { sources, diagnostics } = sourcesOf(
      [
        'sources:',
        '  - {id: a, name: Alpha, kind: agency, domains: ["https://a.example/x"]}',
        '  - {id: b, name: Beta, kind: magazine}',
        '  - {id: c, kind: blog}',
        '  - {id: d, name: Delta, kind: blog, variants: [Alpha], vreb: report}',
        '  - {id: d, name: Epsilon, kind: blog, home: e.example}',
        '  - {id: Not an id, name: Zeta, kind: blog}',
      ].join('\n'),
    );
    expect(sources.map(({ id, name }) => `${id} ${name}`)).toEqual(['a Alpha', 'd Delta', 'd Epsilon']);
    expect(shown(diagnostics)).toEqual([
      '2:50 error Unexpected "https://a.example/x" for "sources.0.domains.0", expected a host such as example.org, without https:// and without a path',
      '3:31 error Unexpected "magazine" for "sources.1.kind", expected one of agency, newspaper, broadcaster, ngo, official, blog, person',
      '4:5 error Unexpected gap for "sources.2.name", expected the name as it should be printed',
      '5:57 warning Unexpected key "vreb", expected "verb"',
      '6:46 error Unexpected "e.example" for "sources.4.home", expected a web address such as https://example.org/',
      '7:10 error Unexpected "Not an id" for "sources.5.id", expected an id of small letters, digits and hyphens, such as al-jazeera',
      '5:10 error Unexpected second source called "Alpha", expected each name once',
      '6:10 error Unexpected second source with the id "d"',
    ]);
  });

  test.each(['', '# none yet\n', 'sources:\n', 'sources: []\npeople:\n'])('%o names no source', (value) => {
    expect(sourcesOf(value)).toEqual({ sources: [], diagnostics: [] });
  });
});

describe('ids.yaml', () => {
  test('keeps ids, and an item whose headline was changed has its first one', () => {
    const { ids, diagnostics } = parseIds({
      path: 'issues/ids.yaml',
      value: '# kept\nno-12-new-words: no-12-first-words\nno-12-other: "not an id!"\n',
    });
    expect([...ids]).toEqual([['no-12-new-words', 'no-12-first-words']]);
    expect(shown(diagnostics)).toEqual([
      '3:14 error Unexpected "not an id!" for "no-12-other", expected an item id such as no-294-shells-fall-on-fallujah: letters, digits and hyphens',
    ]);
    const value = '---\nnumber: 12\n---\n### First words\n\n### New words\n\n### New words\n\n### ???\n';
    const { issue } = parseIssue({ path: 'issues/0012.md', value }, { ...readHarbour(), ids });
    expect(issue.sections[0]?.entries.map(({ id }) => id)).toEqual([
      'no-12-first-words-2',
      'no-12-first-words',
      'no-12-new-words-2',
      'no-12-item',
    ]);
  });

  test('a missing file keeps nothing', () => {
    expect(parseIds({ path: 'issues/ids.yaml', value: '' })).toEqual({ ids: new Map(), diagnostics: [] });
  });
});

describe('redirects.yaml', () => {
  const read = (value: string) =>
    parseRedirects({ path: 'issues/redirects.yaml', value }, 'https://harbour.example/paper/');

  test('leads from old addresses to new ones, below the archive or elsewhere', () => {
    const { redirects, diagnostics } = read(
      [
        'old.html: issues/0012.html',
        '/2016/01/blog/: /issues/0012.html#no-12-cranes',
        'caf%C3%A9.html: https://harbour.example/paper/tags/caf%C3%A9.html',
        'away: https://elsewhere.example/a b',
        'home.html: /',
        'blog.html: https://elsewhere.example/é?a=1#b',
      ].join('\n'),
    );
    expect(redirects.map(({ from, to }) => [from, to])).toEqual([
      ['old.html', 'issues/0012.html'],
      ['2016/01/blog/', 'issues/0012.html#no-12-cranes'],
      ['café.html', 'tags/café.html'],
      ['home.html', ''],
      ['blog.html', 'https://elsewhere.example/%C3%A9?a=1#b'],
    ]);
    expect(shown(diagnostics)).toEqual([
      '4:7 error Unexpected "https://elsewhere.example/a b" for "away", expected an address below the archive such as issues/0294.html, or a whole one with https://',
    ]);
  });

  test.each([
    '?p=12',
    'a?p=12',
    'a#b',
    '../a.html',
    'a//b',
    '.git/config',
    'https://a.example/b',
    'a b',
    '%zz',
    '/',
  ])('nothing static can stand at %j', (from) => {
    const { redirects, diagnostics } = read(`"${from}": issues/0012.html\n`);
    expect(redirects).toEqual([]);
    expect(shown(diagnostics)[0]).toContain(`1:1 error Unexpected "${from}", expected an address below`);
  });

  test.each(['javascript:alert(1)', '../up.html', '//host.example/', 'a?b', ''])(
    '%j is no place to lead to',
    (to) => {
      const { redirects, diagnostics } = read(`old.html: "${to}"\n`);
      expect(redirects).toEqual([]);
      expect(diagnostics).toHaveLength(1);
    },
  );

  test('a missing file leads nowhere', () => {
    expect(read('')).toEqual({ redirects: [], diagnostics: [] });
  });
});

test.each([
  ['brackets', '['.repeat(20_000)],
  ['braces', `a: ${'{'.repeat(49)}`],
  ['dashes', '- '.repeat(20_000)],
  ['indents', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['aliases', 'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]'],
  ['length', `title: ${'a'.repeat(300 * 1024)}`],
])('a file made to exhaust the machine (%s) is refused', (_, value) => {
  expect(newsletterOf(value).diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
});
