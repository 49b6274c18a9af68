// The inbox is the editors' own: what is added never changes what stands there, what they do with it is understood, and words from the
// web stay words.
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { canonicalUrl } from '../../../src/check/links/canonical-url.ts';
import { addToInbox } from '../../../src/intake/inbox/add-to-inbox.ts';
import { readInbox } from '../../../src/intake/inbox/read-inbox.ts';
import { oneLine } from '../../../src/intake/one-line.ts';
import type { Candidate } from '../../../src/model/candidate.ts';

const options = { keyOf: canonicalUrl };
const add = (text: string, ...candidates: readonly Candidate[]) => addToInbox(text, candidates, options);

const dockers: Candidate = {
  headline: 'Dockers vote to end nine-week strike',
  url: 'https://harbourpost.example/dockers-vote',
  source: 'Harbour Post',
  date: '2026-01-16',
  excerpt: 'Crane crews voted by four to one to go back.',
  section: 'Ports and trade',
  seenIn: '0281',
  language: 'en-GB',
  tags: ['strike', 'wages'],
};
const rota: Candidate = { headline: 'The new rota', url: 'https://tide.example/rota', tags: [] };

describe('added', () => {
  test('to nothing: sections, newest first', () => {
    const later: Candidate = { ...rota, date: '2026-01-17', section: 'Ports and trade' };
    expect(add('', rota, dockers, { ...later, url: 'https://tide.example/2' }).text).toBe(
      `# Inbox

Stories that the feeds have brought. Put an x between the brackets of those that are to go into the next issue, then run \`broadside new\`.
Write here what you like; delete what you do not want: it will not be offered again.

## Ports and trade

- [ ] [The new rota](https://tide.example/2) · 17 January 2026
- [ ] [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote) · Harbour Post · 16 January 2026
  Seen in No. 281
  Language: en-GB
  Tags: strike, wages
  > Crane crews voted by four to one to go back.

## Unsorted

- [ ] [The new rota](https://tide.example/rota)
`,
    );
  });

  test('at the end of its section, with the line ends that are there', () => {
    const text =
      '## Ports and trade\r\n\r\n* [x] [Old](https://a.example/1)\r\n\r\nMine.\r\n\r\n## Events\r\nWalk';
    const { text: now } = add(
      text,
      { ...rota, section: 'ports & trade' },
      { ...rota, section: 'Ports and Trade', url: 'https://b.example/' },
    );
    expect(now).toBe(
      '## Ports and trade\r\n\r\n* [x] [Old](https://a.example/1)\r\n\r\nMine.\r\n\r\n' +
        '- [ ] [The new rota](https://b.example/)\r\n\r\n## Events\r\nWalk\r\n\r\n' +
        '## ports & trade\r\n\r\n- [ ] [The new rota](https://tide.example/rota)\r\n',
    );
  });

  test('in the order of the newsletter’s sections, unsorted ones last', () => {
    const of = (section: string) => ({ ...rota, url: `https://tide.example/${section}`, section });
    const { text } = addToInbox('', [rota, of('Zoo'), of('Events'), of('Ports')], {
      ...options,
      sectionOrder: ['Ports', 'Events'],
    });
    expect(text.match(/^## .*$/gmu)).toEqual(['## Ports', '## Events', '## Zoo', '## Unsorted']);
  });

  test.each([
    ['ticked', '- [x] [Dockers](https://harbourpost.example/dockers-vote)'],
    [
      'under another headline and writing',
      '1. [ ] [X](http://www.harbourpost.example/dockers-vote/?utm_source=rss#top)',
    ],
    ['in a sentence', 'We had this: https://harbourpost.example/dockers-vote.'],
    ['in brackets', '(see <https://harbourpost.example/dockers-vote>)'],
    ['in a comment', '<!-- [no](https://harbourpost.example/dockers-vote) -->'],
    ['as a reference', '[a]: https://harbourpost.example/dockers-vote "title"'],
  ])('not when it stands there %s', (_how, text) => {
    expect(add(text, dockers)).toEqual({ text, added: [] });
  });

  test('not twice, and not once more when an editor has deleted it', () => {
    expect(add('', dockers, { ...dockers, url: `${dockers.url}/` }).added).toHaveLength(1);
    const wasOffered = (key: string) => key === canonicalUrl(dockers.url);
    expect(addToInbox('', [dockers], { ...options, wasOffered })).toEqual({ text: '', added: [] });
  });

  test('behind a comment that begins on the last line of the section', () => {
    const text = '## Unsorted\nfoo <!-- not\n## now -->\n\n## Next\n';
    const { text: now } = add(text, rota);
    expect(readInbox(now).entries).toHaveLength(1);
    expect(now.indexOf('-->')).toBeLessThan(now.indexOf('- [ ]'));
  });
});

describe('read', () => {
  test('what was written', () => {
    const { entries } = readInbox(add('', dockers, rota).text);
    expect(entries.map(({ candidate }) => candidate)).toEqual([dockers, rota]);
    expect(entries.map(({ isTicked, line }) => [isTicked, line])).toEqual([
      [false, 8],
      [false, 16],
    ]);
  });

  test.each([
    '- [x] [H](https://a.example/)',
    '- [X] [H](https://a.example/)',
    '* [ x ] [H](https://a.example/)',
    '+ [✓] [H](https://a.example/)',
    '  1. [x] [H](<https://a.example/> "title")',
    '- [x] H https://a.example/.',
    '- [x] H: <https://a.example/>',
    '- [x]  **x** [H](https://a.example/)',
    '- [x] H\n  https://a.example/',
  ])('ticked: %j', (line) => {
    const [entry] = readInbox(`text\r\n\r\n${line}\r\n`).entries;
    expect(entry?.isTicked).toBe(true);
    expect(entry?.candidate).toMatchObject({ headline: 'H', url: 'https://a.example/' });
  });

  test.each(['- [ ] [H](https://a.example/)', '- [] [H](https://a.example/)'])('not ticked: %s', (line) => {
    expect(readInbox(line).entries.map(({ isTicked }) => isTicked)).toEqual([false]);
  });

  test.each([
    '- [H](https://a.example/)',
    '<!--\n- [x] [H](https://a.example/)\n-->',
    '```\n- [x] [H](https://a.example/)\n```',
    '[x] [H](https://a.example/)',
  ])('no task: %j', (text) => {
    expect(readInbox(text)).toEqual({ entries: [], unread: [] });
  });

  test('a comment or fence that is never closed hides nothing', () => {
    expect(readInbox('<!-- oh\n```\n- [x] [H](https://a.example/)').entries).toHaveLength(1);
  });

  test('a bare address has no headline', () => {
    expect(readInbox('- [x] https://a.example/x_(y)').entries[0]?.candidate).toEqual({
      headline: '',
      url: 'https://a.example/x_(y)',
      tags: [],
    });
  });

  test('ticked lines that lead nowhere are named', () => {
    expect(readInbox('# Inbox\n- [x] Ask Ines\n- [x] [a](mailto:a@b.example)').unread).toEqual([
      { line: 2, text: 'Ask Ines' },
      { line: 3, text: '[a](mailto:a@b.example)' },
    ]);
  });

  test('words of one’s own below it, and what belongs to the next', () => {
    const text = `## Ports

- [x] [H](https://a.example/) · The · Tide · 2 Jan. 2026
  > They voted.
  > Twice.
  Ask *Ines*.

  - and Ben

  > "A quote"
Not a lazy line.
- [ ] [I](https://b.example/) -- good
lazy
- plain

margin`;
    const [first, second] = readInbox(text).entries;
    expect(first).toMatchObject({
      candidate: {
        source: 'The · Tide',
        date: '2026-01-02',
        excerpt: 'They voted. Twice.',
        section: 'Ports',
      },
      words: ['Ask *Ines*.', '- and Ben', expect.stringContaining('"A quote"')],
    });
    expect(second?.words).toEqual(['good', 'lazy']);
  });
});

/** Words that would like to be something else. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '[',
          ']',
          '(',
          ')',
          '<',
          '>',
          '!',
          '*',
          '_',
          '`',
          '\\',
          '&amp;',
          '&#60;',
          '~~',
          '$',
          '#',
          '- ',
          '1. ',
          '---',
          '===',
          '\n',
          '\r\n',
          '> ',
          '|',
        ],
        ...[
          '<!--',
          '-->',
          '<b>',
          'https://a.example/',
          'www.a.example',
          'a@b.example',
          '](https://x.example)',
          '- [x] ',
          '```',
          '·',
          ' · ',
          '16 January 2026',
        ],
        ...[
          'Seen in No. 1',
          'Tags: a',
          '\u202e',
          '\u2028',
          '\u0000',
          'word',
          ' ',
          '\t',
          '    ',
          ',',
          '[^1]',
          ':smile:',
          '{{x}}',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const address = fc
  .tuple(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.constantFrom('', '/(a)', '/)', '/(', '/&copy;', '/%20_*_', '?a=b&amp;c'),
  )
  .map(([url, end]) => new URL(url + end).href);
const candidate: fc.Arbitrary<Candidate> = fc.record(
  {
    headline: hostile.map(oneLine),
    url: address,
    tags: fc.array(
      hostile.map(oneLine).filter((tag) => tag !== ''),
      { maxLength: 3 },
    ),
    source: hostile.map(oneLine).filter((source) => source !== ''),
    date: fc.constantFrom('2026-01-16', '2025-12-31'),
    excerpt: hostile.map(oneLine).filter((excerpt) => excerpt !== ''),
    seenIn: fc.constantFrom('0281', '2014-06-30-live-iraq'),
    alsoAt: fc.array(
      fc.record({
        url: address.map((url) => `${url}x`),
        source: hostile.map(oneLine).filter((source) => source !== ''),
      }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    section: fc.constantFrom('Ports', 'Émigrés & exiles', '1. Events'),
  },
  { requiredKeys: ['headline', 'url', 'tags'] },
);
const candidates = fc.uniqueArray(candidate, { maxLength: 6, selector: ({ url }) => canonicalUrl(url) });
const editors = fc
  .array(
    fc.oneof(
      hostile,
      fc.constantFrom(
        '## Ports',
        '# Inbox',
        '',
        '- [x] [a](https://c.example/1)',
        '  > quote',
        '  words',
        '```',
        '<!-- a',
        '-->',
        '~~~~',
      ),
    ),
    { maxLength: 12 },
  )
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.join(end)));

describe('whatever comes', () => {
  test('nothing that stood there is changed, and nothing is added twice', () => {
    fc.assert(
      fc.property(editors, candidates, (before, found) => {
        const { text, added } = add(before, ...found);
        if (added.length === 0) expect(text).toBe(before);
        const lines = text.split(/(?<=\n)/u);
        let at = 0;
        for (const [index, line] of before.split(/(?<=\n)/u).entries()) {
          const isLast = index === before.split(/(?<=\n)/u).length - 1;
          at = lines.findIndex((one, n) => n >= at && (one === line || (isLast && one.startsWith(line)))) + 1;
          expect(at, line).toBeGreaterThan(0);
        }
        expect(add(text, ...found)).toEqual({ text, added: [] });
      }),
    );
  });

  test('all that is added is read again as it was, beside anything', () => {
    fc.assert(
      fc.property(editors, candidates, (before, found) => {
        const { text, added } = add(before, ...found);
        const entries = readInbox(text).entries.map((entry) => entry.candidate);
        const keys = new Set(entries.map(({ url }) => canonicalUrl(url)));
        for (const one of added) expect(keys).toContain(canonicalUrl(one.url));
      }),
    );
    fc.assert(
      fc.property(candidates, (found) => {
        const { text, added } = add('', ...found);
        const { entries, unread } = readInbox(text);
        expect(unread).toEqual([]);
        expect(entries.every(({ isTicked, words }) => !isTicked && words.length === 0)).toBe(true);
        const byUrl = (a: Candidate, b: Candidate) => (canonicalUrl(a.url) < canonicalUrl(b.url) ? -1 : 1);
        const plain = (one: Candidate) => ({ ...one, url: canonicalUrl(one.url) });
        expect(entries.map((entry) => plain(entry.candidate)).sort(byUrl)).toEqual(
          added.map(plain).sort(byUrl),
        );
      }),
    );
  });

  test('it is a list of links and words, for a reader of Markdown too', () => {
    fc.assert(
      fc.property(candidates, (found) => {
        const { text, added } = add('', ...found);
        const nodes = flat(unified().use(remarkParse).parse(text));
        const kinds = new Set(nodes.map(({ type }) => type));
        for (const kind of kinds)
          expect([
            'root',
            'heading',
            'paragraph',
            'list',
            'listItem',
            'blockquote',
            'link',
            'text',
            'inlineCode',
          ]).toContain(kind);
        expect(nodes.filter(({ type }) => type === 'inlineCode').length).toBeLessThan(2);
        const links = nodes.flatMap((node) => (node.type === 'link' ? [canonicalUrl(node.url)] : []));
        const all = added.flatMap(({ url, alsoAt = [] }) => [url, ...alsoAt.map((one) => one.url)]);
        expect(links.sort()).toEqual(all.map(canonicalUrl).sort());
      }),
    );
  });
});

function flat(node: Nodes): readonly Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(flat) : [])];
}
