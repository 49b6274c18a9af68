// DMARC by RFC 9989: records as they are found in the world, the walk up the tree of names, what is said of both. The walk is also held
// against the one of the library that receivers use, over trees of names made by chance.
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDmarcRecord, readDmarcRecord } from '../../../src/deliver/authentication/dmarc-record.ts';
import {
  judgeAlignment,
  judgeDmarcPolicy,
  judgeDmarcRecord,
} from '../../../src/deliver/authentication/judge-dmarc.ts';
import { consentNames, judgeReports } from '../../../src/deliver/authentication/judge-reports.ts';
import { governingStep, organisationOf, walkDmarc } from '../../../src/deliver/authentication/walk-dmarc.ts';
import { type TableEntry, tableDns } from './table-dns.ts';

test.each([
  ['v=DMARC1; p=none', true],
  ['v=DMARC1;p=none', true],
  ['v = DMARC1 ; p=none', true],
  ['V=DMARC1; p=none', true],
  ['v=DMARC1', true],
  ['v=dmarc1; p=none', false],
  ['v=DMARC12; p=none', false],
  ['p=none; v=DMARC1', false],
  ['v=DMARC1 p=none', false],
  ['v=spf1 -all', false],
  ['"v=DMARC1; p=none"', false],
])('%j is a DMARC record: %s', (text, expected) => {
  expect(isDmarcRecord(text)).toBe(expected);
});

describe('a record', () => {
  const NOTHING = { faults: [], removed: [], unknown: [], hasBadPolicy: false, hasDoubledTag: false };

  test.each([
    ['v=DMARC1; p=none', { policy: 'none', dkimAlignment: 'relaxed', spfAlignment: 'relaxed', psd: 'u' }],
    [
      'v=DMARC1; p=reject; sp=quarantine; np=reject',
      { policy: 'reject', subdomainPolicy: 'quarantine', missingPolicy: 'reject' },
    ],
    ['v=DMARC1; P=none; p=Reject', { policy: 'reject', unknown: ['P'] }],
    ['v=DMARC1; p=REJECT', { policy: 'reject' }],
    ['v=DMARC1; p=reject; adkim=s; aspf=s', { dkimAlignment: 'strict', spfAlignment: 'strict' }],
    ['v=DMARC1; p=reject; t=y', { isTesting: true }],
    ['v=DMARC1; p=reject; psd=y', { psd: 'y' }],
    ['v=DMARC1; p=none; psd=n;', { psd: 'n' }],
    [
      'v=DMARC1; p=none; fo=1; ruf=mailto:f@example.org; rua=mailto:a@example.org,mailto:b@example.net!10m',
      { reports: ['mailto:a@example.org', 'mailto:b@example.net!10m'] },
    ],
    ['v=DMARC1; p=none; pct=100; ri=86400; rf=afrf', { removed: ['pct', 'rf', 'ri'] }],
    ['v=DMARC1; p=none; tomorrow=1', { unknown: ['tomorrow'] }],
    ['v=DMARC1; rua=mailto:a@example.org', { hasBadPolicy: true, reports: ['mailto:a@example.org'] }],
    ['v=DMARC1; p=none; sp=block', { hasBadPolicy: true, faults: ['sp=block means nothing'] }],
    ['v=DMARC1; p=qarantine', { hasBadPolicy: true, faults: ['p=qarantine means nothing'] }],
    ['v=DMARC1; p=', { hasBadPolicy: true, faults: ['p= means nothing'] }],
    ['v=DMARC1; p=none; adkim=strict', { dkimAlignment: 'relaxed', faults: ['adkim=strict means nothing'] }],
    ['v=DMARC1; p=none; p=reject', { hasDoubledTag: true, faults: ['p= stands twice'] }],
    [
      'v=DMARC1; p=none; rua=a@example.org',
      { reports: [], faults: ['rua= holds "a@example.org", which is no URI such as mailto:…'] },
    ],
    [
      'v=DMARC1; p=none, rua=mailto:a@example.org',
      { hasBadPolicy: true, faults: ['p=none, rua=mailto:a@example.org means nothing'] },
    ],
    ['v=DMARC1;; p=none', { policy: 'none', faults: ['two semicolons with nothing between'] }],
  ])('%s', (text, expected) => {
    expect(readDmarcRecord(text)).toMatchObject({ ...NOTHING, ...expected });
  });
});

describe('the walk', () => {
  const at = (text: string): TableEntry => ({ txt: [text] });

  test.each([
    // RFC 9989 §4.10.2, its examples.
    [
      'records in the middle',
      'a.mail.example.com',
      { '_dmarc.mail.example.com': at('v=DMARC1; p=none'), '_dmarc.example.com': at('v=DMARC1; p=reject') },
      'example.com',
      'example.com',
    ],
    [
      'a suffix that says so',
      'a.mail.example.com',
      { '_dmarc.com': at('v=DMARC1; p=reject; psd=y') },
      'example.com',
      'com',
    ],
    [
      'its own alone',
      'example.org',
      { '_dmarc.example.org': at('v=DMARC1; p=none') },
      'example.org',
      'example.org',
    ],
    ['none', 'news.example.org', {}, 'news.example.org', undefined],
    [
      'an organisation below another',
      'news.college.example.edu',
      {
        '_dmarc.college.example.edu': at('v=DMARC1; p=none; psd=n'),
        '_dmarc.example.edu': at('v=DMARC1; p=reject'),
      },
      'college.example.edu',
      'college.example.edu',
    ],
    [
      'a suffix of three labels',
      'giant.bank.example',
      {
        '_dmarc.bank.example': at('v=DMARC1; p=reject; psd=y'),
        '_dmarc.example': at('v=DMARC1; p=none; psd=y'),
      },
      'giant.bank.example',
      'bank.example',
    ],
    [
      'a suffix that writes itself',
      'bank.example',
      { '_dmarc.bank.example': at('v=DMARC1; p=reject; psd=y'), '_dmarc.example': at('v=DMARC1; p=none') },
      'bank.example',
      'bank.example',
    ],
    [
      'several records at one name, which all fall',
      'news.example.org',
      {
        '_dmarc.news.example.org': { txt: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
        '_dmarc.example.org': at('v=DMARC1; p=reject'),
      },
      'example.org',
      'example.org',
    ],
    [
      'other words beside the record',
      'example.org',
      { '_dmarc.example.org': { txt: ['hello', 'v=DMARC1; p=reject', 'v=spf1 -all'] } },
      'example.org',
      'example.org',
    ],
  ])('%s', async (_what, domain, table, organisation, governing) => {
    const walk = await walkDmarc(domain, tableDns(table));
    expect(organisationOf(walk)).toBe(organisation);
    expect(governingStep(walk)?.domain).toBe(governing);
  });

  test.each([
    [3, ['_dmarc.l1.l2.l3', '_dmarc.l2.l3', '_dmarc.l3']],
    [8, 8],
    [9, 8],
    [30, 8],
  ])('of a name of %i labels asks no more than eight times', async (labels, expected) => {
    const dns = tableDns({});
    const domain = Array.from({ length: labels }, (_, index) => `l${index + 1}`).join('.');
    await walkDmarc(domain, dns);
    if (typeof expected === 'number') {
      expect(dns.asked.length).toBe(expected);
      expect(dns.asked[1]).toBe(`_dmarc.${domain.split('.').slice(-7).join('.')}`);
    } else expect(dns.asked).toEqual(expected);
  });

  test('goes no further than psd=n, and no further than a name server that is silent', async () => {
    const stopped = tableDns({ '_dmarc.example.org': at('v=DMARC1; p=none; psd=n') });
    await walkDmarc('news.example.org', stopped);
    expect(stopped.asked).toEqual(['_dmarc.news.example.org', '_dmarc.example.org']);
    const walk = await walkDmarc(
      'news.example.org',
      tableDns({
        '_dmarc.news.example.org': at('v=DMARC1; p=none'),
        '_dmarc.example.org': { fails: 'SERVFAIL' },
      }),
    );
    expect(walk).toMatchObject({
      failure: '_dmarc.example.org: SERVFAIL',
      steps: [{ domain: 'news.example.org' }],
    });
  });

  // Not of its public face, and all the better: it was written without ours.
  const theirs = createRequire(import.meta.url)('mailauth/lib/dmarc/get-dmarc-record.js') as {
    createRecordLookup(resolver: unknown): unknown;
    discoverPolicy(
      domain: string,
      lookup: unknown,
    ): Promise<{ orgDomain: string; recordDomain: string | null }>;
  };

  test('ends where the receivers’ library ends, over trees made by chance', async () => {
    const label = fc.constantFrom('a', 'b', 'mail', 'example', 'co', 'org');
    const domain = fc.array(label, { minLength: 1, maxLength: 10 });
    const text = fc.constantFrom(
      'v=DMARC1; p=none',
      'v=DMARC1; p=reject; psd=y',
      'v=DMARC1; p=none; psd=n',
      'v=DMARC1; psd=u; p=quarantine; sp=none',
      'v=dmarc1; p=none',
      'hello',
    );
    const records = fc.array(fc.tuple(fc.nat(9), fc.array(text, { minLength: 1, maxLength: 2 })), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(domain, records, async (labels, placed) => {
        const table: Record<string, TableEntry> = {};
        for (const [depth, txt] of placed)
          table[`_dmarc.${labels.slice(depth % labels.length).join('.')}`] = { txt };
        const name = labels.join('.');
        const walk = await walkDmarc(name, tableDns(table));
        const resolver = async (asked: string): Promise<string[][]> => {
          const found = table[asked]?.txt;
          if (found === undefined) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
          return found.map((one) => [one]);
        };
        const expected = await theirs.discoverPolicy(name, theirs.createRecordLookup(resolver));
        expect(organisationOf(walk)).toBe(expected.orgDomain);
        expect(governingStep(walk)?.domain ?? null).toBe(expected.recordDomain);
      }),
      { numRuns: 1500, seed: 9989 },
    );
  });
});

describe('what is said of it', () => {
  const walkOver = (table: Readonly<Record<string, TableEntry>>, domain = 'news.example.org') =>
    walkDmarc(domain, tableDns(table));
  const own = (text: string, ...more: string[]) =>
    walkOver({ '_dmarc.example.org': { txt: [text, ...more] } });

  test.each([
    ['v=DMARC1; p=reject; rua=mailto:a@example.org', 'ok', /_dmarc\.example\.org: v=DMARC1/u],
    ['v=DMARC1; p=none; x=1', 'ok', /x is unknown and overlooked/u],
    ['v=DMARC1; p=none; pct=20', 'warn', /pct=, which RFC 9989 took away/u],
    ['v=DMARC1; p=none; ri=3600', 'warn', /ri=/u],
    ['v=DMARC1; p=none; adkim=x', 'warn', /adkim=x means nothing/u],
    ['v=DMARC1; p=none; p=none', 'fail', /p= stands twice/u],
    ['v=spf1 -all', 'fail', /none at _dmarc\.news\.example\.org nor above it/u],
  ])('of the record %s', async (text, state, words) => {
    const verdict = judgeDmarcRecord(await own(text), 'owner@example.org');
    expect(verdict.state).toBe(state);
    expect(verdict.found).toMatch(words);
    expect(verdict.state === 'ok' || verdict.mend !== undefined).toBe(true);
  });

  test('of two records, of none, and of a name server that is silent', async () => {
    const doubled = await own('v=DMARC1; p=none', 'v=DMARC1; p=reject');
    expect(judgeDmarcRecord(doubled, 'o@example.org')).toMatchObject({
      state: 'fail',
      found: expect.stringMatching(/several records/u),
    });
    expect(judgeDmarcRecord(await walkOver({}), 'o@example.org')).toMatchObject({
      state: 'fail',
      record: { name: '_dmarc.news.example.org', value: 'v=DMARC1; p=none; rua=mailto:o@example.org' },
    });
    const silent = await walkOver({
      '_dmarc.news.example.org': { fails: 'the name server does not answer' },
    });
    expect(judgeDmarcRecord(silent, 'o@example.org')).toMatchObject({
      state: 'fail',
      found: expect.stringMatching(/does not answer/u),
    });
  });

  test.each([
    ['v=DMARC1; p=reject; rua=mailto:a@example.org', 'ok', /^p=reject for news/u],
    ['v=DMARC1; p=reject; sp=none; rua=mailto:a@example.org', 'ok', /^p=none for news/u],
    ['v=DMARC1; p=none; sp=quarantine; rua=mailto:a@example.org', 'ok', /^p=quarantine for news/u],
    ['v=DMARC1; p=reject; t=y; rua=mailto:a@example.org', 'warn', /t=y/u],
    ['v=DMARC1; p=none; t=y; rua=mailto:a@example.org', 'ok', /^p=none/u],
    ['v=DMARC1; rua=mailto:a@example.org', 'warn', /^p=none/u],
    ['v=DMARC1; p=nothing; rua=mailto:a@example.org', 'warn', /^p=none/u],
    ['v=DMARC1; p=none; sp=nothing', 'fail', /to receivers there is none/u],
    ['v=DMARC1', 'fail', /to receivers there is none/u],
  ])('of the policy in %s', async (text, state, words) => {
    const verdict = judgeDmarcPolicy(await own(text));
    expect(verdict.state).toBe(state);
    expect(verdict.found).toMatch(words);
  });

  test('of a domain that calls itself a suffix', async () => {
    const walk = await walkOver({ '_dmarc.news.example.org': { txt: ['v=DMARC1; p=none; psd=y'] } });
    expect(judgeDmarcPolicy(walk)).toMatchObject({ state: 'warn', found: expect.stringMatching(/psd=y/u) });
  });

  const ORG = { '_dmarc.example.org': { txt: ['v=DMARC1; p=none'] } };
  const STRICT = { '_dmarc.example.org': { txt: ['v=DMARC1; p=none; adkim=s; aspf=s'] } };
  test.each([
    ['From, SPF and DKIM at one name', ORG, 'news.example.org', ['news.example.org'], 'ok'],
    ['all of one organisation', ORG, 'bounces.example.org', ['example.org'], 'ok'],
    ['the same, strict', STRICT, 'bounces.example.org', ['example.org'], 'fail'],
    ['one name, strict', STRICT, 'news.example.org', ['news.example.org'], 'ok'],
    ['a provider’s bounces', ORG, 'bounces.provider.example', ['example.org'], 'warn'],
    ['a provider’s signature', ORG, 'news.example.org', ['provider.example'], 'warn'],
    ['two signatures, one of them ours', ORG, 'news.example.org', ['provider.example', 'example.org'], 'ok'],
    ['no signature', ORG, 'news.example.org', [], 'warn'],
    ['nothing', ORG, undefined, [], 'fail'],
    ['all of a provider', ORG, 'bounces.provider.example', ['provider.example'], 'fail'],
    // Two organisations, though a list of suffixes would call them one.
    ['a parent without a record', {}, 'news.example.org', ['example.org'], 'warn'],
    [
      'two customers of one suffix',
      { '_dmarc.example.org': { txt: ['v=DMARC1; p=none; psd=y'] } },
      'other.example.org',
      ['other.example.org'],
      'fail',
    ],
  ])('of alignment: %s', async (_what, table, bounces, signers, state) => {
    const verdict = judgeAlignment({
      author: await walkOver(table),
      ...(bounces === undefined ? {} : { bounces: await walkOver(table, bounces) }),
      signers: await Promise.all(signers.map((signer) => walkOver(table, signer))),
    });
    expect(verdict.state).toBe(state);
    expect(verdict.state === 'ok' || verdict.mend !== undefined).toBe(true);
  });

  test.each([
    ['none', '', 'skipped', []],
    ['a mailbox of its own', 'mailto:a@example.org', 'ok', []],
    ['one further below', 'mailto:a@dmarc.example.org!5m', 'ok', []],
    [
      'one at a stranger’s who agrees',
      'mailto:a@willing.example',
      'ok',
      ['example.org._report._dmarc.willing.example'],
    ],
    [
      'one at a stranger’s who does not',
      'mailto:a@mute.example',
      'warn',
      ['example.org._report._dmarc.mute.example'],
    ],
    [
      'both',
      'mailto:a@example.org,mailto:b@mute.example',
      'warn',
      ['example.org._report._dmarc.mute.example'],
    ],
    [
      'one whose name only ends so',
      'mailto:a@badexample.org',
      'warn',
      ['example.org._report._dmarc.badexample.org'],
    ],
    ['a page', 'https://example.org/report', 'ok', []],
  ])('of reports to %s', async (_what, rua, state, asked) => {
    const walk = await own(`v=DMARC1; p=none${rua === '' ? '' : `; rua=${rua}`}`);
    const step = governingStep(walk);
    if (step === undefined) throw new Error('there is a record');
    const names = consentNames(step, organisationOf(walk));
    expect([...names.values()]).toEqual(asked);
    const dns = tableDns({ 'example.org._report._dmarc.willing.example': { txt: ['v=DMARC1;'] } });
    const answers = await Promise.all(
      [...names].map(async ([to, name]) => [to, await dns.txt(name)] as const),
    );
    expect(judgeReports(step, new Map(answers)).state).toBe(state);
  });
});
