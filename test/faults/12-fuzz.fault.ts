// Fault test 12: inputs that nobody planned, for each reader of what comes from outside. None throws what is no answer, none takes a second
// of processor time, and nothing comes out that its checker refuses. Markdown has such a test of its own (test/slow/fuzz.slow.ts).
// Exports are tried from their fixtures with pieces put in and taken out.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { readAddress } from '../../src/audience/address.ts';
import { readBounce } from '../../src/audience/bounces/read-bounce.ts';
import { makeToken, readToken } from '../../src/audience/token.ts';
import { canonicalUrl } from '../../src/check/links/canonical-url.ts';
import { openImport } from '../../src/cli/subscriber-lists/open-import.ts';
import { readIssue } from '../../src/compile.ts';
import { compileSettings } from '../../src/compile-settings.ts';
import { createSigningComposer } from '../../src/deliver/compose.ts';
import {
  cleanName,
  cleanSubject,
  encodeMailbox,
  encodeSubject,
  formatField,
} from '../../src/deliver/encode-header.ts';
import { letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { openZip } from '../../src/files/open-zip.ts';
import { readProject } from '../../src/files/read-project.ts';
import { EXPORT_FORMATS } from '../../src/intake/exports/export-formats.ts';
import { candidatesOf } from '../../src/intake/feeds/candidates-of.ts';
import { readFeed } from '../../src/intake/feeds/read-feed.ts';
import { addToInbox } from '../../src/intake/inbox/add-to-inbox.ts';
import { readInbox } from '../../src/intake/inbox/read-inbox.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { classifyFailure, readReply } from '../../src/mail/classify-failure.ts';
import { readMail } from '../../src/mail/read-mail.ts';
import { createReplyReader } from '../../src/mail/reply-reader.ts';
import { BOUNCE_CLASSES } from '../../src/model/bounce.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import { decodeFeed } from '../../src/net/decode-feed.ts';
import { DATE, LINKS, NEWSLETTER, RENDERED } from '../deliver/newsletter-fixture.ts';
import { ANA, smallDoor, tokenOf } from '../server/small-door.ts';
import { checkSignatures, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { FEED_DIALECTS } from '../support/feed-dialects.ts';
import { hostileZip } from '../support/hostile-zip.ts';
import { EXPORT_SETTINGS, piecesOf, readFiles, readPieces } from '../support/read-export.ts';
import { LETTER_FIELDS, readLetter } from '../support/read-letter.ts';
import { ROOT } from '../support/run-broadside.ts';

const INPUTS = IS_FULL ? 100_000 : 3_000;
/** Each is a whole issue, proofread. */
const ISSUES = IS_FULL ? 100_000 : 600;
/** Of processor time: another program on the machine is no fault of the input's. */
const LIMIT_MS = 1_000;
const TIMEOUT_MS = IS_FULL ? 3_600_000 : 300_000;

const figures: string[] = [];
afterAll(() => console.log(`12 fuzz, ${INPUTS} inputs each: ${figures.join('; ')}`));

/** Pieces that mean something to somebody on the way, among any characters at all. */
const nasty = fc.constantFrom(
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\t',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\u200b',
  '\u3164',
  '\u115f',
  '\ufe0f',
  '\u034f',
  '=?UTF-8?Q?a?=',
  '=?',
  '?=',
  '=',
  '=\r\n',
  ',',
  ';',
  ':',
  '<',
  '>',
  '@',
  '"',
  '\\',
  '(',
  ')',
  '.',
  '..',
  '%0d%0a',
  '%',
  '&',
  '#',
  '?',
  '---',
  '- ',
  '{',
  '}',
  '[',
  ']',
  'Bcc: eve@evil.example',
  'xn--',
  '__proto__',
  'é',
  'ß',
  'ﬀ',
  'İ',
  '👩‍👩‍👧‍👦',
  '🇦🇺',
  'ميناء',
  '。',
  '@',
  '0x7f.1',
  '127.0.0.1',
  'a'.repeat(70),
);
const piece = fc.oneof(
  { weight: 4, arbitrary: nasty },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.constantFrom('a', 'ada', 'example', 'org', ' ', '-', '_', '1') },
);
const words = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
/** Now and then far too much. */
const anything = fc.oneof(
  { weight: 40, arbitrary: words },
  {
    weight: 1,
    arbitrary: fc.tuple(piece, fc.integer({ min: 1, max: 3_000 })).map(([one, times]) => one.repeat(times)),
  },
);

/** Runs it `INPUTS` times and tells the slowest. */
async function tried<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  check: (input: T) => Promise<unknown> | unknown,
  numRuns = INPUTS,
): Promise<void> {
  let slowestMs = 0;
  let count = 0;
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const before = process.threadCpuUsage();
      await check(input);
      const { user, system } = process.threadCpuUsage(before);
      slowestMs = Math.max(slowestMs, (user + system) / 1000);
      count += 1;
    }),
    { numRuns, seed: 12 },
  );
  figures.push(`${name} ${count}, slowest ${slowestMs.toFixed(0)} ms`);
  expect(count).toBe(numRuns);
  expect(slowestMs).toBeLessThan(LIMIT_MS);
}

test('address', { timeout: TIMEOUT_MS }, async () => {
  let accepted = 0;
  const input = fc.oneof(
    anything,
    fc.tuple(words, words).map(([local, domain]) => `${local}@${domain}`),
    words.map((local) => `${local}@example.org`),
    words.map((label) => `ada@${label}.example`),
    fc.emailAddress(),
  );
  await tried('address', input, (text) => {
    const read = readAddress(text);
    if ('problem' in read) return expect(read.problem).toMatch(/^\p{L}/u);
    accepted += 1;
    // What is taken in can go out: into a header and into a command, whole and alone.
    expect(read.address).not.toMatch(/[\p{C}\p{Z}<>,;:"()[\]\\]/u);
    // Letters, to Unicode, but nobody sees them.
    expect(read.address).not.toMatch(/[\u115f\u1160\u3164\uffa0]|\u034f|\p{Variation_Selector}/u);
    expect(read.key).toMatch(/^[^@]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]+$/u);
    expect(readAddress(read.key)).toMatchObject({ key: read.key });
    expect(encodeMailbox({ name: '', address: read.key })).toBe(read.key);
  });
  expect(accepted).toBeGreaterThan(INPUTS / 20);
});

test('header value', { timeout: TIMEOUT_MS }, async () => {
  await tried('header value', fc.tuple(anything, anything), async ([subject, name]) => {
    const header =
      formatField('Subject', encodeSubject(subject)) +
      formatField('To', encodeMailbox({ name, address: 'ada@example.org' }));
    expect(header.replaceAll('\r\n', '')).toMatch(/^[\x20-\x7e]*$/u);
    for (const line of header.split('\r\n'))
      expect(line.length).toBeLessThanOrEqual(line.includes('=?') ? 76 : 998);
    const email = await new PostalMime().parse(`${header}\r\n`);
    expect(email.headers.map(({ key }) => key)).toEqual(['subject', 'to']);
    expect(email.subject ?? '').toBe(cleanSubject(subject));
    expect(email.to).toEqual([{ name: cleanName(name), address: 'ada@example.org' }]);
  });
});

test('token', { timeout: TIMEOUT_MS }, async () => {
  const keys = [1, 2].map((number) => ({ number, secret: Buffer.alloc(32, number) }));
  const expected = { purpose: 'unsubscribe', listId: 'letter.example.org' } as const;
  const [key] = keys;
  if (key === undefined) throw new Error('There is no key');
  let genuine = 0;
  const issued = fc
    .uint8Array({ minLength: 16, maxLength: 16 })
    .map((id) => makeToken({ ...expected, subscriberId: Buffer.from(id).toString('base64url') }, key));
  const spoilt = fc
    .tuple(issued, fc.nat(48), piece)
    .map(([token, at, put]) => token.slice(0, at) + put + token.slice(at + put.length));
  const flipped = fc.tuple(issued, fc.nat(36 * 8 - 1)).map(([token, bit]) => {
    const octets = Buffer.from(token, 'base64url');
    octets[bit >> 3] = (octets[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return octets.toString('base64url');
  });
  const noise = fc.string({ unit: fc.constantFrom(...'AZaz09-_'), minLength: 48, maxLength: 48 });
  await tried('token', fc.oneof(issued, spoilt, flipped, noise, anything), (token) => {
    const subscriberId = readToken(token, expected, keys);
    if (subscriberId === undefined) return;
    genuine += 1;
    // Only the very token that is made for that subscriber is one.
    expect(makeToken({ ...expected, subscriberId }, key)).toBe(token);
    expect(readToken(token, { ...expected, purpose: 'preferences' }, keys)).toBeUndefined();
    expect(readToken(token, { ...expected, listId: 'other.example.org' }, keys)).toBeUndefined();
  });
  expect(genuine).toBeGreaterThan(INPUTS / 10);
  expect(genuine).toBeLessThan(INPUTS / 2);
});

test('composed message', { timeout: TIMEOUT_MS }, async () => {
  const [, ed25519] = testKeys('harbour.example.org');
  const keys = [ed25519];
  const body = fc
    .array(fc.oneof(anything, fc.constantFrom('\n', '\n\n', ' \n', LINKS.unsubscribe, LINKS.preferences)), {
      maxLength: 8,
    })
    .map((pieces) => pieces.join(''));
  const token = fc.string({ unit: fc.constantFrom(...'AZaz09-_'), minLength: 48, maxLength: 48 });
  const input = fc.record({
    title: anything,
    sender: anything,
    subject: anything,
    name: anything,
    text: body,
    html: body,
    unsubscribe: token,
    preferences: token,
  });
  const expected = [...LETTER_FIELDS, 'dkim-signature'].sort();
  await tried('composed message', input, async ({ title, sender, subject, name, text, html, ...tokens }) => {
    const newsletter = { ...NEWSLETTER, title, from: { name: sender, address: NEWSLETTER.from.address } };
    const letter = letterOf({
      newsletter,
      slug: '0012',
      rendered: { ...RENDERED, subject, text, html },
      date: DATE,
    });
    const compose = createSigningComposer(await buildMasterMessage(letter, buildMessage), {
      keys,
      clock: stoppedClock,
    });
    const { raw } = await compose({
      subscriber: { address: 'ada@example.org', name },
      messageId: '0012.ab@letter.harbour.example.org',
      tokens,
    });
    const { fields, text: wire } = await readLetter(raw);
    expect(fields.map((field) => field.name.toLowerCase()).sort()).toEqual(expected);
    expect(wire.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0\x80-\xff]/u);
    expect(wire.replaceAll('=\r\n', '')).not.toContain('BROADSIDEx');
    for (const line of wire.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    expect((await checkSignatures(raw, keys)).map(({ result }) => result)).toEqual(['pass']);
  });
});

test('SMTP reply', { timeout: TIMEOUT_MS }, async () => {
  const line = fc
    .tuple(
      fc.constantFrom('250', '354', '421', '451', '550', '554', '999', '25', '2500', ''),
      fc.constantFrom(' ', '-', ''),
      fc.constantFrom('', '5.1.1 ', '4.2.2 ', '5.7.1 ', '9.9.9 '),
      words,
    )
    .map((parts) => parts.join(''));
  const input = fc.tuple(
    fc.array(fc.oneof(line, words), { maxLength: 5 }),
    fc.constantFrom('\r\n', '\n', '\r'),
    fc.array(fc.nat(200), { maxLength: 4 }),
  );
  await tried('SMTP reply', input, ([lines, end, cuts]) => {
    const octets = Buffer.from(lines.map((one) => one + end).join(''));
    const reader = createReplyReader();
    let from = 0;
    for (const cut of [...cuts.toSorted((one, other) => one - other), octets.length]) {
      const problem = reader.push(octets.subarray(from, Math.max(from, cut)), ({ code, text }) => {
        expect(code).toBeGreaterThanOrEqual(200);
        expect(code).toBeLessThan(600);
        expect(text.startsWith(String(code))).toBe(true);
      });
      from = Math.max(from, cut);
      if (problem === undefined) continue;
      expect(problem).not.toBe('');
      break;
    }
    const response = lines.join('\n');
    const reply = readReply(response);
    expect([...reply.text].length).toBeLessThanOrEqual(500);
    expect(reply.text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    for (const [isBegun, isHandedOver] of [
      [false, false],
      [true, false],
      [true, true],
    ] as const)
      for (const command of ['MAIL FROM', 'RCPT TO', 'DATA', undefined]) {
        const failure = { message: response, response, responseCode: reply.code, command };
        const meaning = classifyFailure(failure, { isBegun, isHandedOver, server: 'smtp.example.org:25' });
        if (meaning instanceof BroadsideError)
          expect(isHandedOver, 'what was handed over has an outcome').toBe(false);
        // What no server has refused may have arrived.
        else if (isHandedOver && !(reply.code !== undefined && reply.code >= 400 && reply.code <= 599))
          expect(meaning.kind).toBe('in-doubt');
      }
  });
});

test('DSN and ARF mail', { timeout: TIMEOUT_MS }, async () => {
  const dir = path.join(ROOT, 'test/fixtures/bounces');
  const mails = readdirSync(dir)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => readFileSync(path.join(dir, name)));
  const told = new Set<string>();
  const put = fc.tuple(fc.nat(), fc.nat(60), anything);
  const input = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...mails), fc.array(put, { maxLength: 4 })) },
    { weight: 1, arbitrary: anything.map((text) => [Buffer.from(text), []] as [Buffer, []]) },
  );
  await tried('DSN and ARF mail', input, async ([mail, puts]) => {
    let raw = mail;
    for (const [place, length, text] of puts) {
      const at = place % (raw.length + 1);
      raw = Buffer.concat([raw.subarray(0, at), Buffer.from(text), raw.subarray(at + length)]);
    }
    const { class: found, evidence, recipients, trace } = readBounce(await readMail(raw));
    told.add(found);
    for (const one of [{ class: found, evidence }, ...recipients])
      if (one.class === 'hard') expect(['status', 'phrase']).toContain(one.evidence.basis);
    // Each goes into a line of a report.
    for (const text of [
      evidence.text,
      ...Object.values(trace),
      ...recipients.map((one) => one.diagnostic ?? ''),
    ]) {
      expect([...text].length).toBeLessThanOrEqual(500);
      expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
  });
  expect([...told].sort()).toEqual(BOUNCE_CLASSES.toSorted());
});

test('CSV import', { timeout: TIMEOUT_MS }, async () => {
  let rows = 0;
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'broadside-')), 'readers.csv');
  onTestFinished(() => rmSync(path.dirname(file), { recursive: true, force: true }));
  const cell = fc.oneof(
    words,
    fc.constantFrom('ada@example.org', 'Ada', '"Ada"', '"Lind, Ada"', '""""', '"a\nb"', '=1+1', '\ufffd'),
  );
  const heading = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        'address',
        'email,name',
        '\ufeffEmail,Name,Language',
        '"address","name"',
        'name;email',
      ),
    },
    { weight: 1, arbitrary: words },
  );
  const input = fc
    .tuple(
      heading,
      fc.array(
        fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(',')),
        { maxLength: 6 },
      ),
      fc.constantFrom('\n', '\r\n', '\r'),
    )
    .map(([head, lines, end]) => [head, ...lines].join(end));
  await tried('CSV import', input, async (text) => {
    const ends = text.match(/[\r\n]/gu)?.length ?? 0;
    writeFileSync(file, text);
    try {
      const { rows: found } = await openImport({ path: file, name: 'readers.csv' });
      for await (const row of found) {
        rows += 1;
        expect(row.line).toBeGreaterThan(0);
        expect(row.line).toBeLessThanOrEqual(ends + 1);
        expect(row.name).not.toBe('');
      }
    } catch (error) {
      if (!(error instanceof BroadsideError)) throw error;
      expect(error.code).toBe('IMPORT_INVALID');
      expect(error.place).toMatch(/^readers\.csv(?::\d+)?$/u);
    }
  });
  expect(rows).toBeGreaterThan(INPUTS / 10);
});

/** Bytes of a good file, some taken out, some put in, some changed. */
function spoilt(good: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const put = fc.tuple(
    fc.nat(),
    fc.nat(60),
    fc.oneof(
      anything.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 4 }),
    ),
  );
  return fc.tuple(fc.constantFrom(...good), fc.array(put, { maxLength: 4 })).map(([bytes, puts]) => {
    let raw = Buffer.from(bytes);
    for (const [place, length, octets] of puts) {
      const at = place % (raw.length + 1);
      raw = Buffer.concat([raw.subarray(0, at), octets, raw.subarray(at + length)]);
    }
    return raw;
  });
}

test('zip', { timeout: TIMEOUT_MS }, async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'broadside-')), 'export.zip');
  onTestFinished(() => rmSync(path.dirname(file), { recursive: true, force: true }));
  const contents = 'The crane moved. '.repeat(40);
  const good = [
    hostileZip([
      { name: 'posts.csv', contents },
      { name: 'posts/1.html', contents, isDeflated: true },
    ]),
    hostileZip([{ name: 'export/posts/1.html', contents, isDeflated: true, isZip64: true }]),
  ];
  const named = words.map((name) => hostileZip([{ name, contents: 'x' }]));
  let files = 0;
  await tried('zip', fc.oneof({ weight: 5, arbitrary: spoilt(good) }, named), async (bytes) => {
    writeFileSync(file, bytes);
    try {
      const zip = await openZip(file);
      try {
        for (const name of zip.paths) {
          expect(path.resolve('/in', name).startsWith('/in/'), name).toBe(true);
          expect(name).not.toMatch(/[\p{Cc}\\]/u);
          let sizeBytes = 0;
          for await (const piece of zip.pieces(name)) sizeBytes += piece.length;
          expect(sizeBytes).toBe(zip.sizeOf(name));
          files += 1;
        }
      } finally {
        zip.close();
      }
    } catch (error) {
      if (!(error instanceof BroadsideError)) throw error;
      expect(error.code).toBe('EXPORT_INVALID');
    }
  });
  expect(files).toBeGreaterThan(INPUTS / 20);
});

test('exports', { timeout: TIMEOUT_MS }, async () => {
  const dir = path.join(ROOT, 'test/fixtures/exports');
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.expected.json'))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .sort();
  const kinds = entries.flatMap((name) => {
    const bytes = readFileSync(path.join(dir, name));
    const inside = name.split(path.sep).slice(1).join('/');
    const of = EXPORT_FORMATS.filter(({ file, folder }) =>
      inside === ''
        ? file?.recognise(name, bytes) === true
        : folder?.open(EXPORT_SETTINGS).choose([inside]).includes(inside),
    );
    return of.map((format) => ({ format, inside, bytes }));
  });
  let posts = 0;
  const input = fc
    .constantFrom(...kinds)
    .chain((kind) => fc.tuple(fc.constant(kind), spoilt([kind.bytes]), fc.constantFrom(1, 50, 100_000)));
  const check = ([{ format, inside }, bytes, pieceBytes]: [(typeof kinds)[number], Buffer, number]): void => {
    const { folder, file } = format;
    const read =
      inside === ''
        ? file && readPieces(file.open(EXPORT_SETTINGS, 'export'), piecesOf(bytes, pieceBytes))
        : folder && readFiles(folder.open(EXPORT_SETTINGS), [inside], () => bytes);
    for (const post of read?.posts ?? []) {
      posts += 1;
      expect(post.id).not.toBe('');
      for (const line of [post.title, post.summary ?? '', ...post.tags, ...post.authors, ...post.addresses])
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]|^\s|\s$/u);
      for (const address of post.addresses) expect(address).toMatch(/^(?:\/(?!\/)|https?:)/iu);
      for (const moment of [post.publishedAt, post.updatedAt])
        if (moment !== undefined)
          expect(new Date(moment).toISOString().slice(0, 19)).toBe(moment.slice(0, 19));
      if (post.language !== undefined) expect(() => new Intl.Locale(post.language ?? '')).not.toThrow();
    }
    for (const { reason, excerpt } of read?.notes ?? []) {
      expect(reason).toMatch(/^[\p{Lu}\p{N}].*\.$/su);
      if (excerpt !== undefined) expect(excerpt).not.toMatch(/[\n\r]/u);
    }
  };
  await tried('exports', input, check);
  expect(posts).toBeGreaterThan(INPUTS / 4);
});

test('feed XML', { timeout: TIMEOUT_MS }, async () => {
  let [entries, refusals] = [0, 0];
  const setting = { url: 'https://quay.example/feed', keep: [], drop: [] };
  const options = {
    now: '2016-02-01T09:00:00.000Z',
    timeZone: 'Europe/London',
    language: 'en',
    maxReportAgeDays: 31,
    sources: [],
    sectionOrder: [],
    tidyUrl: (url: string) => url,
    hostOf: (url: string) => new URL(url).hostname,
  };
  const mark = fc.constantFrom(
    ...[
      '<item>',
      '</item>',
      '<title>',
      '</title>',
      '<link>',
      '</link>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?xml',
      '?>',
    ],
    ...[
      '<!DOCTYPE x [',
      '<!ENTITY a "b">',
      '&a;',
      '&#0;',
      '&#x202e;',
      '&lt;b&gt;',
      '</channel>',
      '</rss>',
      '<entry>',
      '{"',
      '"}',
    ],
    ...[
      'https://a.example/(',
      'javascript:alert(1)',
      ' xml:lang="x"',
      '- [x] ',
      '](https://b.example)',
      '<script>',
      '\n> ',
    ],
  );
  const put = fc.tuple(fc.nat(), fc.nat(40), fc.oneof(anything, mark));
  const input = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...FEED_DIALECTS), fc.array(put, { maxLength: 5 })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(anything, fc.constantFrom('text/xml', 'application/json; charset=utf-16', ''))
        .map(([body, type]) => [{ body, type }, []] as const),
    },
  );
  await tried('feed XML', input, ([{ body, type }, puts]) => {
    let raw: Buffer = Buffer.from(body);
    for (const [place, length, text] of puts) {
      const at = place % (raw.length + 1);
      raw = Buffer.concat([raw.subarray(0, at), Buffer.from(text), raw.subarray(at + length)]);
    }
    const read = readFeed(decodeFeed(raw, type), setting.url);
    if ('refusal' in read) {
      refusals += 1;
      return expect(read.refusal).toMatch(/^it /u);
    }
    const { candidates } = candidatesOf(read, setting, options);
    entries += candidates.length;
    for (const { url, headline, excerpt = '', date = '2016-01-01' } of candidates) {
      expect(new URL(url).protocol).toMatch(/^https?:$/u);
      // Words, on one line each, of a length that an editor can read.
      for (const text of [headline, excerpt]) expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u);
      expect([headline.length <= 250, excerpt.length <= 300]).toEqual([true, true]);
      expect(date >= '1990-01-01' && date <= '2016-02-03').toBe(true);
    }
    // What is written of them is read again as that many links, whatever they are called.
    const { text, added } = addToInbox('', candidates, { keyOf: canonicalUrl });
    const inbox = readInbox(text);
    expect(inbox.unread).toEqual([]);
    expect(inbox.entries.map(({ candidate }) => canonicalUrl(candidate.url)).sort()).toEqual(
      added.map(({ url }) => canonicalUrl(url)).sort(),
    );
    expect(inbox.entries.every(({ isTicked, words: own }) => !isTicked && own.length === 0)).toBe(true);
    for (const { candidate } of inbox.entries) {
      const one = added.find(({ url }) => canonicalUrl(url) === canonicalUrl(candidate.url));
      expect([candidate.headline, candidate.source]).toEqual([one?.headline, one?.source]);
    }
  });
  expect(entries).toBeGreaterThan(INPUTS / 4);
  expect(refusals).toBeGreaterThan(INPUTS / 50);
});

test('HTTP form', { timeout: TIMEOUT_MS }, async () => {
  const door = smallDoor();
  const names = [
    'address',
    'name',
    'topics',
    'format',
    'website',
    'form',
    'choice',
    'language',
    'pausedUntil',
    'undo',
    '__proto__',
    '',
  ];
  const field = fc.tuple(fc.oneof(fc.constantFrom(...names), words), anything);
  const fields = fc.array(field, { maxLength: 6 });
  const urlEncoded = fields.map((pairs) => ({
    type: 'application/x-www-form-urlencoded',
    body: pairs
      .map(
        ([name, value]) =>
          `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
      )
      .join('&'),
  }));
  const boundary = fc.constantFrom('b', 'b"', '', '-'.repeat(70), 'b\u00e9');
  const multipart = fc
    .tuple(fields, boundary, fc.constantFrom('--\r\n', '', '\r\n', '-'))
    .map(([pairs, mark, end]) => ({
      type: `multipart/form-data; boundary=${mark.replaceAll('\u00e9', 'e')}`,
      body: `${pairs.map(([name, value]) => `--${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--${mark}${end}`,
    }));
  const raw = fc.record({
    type: fc.constantFrom(
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'multipart/form-data; boundary=a; boundary=b',
      'text/plain',
      'application/json',
      '',
    ),
    body: anything,
  });
  const place = fc.oneof(
    fc.constantFrom(
      '/subscribe',
      `/u/${tokenOf('unsubscribe')}`,
      `/p/${tokenOf('preferences')}`,
      `/p/${tokenOf('preferences')}/erase`,
      `/c/${tokenOf('confirm')}`,
    ),
    words.map((text) => `/u/${encodeURIComponent(text.toWellFormed())}`),
    words.map(
      (text) => `/${encodeURIComponent(text.toWellFormed())}?lang=${encodeURIComponent(text.toWellFormed())}`,
    ),
  );
  const headers = fc.constantFrom<Record<string, string>>(
    {},
    { 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'null' },
  );
  const answers = new Set<number>();
  await tried(
    'HTTP form',
    fc.record({ form: fc.oneof(urlEncoded, multipart, raw), place, headers }),
    async (input) => {
      // Back again each time: whoever was let go or forgotten by the last one.
      door.list.add({ id: ANA, name: 'Ana' });
      const { type, body } = input.form;
      const response = await door.ask(input.place, {
        method: 'POST',
        headers: { ...input.headers, ...(type === '' ? {} : { 'Content-Type': type }) },
        body,
      });
      const text = await response.text();
      answers.add(response.status);
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get('location')).toBeNull();
      expect(text.length).toBeLessThan(200_000);
      expect(door.troubles).toEqual([]);
      expect(({} as Record<string, unknown>)['address']).toBeUndefined();
    },
  );
  // Everything that it can say was said.
  expect([...answers].sort()).toEqual(expect.arrayContaining([200, 400, 403, 404]));
  // What was written down can be an address, and nothing else.
  for (const { address, name } of door.list.asked) {
    expect('key' in readAddress(address)).toBe(true);
    expect(name ?? 'Ana').not.toMatch(/\p{Cc}/u);
  }
});

describe('front matter', async () => {
  const { settings } = compileSettings(await readProject(ROOT));

  test('of any shape', { timeout: TIMEOUT_MS }, async () => {
    if (settings === undefined) throw new Error('issues/newsletter.yaml cannot be used');
    const key = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom(
          'number',
          'date',
          'title',
          'subject',
          'preheader',
          'tags',
          'draft',
          'language',
          'statement',
          '__proto__',
          'constructor',
          '<<',
          '&a',
          '*a',
          '? x',
        ),
      },
      { weight: 1, arbitrary: words },
    );
    const value = fc.oneof(
      words,
      fc.constantFrom(
        '12',
        '2026-01-09',
        '0x10',
        '1e309',
        'null',
        '~',
        'true',
        '!!js/function x',
        '[a, b',
        '{a: b',
        '&a [*a]',
        '|',
        '>-',
        '"\\x00"',
        "'",
        '2026-02-30',
        '- a',
      ),
    );
    const lines = fc.array(
      fc
        .tuple(fc.constantFrom('', ' ', '  ', '\t'), key, fc.constantFrom(': ', ':', ' : '), value)
        .map((parts) => parts.join('')),
      { maxLength: 8 },
    );
    const input = fc
      .tuple(
        fc.constantFrom('---\n', '\ufeff---\n', '---\r\n', '--- \n', '----\n', ''),
        lines,
        fc.constantFrom('---\n', '...\n', '---', ''),
        words,
      )
      .map(([open, middle, close, body]) => `${open}${middle.join('\n')}\n${close}\n## Ports\n\n${body}\n`);
    await tried(
      'front matter',
      input,
      (text) => {
        const { issue, diagnostics } = readIssue({ path: 'issues/0012.md', value: text }, settings);
        expect(issue.path).toBe('issues/0012.md');
        for (const { place, reason } of diagnostics) {
          expect(reason.startsWith('Unexpected ')).toBe(true);
          const [start, end] = [place?.start.offset ?? 0, place?.end.offset ?? 0];
          if (start > end || end > text.length)
            throw new Error(`a place outside the text: ${start} to ${end}`);
        }
        expect(Object.getPrototypeOf({})).toBe(Object.prototype);
        expect(({} as Record<string, unknown>)['title']).toBeUndefined();
      },
      ISSUES,
    );
  });
});
