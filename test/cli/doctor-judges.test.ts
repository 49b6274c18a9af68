// What the doctor makes of settings, figures and clocks, each in a table.
import { describe, expect, test } from 'vitest';
import { judgeClock, judgeTimeZone } from '../../src/cli/doctor/check-clock.ts';
import { judgeDurability, judgeIntegrity, judgeSpaces } from '../../src/cli/doctor/check-database.ts';
import { judgeListId } from '../../src/cli/doctor/check-list-id.ts';
import type { Relay } from '../../src/cli/doctor/check-relays.ts';
import { checkSettingsForSending } from '../../src/cli/doctor/check-settings.ts';
import { judgeListSize } from '../../src/cli/doctor/judge-list-size.ts';
import { sendingAddresses } from '../../src/cli/doctor/sending-addresses.ts';
import { readSmtpUrl } from '../../src/mail/smtp-url.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Newsletter } from '../../src/model/newsletter.ts';
import { NEWSLETTER } from '../deliver/newsletter-fixture.ts';

describe('settings', () => {
  const stateOf = (check: string, change: Partial<Newsletter>, diagnostics: readonly Diagnostic[] = []) =>
    checkSettingsForSending({ ...NEWSLETTER, ...change }, diagnostics).find((one) => one.check === check)
      ?.state;
  const diagnostic = (severity: Diagnostic['severity']): Diagnostic =>
    ({ ruleId: 'x', severity, reason: 'Unexpected x', path: 'issues/newsletter.yaml' }) as Diagnostic;

  test.each<[string, Partial<Newsletter>, string]>([
    ['from', {}, 'ok'],
    ['from', { from: { name: 'N', address: 'news@gmail.com' } }, 'fail'],
    ['from', { from: { name: 'N', address: 'news@yahoo.co.uk' } }, 'fail'],
    ['from', { from: { name: 'N', address: 'news.example.org' } }, 'fail'],
    ['reply-addresses', {}, 'ok'],
    ['reply-addresses', { unsubscribeAddress: 'noreply@example.org' }, 'warn'],
    ['reply-addresses', { owner: 'not an address' }, 'fail'],
    ['reply-addresses', { replyTo: { name: '', address: 'do-not-reply@example.org' } }, 'warn'],
    ['postal-address', { postalAddress: [] }, 'fail'],
    ['postal-address', { postalAddress: [' '] }, 'fail'],
    ['postal-address', { postalAddress: ['1 Quay Street'] }, 'ok'],
    ['site-url', { siteUrl: 'http://example.org/' }, 'warn'],
    ['site-url', { siteUrl: 'https://example.org/' }, 'ok'],
    ['list-url', { listUrl: 'http://example.org/' }, 'fail'],
  ])('%s of %j is %s', (check, change, state) => {
    expect(stateOf(check, change)).toBe(state);
  });

  test.each([
    [[], 'ok'],
    [[diagnostic('warning')], 'warn'],
    [[diagnostic('warning'), diagnostic('error')], 'fail'],
  ] as const)('newsletter.yaml with %j is %s', (diagnostics, state) => {
    expect(stateOf('newsletter-yaml', {}, diagnostics)).toBe(state);
  });
});

test.each([
  ['news.example.org', 'news.example.org', 'ok'],
  ['news.example.org', 'News.Example.org', 'ok'],
  ['news.example.org', undefined, 'ok'],
  ['news.example.org', 'old.example.org', 'fail'],
  ['news', undefined, 'fail'],
  ['news example.org', undefined, 'fail'],
  ['.example.org', undefined, 'fail'],
  ['<news.example.org>', undefined, 'fail'],
  [`${'a'.repeat(250)}.example.org`, undefined, 'fail'],
] as const)('the list id %s, once %s, is %s', (now, once, state) => {
  expect(judgeListId(now, once).state).toBe(state);
});

describe('the clock', () => {
  const OURS = '2026-11-27T12:00:00.000Z';
  test.each([
    ['2026-11-27T12:00:00.000Z', 'ok', /within 1 s/u],
    ['2026-11-27T11:59:00.000Z', 'ok', /within 60 s/u],
    ['2026-11-27T11:58:59.000Z', 'fail', /61 seconds ahead/u],
    ['2026-11-27T12:01:01.000Z', 'fail', /61 seconds behind/u],
    ['2026-11-27T13:00:00.000Z', 'fail', /60 minutes behind/u],
    ['2026-11-28T12:00:00.000Z', 'fail', /24 hours behind/u],
  ])('against %s is %s', (theirs, state, words) => {
    const finding = judgeClock([{ source: 'list.example.org', theirs, ours: OURS }], '');
    expect(finding.state).toBe(state);
    expect(finding.found).toMatch(words);
  });

  test('that nobody can compare is left out', () => {
    expect(judgeClock([], 'no other clock answers')).toMatchObject({ state: 'skipped' });
  });

  test.each([
    ['Europe/London', 'ok', /13:00 on 2026-07-01/u],
    ['Asia/Kathmandu', 'ok', /17:45 on 2026-07-01/u],
    ['Europe/Atlantis', 'fail', /does not know/u],
  ])('in %s', (timeZone, state, words) => {
    const finding = judgeTimeZone({ timeZone }, '2026-07-01T12:00:00.000Z');
    expect(finding.state).toBe(state);
    expect(finding.found).toMatch(words);
  });
});

const MEGABYTE = 1024 * 1024;

test.each([
  [[600], 500, 'ok'],
  [[500], 500, 'ok'],
  [[499], 500, 'warn'],
  [[90_000, 100], 500, 'warn'],
  [[90_000, 2000], 3000, 'warn'],
])('%j MB free of %i that should be is %s', (free, needed, state) => {
  const spaces = free.map((one) => ['out/', { freeBytes: one * MEGABYTE, totalBytes: 1e12 }] as const);
  expect(judgeSpaces(spaces, needed * MEGABYTE).state).toBe(state);
});

test.each([
  ['sqlite', 'wal', undefined, 'ok'],
  ['sqlite', 'delete', undefined, 'warn'],
  ['sqlite', 'wal', 'NFS', 'fail'],
  ['postgres', 'on', undefined, 'ok'],
  ['postgres', 'remote_apply', undefined, 'ok'],
  ['postgres', 'off', undefined, 'fail'],
] as const)('%s that keeps by "%s", on a disk of %s, is %s', (kind, durability, network, state) => {
  expect(judgeDurability({ kind, durability }, network).state).toBe(state);
});

test.each([
  ['sqlite', [], 'ok'],
  ['sqlite', ['Tree 7 page 3: btreeInitPage() returns error code 11'], 'fail'],
  ['postgres', [], 'skipped'],
] as const)('%s with the faults %j is %s', (kind, faults, state) => {
  expect(judgeIntegrity({ kind, faults }).state).toBe(state);
});

describe('the size of the list', () => {
  const finding = (check: Finding['check'], state: Finding['state']): Finding => ({
    check,
    state,
    found: '',
  });
  test.each([
    [undefined, [], 'skipped', ''],
    [4999, [finding('spf-record', 'fail')], 'ok', '4,999'],
    [5000, [finding('spf-record', 'ok')], 'ok', '5,000'],
    [
      5000,
      [finding('spf-record', 'fail'), finding('one-click', 'warn')],
      'fail',
      'SPF, leaving by one click',
    ],
    [5000, [finding('reverse-name', 'skipped'), finding('backup', 'warn')], 'ok', ''],
  ] as const)('%s readers with %j', (readers, findings, state, words) => {
    const judged = judgeListSize(readers, findings);
    expect(judged.state).toBe(state);
    expect(judged.found).toContain(words);
  });
});

describe('from where mail leaves', () => {
  const relay = (url: string, ...addresses: string[]): Relay => ({ settings: readSmtpUrl(url), addresses });

  test.each([
    [
      'a provider',
      [relay('smtp://smtp.provider.example', '93.184.216.34')],
      undefined,
      ['93.184.216.34'],
      false,
    ],
    [
      'a server of our own',
      [relay('smtp://mail.example.org', '93.184.216.34')],
      undefined,
      ['93.184.216.34'],
      true,
    ],
    [
      'one further below',
      [relay('smtp://mail.news.example.org', '93.184.216.34')],
      undefined,
      ['93.184.216.34'],
      true,
    ],
    ['one on this machine', [relay('smtp://localhost', '127.0.0.1', '::1')], undefined, [], false],
    ['one in our network', [relay('smtp://mail.example.org', '10.0.0.5')], undefined, [], true],
    [
      'what the operator says',
      [relay('smtp://localhost', '127.0.0.1')],
      '203.0.113.25, 2001:db8::25',
      ['203.0.113.25', '2001:db8::25'],
      true,
    ],
    ['nothing', [], undefined, [], false],
    [
      'two, one of a provider',
      [relay('smtp://mail.example.org', '93.184.216.34'), relay('smtp://p.example', '93.184.216.35')],
      undefined,
      ['93.184.216.34', '93.184.216.35'],
      false,
    ],
    [
      'one whose name only ends so',
      [relay('smtp://mail.badexample.org', '93.184.216.34')],
      undefined,
      ['93.184.216.34'],
      false,
    ],
    [
      'one of a stranger that only sounds so',
      [relay('smtp://mail-example.org', '93.184.216.34')],
      undefined,
      ['93.184.216.34'],
      false,
    ],
  ] as const)('%s', (_what, relays, said, addresses, isCertain) => {
    expect(sendingAddresses(relays, said, 'example.org')).toMatchObject({ addresses, isCertain });
  });

  test.each(['', 'mail.example.org', '203.0.113.256', '203.0.113.0/24'])(
    '--sends-from %j is refused',
    (said) => {
      expect(() => sendingAddresses([], said, 'example.org')).toThrow(
        expect.objectContaining({ code: 'USAGE' }),
      );
    },
  );
});
