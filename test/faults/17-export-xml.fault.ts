// Fault test 17, exports that are XML: whatever is in such a file, reading it takes less than two seconds and 150 MB, nothing outside it is
// opened or asked for, and what was before the harm is read. Feeds from the web have a test of their own.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  BLOGGER_HEAD,
  bloggerEntry,
  blogOf,
  type Reading,
  readInProcess,
  repeated,
  siteOf,
  WORDPRESS_HEAD,
  wordpressItem,
} from '../support/export-files.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { testProject } from '../support/project.ts';

const LIMIT_MS = 2_000;
const LIMIT_MB = 150;
const MUCH_BYTES = (IS_FULL ? 400 : 16) * 1024 * 1024;
const ITEMS = IS_FULL ? 100_000 : 5_000;
const TIMEOUT_MS = 120_000;

const figures: string[] = [];
afterAll(() => console.log(`17 XML of exports: ${figures.join('; ')}`));

function tell(name: string, { cpuMs, peakMb }: Reading): void {
  figures.push(`${name} ${cpuMs} ms, ${peakMb} MB`);
}

const GOOD = bloggerEntry(1, '&lt;p&gt;Good.&lt;/p&gt;');

function* inside(before: string, pieces: Iterable<string>, after = ''): Generator<string> {
  yield BLOGGER_HEAD;
  yield GOOD;
  yield before;
  yield* pieces;
  yield after;
}

describe('what is much, after a good post', () => {
  test.each<[string, Iterable<string>, RegExp]>([
    ['50,000 deep', inside('', repeated('<a>', 150_000)), /200 deep/u],
    ['50,000 deep within a post', inside('<entry>', repeated('<a>', 150_000)), /200 deep/u],
    [
      'a post that does not end',
      inside('<entry><content>', repeated('words ', MUCH_BYTES)),
      /million characters/u,
    ],
    ['a post of marks', inside('<entry>', repeated('<a/>', MUCH_BYTES)), /30,000 elements/u],
    ['a comment that does not end', inside('<!--', repeated('words ', MUCH_BYTES)), /million characters/u],
    [
      'CDATA that does not end',
      inside('<entry><content><![CDATA[', repeated('words ', MUCH_BYTES)),
      /million characters/u,
    ],
    ['a name that does not end', inside('<', repeated('a', MUCH_BYTES)), /million characters/u],
    [
      'an attribute that does not end',
      inside('<a b="', repeated('words ', MUCH_BYTES)),
      /million characters/u,
    ],
    [
      'a letter’s name that does not end',
      inside('<entry><title>&', repeated('a', MUCH_BYTES)),
      /million characters/u,
    ],
    [
      'an instruction that does not end',
      inside('<?a ', repeated('words ', MUCH_BYTES)),
      /million characters/u,
    ],
    ['attributes without an end', inside('<a', attributes()), /1,000 attributes/u],
    [
      'a document type that does not end',
      inside('<!DOCTYPE feed [', repeated('<!ENTITY a "b">', MUCH_BYTES)),
      /document type|proper XML|million/u,
    ],
  ])('%s', { timeout: TIMEOUT_MS }, async (name, pieces, reason) => {
    const reading = await readInProcess('blogger', pieces);
    tell(name, reading);
    expect(reading.posts).toBe(1);
    expect(reading.notes.find(({ isEnd }) => isEnd)?.reason).toMatch(reason);
    expect(reading.peakMb).toBeLessThan(LIMIT_MB);
    expect(reading.cpuMs).toBeLessThan(LIMIT_MS);
  });
});

function* attributes(): Generator<string> {
  for (let number = 0; number < 100_000; number += 1) yield ` a${number}="b"`;
}

const LAUGHS = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');

describe('entities', () => {
  test.each([
    ['a bomb', `<!DOCTYPE feed [<!ENTITY l0 "ha">${LAUGHS}]>`, '&l20;'],
    ['quadratic blow-up', `<!DOCTYPE feed [<!ENTITY a "${'a'.repeat(100_000)}">]>`, '&a;'.repeat(20_000)],
    ['a parameter entity', '<!DOCTYPE feed [<!ENTITY % a SYSTEM "HOST/a.dtd"> %a;]>', '&b;'],
    ['an external document type', '<!DOCTYPE feed SYSTEM "HOST/a.dtd">', '&b;'],
    ['an external entity', '<!DOCTYPE feed [<!ENTITY a SYSTEM "HOST/a">]>', '&a;'],
    ['a file of this machine', '<!DOCTYPE feed [<!ENTITY a SYSTEM "FILE">]>', '&a;'],
    ['no document type', '', '&l20;&a;&xxe;'],
  ])(
    '%s: nothing grows, nothing is opened, nothing is asked for',
    { timeout: TIMEOUT_MS },
    async (name, doctype, use) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.end('<!ENTITY b "from elsewhere">');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const file = testProject().path('secret');
      writeFileSync(file, 'a secret of this machine');
      const filled = doctype.replace('HOST', host).replace('FILE', `file://${file}`);
      const reading = await readInProcess('blogger', [
        filled + BLOGGER_HEAD.replace(/^<\?xml[^>]*>/u, ''),
        bloggerEntry(1, use),
        '</feed>',
      ]);
      tell(name, reading);
      expect(asked).toEqual([]);
      expect(JSON.stringify(reading)).not.toMatch(/secret of this|from elsewhere|haha/u);
      expect(reading.posts).toBe(doctype === '' ? 1 : 0);
      if (doctype !== '')
        expect(reading.notes[0]).toMatchObject({
          isEnd: true,
          reason: expect.stringMatching(/document type/u),
        });
      expect(reading.peakMb).toBeLessThan(LIMIT_MB);
      expect(reading.cpuMs).toBeLessThan(LIMIT_MS);
    },
  );
});

describe(`${ITEMS.toLocaleString('en')} posts`, () => {
  test.each([
    ['blogger', blogOf(ITEMS, '&lt;p&gt;Words.&lt;/p&gt;')],
    ['wordpress', siteOf(ITEMS, 'Words.\n\nMore words.')],
  ] as const)('%s', { timeout: TIMEOUT_MS }, async (format, pieces) => {
    const reading = await readInProcess(format, pieces);
    tell(`${ITEMS} of ${format}`, reading);
    expect(reading.posts).toBe(ITEMS);
    expect(reading.notes).toEqual([]);
    expect(reading.peakMb).toBeLessThan(LIMIT_MB);
    // As much as there is of it: the limit is for what does harm.
    expect(reading.cpuMs).toBeLessThan(ITEMS / 4 + LIMIT_MS);
  });
});

describe('bytes that are no text', () => {
  const bad = Buffer.concat([
    Buffer.from(WORDPRESS_HEAD + wordpressItem(1, 'Good.')),
    Buffer.from(wordpressItem(2, 'caf\u00e9 ')).map((octet) => (octet === 0xc3 ? 0xff : octet)),
    Buffer.from(`${wordpressItem(3, 'a\u0000b\u000bc')}</channel></rss>`),
  ]);
  test.each([
    ['wrong UTF-8 and control characters', bad, 3],
    [
      'UTF-16',
      Buffer.from(`\ufeff${[...siteOf(2, 'Good.')].join('').replace('UTF-8', 'UTF-16')}`, 'utf16le'),
      2,
    ],
    [
      'an encoding that nobody knows',
      Buffer.from([...siteOf(2, 'Good.')].join('').replace('UTF-8', 'UTF-9000')),
      2,
    ],
    [
      'ISO-8859-1',
      Buffer.from([...siteOf(2, 'caf\u00e9')].join('').replace('UTF-8', 'ISO-8859-1'), 'latin1'),
      2,
    ],
    ['only bytes', Buffer.alloc(1024 * 1024, 0x80), 0],
    ['nothing', Buffer.alloc(0), 0],
  ])('%s', { timeout: TIMEOUT_MS }, async (name, bytes, posts) => {
    const reading = await readInProcess('wordpress', [bytes]);
    tell(name, reading);
    expect(reading.posts).toBe(posts);
    if (name !== 'UTF-16' && !name.includes('encoding') && name !== 'ISO-8859-1')
      expect(reading.notes.length).toBeGreaterThan(0);
    if (name === 'ISO-8859-1') expect(reading.text).toContain('café');
    expect(reading.peakMb).toBeLessThan(LIMIT_MB);
    expect(reading.cpuMs).toBeLessThan(LIMIT_MS);
  });
});
