import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { networkOf, readTrustedProxies, visitorAddress } from '../../src/server/list/visitor.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const PROXIES = '127.0.0.1, ::1 10.0.0.0/8 2001:db8:f::/48';

describe('the visitor', () => {
  test.each([
    ['192.0.2.1', {}, '192.0.2.1'],
    ['192.0.2.1', { 'X-Forwarded-For': '198.51.100.1' }, '192.0.2.1'],
    ['127.0.0.1', { 'X-Forwarded-For': '198.51.100.1' }, '198.51.100.1'],
    ['::ffff:127.0.0.1', { 'X-Forwarded-For': '198.51.100.1' }, '198.51.100.1'],
    ['127.0.0.1', { 'X-Forwarded-For': '203.0.113.9, 198.51.100.1' }, '198.51.100.1'],
    ['127.0.0.1', { 'X-Forwarded-For': '203.0.113.9, 198.51.100.1, 10.1.2.3' }, '198.51.100.1'],
    ['127.0.0.1', { 'X-Forwarded-For': '10.9.9.9, 10.1.2.3' }, '10.9.9.9'],
    ['127.0.0.1', { 'X-Forwarded-For': 'made up, 10.1.2.3' }, '10.1.2.3'],
    ['127.0.0.1', { 'X-Forwarded-For': '198.51.100.1:4711' }, '198.51.100.1'],
    ['2001:db8:f::5', { 'X-Forwarded-For': '[2001:db8::7]:443' }, '2001:db8::7'],
    ['127.0.0.1', { 'X-Forwarded-For': 'fe80::1%eth0' }, 'fe80::1'],
    ['127.0.0.1', { Forwarded: 'for=203.0.113.9, for="[2001:db8::7]:4711";proto=https' }, '2001:db8::7'],
    ['127.0.0.1', { Forwarded: 'proto=https;for=198.51.100.1' }, '198.51.100.1'],
    ['127.0.0.1', { Forwarded: 'for=unknown' }, '127.0.0.1'],
    // A proxy that sets the one passes the other on as it came.
    ['127.0.0.1', { Forwarded: 'for=203.0.113.9', 'X-Forwarded-For': '198.51.100.1' }, '198.51.100.1'],
    ['127.0.0.1', {}, '127.0.0.1'],
    [undefined, { 'X-Forwarded-For': '198.51.100.1' }, ''],
  ])('at %s with %j is %s', (remote, headers, expected) => {
    expect(visitorAddress(remote, new Headers(headers), readTrustedProxies(PROXIES))).toBe(expected);
  });

  test('behind nobody whom we trust is who is connected', () => {
    const headers = new Headers({ 'X-Forwarded-For': '198.51.100.1' });
    expect(visitorAddress('127.0.0.1', headers, readTrustedProxies(' '))).toBe('127.0.0.1');
  });

  test.each(['localhost', '10.0.0.0/33', '2001:db8::/129', '1.2.3', '/8'])(
    'no proxy is called %s',
    (setting) => {
      expect(() => readTrustedProxies(setting)).toThrow(`Unexpected "${setting}"`);
    },
  );
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:1:aaaa:bbbb:cccc:dddd', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('limits', () => {
  test('a network that asks all day is let in twenty times', async () => {
    const limits = createVisitLimits({ ...VISIT_LIMITS, signUpsAnHour: 1000 });
    const taken = [];
    for (let n = 0; n < 25; n += 1) taken.push(await limits.signUp('192.0.2.1'));
    expect(taken.filter((one) => 'rank' in one)).toEqual(
      Array.from({ length: 20 }, (_, n) => ({ rank: n + 1 })),
    );
    expect(taken.at(-1)).toMatchObject({ waitMs: expect.any(Number) });
  });

  test('all networks together have an end', async () => {
    const limits = createVisitLimits({ ...VISIT_LIMITS, allSignUpsAnHour: 10 });
    const taken = [];
    for (let n = 0; n < 12; n += 1) taken.push(await limits.signUp(`192.0.2.${n}`));
    expect(taken.filter((one) => 'waitMs' in one)).toHaveLength(2);
  });

  test('memory does not grow with the number of networks', async () => {
    const limits = createVisitLimits(VISIT_LIMITS);
    const grow = async (from: number): Promise<number> => {
      for (let n = from; n < from + 150_000; n += 1) await limits.guess(`2001:db8:${n.toString(16)}::/64`);
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const once = await grow(0);
    await grow(150_000);
    expect((await grow(300_000)) - once).toBeLessThan(20_000_000);
  });
});
