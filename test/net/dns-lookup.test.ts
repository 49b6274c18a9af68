// Questions to a name server of the test's own: what is there, what is not, and what nobody can tell are three things.
import { describe, expect, onTestFinished, test } from 'vitest';
import { reverseName } from '../../src/model/reverse-name.ts';
import { type NameServer, openNameServer } from '../../src/net/dns-lookup.ts';
import { evaluateSpf } from '../../src/net/evaluate-spf.ts';
import { startDnsServer, type Zone } from '../support/dns-server.ts';

const LONG = `v=DKIM1; k=rsa; p=${'A'.repeat(392)}`;

const ZONE: Zone = {
  'example.org': {
    A: ['192.0.2.1', '192.0.2.2'],
    AAAA: ['2001:db8::1'],
    MX: ['20 backup.example.org', '10 Mail.Example.org'],
    TXT: ['v=spf1 include:_spf.example.net ip4:192.0.2.7 -all', 'hello world'],
  },
  'key._domainkey.example.org': { TXT: [LONG] },
  'nothing.example.org': { MX: ['0 .'] },
  'broken.example.org': { fails: 'SERVFAIL' },
  'closed.example.org': { fails: 'REFUSED' },
  'mute.example.org': { fails: 'silence' },
  '7.2.0.192.in-addr.arpa': { PTR: ['Mail.Example.org'] },
  '_spf.example.net': { TXT: ['v=spf1 a:out.example.net mx:example.org ptr:example.org -all'] },
  'out.example.net': { A: ['198.51.100.9'] },
  'mail.example.org': { A: ['192.0.2.7'], AAAA: ['2001:db8::7'] },
  'six.example.org': { AAAA: ['2001:db8::6'] },
  'forbidding.example.org': { TXT: ['v=spf1 ip4:192.0.2.0/24 -all'] },
  'wrong.example.org': { TXT: ['v=spf1 ipv4:192.0.2.1 -all'] },
  'unknown.example.org': { TXT: ['v=spf1 include:broken.example.org -all'] },
};

async function server(zone: Zone = ZONE): Promise<NameServer> {
  const own = await startDnsServer(() => zone);
  onTestFinished(() => own.close());
  return openNameServer(own.server, '--resolver', { timeoutMs: 100, tries: 1 });
}

test('gives what is there, in one spelling', async () => {
  const dns = await server();
  expect(await dns.a('example.org')).toEqual({ kind: 'found', records: ['192.0.2.1', '192.0.2.2'] });
  expect(await dns.aaaa('example.org')).toEqual({ kind: 'found', records: ['2001:db8::1'] });
  expect(await dns.mx('example.org')).toEqual({
    kind: 'found',
    records: [
      { preference: 10, exchange: 'mail.example.org' },
      { preference: 20, exchange: 'backup.example.org' },
    ],
  });
  expect(await dns.mx('nothing.example.org')).toMatchObject({ records: [{ exchange: '' }] });
  expect(await dns.ptr(reverseName('192.0.2.7'))).toEqual({ kind: 'found', records: ['mail.example.org'] });
  expect(await dns.txt('key._domainkey.example.org')).toEqual({ kind: 'found', records: [LONG] });
  expect(await dns.txt('example.org')).toMatchObject({ records: ZONE['example.org']?.TXT });
});

test.each([
  ['example.org', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
  ['six.example.org', ['2001:db8::6']],
  ['192.0.2.99', ['192.0.2.99']],
  ['gone.example.org', undefined],
])('addresses of %s', async (host, expected) => {
  const dns = await server();
  expect(await dns.addresses(host)).toEqual(
    expected === undefined ? { kind: 'none' } : { kind: 'found', records: expected },
  );
});

test.each([
  ['gone.example.org', { kind: 'none' }],
  ['mail.example.org', { kind: 'none' }],
  ['broken.example.org', { kind: 'failed', detail: 'the name server could not find out (SERVFAIL)' }],
  ['closed.example.org', { kind: 'failed', detail: 'the name server refuses the question (REFUSED)' }],
  ['mute.example.org', { kind: 'failed', detail: 'the name server does not answer' }],
  [`${'a'.repeat(64)}.example.org`, { kind: 'none' }],
])('TXT of %s', async (name, expected) => {
  expect(await (await server()).txt(name)).toEqual(expected);
});

test('a name server that is not there', async () => {
  const own = await startDnsServer(() => ZONE);
  await own.close();
  const dns = await openNameServer(own.server, '--resolver', { timeoutMs: 100, tries: 1 });
  expect(await dns.txt('example.org')).toMatchObject({ kind: 'failed' });
});

describe('which server is asked', () => {
  test.each(['203.0.113.53', '203.0.113.53:5353', '[2001:db8::53]:53', '2001:db8::53', 'localhost:5353'])(
    '%s',
    async (written) => {
      expect((await openNameServer(written, '--resolver')).name).toBe(written);
    },
  );

  test.each([
    '',
    ':53',
    '203.0.113.53:0',
    '203.0.113.53:99999',
    '203.0.113.53:dns',
    'a b',
    'https://1.1.1.1',
    '[::1',
  ])('%j is none', async (written) => {
    await expect(openNameServer(written, '--resolver')).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
      place: '--resolver',
    });
  });
});

test.each([
  ['192.0.2.25', '25.2.0.192.in-addr.arpa'],
  ['2001:db8::567:89ab', 'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  ['::1', `1.${'0.'.repeat(31)}ip6.arpa`],
  ['::ffff:192.0.2.1', `1.0.2.0.0.0.0.c.f.f.f.f.${'0.'.repeat(20)}ip6.arpa`],
  ['2001:DB8:0:0:0:0:0:1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`],
])('%s is called at %s', (address, name) => {
  expect(reverseName(address)).toBe(name);
});

test.each([
  ['192.0.2.7', 'example.org', 'pass'],
  ['198.51.100.9', 'example.org', 'pass'],
  ['203.0.113.1', 'example.org', 'fail'],
  ['2001:db8::7', 'example.org', 'pass'],
  ['192.0.2.200', 'forbidding.example.org', 'pass'],
  ['192.0.3.1', 'forbidding.example.org', 'fail'],
  ['192.0.2.1', 'mail.example.org', 'none'],
  ['192.0.2.1', 'wrong.example.org', 'permerror'],
  ['192.0.2.1', 'unknown.example.org', 'temperror'],
])('mail from %s in the name of %s is %s', async (address, domain, result) => {
  const question = { sender: `news@${domain}`, address, helloName: 'out.example.net' };
  expect(await evaluateSpf(question, await server())).toMatchObject({ address, result });
});
