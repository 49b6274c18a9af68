// The doctor in a world of the test's own: all in order, then one thing broken at a time, and exactly that is told with its mend.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { doctorResult } from '../../src/cli/doctor/doctor-report.ts';
import { plainPaint } from '../../src/cli/paint.ts';
import type { CheckId, Finding } from '../../src/model/finding.ts';
import { STANDING_KEYS } from '../../src/store/standing.ts';
import { startDnsServer } from '../support/dns-server.ts';
import { type TestProject, testProject } from '../support/project.ts';
import { canSign, selfSigned } from '../support/self-signed.ts';
import {
  DOMAIN,
  ED25519_RECORD,
  harbourWorld,
  OTHER_RECORD,
  RSA_RECORD,
  SENDS_FROM,
  type WorldOptions,
} from './harbour-world.ts';

interface Report {
  readonly ok: number;
  readonly warn: number;
  readonly fail: number;
  readonly findings: readonly Finding[];
}

/** What is not as it should be, by name and state: "spf-record: fail". */
function amiss({ findings }: Report): readonly string[] {
  return findings
    .filter(({ state }) => state === 'fail' || state === 'warn')
    .map(({ check, state }) => `${check}: ${state}`);
}

describe.skipIf(!canSign)('a newsletter with everything in order', () => {
  test('is told so; nobody outside is asked, no reader is named, nobody leaves', async () => {
    const world = await harbourWorld();
    const run = await world.doctor(['--json']);
    const report = run.json() as Report;
    expect(amiss(report)).toEqual([]);
    expect(report.findings.filter(({ state }) => state === 'skipped')).toEqual([]);
    expect({ exitCode: run.exitCode, ok: report.ok }).toEqual({ exitCode: 0, ok: report.findings.length });
    expect(report.ok).toBeGreaterThan(30);

    expect(
      world.dns.asked.filter((question) => !/harbour\.example\.org$|\.arpa$|_dmarc\./u.test(question)),
    ).toEqual([]);
    expect(world.smtp.messages).toEqual([]);
    expect(world.asked.map((one) => one.split(' ')[0])).toEqual(['POST', 'POST', 'POST', 'GET']);
    const readers = await world.project.run(['subscribers', 'list', '--json']);
    expect(readers.output()).toContain('"confirmed"');
    expect(readers.output()).not.toContain('"unsubscribed"');
  });

  test('fits 80 columns but for what cannot be broken, and names the next step', async () => {
    const world = await harbourWorld({ zone: { [`_dmarc.${DOMAIN}`]: undefined } });
    const run = await world.doctor();
    const wide = run
      .output()
      .split('\n')
      .filter((line) => line.length > 80);
    expect(wide).toEqual([]);
    expect(run.output()).toContain('1 failing');
    expect(run.output()).toMatch(/^Next: .+$/mu);
  });
});

/** Writes into the database's own settings, or takes one out. */
function setting(project: TestProject, key: string, value: object | undefined): void {
  const database = new DatabaseSync(project.path('data/broadside.db'));
  if (value === undefined) database.prepare('delete from settings where key = ?').run(key);
  else
    database
      .prepare('insert into settings values (?, ?) on conflict (key) do update set value = excluded.value')
      .run(key, JSON.stringify(value));
  database.close();
}

const NO_CERTIFICATE = { key: '', cert: '' };
const OF_ANOTHER = canSign ? selfSigned(['other.example.org']) : NO_CERTIFICATE;
const ENDING = canSign ? selfSigned([`smtp.${DOMAIN}`, `list.${DOMAIN}`], 5) : NO_CERTIFICATE;

test('the first send remembers the list id, too', async () => {
  const project = testProject();
  await project.run(['subscribers', 'add', 'ana@example.org']);
  expect((await project.run(['send', '2', '--yes'])).exitCode).toBe(0);
  const text = readFileSync(project.path('issues/newsletter.yaml'), 'utf8');
  project.write('issues/newsletter.yaml', text.replace(`listId: ${DOMAIN}`, 'listId: quay.example.org'));
  const run = await project.run(['doctor', '--offline', '--json']);
  expect(run.exitCode).toBe(2);
  expect(amiss(run.json() as Report)).toContain('list-id: fail');
  const next = await project.run(['send', '1', '--yes']);
  expect(next.exitCode).toBe(2);
  expect(next.complaints()).toMatch(/listId was harbour\.example\.org and is now quay\.example\.org/u);
  expect(next.complaints()).toMatch(/Put listId: harbour\.example\.org back/u);
  expect((await project.run(['status', '1', '--json'])).json()).toMatchObject({ eligible: 0 });
});

describe('--offline', () => {
  test('asks nobody, and says so', async () => {
    const project = testProject();
    const run = await project.run(['doctor', '--offline', '--json'], {
      env: { BROADSIDE_SMTP_URL: 'smtp://smtp.example.org', BROADSIDE_RESOLVER: '192.0.2.1' },
    });
    expect(run.exitCode).toBe(0);
    const { findings } = run.json() as Report;
    expect(findings.find(({ check }) => check === 'relay')).toMatchObject({ state: 'skipped' });
    expect(findings.map(({ check }) => check)).not.toContain('name-server');
    expect(findings.map(({ check }) => check)).not.toContain('one-click');
  });

  test.each(['--resolver', '--sends-from'])('takes no %s beside it', async (option) => {
    const run = await testProject().run(['doctor', '--offline', option, '192.0.2.1']);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain(option);
  });
});

test('a name server that does not answer is told once, and its checks are left out', async () => {
  const dns = await startDnsServer(() => ({}));
  await dns.close();
  const run = await testProject().run(['doctor', '--resolver', dns.server, '--json']);
  const { findings } = run.json() as Report;
  expect(run.exitCode).toBe(2);
  expect(findings.filter(({ state }) => state === 'fail').map(({ check }) => check)).toEqual(['name-server']);
  expect(findings.map(({ check }) => check)).not.toContain('spf-record');
});

interface Fault {
  readonly what: string;
  readonly world: WorldOptions;
  /** What fails or is warned of; nothing else is. */
  readonly found: Partial<Record<CheckId, 'fail' | 'warn'>>;
  /** In the report. */
  readonly words: RegExp;
  readonly mend: RegExp;
}

const dmarc = (text: string): WorldOptions => ({ zone: { [`_dmarc.${DOMAIN}`]: { TXT: [text] } } });
const spf = (...records: string[]): WorldOptions => ({
  zone: { [DOMAIN]: { MX: [`10 mx.${DOMAIN}`], TXT: records } },
});
const dkim = (...records: string[]): WorldOptions => ({
  zone: { [`2026a._domainkey.${DOMAIN}`]: { TXT: records } },
});
/** Without SPF only DKIM is left to agree with From. */
const HALF: Fault['found'] = { 'dmarc-alignment': 'warn' };

const FAULTS: readonly Fault[] = [
  // 1. Settings
  {
    what: 'a list id that has changed',
    world: {
      prepare: async (project) => {
        const run = await project.run(['doctor', '--offline', '--json']);
        expect(run.exitCode).toBe(0);
        const changed = readFileSync(project.path('issues/newsletter.yaml'), 'utf8');
        writeFileSync(
          project.path('issues/newsletter.yaml'),
          changed.replace(`listId: ${DOMAIN}`, 'listId: quay.example.org'),
        );
      },
    },
    // The link to leave is signed for another list now.
    found: { 'list-id': 'fail', 'one-click': 'warn' },
    words: /it was harbour\.example\.org and is now quay\.example\.org/u,
    mend: /Put listId: harbour\.example\.org back/u,
  },
  {
    what: 'a list’s address without https',
    world: { newsletter: (text) => text.replace(/listUrl: https/u, 'listUrl: http') },
    found: { 'list-url': 'fail' },
    words: /does not begin with https/u,
    mend: /Leaving by one click asks for https/u,
  },
  {
    what: 'answers to a mailbox that nobody reads',
    world: { newsletter: (text) => `${text}owner: no-reply@${DOMAIN}\n` },
    found: { 'reply-addresses': 'warn' },
    words: /nobody reads/u,
    mend: /name a mailbox that is read/u,
  },
  {
    what: 'nowhere for letters to come back to',
    world: { newsletter: (text) => text.replace(/^bounceAddress.*\n/mu, '') },
    found: { 'bounce-address': 'warn' },
    words: /addresses that no longer exist stay on the list/u,
    mend: /docs\/bounces\.md/u,
  },
  {
    what: 'letters that come back and are read by nobody',
    world: { env: { BROADSIDE_BOUNCES: '' } },
    found: { 'bounce-reading': 'warn' },
    words: /what comes back to bounce@harbour\.example\.org is read by nobody/u,
    mend: /BROADSIDE_BOUNCES/u,
  },
  {
    what: 'a folder for bounces that is not there',
    world: { env: { BROADSIDE_BOUNCES: 'mail/Maildir' } },
    found: { 'bounce-reading': 'fail' },
    words: /mail\/Maildir is not there/u,
    mend: /Correct BROADSIDE_BOUNCES/u,
  },
  {
    what: 'a mailbox for bounces at a server that does not answer',
    world: { env: { BROADSIDE_BOUNCES: 'imap://bounces:secret-word@127.0.0.1:1/INBOX' } },
    found: { 'bounce-reading': 'fail' },
    words: /imap:\/\/127\.0\.0\.1:1\/INBOX: .*ECONNREFUSED/u,
    mend: /Check BROADSIDE_BOUNCES/u,
  },
  {
    what: 'a hook’s secret that anybody could guess',
    world: { env: { BROADSIDE_BOUNCES: '', BROADSIDE_HOOK_POSTMARK: 'short' } },
    found: { 'bounce-reading': 'fail' },
    words: /secret of 5 characters/u,
    mend: /./u,
  },
  {
    what: 'a bounce address at a domain that lets nobody send',
    world: {
      newsletter: (text) => text.replace(`bounce@${DOMAIN}`, 'bounce@quay.example.org'),
      zone: { 'quay.example.org': { MX: [`10 mx.${DOMAIN}`], TXT: ['v=spf1 -all'] } },
    },
    found: { 'spf-result': 'fail', 'dmarc-alignment': 'warn' },
    words: /quay\.example\.org/u,
    mend: /SPF/u,
  },
  // 2. Database
  {
    what: 'a file that is no database',
    world: {
      prepare: (project) => writeFileSync(project.path('data/broadside.db'), 'Dear diary, '.repeat(1000)),
    },
    found: { database: 'fail' },
    words: /not a database/u,
    mend: /Check DATABASE_URL/u,
  },
  {
    what: 'a database that was never backed up',
    world: { prepare: (project) => setting(project, STANDING_KEYS.lastBackup, undefined) },
    found: { backup: 'warn' },
    words: /there has been none/u,
    mend: /`broadside backup FILE`/u,
  },
  {
    what: 'a backup that is old',
    world: {
      prepare: (project) =>
        setting(project, STANDING_KEYS.lastBackup, { at: '2024-02-29T00:00:00.000Z', file: '/mnt/old.db' }),
    },
    found: { backup: 'warn' },
    words: /days old \(\/mnt\/old\.db\)/u,
    mend: /`broadside backup FILE`/u,
  },
  {
    what: 'a backup that was put into the database’s place by hand',
    world: {
      prepare: (project) => {
        for (const end of ['', '-wal', '-shm'])
          rmSync(project.path(`data/broadside.db${end}`), { force: true });
        renameSync(project.path('backup.db'), project.path('data/broadside.db'));
      },
    },
    found: { copy: 'fail', backup: 'warn', durability: 'warn' },
    words: /put into its place by hand; it will send nothing/u,
    mend: /`broadside restore --release`/u,
  },
  {
    what: 'a copy of the database in another place',
    world: {
      prepare: (project) =>
        setting(project, STANDING_KEYS.place, {
          kind: 'sqlite',
          host: 'another',
          path: '/srv/b.db',
          file: '1 1',
        }),
    },
    found: { copy: 'fail' },
    words: /it is a copy/u,
    mend: /`broadside restore --release`/u,
  },
  {
    what: 'a database that is held',
    world: {
      prepare: (project) =>
        setting(project, STANDING_KEYS.held, {
          reason: 'It is old',
          heldAt: '2026-01-01T00:00:00.000Z',
          isOlder: true,
        }),
    },
    found: { copy: 'fail' },
    words: /sends nothing: It is old/u,
    mend: /`broadside restore --release`/u,
  },
  {
    what: 'a database that has moved',
    world: {
      prepare: (project) =>
        setting(project, STANDING_KEYS.moved, {
          to: 'postgres://db.example.org/news',
          movedAt: '2026-01-01T00:00:00.000Z',
        }),
    },
    found: { copy: 'fail' },
    words: /everything has moved to postgres:\/\/db\.example\.org\/news/u,
    mend: /Set DATABASE_URL to the new one/u,
  },
  // 3. Mail server
  {
    what: 'a mail server that is not there',
    world: { env: { BROADSIDE_SMTP_URL: `smtp://smtp.${DOMAIN}:9` } },
    found: { relay: 'fail' },
    words: /cannot be reached/u,
    mend: /Check BROADSIDE_SMTP_URL/u,
  },
  {
    what: 'a mail server whose name has no address',
    world: { zone: { [`smtp.${DOMAIN}`]: undefined } },
    found: { relay: 'fail' },
    words: /its name has no address/u,
    mend: /Check BROADSIDE_SMTP_URL/u,
  },
  {
    what: 'a setting that is no address of a mail server',
    world: { env: { BROADSIDE_SMTP_URL: 'mail.example.org' } },
    found: { relay: 'fail' },
    words: /expected smtp:/u,
    mend: /./u,
  },
  {
    what: 'a mail server without encryption',
    world: { smtp: { tls: 'none', login: { user: 'news', password: 'a b' } } },
    found: { 'relay-tls': 'fail' },
    words: /No safe connection/u,
    mend: /smtps:\/\//u,
  },
  {
    what: 'a certificate for another name',
    world: { smtp: { certificate: OF_ANOTHER } },
    found: { 'relay-tls': 'fail' },
    words: /cannot be trusted for smtp\.harbour\.example\.org: the server signed it itself/u,
    mend: /Give the server a certificate that names smtp\.harbour\.example\.org/u,
  },
  {
    what: 'a certificate that ends soon',
    world: { certificate: ENDING },
    found: { 'relay-tls': 'warn' },
    words: /ends in [45] days/u,
    mend: /Renew it/u,
  },
  {
    what: 'a wrong password',
    world: { smtp: { login: { user: 'news', password: 'another' } } },
    found: { 'relay-login': 'fail' },
    words: /refused the login: 535/u,
    mend: /user and password/u,
  },
  {
    what: 'a server that takes only small messages',
    world: {
      smtp: { sizeBytes: 20_000 },
      prepare: (project) => project.write('out/email/0002/message.eml', 'x'.repeat(30_000)),
    },
    found: { 'relay-extensions': 'fail' },
    words: /up to 20 KB, and the largest issue has 30 KB/u,
    mend: /Ask for a higher limit/u,
  },
  {
    what: 'a sender that the server refuses',
    world: { smtp: { mail: () => '550 5.7.1 Sender not allowed' } },
    found: { 'relay-sender': 'fail' },
    words: /bounce\+…@harbour\.example\.org is refused: 550/u,
    mend: /admitted at the provider/u,
  },
  // 4. DKIM
  {
    what: 'no key',
    world: { dkim: '' },
    found: { 'dkim-keys': 'warn', 'dmarc-alignment': 'warn' },
    words: /nothing is signed here/u,
    mend: /`broadside dkim`/u,
  },
  {
    what: 'a key file that is not there',
    world: { dkim: '2026a:keys/lost.pem' },
    found: { 'dkim-keys': 'fail', 'dmarc-alignment': 'warn' },
    words: /lost\.pem cannot be read/u,
    mend: /./u,
  },
  {
    what: 'no key record',
    world: { zone: { [`2026a._domainkey.${DOMAIN}`]: undefined } },
    found: { 'dkim-record': 'fail' },
    words: /there is no record at 2026a\._domainkey/u,
    mend: /Publish this one[\s\S]*2026a\._domainkey\.harbour\.example\.org\. IN TXT \([\s\S]*"v=DKIM1; k=rsa; p=/u,
  },
  {
    what: 'another key under the selector',
    world: dkim(OTHER_RECORD),
    found: { 'dkim-record': 'fail' },
    words: /is not the one that we sign with/u,
    mend: /Publish this record/u,
  },
  {
    what: 'two key records',
    world: dkim(RSA_RECORD, ED25519_RECORD),
    found: { 'dkim-record': 'fail' },
    words: /there are 2 records/u,
    mend: /Leave this one alone/u,
  },
  {
    what: 'a key that is still on trial',
    world: dkim(`${RSA_RECORD}; t=y`),
    found: { 'dkim-record': 'warn' },
    words: /t=y/u,
    mend: /Take the t=y out/u,
  },
  {
    what: 'a revoked key',
    world: dkim('v=DKIM1; k=rsa; p='),
    found: { 'dkim-record': 'fail' },
    words: /revoked/u,
    mend: /under a new selector/u,
  },
  {
    what: 'a name server of the domain that fails for the key alone',
    world: { zone: { [`2026a._domainkey.${DOMAIN}`]: { fails: 'SERVFAIL' } } },
    found: { 'dkim-record': 'fail' },
    words: /SERVFAIL/u,
    mend: /name servers of the domain/u,
  },
  {
    what: 'keys that sign for a strange domain',
    world: {
      dkim: '2026a@strange.example.net:keys/2026a.pem',
      zone: { '2026a._domainkey.strange.example.net': { TXT: [RSA_RECORD] } },
    },
    found: { 'dmarc-alignment': 'warn' },
    words: /DKIM signs for strange\.example\.net/u,
    mend: /Sign with DKIM for harbour\.example\.org/u,
  },
  // 5. SPF
  {
    what: 'no SPF record',
    world: spf('google-site-verification=abc'),
    found: { 'spf-record': 'fail', ...HALF },
    words: /harbour\.example\.org has no SPF record/u,
    mend: /harbour\.example\.org\. IN TXT "v=spf1 ip4:203\.0\.113\.25 ~all"/u,
  },
  {
    what: 'two SPF records',
    world: spf('v=spf1 ip4:203.0.113.25 -all', 'v=spf1 mx -all'),
    found: { 'spf-record': 'fail', ...HALF },
    words: /has 2 SPF records/u,
    mend: /into one record/u,
  },
  {
    what: 'a relay that is not in the record',
    world: spf('v=spf1 ip4:198.51.100.1 -all'),
    found: { 'spf-result': 'fail', ...HALF },
    words: /fail for 203\.0\.113\.25/u,
    mend: /Add ip4:203\.0\.113\.25/u,
  },
  {
    what: 'a record for the whole world',
    world: spf('v=spf1 +all'),
    found: { 'spf-record': 'fail', ...HALF },
    words: /allows the whole world/u,
    mend: /"~all" or "-all"/u,
  },
  {
    what: 'ptr in the record',
    world: spf('v=spf1 ip4:203.0.113.25 ptr -all'),
    found: { 'spf-record': 'warn' },
    words: /RFC 7208 §5\.5/u,
    mend: /ip4: and ip6: instead/u,
  },
  {
    what: 'eleven look-ups',
    world: {
      zone: {
        [DOMAIN]: {
          MX: [`10 mx.${DOMAIN}`],
          TXT: [
            `v=spf1 ip4:203.0.113.25 ${Array.from({ length: 11 }, () => `a:mx.${DOMAIN}`).join(' ')} -all`,
          ],
        },
      },
    },
    found: { 'spf-lookups': 'fail', ...HALF },
    words: /asks the name system 11 times/u,
    mend: /Take out include:/u,
  },
  {
    what: 'an include that leads nowhere',
    world: spf('v=spf1 ip4:203.0.113.25 include:gone.example.net -all'),
    found: { 'spf-lookups': 'fail', ...HALF },
    words: /there is no SPF record at gone\.example\.net/u,
    mend: /Take out or correct/u,
  },
  // 6. DMARC
  {
    what: 'no DMARC record',
    world: { zone: { [`_dmarc.${DOMAIN}`]: undefined } },
    found: { 'dmarc-record': 'fail' },
    words: /none at _dmarc\.harbour\.example\.org/u,
    mend: /"v=DMARC1; p=none; rua=mailto:/u,
  },
  {
    what: 'pct in the record',
    world: dmarc('v=DMARC1; p=quarantine; pct=50; rua=mailto:d@harbour.example.org'),
    found: { 'dmarc-record': 'warn' },
    words: /pct=, which RFC 9989 took away/u,
    mend: /write t=y/u,
  },
  {
    what: 'a policy that cannot be read, and no reports',
    world: dmarc('v=DMARC1; p=qarantine'),
    found: { 'dmarc-record': 'warn', 'dmarc-policy': 'fail' },
    words: /has no p= that can be read/u,
    mend: /Write p=none, p=quarantine or p=reject/u,
  },
  {
    what: 'a policy on trial',
    world: dmarc('v=DMARC1; p=reject; t=y; rua=mailto:d@harbour.example.org'),
    found: { 'dmarc-policy': 'warn' },
    words: /t=y/u,
    mend: /Take t=y out/u,
  },
  {
    what: 'reports to a stranger who did not ask for them',
    world: dmarc('v=DMARC1; p=reject; rua=mailto:a@harbour.example.org,mailto:x@reports.example.net'),
    found: { 'dmarc-reports': 'warn' },
    words: /reports\.example\.net does not say that it takes reports/u,
    mend: /harbour\.example\.org\._report\._dmarc\.reports\.example\.net\. IN TXT/u,
  },
  // 7. Names
  {
    what: 'no reverse name',
    world: { zone: { '25.113.0.203.in-addr.arpa': undefined } },
    found: { 'reverse-name': 'fail' },
    words: /203\.0\.113\.25 has no reverse name/u,
    mend: /Whoever gave you the address sets it/u,
  },
  {
    what: 'a reverse name that does not lead back',
    world: { zone: { [`out.${DOMAIN}`]: { A: ['203.0.113.99'] } } },
    found: { 'reverse-name': 'fail' },
    words: /does not lead back/u,
    mend: /an A record with 203\.0\.113\.25/u,
  },
  {
    what: 'a HELO name without an address',
    world: {
      zone: {
        [`out.${DOMAIN}`]: undefined,
        '25.113.0.203.in-addr.arpa': { PTR: [`mailout.${DOMAIN}`] },
        [`mailout.${DOMAIN}`]: { A: [SENDS_FROM] },
      },
    },
    found: { 'hello-name': 'fail' },
    words: /out\.harbour\.example\.org has no address/u,
    mend: /RFC 5321 §4\.1\.1\.1/u,
  },
  {
    what: 'a domain that takes no mail',
    world: { zone: { [DOMAIN]: { MX: ['0 .'], TXT: ['v=spf1 ip4:203.0.113.25 -all'] } } },
    found: { mailboxes: 'fail' },
    words: /null MX/u,
    mend: /Bounces, answers and wishes to leave go there/u,
  },
  // 8. Leaving
  {
    what: 'a redirect where the POST goes',
    world: {
      web: (_request, response) => {
        response.writeHead(302, { location: '/elsewhere' }).end();
        return true;
      },
    },
    found: { 'one-click': 'fail' },
    words: /answered with a redirect \(302\)/u,
    mend: /let POST through unchanged/u,
  },
  {
    what: 'a server that takes only one form of POST',
    world: {
      web: (request, response) => {
        if (!(request.headers['content-type'] ?? '').startsWith('multipart/')) return false;
        response.writeHead(415).end();
        return true;
      },
    },
    found: { 'one-click': 'fail' },
    words: /as multipart\/form-data is refused \(415\)/u,
    mend: /in both forms/u,
  },
  {
    what: 'a site that knows nothing of leaving',
    world: {
      web: (_request, response) => {
        response.writeHead(405).end();
        return true;
      },
    },
    found: { 'one-click': 'warn' },
    words: /knows nothing of leaving \(405\)/u,
    mend: /links to leave lead nowhere/u,
  },
  {
    what: 'a server that takes a link that nobody signed',
    world: {
      web: (_request, response) => {
        response.writeHead(200).end('thanks');
        return true;
      },
    },
    found: { 'one-click': 'warn' },
    words: /says yes to a link that nobody signed/u,
    mend: /./u,
  },
  {
    what: 'a page that is not there for whoever looks',
    world: {
      web: (request, response) => {
        if (request.method !== 'GET') return false;
        response.writeHead(404).end();
        return true;
      },
    },
    found: { 'one-click-get': 'warn' },
    words: /in a browser, the same link gives 404/u,
    mend: /one button to leave/u,
  },
  {
    what: 'a link to leave inside our own network',
    world: { env: { BROADSIDE_NET_ALLOW: '' } },
    found: { 'one-click': 'warn' },
    words: /was not asked: .*this machine itself/u,
    mend: /Readers outside cannot reach it/u,
  },
  {
    what: 'nobody at listUrl',
    world: { zone: { [`list.${DOMAIN}`]: undefined } },
    found: { 'one-click': 'warn' },
    words: /does not answer: /u,
    mend: /links to leave lead nowhere/u,
  },
  // 9. Clock
  {
    what: 'a clock that is wrong',
    world: { now: () => new Date(Date.now() + 5 * 60_000).toISOString() },
    found: { clock: 'fail' },
    words: /5 minutes ahead of list\.harbour\.example\.org/u,
    mend: /Set the clock/u,
  },
];

describe.skipIf(!canSign)('one thing that is broken', () => {
  test.each(FAULTS)('$what', async ({ world: options, found, words, mend }) => {
    const world = await harbourWorld(options);
    const json = await world.doctor(['--json']);
    const report = json.json() as Report;
    expect([...amiss(report)].sort()).toEqual(
      Object.entries(found)
        .map(([check, state]) => `${check}: ${state}`)
        .sort(),
    );
    const isFailing = Object.values(found).includes('fail');
    expect(json.exitCode).toBe(isFailing ? 2 : 0);
    for (const finding of report.findings)
      if (finding.state === 'fail' || finding.state === 'warn') expect(finding.mend).toBeTruthy();

    const told = doctorResult(report.findings).lines(plainPaint).join('\n');
    const text = told.replace(/\n {10,}(?:→ | {2})?(?! )/gu, ' ');
    expect(text).toMatch(words);
    expect(text).toMatch(mend);
    expect(told.split('\n').filter((line) => line !== line.trimEnd())).toEqual([]);
    expect(told + json.output()).not.toContain('a%20b');
    expect(told + json.output()).not.toContain('BEGIN PRIVATE KEY');
  });
});
