// Fault test 17, of feeds: XML that is made to exhaust whoever reads it, or to make them fetch something. They are read in a process that is allowed
// to read the program and these files, and nothing else: no network, no other file. Below two seconds and 150 MB, whatever it is.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { IS_FULL } from '../support/fault-scene.ts';
import { ROOT } from '../support/run-broadside.ts';

const MOST_MS = 2000;
const MOST_MB = 150;
const BAR = [
  'an entity bomb',
  'a quadratic blow-up',
  'an external entity: a file',
  '50,000 levels',
  '100,000 entries',
  '100,000 ill-formed entries',
  'bad UTF-8',
];

const figures: string[] = [];
afterAll(() => console.log(`17 feeds: ${figures.join('; ')}`));

const rss = (items: string, before = ''): string =>
  `<?xml version="1.0"?>${before}<rss version="2.0"><channel><title>x</title>${items}</channel></rss>`;
const story = (title: string): string =>
  `<item><title>${title}</title><link>https://a.example/1</link></item>`;
const lol = Array.from(
  { length: 10 },
  (_, level) => `<!ENTITY l${level + 1} "${level === 0 ? 'lol' : `&l${level};`.repeat(10)}">`,
).join('');
const MB5 = 5 * 1024 * 1024;

const FEEDS: readonly (readonly [what: string, text: string | Uint8Array, expected: object])[] = [
  ['an entity bomb', rss(story('&l10;'), `<!DOCTYPE rss [${lol}]>`), { entries: 1, first: '&l10;' }],
  [
    'a quadratic blow-up',
    rss(story('&big;'.repeat(100_000)), `<!DOCTYPE rss [<!ENTITY big "${'x'.repeat(100_000)}">]>`),
    { entries: 1, first: '&big;'.repeat(40) },
  ],
  [
    'an external entity: a file',
    rss(story('&file;'), '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'),
    { entries: 1, first: '&file;' },
  ],
  [
    'an external entity: an address',
    rss(
      story('&web;'),
      '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY web SYSTEM "http://127.0.0.1:1/">]>',
    ),
    { entries: 1, first: '&web;' },
  ],
  [
    'parameter entities',
    rss(story('&send;'), '<!DOCTYPE rss [<!ENTITY % all SYSTEM "http://127.0.0.1:1/evil.dtd"> %all;]>'),
    { entries: 1, first: '&send;' },
  ],
  [
    'a document type without end',
    `<!DOCTYPE rss [${'<!ENTITY a "b">'.repeat(300_000)}`,
    { refusal: expect.any(String) },
  ],
  [
    '50,000 levels',
    rss(`<item>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</item>`),
    { refusal: expect.any(String) },
  ],
  ['50,000 levels that never end', rss('<a>'.repeat(50_000)), { refusal: expect.any(String) }],
  [
    '50,000 levels of HTML',
    rss(story(`<![CDATA[${'<b>'.repeat(50_000)}deep]]>`)),
    { entries: 1, first: 'deep' },
  ],
  [
    '100,000 entries',
    rss('<item><title>one of many</title></item>'.repeat(100_000)),
    { entries: 2000, first: 'one of many' },
  ],
  [
    '100,000 ill-formed entries',
    rss('<item><title>a <b of many</title></item>'.repeat(100_000)),
    { entries: 200 },
  ],
  ['100,000 entries that never end', rss('<item><title>x'.repeat(100_000)), { refusal: expect.any(String) }],
  ['300,000 titles that never end', rss(`<item>${'<title>a<b '.repeat(300_000)}</item>`), { entries: 0 }],
  [
    '100,000 attributes',
    rss(`<item ${Array.from({ length: 100_000 }, (_, n) => `a${n}="b"`).join(' ')}><title>x</title></item>`),
    {},
  ],
  ['5 MB of one title', rss(story('long '.repeat(MB5 / 5 - 100))), { entries: 0 }],
  ['400 KB of loose ampersands', rss(story('& <'.repeat(130_000))), {}],
  ['400 KB of half tags', rss(story(`<![CDATA[${'<a '.repeat(130_000)}]]>`)), { entries: 1 }],
  ['400 KB of opening brackets', rss(story('&lt;'.repeat(100_000))), { entries: 1 }],
  ['5 MB of comments that begin', '<!--'.repeat(MB5 / 4), { refusal: expect.any(String) }],
  [
    'bad UTF-8',
    Buffer.concat([
      Buffer.from('<rss version="2.0"><channel><item><title>ab'),
      Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]),
      Buffer.from('c</title></item></channel></rss>'),
    ]),
    { entries: 1 },
  ],
  [
    'UTF-16 that is cut in a letter',
    Buffer.concat([
      Buffer.from(
        '\ufeff<rss version="2.0"><channel><item><title>wide</title></item></channel></rss>',
        'utf16le',
      ),
      Buffer.from([0x3c]),
    ]),
    { entries: 1, first: 'wide' },
  ],
  ['noughts', Buffer.alloc(MB5), { refusal: expect.any(String) }],
  [
    '__proto__ as a tag',
    rss(`${story('good')}<item><__proto__><polluted>yes</polluted></__proto__></item>`),
    { entries: 1, first: 'good' },
  ],
  [
    'JSON, 100,000 levels deep',
    `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(100_000)}`,
    { refusal: expect.any(String) },
  ],
  [
    'JSON with 100,000 entries',
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'x',
      items: Array.from({ length: 100_000 }, (_, n) => ({ id: String(n), title: 'j' })),
    }),
    {},
  ],
];

const dir = mkdtempSync(path.join(tmpdir(), 'broadside-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function read(
  feeds: readonly (string | Uint8Array)[],
): readonly { readonly ms: number; readonly mb: number }[] {
  const files = feeds.map((text, index) => {
    const file = path.join(dir, String(index));
    writeFileSync(file, text);
    return file;
  });
  const run = spawnSync(
    process.execPath,
    [
      '--permission',
      `--allow-fs-read=${ROOT}`,
      // A copy of the program may have its libraries elsewhere.
      `--allow-fs-read=${realpathSync(path.join(ROOT, 'node_modules'))}`,
      ...files.map((file) => `--allow-fs-read=${file}`),
      path.join(ROOT, 'test/support/read-feeds.ts'),
      ...files,
    ],
    { encoding: 'utf8', timeout: 120_000 },
  );
  expect(run.status, run.stderr).toBe(0);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Each has the memory of a process to itself; in the bounded form only those that the acceptance bar names. */
const ALONE = FEEDS.filter(([what]) => IS_FULL || BAR.includes(what));

test.each(ALONE)('%s, by itself', (what, text, expected) => {
  const [told] = read([text]);
  expect(told).toMatchObject(expected);
  expect(told?.ms).toBeLessThan(MOST_MS);
  expect(told?.mb).toBeLessThan(MOST_MB);
  figures.push(`${what} ${told?.ms.toFixed(0)} ms, ${told?.mb.toFixed(0)} MB`);
});

test('all of them, one after the other', () => {
  const told = read(FEEDS.map(([, text]) => text));
  for (const [index, [what, , expected]] of FEEDS.entries()) {
    expect(told[index], what).toMatchObject(expected);
    expect(told[index]?.ms, what).toBeLessThan(MOST_MS);
  }
  figures.push(`${FEEDS.length} feeds, slowest ${Math.max(...told.map(({ ms }) => ms)).toFixed(0)} ms`);
});
