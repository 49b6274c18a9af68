// Fault test 13: what ends a line, what looks encoded, and what never ends, in every value that reaches a letter's header from outside. The
// letter has exactly the fields that it should have, its addresses are the ones that were meant, and its signature holds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAddress } from '../../src/audience/address.ts';
import { mailComposer, type Recipient } from '../../src/cli/mail-composer.ts';
import { compileIssue, preparePress } from '../../src/compile.ts';
import { compileSettings, type Settings } from '../../src/compile-settings.ts';
import type { IssueMail } from '../../src/deliver/letter.ts';
import { readProject } from '../../src/files/read-project.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import type { ProjectFiles } from '../../src/model/project.ts';
import type { Press } from '../../src/render/create-press.ts';
import { DATE, NEWSLETTER, RENDERED } from '../deliver/newsletter-fixture.ts';
import { checkSignatures, stoppedClock, testKeys } from '../support/dkim-check.ts';
import { LETTER_FIELDS, type ReadLetter, readLetter } from '../support/read-letter.ts';
import { ROOT } from '../support/run-broadside.ts';

const BCC = 'Bcc: eve@evil.example';
const KB100 = 100_000;
const VALUES: readonly (readonly [name: string, value: string])[] = [
  ['CRLF', `a\r\n${BCC}`],
  ['LF', `a\n${BCC}`],
  ['CR', `a\r${BCC}`],
  ['CRLF and a blank', `a\r\n ${BCC}`],
  ['the end of the header', `a\r\n\r\n<script>\r\n`],
  ['LF LF', `a\n\n${BCC}\n\nx`],
  ['NUL', `a\0${BCC}`],
  ['DEL, vertical tab, form feed', `a\x7f\v\f${BCC}`],
  ['U+0085', `a\u0085${BCC}`],
  ['U+2028', `a\u2028${BCC}`],
  ['U+2029', `a\u2029${BCC}`],
  ['an override of the direction', `a\u202e${BCC}\u2066`],
  ['half a surrogate pair', `a\ud800${BCC}\udc00`],
  ['an encoded word, Q', '=?UTF-8?Q?a=0D=0ABcc:_eve@evil.example?='],
  ['an encoded word, B', `=?UTF-8?B?${Buffer.from(`a\r\n${BCC}`).toString('base64')}?=`],
  ['an encoded word, old charset', '=?iso-2022-jp?B?GyRCGyhC?= =?UTF-7?Q?+AA0ACg-Bcc?='],
  ['another mailbox', '<eve@evil.example>, "x" <eve2@evil.example>;'],
  ['quotation marks and a backslash', '"a\\" <eve@evil.example> \\'],
  ['a comment and a group', '(a) b: eve@evil.example;'],
  ['percent signs', `a%0d%0a${encodeURIComponent(BCC)}`],
  ['commas and angle brackets for lists', '>, <https://evil.example/>, <mailto:eve@evil.example>'],
  ['100 KB without a blank', 'w'.repeat(KB100)],
  ['100 KB of words', 'ab '.repeat(KB100 / 3)],
  ['100 KB of another script', 'ميناء'.repeat(KB100 / 10)],
  ['100 KB of line ends', `\r\n${BCC}`.repeat(KB100 / 23)],
  ['100 KB of joined emoji', '👩‍👩‍👧‍👦'.repeat(KB100 / 25)],
];

const KEYS = testKeys('harbour.example.org');
const TOKEN_KEY = { number: 1, secret: new Uint8Array(32) };
const READER: Recipient = {
  subscriber: { id: Buffer.alloc(16, 3).toString('base64url'), address: 'ada@example.org', name: 'Ada Lind' },
  messageId: '0012.ab@letter.harbour.example.org',
};
/** Far below the 100 KB at which Postfix cuts a header; the signatures have 2 KB of it. */
const HEADER_OCTETS = 16_000;

let letters = 0;
let refusals = 0;
afterAll(() =>
  console.log(`13 header injection: ${letters} letters read, ${refusals} refused before they were made`),
);

async function letterTo(reader: Recipient, mail: IssueMail): Promise<ReadLetter> {
  const compose = await mailComposer(mail, {
    key: TOKEN_KEY,
    signing: { keys: KEYS, clock: stoppedClock },
  });
  letters += 1;
  return readLetter((await compose(reader)).raw);
}

/** All that must hold whatever was put in. */
async function holds(letter: ReadLetter, addresses = { to: 'ada@example.org' }): Promise<void> {
  const { email, fields, header, text } = letter;
  const expected = [...LETTER_FIELDS, 'dkim-signature', 'dkim-signature'].sort();
  expect(fields.map(({ name }) => name.toLowerCase()).sort()).toEqual(expected);
  expect(email.headers.map(({ key }) => key).sort()).toEqual(expected);
  expect(email.from?.address).toBe('news@harbour.example.org');
  expect(email.to?.map(({ address }) => address)).toEqual([addresses.to]);
  expect(email.replyTo?.map(({ address }) => address)).toEqual(['editors@harbour.example.org']);
  expect([email.cc ?? [], email.bcc ?? []]).toEqual([[], []]);
  expect(letter.values('List-Unsubscribe')[0]).toMatch(/^<https:\/\/[^\s<>]+>, <mailto:[^\s<>]+>$/u);
  for (const { name, value } of fields) expect(value, name).not.toMatch(/\p{Cc}(?<!\t)|[\x80-\xff]/u);
  for (const shown of [email.subject, email.from?.name, email.to?.[0]?.name, email.replyTo?.[0]?.name])
    expect(shown ?? '').not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  expect(header.length).toBeLessThan(HEADER_OCTETS);
  for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  for (const line of header.split('\r\n'))
    if (line.includes('=?')) expect(line.length).toBeLessThanOrEqual(76);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  const checks = await checkSignatures(letter.raw, KEYS);
  expect(checks.map(({ result, warnings }) => [result, warnings])).toEqual([
    ['pass', []],
    ['pass', []],
  ]);
}

const mailOf = (
  newsletter: Newsletter,
  more: Partial<IssueMail['rendered']> = {},
  slug = '0012',
): IssueMail => ({
  newsletter,
  slug,
  rendered: { ...RENDERED, ...more },
  date: DATE,
});

/** Values as they reach composing, whatever stood before it: nothing but what makes the header keeps them out. */
const PLACES: readonly { place: string; put: (value: string) => IssueMail; mayRefuse?: true }[] = [
  {
    place: 'the newsletter’s title, which is the list’s name',
    put: (title) => mailOf({ ...NEWSLETTER, title }),
  },
  {
    place: 'the sender’s name',
    put: (name) => mailOf({ ...NEWSLETTER, from: { ...NEWSLETTER.from, name } }),
  },
  {
    place: 'the name in Reply-To',
    put: (name) => mailOf({ ...NEWSLETTER, replyTo: { name, address: 'editors@harbour.example.org' } }),
  },
  { place: 'the subject', put: (subject) => mailOf(NEWSLETTER, { subject }) },
  { place: 'the issue’s own name', put: (slug) => mailOf(NEWSLETTER, {}, slug) },
  // An address can be refused: no line of a header holds 100 KB.
  {
    place: 'the address of the site',
    put: (part) => mailOf({ ...NEWSLETTER, siteUrl: `https://x.example/${part}/` }),
    mayRefuse: true,
  },
  {
    place: 'the address of the list',
    put: (part) => mailOf({ ...NEWSLETTER, listUrl: `https://x.example/${part}/` }),
    mayRefuse: true,
  },
  { place: 'the plain text', put: (text) => mailOf(NEWSLETTER, { text: `${text}\n${RENDERED.text}` }) },
  { place: 'the HTML', put: (html) => mailOf(NEWSLETTER, { html: `${html}\n${RENDERED.html}` }) },
];

describe.each(PLACES)('$place', ({ put, mayRefuse }) => {
  test.each(VALUES)('%s', async (_name, value) => {
    try {
      await holds(await letterTo(READER, put(value)));
    } catch (error) {
      if (mayRefuse !== true || !(error instanceof BroadsideError)) throw error;
      refusals += 1;
      expect(error.code).toBe('SETTINGS_INVALID');
      expect(value.length, 'only what is too long is refused').toBeGreaterThan(500);
    }
  });
});

describe('a subscriber’s name', () => {
  test.each(VALUES)('%s', async (_name, name) => {
    await holds(
      await letterTo({ ...READER, subscriber: { ...READER.subscriber, name } }, mailOf(NEWSLETTER)),
    );
  });
});

describe('a subscriber’s address', () => {
  /** Strange, but one mailbox. */
  const usable = ['percent signs'];

  test.each(VALUES)('%s', async (name, value) => {
    const address = `${value}@example.org`;
    const reader = { ...READER, subscriber: { ...READER.subscriber, address } };
    if (usable.includes(name)) return holds(await letterTo(reader, mailOf(NEWSLETTER)), { to: address });
    // Nobody can be added with these: whoever gets them into the database in some other way gets no letter made.
    expect(readAddress(address)).toHaveProperty('problem');
    await expect(letterTo(reader, mailOf(NEWSLETTER))).rejects.toThrow('cannot stand in a header');
  });
});

/** Values as an editor types them, through the whole press. What the proofreader says of them is not asked: this must hold without it. */
const TYPED: readonly (readonly [name: string, issue: (value: string) => string])[] = [
  ['the title', (value) => issueWith({ title: value })],
  ['the subject', (value) => issueWith({ subject: value })],
  ['the preheader', (value) => issueWith({ preheader: value })],
  ['a tag', (value) => `${issueWith({})}\nTags: ${value}\n`],
  ['a section, which is a category', (value) => `${issueWith({})}\n## ${value}\n\nWords.\n`],
  ['a headline', (value) => `${issueWith({})}\n### [${value}](https://harbourpost.example/b)\n\nWords.\n`],
  [
    'the address of a story',
    (value) => `${issueWith({})}\n### [Head](https://harbourpost.example/${value})\n\nWords.\n`,
  ],
];

function issueWith(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\nnumber: 12\ndate: 2016-01-06\n${lines.join('\n')}\n---\n\n## Ports\n\n### [Dockers vote](https://harbourpost.example/a)\n\nHarbour Post reports (5 January): Crews voted.\n`;
}

describe.each(TYPED)('%s, as an editor types it', (_place, issue) => {
  let project: { files: ProjectFiles; settings: Settings; press: Press };
  beforeAll(async () => {
    const files = await readProject(ROOT);
    const { settings: read } = compileSettings(files);
    if (read === undefined) throw new Error('issues/newsletter.yaml cannot be used');
    const settings = { ...read, newsletter: { ...read.newsletter, ...identity() } };
    project = { files, settings, press: preparePress(files, settings) };
  });

  test.each(VALUES)('%s', async (_name, value) => {
    const { settings, press } = project;
    const { rendered } = compileIssue({ path: 'issues/0012.md', value: issue(value) }, settings, press);
    await holds(
      await letterTo(READER, { newsletter: settings.newsletter, slug: '0012', rendered, date: DATE }),
    );
  });
});

function identity(): Partial<Newsletter> {
  const { from, listId, listUrl, siteUrl, owner, unsubscribeAddress } = NEWSLETTER;
  const replyTo = { name: 'The editors', address: 'editors@harbour.example.org' };
  return { from, replyTo, listId, listUrl, siteUrl, owner, unsubscribeAddress };
}

/** A value in `newsletter.yaml`: refused with an error of the settings, or harmless in the letter. */
const SET = ['title', 'from.name', 'replyTo.name', 'siteUrl', 'listUrl'] as const;

describe.each(SET)('%s in newsletter.yaml', (key) => {
  let files: ProjectFiles;
  beforeAll(async () => {
    files = await readProject(ROOT);
  });

  test.each(VALUES)('%s', async (_name, value) => {
    const url = `https://x.example/${value}/`;
    const yaml = {
      title: 'Harbour Letter',
      description: 'News of the quays',
      siteUrl: NEWSLETTER.siteUrl,
      listUrl: NEWSLETTER.listUrl,
      language: 'en',
      timeZone: 'Europe/London',
      from: { ...NEWSLETTER.from, ...(key === 'from.name' ? { name: value } : {}) },
      replyTo: {
        name: key === 'replyTo.name' ? value : 'The editors',
        address: 'editors@harbour.example.org',
      },
      listId: NEWSLETTER.listId,
      postalAddress: ['1 Quay Street'],
      ...(key === 'title' ? { title: value } : {}),
      ...(key === 'siteUrl' || key === 'listUrl' ? { [key]: url } : {}),
    };
    const newsletterFile = { path: 'issues/newsletter.yaml', value: JSON.stringify(yaml) };
    const { settings, diagnostics } = compileSettings({ ...files, newsletter: newsletterFile });
    if (settings === undefined || diagnostics.some(({ severity }) => severity === 'error')) {
      refusals += 1;
      return;
    }
    const mail = mailOf(settings.newsletter);
    try {
      await holds(await letterTo(READER, mail));
    } catch (error) {
      if (!(error instanceof BroadsideError)) throw error;
      refusals += 1;
      expect([error.code, key]).toEqual(['SETTINGS_INVALID', expect.stringMatching(/Url$/u)]);
    }
  });
});
