// SPF records as they are found in the world: what their words are, how often they ask, what receivers make of them.
import { describe, expect, test } from 'vitest';
import { countSpfLookups } from '../../../src/deliver/authentication/count-spf-lookups.ts';
import {
  judgeSpfCount,
  judgeSpfRecord,
  judgeSpfResults,
  theSpfRecord,
} from '../../../src/deliver/authentication/judge-spf.ts';
import { isSpfRecord, readSpfRecord } from '../../../src/deliver/authentication/spf-record.ts';
import type { DnsAnswer } from '../../../src/model/dns-lookup.ts';
import { type TableEntry, tableDns } from './table-dns.ts';

test.each([
  ['v=spf1 -all', true],
  ['v=spf1', true],
  ['V=SPF1 mx', true],
  ['v=spf10 -all', false],
  ['v=spf1;-all', false],
  ['v=spf2.0/pra -all', false],
  ['spf1 -all', false],
  [' v=spf1 -all', false],
  ['"v=spf1 -all"', false],
  ['', false],
])('%j is an SPF record: %s', (text, expected) => {
  expect(isSpfRecord(text)).toBe(expected);
});

describe('words that receivers know', () => {
  test.each([
    ['v=spf1 include:_spf.google.com ~all', ['include:_spf.google.com', '~all']],
    ['v=spf1 include:spf.protection.outlook.com -all', ['include:spf.protection.outlook.com', '-all']],
    [
      'v=spf1 a mx ip4:192.0.2.0/24 ip6:2001:db8::/32 ?all',
      ['a', 'mx', 'ip4:192.0.2.0/24', 'ip6:2001:db8::/32', '?all'],
    ],
    [
      'v=spf1 a/24 mx//64 a:mail.example.org/28//60 -all',
      ['a/24', 'mx//64', 'a:mail.example.org/28//60', '-all'],
    ],
    ['v=spf1 +mx:example.net   -all', ['+mx:example.net', '-all']],
    [
      'v=spf1 exists:%{i}._spf.%{d} ptr ptr:example.org -all',
      ['exists:%{i}._spf.%{d}', 'ptr', 'ptr:example.org', '-all'],
    ],
    [
      'v=spf1 include:%{ir}.%{v}.%{d2}.spf.has.pphosted.com ~all',
      ['include:%{ir}.%{v}.%{d2}.spf.has.pphosted.com', '~all'],
    ],
    ['v=spf1 redirect=_spf.mail.ru', []],
    ['v=spf1 mx exp=explain.example.org made-up=by%{d} -all', ['mx', '-all']],
    ['v=spf1 MX IP4:192.0.2.1 -ALL', ['MX', 'IP4:192.0.2.1', '-ALL']],
    ['v=spf1 a:example.org. -all', ['a:example.org.', '-all']],
    ['v=spf1', []],
  ])('%s', (text, expected) => {
    const { mechanisms, faults } = readSpfRecord(text);
    expect(faults).toEqual([]);
    expect(mechanisms.map((mechanism) => mechanism.text)).toEqual(expected);
  });
});

describe('words that make receivers give up', () => {
  test.each([
    ['v=spf1 ipv4:192.0.2.1 -all', /"ipv4:192\.0\.2\.1" is no word of SPF/u],
    ['v=spf1 ip4=192.0.2.1 -all', undefined],
    ['v=spf1 ip4:192.0.2.256 -all', /no IPv4 address/u],
    ['v=spf1 ip4:192.0.2.0/33 -all', /no IPv4 address/u],
    ['v=spf1 ip4:mail.example.org -all', /no IPv4 address/u],
    ['v=spf1 ip4:2001:db8::1 -all', /no IPv4 address/u],
    ['v=spf1 ip6:192.0.2.1 -all', /no IPv6 address/u],
    ['v=spf1 ip4 -all', /no IPv4 address/u],
    ['v=spf1 include -all', /names no domain/u],
    ['v=spf1 include: -all', /names no domain/u],
    ['v=spf1 include:localhost -all', /names no domain/u],
    ['v=spf1 include:example.org/24 -all', /names no domain/u],
    ['v=spf1 include:%{q}.example.org -all', /names no domain/u],
    ['v=spf1 exists:%d.example.org -all', /names no domain/u],
    ['v=spf1 a:192.0.2.1 -all', /names no domain/u],
    ['v=spf1 a/33 -all', /no size of network/u],
    ['v=spf1 all:example.org', /takes nothing after it/u],
    ['v=spf1 -all,', /is no word of SPF/u],
    ['v=spf1 include:_spf.example.org, ~all', /names no domain/u],
    ['v=spf1 +all; mx', /is no word of SPF/u],
    ['v=spf1 mx all- ', /is no word of SPF/u],
    ['v=spf1 redirect=a.example redirect=b.example', /redirect= stands twice/u],
    ['v=spf1 redirect=', /names no domain/u],
    ['v=spf1 “mx” -all', /is no word of SPF/u],
  ])('%s', (text, expected) => {
    const { faults } = readSpfRecord(text);
    // "ip4=…" has the form of a modifier that nobody knows, and is overlooked (RFC 7208 §6).
    if (expected === undefined) expect(faults).toEqual([]);
    else expect(faults.join()).toMatch(expected);
  });
});

describe('how often a record asks', () => {
  const ZONE: Readonly<Record<string, TableEntry>> = {
    'mail.example.org': { a: ['192.0.2.1'] },
    'six.example.org': { aaaa: ['2001:db8::1'] },
    'example.org': { a: ['192.0.2.2'], mx: ['mail.example.org'] },
    'one.example': { txt: ['v=spf1 a:mail.example.org -all'] },
    'two.example': { txt: ['v=spf1 include:one.example include:three.example -all'] },
    'three.example': { txt: ['hello', 'v=spf1 mx:example.org redirect=one.example'] },
    'loop.example': { txt: ['v=spf1 include:pool.example -all'] },
    'pool.example': { txt: ['v=spf1 include:loop.example -all'] },
    'twice.example': { txt: ['v=spf1 -all', 'v=spf1 mx -all'] },
    'wrong.example': { txt: ['v=spf1 ipv4:192.0.2.1 -all'] },
    'mute.example': { fails: 'the name server does not answer' },
    'bare.example': { txt: ['site-verification=1'] },
    'crowd.example': { mx: Array.from({ length: 11 }, (_, index) => `mx${index}.example`) },
  };

  test.each([
    ['v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all', { lookups: 0 }],
    ['v=spf1 a mx -all', { lookups: 2 }],
    ['v=spf1 a:six.example.org -all', { lookups: 1, voids: [] }],
    ['v=spf1 ptr -all', { lookups: 1 }],
    ['v=spf1 include:one.example -all', { lookups: 2 }],
    // include two, one, a; include three, mx, redirect one, a.
    ['v=spf1 include:two.example -all', { lookups: 7 }],
    ['v=spf1 redirect=one.example', { lookups: 2 }],
    ['v=spf1 -all redirect=one.example', { lookups: 0 }],
    ['v=spf1 exists:%{i}.example.org -all', { lookups: 1, macros: ['exists:%{i}.example.org'] }],
    ['v=spf1 redirect=%{d}.example.org', { lookups: 1, macros: ['redirect=%{d}.example.org'] }],
    ['v=spf1 a:gone.example mx:gone2.example -all', { lookups: 2, voids: ['gone.example', 'gone2.example'] }],
    [
      'v=spf1 include:gone.example -all',
      { faults: ['include:gone.example: there is no SPF record at gone.example'] },
    ],
    [
      'v=spf1 include:bare.example -all',
      { faults: ['include:bare.example: there is no SPF record at bare.example'] },
    ],
    [
      'v=spf1 include:twice.example -all',
      { faults: ['include:twice.example: twice.example has 2 SPF records'] },
    ],
    [
      'v=spf1 include:wrong.example -all',
      { faults: ['the record of wrong.example: "ipv4:192.0.2.1" is no word of SPF'] },
    ],
    [
      'v=spf1 include:mute.example -all',
      { faults: ['mute.example cannot be looked up: the name server does not answer'] },
    ],
    ['v=spf1 include:loop.example -all', { faults: ['include:loop.example leads in a circle'] }],
    ['v=spf1 include:example.org -all', { faults: ['include:example.org leads in a circle'] }],
    ['v=spf1 mx:crowd.example -all', { faults: ['mx of crowd.example gives more than 10 names'] }],
  ])('%s', async (text, expected) => {
    expect(await countSpfLookups('example.org', text, tableDns(ZONE))).toMatchObject(expected);
  });

  test('a record that spreads for ever is left in good time', async () => {
    const many = Array.from(
      { length: 9 },
      (_, index) => `include:%{i}.${index}.example include:wide.example`,
    ).join(' ');
    const wide = tableDns({
      'wide.example': {
        txt: [`v=spf1 ${Array.from({ length: 30 }, (_, i) => `include:w${i}.example`).join(' ')} -all`],
      },
    });
    const { lookups } = await countSpfLookups('example.org', `v=spf1 ${many} -all`, wide);
    expect(lookups).toBeGreaterThan(10);
    expect(wide.asked.length).toBeLessThan(60);
  });
});

const found = (...records: string[]): DnsAnswer<string> => ({ kind: 'found', records });

describe('what is said of a record', () => {
  test.each([
    [found('v=spf1 ip4:192.0.2.1 -all', 'other=1'), 'ok', /^v=spf1 ip4:192\.0\.2\.1 -all$/u],
    [found('v=spf1 mx ~all'), 'ok', /./u],
    [found('v=spf1 redirect=_spf.example.net'), 'ok', /./u],
    [found('v=spf1 mx'), 'warn', /does not say what of everybody else/u],
    [found('v=spf1 mx all'), 'fail', /allows the whole world/u],
    [found('v=spf1 ?all'), 'ok', /./u],
    [found('v=spf1 mx ptr:example.org -all'), 'warn', /"ptr:example\.org"/u],
    [found('v=spf1 -all mx'), 'warn', /nobody reads what stands after "all"/u],
    [found('v=spf1 ipv4:192.0.2.1 -all'), 'fail', /give up/u],
    [found('v=spf1 -all', 'v=spf1 mx -all'), 'fail', /2 SPF records/u],
    [found('spf1 -all'), 'fail', /means to be SPF and does not begin/u],
    [found('hello'), 'fail', /has no SPF record/u],
    [{ kind: 'none' } as const, 'fail', /has no SPF record/u],
    [{ kind: 'failed', detail: 'SERVFAIL' } as const, 'fail', /cannot be looked up: SERVFAIL/u],
  ])('%j', (answer, state, words) => {
    const verdict = judgeSpfRecord('example.org', answer, ['192.0.2.1', '2001:db8::1']);
    expect(verdict.state).toBe(state);
    expect(verdict.found).toMatch(words);
    if (verdict.record !== undefined)
      expect(verdict.record).toEqual({
        name: 'example.org',
        value: 'v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ~all',
      });
  });

  test('only one that stands alone counts', () => {
    expect(theSpfRecord(found('a', 'v=spf1 mx -all'))).toBe('v=spf1 mx -all');
    expect(theSpfRecord(found('v=spf1 -all', 'v=spf1 mx -all'))).toBeUndefined();
    expect(theSpfRecord({ kind: 'none' })).toBeUndefined();
  });
});

test.each([
  [{ lookups: 10 }, 'ok'],
  [{ lookups: 11 }, 'fail'],
  [{ lookups: 3, voids: ['a.example'] }, 'warn'],
  [{ lookups: 3, voids: ['a.example', 'b.example'] }, 'warn'],
  [{ lookups: 3, voids: ['a.example', 'b.example', 'c.example'] }, 'fail'],
  [{ lookups: 1, faults: ['include:x leads in a circle'] }, 'fail'],
  [{ lookups: 1, macros: ['exists:%{i}.example'] }, 'ok'],
])('%j is %s', (count, state) => {
  expect(judgeSpfCount({ voids: [], faults: [], macros: [], ...count }).state).toBe(state);
});

test.each([
  ['pass', true, 'ok'],
  ['pass', false, 'ok'],
  ['softfail', true, 'fail'],
  ['fail', true, 'fail'],
  ['neutral', true, 'fail'],
  ['permerror', true, 'fail'],
  ['softfail', false, 'warn'],
] as const)('%s, of an address that is surely ours: %s, is %s', (result, isCertain, state) => {
  const verdict = judgeSpfResults([{ address: '192.0.2.1', result }], 'example.org', isCertain);
  expect(verdict.state).toBe(state);
  if (state === 'fail') expect(verdict.mend).toContain('ip4:192.0.2.1');
});
