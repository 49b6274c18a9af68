import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type IncomingMail, MOST_MAIL_BYTES } from '../../src/mail/incoming-mail.ts';
import { readBeginning } from '../../src/mail/read-beginning.ts';
import { readMailFiles } from '../../src/mail/read-mail-files.ts';

function folder(files: Readonly<Record<string, string>> = {}, folders: readonly string[] = []): string {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-mail-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const one of folders) mkdirSync(path.join(root, one), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

async function read(place: string) {
  const mails: IncomingMail[] = [];
  const stuck = await readMailFiles(place, async (mail) => void mails.push(mail));
  return {
    mails,
    stuck,
    texts: mails.map(({ raw }) => Buffer.from(raw).toString()),
    names: mails.map(({ name }) => path.basename(name)),
  };
}

const mail = (word: string): string => `Subject: ${word}\n\n${word}\n`;

describe('a Maildir', () => {
  const maildir = (files: Readonly<Record<string, string>>): string => folder(files, ['new', 'cur', 'tmp']);

  test('who only looks gets all mails, seen or not, and every file stays where it is', async () => {
    const root = maildir({ 'new/200.b': mail('two'), 'cur/100.a:2,S': mail('one') });
    const mails: string[] = [];
    for (let time = 0; time < 2; time += 1)
      await readMailFiles(root, async ({ name }) => void mails.push(path.relative(root, name)), {
        isOnlyLook: true,
      });
    expect(mails).toEqual(['new/200.b', 'cur/100.a:2,S', 'new/200.b', 'cur/100.a:2,S']);
  });

  test('gives its new mails, the oldest first, and keeps them as seen', async () => {
    const root = maildir({ 'new/200.b': mail('two'), 'new/100.a': mail('one'), 'tmp/300.c': mail('half') });
    const { texts, mails, stuck } = await read(root);
    expect(texts).toEqual([mail('one'), mail('two')]);
    expect(mails.map(({ channel }) => channel)).toEqual(['maildir', 'maildir']);
    expect(stuck).toEqual([]);
    expect(readdirSync(path.join(root, 'new'))).toEqual([]);
    expect(readdirSync(path.join(root, 'cur')).sort()).toEqual(['100.a:2,S', '200.b:2,S']);
    expect(readFileSync(path.join(root, 'cur/100.a:2,S'), 'utf8')).toBe(mail('one'));
    expect((await read(root)).mails).toEqual([]);
    expect(readdirSync(path.join(root, 'tmp'))).toEqual(['300.c']);
  });

  test('gives what a mailbox program has moved and nobody has seen', async () => {
    const root = maildir({
      'cur/1.a:2,': mail('a'),
      'cur/2.b:2,FR': mail('b'),
      'cur/3.c:2,RS': mail('c'),
      'cur/4.d': mail('d'),
    });
    expect((await read(root)).texts).toEqual([mail('a'), mail('b'), mail('d')]);
    expect(readdirSync(path.join(root, 'cur')).sort()).toEqual([
      '1.a:2,S',
      '2.b:2,FRS',
      '3.c:2,RS',
      '4.d:2,S',
    ]);
  });

  test('keeps a mail that was not taken, and those behind it, as they are', async () => {
    const root = maildir({ 'new/1': mail('a'), 'new/2': mail('b'), 'new/3': mail('c') });
    const away = new Error('the database is away');
    const taken: string[] = [];
    await expect(
      readMailFiles(root, async ({ name }) => {
        if (name.endsWith('2')) throw away;
        taken.push(name);
      }),
    ).rejects.toBe(away);
    expect(readdirSync(path.join(root, 'new')).sort()).toEqual(['2', '3']);
    expect(readdirSync(path.join(root, 'cur'))).toEqual(['1:2,S']);
  });

  test('keeps what cannot be read where it is, tells of it, and goes on', async () => {
    const root = folder({ 'new/2': mail('b') }, ['new/1', 'cur', 'tmp']);
    const { texts, stuck } = await read(root);
    expect(texts).toEqual([mail('b')]);
    expect(stuck).toEqual([{ name: path.join(root, 'new/1'), problem: 'it is no file' }]);
    expect(readdirSync(path.join(root, 'new'))).toEqual(['1']);
  });

  test('passes over a mail that another program takes at the same moment', async () => {
    const root = maildir({ 'new/1': mail('a'), 'new/2': mail('b') });
    const names: string[] = [];
    const stuck = await readMailFiles(root, async ({ name }) => {
      names.push(path.basename(name));
      for (const one of readdirSync(path.join(root, 'new')))
        renameSync(path.join(root, 'new', one), path.join(root, 'cur', `${one}:2,S`));
    });
    expect({ names, stuck }).toEqual({ names: ['1'], stuck: [] });
    expect(readdirSync(path.join(root, 'cur')).sort()).toEqual(['1:2,S', '2:2,S']);
  });

  test('writes over nothing', async () => {
    const root = maildir({ 'new/1': mail('new'), 'cur/1:2,S': mail('old') });
    const { stuck } = await read(root);
    expect(stuck[0]?.problem).toMatch(/^it was read, and cannot be marked: EEXIST/u);
    expect(readFileSync(path.join(root, 'cur/1:2,S'), 'utf8')).toBe(mail('old'));
    expect(readFileSync(path.join(root, 'new/1'), 'utf8')).toBe(mail('new'));
  });
});

describe('a mailbox file', () => {
  const mbox = async (text: string) => {
    const root = folder({ 'bounces.mbox': text });
    const before = statSync(path.join(root, 'bounces.mbox'));
    const found = await read(path.join(root, 'bounces.mbox'));
    const after = statSync(path.join(root, 'bounces.mbox'));
    expect([after.size, after.mtimeMs, after.ino]).toEqual([before.size, before.mtimeMs, before.ino]);
    return found;
  };
  const FROM = 'From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n';

  test('gives each of its mails and stays as it is', async () => {
    const { texts, names } = await mbox(`${FROM}${mail('a')}\n${FROM}${mail('b')}\n`);
    expect(texts).toEqual([`${mail('a')}\n`, `${mail('b')}\n`]);
    expect(names).toEqual(['number 1 of bounces.mbox', 'number 2 of bounces.mbox']);
  });

  test.each([
    ['a quoted line', 'A: 1\n\n>From me\n>>From you\n> From us\n', 'A: 1\n\nFrom me\n>From you\n> From us\n'],
    [
      'a line that begins like a separator in the midst',
      'A: 1\n\nword\nFrom me\n',
      'A: 1\n\nword\nFrom me\n',
    ],
    ['no last line end', 'A: 1\n\nword', 'A: 1\n\nword'],
    ['CRLF', 'A: 1\r\n\r\nword\r\n', 'A: 1\r\n\r\nword\r\n'],
  ])('reads %s', async (_, text, expected) => {
    expect((await mbox(FROM + text)).texts).toEqual([expected]);
  });

  test('with CRLF is parted too', async () => {
    const from = FROM.replace('\n', '\r\n');
    expect((await mbox(`${from}A: 1\r\n\r\na\r\n\r\n${from}A: 2\r\n\r\nb\r\n`)).mails).toHaveLength(2);
  });

  test('of long mails gives their beginnings, wherever a piece of the file ends', async () => {
    const long = `${'x'.repeat(99)}\n`.repeat(30_000);
    const { mails } = await mbox(
      `${FROM}A: 1\n\n${long}\n${FROM}A: 2\n\n${'y'.repeat(3_000_000)}\n\n${FROM}A: 3\n\nend\n`,
    );
    expect(mails.map(({ raw }) => raw.length)).toEqual([MOST_MAIL_BYTES, MOST_MAIL_BYTES, 10]);
  });

  test('is a file with one mail where it does not begin so', async () => {
    const { texts, mails } = await mbox(mail('one'));
    expect(texts).toEqual([mail('one')]);
    expect(mails[0]?.channel).toBe('file');
  });

  test('that is empty holds no mail', async () => {
    expect((await mbox('')).mails).toEqual([]);
  });
});

describe('a folder', () => {
  test('gives the mails of its files in the order of their names', async () => {
    const root = folder({
      '2.eml': mail('two'),
      '1.mbox': `From a\n${mail('a')}\nFrom b\n${mail('b')}`,
      '.hidden': mail('no'),
      'deeper/3.eml': mail('no'),
    });
    expect((await read(root)).texts).toEqual([`${mail('a')}\n`, mail('b'), mail('two')]);
  });

  test.skipIf(process.getuid?.() === 0)('tells of a file that cannot be read, and goes on', async () => {
    const root = folder({ '1.eml': mail('a'), '2.eml': mail('b') });
    chmodSync(path.join(root, '1.eml'), 0);
    const { texts, stuck } = await read(root);
    expect(texts).toEqual([mail('b')]);
    expect(stuck).toHaveLength(1);
  });

  test('that is not there is an error', async () => {
    await expect(read('/nowhere/at/all')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

test('of a stream as much is kept as of a file, and all of it is read', async () => {
  let given = 0;
  const stream = Readable.from(
    (function* () {
      for (; given < 3 * 1024; given += 1) yield Buffer.alloc(1024, 0x61);
    })(),
  );
  expect((await readBeginning(stream)).length).toBe(MOST_MAIL_BYTES);
  expect(given).toBe(3 * 1024);
  expect(Buffer.from(await readBeginning(Readable.from(['a', 'b']))).toString()).toBe('ab');
});
