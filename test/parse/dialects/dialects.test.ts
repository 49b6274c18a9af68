// One text a case: what a dialect reads in it. The example folders of docs/dialects/ are read, checked and built in test/cli/dialects.test.ts.
import { toString as plainTextOf } from 'mdast-util-to-string';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../src/model/dialect.ts';
import type { Newsletter } from '../../../src/model/newsletter.ts';
import { parseIssue } from '../../../src/parse/parse-issue.ts';
import { parseNewsletter } from '../../../src/parse/parse-newsletter.ts';

const SETTINGS = `title: This Week in Ports
description: Links.
siteUrl: https://ports.example/
language: en
timeZone: UTC
from: { name: Ports, address: news@ports.example }
listId: news.ports.example
`;
const SOURCES = [
  { id: 'harbour-post', name: 'Harbour Post', variants: [], kind: 'newspaper', domains: [] },
] as const;

function newsletterIn(dialect: Dialect): Newsletter {
  const { newsletter } = parseNewsletter({
    path: 'issues/newsletter.yaml',
    value: `${SETTINGS}dialect: ${dialect}\n`,
  });
  if (newsletter === undefined) throw new Error('no newsletter');
  return newsletter;
}

function read(dialect: Dialect, value: string, path = 'issues/2026-03-03-issue-42.md') {
  return parseIssue({ path, value }, { newsletter: newsletterIn(dialect), sources: SOURCES, ids: new Map() });
}

/** `label: headline <url> | text | text`, one line an entry, under `## section`; what the words of the headline's place are is checked too. */
function outline(dialect: Dialect, value: string, path?: string): string {
  const { issue } = read(dialect, value, path);
  return issue.sections
    .flatMap(({ heading, body, entries }) => [
      `## ${heading}`,
      ...body.map((block) => `  ${block.kind === 'prose' ? plainTextOf(block.node) : block.kind}`),
      ...entries.map((entry) => {
        const { start, end } = entry.headlinePosition;
        const typed = value.slice(start.offset, end.offset).replace(/\\"/gu, '"');
        for (const word of entry.headline.match(/\p{L}+/gu) ?? []) expect(typed).toContain(word);
        const label = entry.kind === 'item' && entry.label !== undefined ? `[${entry.label}] ` : '';
        const reports =
          entry.kind === 'item' ? entry.reports.map(({ source, date }) => `{${source.written} ${date}}`) : [];
        const blocks = entry.body.map((block) =>
          block.kind === 'prose' ? plainTextOf(block.node).replace(/\n/gu, ' ') : block.kind,
        );
        const mark = entry.kind === 'listing' ? '* ' : '- ';
        return [
          `${mark}${label}${entry.headline}${entry.url === undefined ? '' : ` <${entry.url}>`}`,
          ...reports,
          ...blocks,
        ].join(' | ');
      }),
    ])
    .join('\n');
}

describe('heads', () => {
  test.each<[string, string, Record<string, unknown>]>([
    [
      'lines without a fence',
      'Title: Ports 7\nNumber: 7\nDate: 2026-01-05\n\nHello.\n',
      { number: 7, date: '2026-01-05', title: 'Ports 7' },
    ],
    [
      'lines with a row of dashes below',
      'Title: Ports 7\nDate: 5 January 2026\n---\nHello.\n',
      { number: 7, date: '2026-01-05' },
    ],
    [
      'YAML with other keys',
      '---\ntitle: "Ports 7"\npubDate: 2026-01-05T08:00:00Z\nissue: "#7"\ncategories: [a, b]\nlayout: post\n---\n\nHello.\n',
      { number: 7, date: '2026-01-05', tags: ['a', 'b'] },
    ],
    [
      'TOML',
      '+++\ntitle = "Ports 7" # the title\ndate = 2026-01-05\ntags = [\n  "a",\n  "b",\n]\n[params]\ndate = 1999-01-01\n+++\n\nHello.\n',
      { number: 7, date: '2026-01-05', tags: ['a', 'b'] },
    ],
    [
      'JSON',
      '{\n  "title": "Ports 7",\n  "date": "2026-01-05",\n  "tags": ["a"]\n}\n\nHello.\n',
      { number: 7, date: '2026-01-05', tags: ['a'] },
    ],
    ['a heading', '# Issue 7\n\nHello.\n', { number: 7, title: 'Issue 7', date: '2026-03-03' }],
    [
      'a heading with the day',
      '## This Week #7 – 5 January 2026\n\nHello.\n\n### More\n\nText.\n',
      { number: 7, date: '2026-01-05', title: 'This Week #7' },
    ],
    [
      'an underlined heading',
      'This Week in Ports 7\n====================\n\nHello.\n',
      { number: 7, title: 'This Week in Ports 7', subject: 'This Week in Ports 7' },
    ],
    ['a Chinese number', '# 港口周刊(第 7 期)\n\nHello.\n', { number: 7 }],
    [
      'nothing but the name of the file',
      'Hello.\n',
      { number: 42, date: '2026-03-03', title: 'Newsletter No. 42' },
    ],
    [
      'a post that Jekyll keeps back',
      '---\ntitle: Ports 7\npublished: false\n---\n\nHello.\n',
      { isDraft: true },
    ],
  ])('%s', (_, value, expected) => {
    const { issue, diagnostics } = read('bullets', value);
    expect(diagnostics).toEqual([]);
    expect(issue).toMatchObject(expected);
    expect(issue.lead.map((block) => block.kind === 'prose' && plainTextOf(block.node))).toEqual(['Hello.']);
  });

  test('places are those of the words', () => {
    const value = '# Issue 7 – 5 January 2026\n\nHello.\n';
    const { number, date } = read('lines', value).issue.frontMatter.fields;
    expect(value.slice(number?.position.start.offset, number?.position.end.offset)).toBe('7');
    expect(value.slice(date?.position.start.offset, date?.position.end.offset)).toBe('5 January 2026');
  });

  test('a text that begins with "Note:" has no head', () => {
    const { issue } = read('bullets', 'Note: we are late.\n');
    expect(issue.lead).toHaveLength(1);
  });

  test('a number that is none, and no day anywhere, are told with their place', () => {
    expect(read('bullets', 'Number: seven\nDate: 2026-01-05\n\nHello.\n').diagnostics).toMatchObject([
      { ruleId: 'front-matter', place: { start: { line: 1, column: 9 } } },
    ]);
    expect(read('bullets', 'Hello.\n', 'issues/42.md').diagnostics).toMatchObject([
      { ruleId: 'front-matter' },
    ]);
  });
});

describe('bullets', () => {
  test.each<[string, string, string]>([
    ['a link', '* [Cranes stop](https://a.example/)', '- Cranes stop <https://a.example/>'],
    [
      'with words behind a dash',
      '* [Cranes stop](https://a.example/) – for *nine* days.',
      '- Cranes stop <https://a.example/> | for nine days.',
    ],
    [
      'a colon',
      '- [Cranes stop](https://a.example/): for nine days.',
      '- Cranes stop <https://a.example/> | for nine days.',
    ],
    [
      'a numbered list',
      '1. [Cranes stop](https://a.example/)\n2. [Go on](https://b.example/)',
      '- Cranes stop <https://a.example/>\n- Go on <https://b.example/>',
    ],
    ['a reference', '* [Cranes stop][1]\n\n[1]: https://a.example/', '- Cranes stop <https://a.example/>'],
    [
      'a label in brackets',
      '* [video] [Cranes stop](https://a.example/) by Ana',
      '- [video] Cranes stop <https://a.example/> | by Ana',
    ],
    [
      'a label in bold',
      '* **Ports:** [Cranes stop](https://a.example/)',
      '- [Ports] Cranes stop <https://a.example/>',
    ],
    [
      'a link in bold',
      '* **[Cranes stop](https://a.example/)** for nine days.',
      '* Cranes stop <https://a.example/> | Cranes stop for nine days.',
    ],
    [
      'a sentence with links',
      '* We [moved](https://a.example/) and [stayed](https://b.example/).',
      '* moved <https://a.example/> | We moved and stayed.',
    ],
    [
      'a list inside it',
      '* [Cranes stop](https://a.example/)\n  * one\n  * two',
      '- Cranes stop <https://a.example/> | one two',
    ],
    [
      'an attribution',
      '* [Cranes stop](https://a.example/) – Harbour Post reports (2 March): They do.',
      '- Cranes stop <https://a.example/> | {Harbour Post 2026-03-02}',
    ],
    [
      'a sentence that only looks like one',
      '* [Cranes stop](https://a.example/) – Team reports: they do.',
      '- Cranes stop <https://a.example/> | Team reports: they do.',
    ],
  ])('%s', (_, list, expected) => {
    const value = `Date: 2026-03-03\n\n## Ports\n\n${list}\n`;
    expect(
      outline('bullets', value)
        .replace(/ +$/gmu, '')
        .replace(/onetwo/u, 'one two'),
    ).toBe(`## Ports\n${expected}`);
  });

  test('headings of every depth are sections; one over others is no empty section', () => {
    const value =
      '# Ports\n\n## Old\n\n* [A](https://a.example/)\n\n### New\n\n* [B](https://b.example/)\n\n# Other\n\nText.\n';
    const { issue } = read('bullets', value);
    expect(issue.sections.map(({ heading, isOverSections = false }) => [heading, isOverSections])).toEqual([
      ['Ports', true],
      ['Old', false],
      ['New', false],
      ['Other', false],
    ]);
  });

  test('a line in bold over a list is a heading, a line across ends what stands above it', () => {
    const value = 'Date: 2026-03-03\n\n**Ports**\n\n* [A](https://a.example/)\n\n---\n\nThat is all.\n';
    expect(outline('bullets', value)).toBe('## Ports\n- A <https://a.example/>\n## \n  That is all.');
  });

  test('a table of contents and pictures stay what they are', () => {
    const value =
      'Date: 2026-03-03\n\n* [Ports](#ports)\n\n## Ports\n\n- ![A crane](images/a.jpg) One.\n- ![A ship](images/b.jpg) Two.\n';
    const { issue } = read('bullets', value);
    expect(issue.lead).toHaveLength(1);
    expect(issue.sections[0]?.body.map(({ kind }) => kind)).toEqual(['gallery']);
  });
});

describe('lines', () => {
  test.each<[string, string, string]>([
    [
      'a link on a line of its own',
      '[A](https://a.example/)\nText.\n\nMore.',
      '- A <https://a.example/> | Text. | More.',
    ],
    [
      'several in one paragraph',
      '[A](https://a.example/)\n[B](https://b.example/) – text',
      '- A <https://a.example/>\n- B <https://b.example/> | text',
    ],
    [
      'numbered by hand',
      '1、[A](https://a.example/)(English)\n\nText.',
      '- A <https://a.example/> | (English) | Text.',
    ],
    [
      'a title over its address',
      'Cranes stop\nhttps://a.example/\n\nText.',
      '- Cranes stop <https://a.example/> | Text.',
    ],
    ['a title before its address', 'Cranes stop: <https://a.example/>', '- Cranes stop <https://a.example/>'],
    ['a line in bold', '**Cranes stop**\nText.', '- Cranes stop | Text.'],
    [
      'a list of links',
      '- [A](https://a.example/)\n- [B](https://b.example/)',
      '- A <https://a.example/>\n- B <https://b.example/>',
    ],
    [
      'a sentence with a link',
      '[A](https://a.example/) is one.\n\n[B](https://b.example/)',
      '  A is one.\n- B <https://b.example/>',
    ],
  ])('%s', (_, text, expected) => {
    expect(outline('lines', `Date: 2026-03-03\n\n## Ports\n\n${text}\n`)).toBe(`## Ports\n${expected}`);
  });

  test('headings below the first depth, where no line is a story', () => {
    const value =
      'Date: 2026-03-03\n\n# Ships\n\n# Ports\n\n## A\n\nText with [a link](https://a.example/).\n\n## [B](https://b.example/)\n\nText.\n';
    expect(outline('lines', value)).toContain('## Ports\n## A\n  Text');
    const plain = value.replace('[B](https://b.example/)', 'B');
    expect(outline('lines', plain)).toBe('## Ships\n## Ports\n- A | Text with a link.\n- B | Text.');
  });
});

describe('bold-lead', () => {
  test.each<[string, string, string]>([
    [
      'a link behind it',
      '**Ports.** [A](https://a.example/). More.',
      '- [Ports] A <https://a.example/> | More.',
    ],
    [
      'a sentence behind it',
      '**Ports.** The crews [voted](https://a.example/) today.\n\nMore.',
      '- Ports | The crews voted today. | More.',
    ],
    ['part of a sentence', '**Eels** are early.', '- Eels | Eels are early.'],
    ['a link in it', '**[A](https://a.example/)** – text', '- A <https://a.example/> | text'],
    ['bold words inside a link', '[**A**](https://a.example/)', '- A <https://a.example/>'],
    [
      'alone on its line',
      '**The reading room**\n\nOpen on Sundays.',
      '- The reading room | Open on Sundays.',
    ],
    ['in a list', '- **A.** One.\n- **B.** Two.', '- A | One.\n- B | Two.'],
  ])('%s', (_, text, expected) => {
    expect(outline('bold-lead', `Date: 2026-03-03\n\n## Ports\n\n${text}\n`)).toBe(`## Ports\n${expected}`);
  });
});

describe('JSON', () => {
  const issue = {
    number: 9,
    date: '2026-03-02',
    header: ['One.', 'Two.'],
    sections: [
      {
        title: 'Ports',
        items: [
          {
            title: 'The "old" crane',
            url: 'https://a.example/',
            source: 'Harbour Post',
            date: '1 March',
            text: 'It *is* “old”.\n\nAnd é.',
          },
          { title: 'B', url: 'https://b.example/', tags: ['x'], ranking: 3 },
        ],
      },
    ],
  };
  const value = JSON.stringify(issue, null, 2);

  test('sections, items, sources and tags', () => {
    expect(outline('lines', value, 'issues/9.json')).toBe(
      '## Ports\n- The "old" crane <https://a.example/> | {Harbour Post 2026-03-01}\n- B <https://b.example/>',
    );
    const read9 = read('lines', value, 'issues/9.json');
    expect(read9.issue).toMatchObject({ slug: '9', number: 9, date: '2026-03-02' });
    expect(read9.issue.lead).toHaveLength(2);
    expect(read9.issue.sections[0]?.entries[1]?.tags).toEqual(['x']);
  });

  test('places are those inside the strings, escapes counted', () => {
    const [item] =
      read('lines', value.replace('é', '\\u00e9'), 'issues/9.json').issue.sections[0]?.entries ?? [];
    const report = item?.kind === 'item' ? item.reports[0] : undefined;
    const text = value.replace('é', '\\u00e9');
    const typed = report?.body.map(({ position }) => text.slice(position.start.offset, position.end.offset));
    expect(typed).toEqual(['It *is* “old”.', 'And \\u00e9.']);
  });

  test('a key that nobody reads is told once, and what is no JSON is an error', () => {
    expect(read('lines', value, 'issues/9.json').diagnostics).toMatchObject([
      { ruleId: 'front-matter', severity: 'warning', actual: 'ranking' },
    ]);
    expect(read('lines', '{ "a": 1, }', 'issues/9.json').diagnostics[0]).toMatchObject({ severity: 'error' });
  });
});

test('no text vanishes: every word of an example stands in what was read of it', () => {
  const value =
    'Date: 2026-03-03\n\nalpha\n\n* beta [gamma](https://a.example/) delta\n* [epsilon](https://b.example/) zeta\n\neta\n\n**theta** iota\n\n| kappa |\n\n> lambda\n';
  for (const dialect of ['bullets', 'lines', 'bold-lead'] as const) {
    const shown = JSON.stringify(read(dialect, value).issue, (key, one) =>
      key === 'text' || key === 'tree' ? undefined : one,
    );
    for (const word of 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda'.split(' ')) {
      expect(shown, dialect).toContain(word);
    }
  }
});
