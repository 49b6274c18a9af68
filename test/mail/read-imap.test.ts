// Against a real IMAP server; without one these are left out by name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readImapUrl } from '../../src/mail/imap-url.ts';
import { readImap, tryImap } from '../../src/mail/read-imap.ts';
import { type Dovecot, startDovecot, whyNoDovecot } from '../support/dovecot.ts';

describe('the address of a mailbox', () => {
  test.each([
    [
      'imaps://bounces:pw@mail.example.org',
      { port: 993, isImplicitTls: true, tls: 'required', mailbox: 'INBOX' },
    ],
    [
      'imap://bounces:pw@mail.example.org/',
      { port: 143, isImplicitTls: false, tls: 'required', mailbox: 'INBOX' },
    ],
    ['imaps://bounces:pw@mail.example.org:1993/Bounces/2026', { port: 1993, mailbox: 'Bounces/2026' }],
    [
      'imaps://a%40b.example:p%2Fw%3A@mail.example.org/Zur%C3%BCck',
      { login: { user: 'a@b.example', password: 'p/w:' }, mailbox: 'Zurück' },
    ],
    ['imap://a:b@127.0.0.1', { host: '127.0.0.1', tls: 'optional' }],
    ['imap://a:b@[::1]:1143', { host: '::1', port: 1143, tls: 'optional' }],
  ])('%s', (url, expected) => expect(readImapUrl(url)).toMatchObject(expected));

  test('is told without the password', () => {
    expect(readImapUrl('imaps://a:secret@mail.example.org:1/X').name).toBe('imaps://mail.example.org:1/X');
  });

  test.each([
    'imaps://mail.example.org',
    'imaps://user@mail.example.org',
    'imaps://:secret@mail.example.org',
    'imaps://a:secret%zz@mail.example.org',
    'imaps://a:secret@mail.example.org/?tls=off',
    'imaps://',
    'http://a:secret@mail.example.org',
  ])('%s is none', (url) => {
    const read = () => readImapUrl(url);
    expect(read).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
    expect(read).toThrow(/^(?!.*secret)/u);
  });
});

const reason = whyNoDovecot();
describe.skipIf(reason !== undefined)(
  `a mailbox on a server${reason === undefined ? '' : ` (left out: ${reason})`}`,
  () => {
    let server: Dovecot;
    beforeAll(async () => {
      server = await startDovecot();
    });
    afterAll(async () => server.stop());

    const url = (port: number, { host = 'localhost', password = server.password, box = '' } = {}) =>
      `${port === server.imapsPort ? 'imaps' : 'imap'}://${server.user}:${encodeURIComponent(password)}@${host}:${port}/${box}`;
    const read = async (address: string, options: Parameters<typeof readImap>[2] = {}) => {
      const texts: string[] = [];
      const stuck = await readImap(
        readImapUrl(address),
        async ({ raw }) => void texts.push(Buffer.from(raw).toString().replaceAll('\r\n', '\n')),
        options,
      );
      return { texts, stuck };
    };

    test('gives each mail once, marks it, and leaves it where it is', async () => {
      server.deliver('1.a', 'Subject: one\n\none\n');
      server.deliver('2.b', 'Subject: two\n\ntwo\n');
      expect(await read(url(server.imapPort))).toEqual({
        texts: ['Subject: one\n\none\n', 'Subject: two\n\ntwo\n'],
        stuck: [],
      });
      expect((await read(url(server.imapsPort))).texts).toEqual([]);
      server.deliver('3.c', 'Subject: three\n\nthree\n');
      expect((await read(url(server.imapsPort))).texts).toEqual(['Subject: three\n\nthree\n']);
      // Neither seen nor deleted: `a` is the keyword's letter.
      expect(server.files()).toEqual(['1.a:2,a', '2.b:2,a', '3.c:2,a']);
      expect(server.keywords()).toBe('0 $BroadsideRead\n');
    });

    test('gives again what was not taken', async () => {
      server.deliver('4.d', 'Subject: four\n\nfour\n');
      server.deliver('5.e', 'Subject: five\n\nfive\n');
      const away = new Error('the database is away');
      await expect(readImap(readImapUrl(url(server.imapPort)), () => Promise.reject(away))).rejects.toBe(
        away,
      );
      expect((await read(url(server.imapPort))).texts).toHaveLength(2);
    });

    test('is tried without taking or marking anything', async () => {
      server.deliver('5.z', 'Subject: still here\n\nstill here\n');
      await tryImap(readImapUrl(url(server.imapPort)));
      expect((await read(url(server.imapPort))).texts).toEqual(['Subject: still here\n\nstill here\n']);
      const wrong = tryImap(readImapUrl(url(server.imapPort, { password: 'wrong' })));
      await expect(wrong).rejects.toMatchObject({ code: 'MAILBOX_LOGIN' });
    });

    test('gives the beginning of a long mail', async () => {
      server.deliver('6.f', `Subject: long\n\n${`${'x'.repeat(99)}\n`.repeat(30_000)}`);
      const lengths: number[] = [];
      await readImap(readImapUrl(url(server.imapPort)), async ({ raw }) => void lengths.push(raw.length));
      expect(lengths).toEqual([1024 * 1024]);
    });

    test('wants a certificate that it may trust, but from this very machine', async () => {
      const settings = { ...readImapUrl(url(server.imapsPort)), tls: 'required' } as const;
      const options = { tls: { ca: server.certificate } };
      const take = async () => {};
      await expect(readImap(settings, take)).rejects.toMatchObject({ code: 'MAILBOX_UNREACHABLE' });
      await expect(readImap(settings, take, options)).resolves.toEqual([]);
      const starttls = { ...readImapUrl(url(server.imapPort)), tls: 'required' } as const;
      await expect(readImap(starttls, take)).rejects.toMatchObject({ code: 'MAILBOX_UNREACHABLE' });
      await expect(readImap(starttls, take, options)).resolves.toEqual([]);
      const otherName = { ...settings, host: '127.0.0.1' };
      await expect(readImap(otherName, take, options)).rejects.toMatchObject({ code: 'MAILBOX_UNREACHABLE' });
    });

    test.each([
      ['a wrong password', () => url(server.imapPort, { password: 'wrong secret' }), 'MAILBOX_LOGIN'],
      [
        'a mailbox that is not there',
        () => url(server.imapPort, { box: 'Elsewhere' }),
        'MAILBOX_UNREACHABLE',
      ],
      ['nobody there', () => 'imap://a:secret@127.0.0.1:1', 'MAILBOX_UNREACHABLE'],
    ])('tells of %s, without the password', async (_, address, code) => {
      const error = await read(address()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code });
      expect(String(error)).not.toContain('secret');
      expect(String(error)).not.toContain(server.password);
    });
  },
);
