// `dkim` and BROADSIDE_DKIM_KEYS: from a key's making to the signature under a letter.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dkimKeyEntries, readDkimKeys } from '../../src/cli/dkim-keys.ts';
import { dkimRecord } from '../../src/deliver/dkim-key.ts';
import { checkSignatures, pemOf } from '../support/dkim-check.ts';
import { testProject } from '../support/project.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

interface Made {
  readonly algorithm: string;
  readonly file: string;
  readonly record: { readonly name: string; readonly value: string; readonly strings: readonly string[] };
  readonly setting: string;
}

describe('dkim', () => {
  test('makes a key that nobody else can read, and prints what to put where', async () => {
    const project = testProject();
    const run = await project.run(['dkim', '2026a']);
    expect(run.exitCode).toBe(0);
    const file = project.path('data/dkim-2026a.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/u);
    const shown = await project.run(['dkim', '2026a', '--show', 'data/dkim-2026a.pem', '--json']);
    const { algorithm, record, setting } = shown.json() as Made;
    expect({ algorithm, name: record.name, setting }).toEqual({
      algorithm: 'rsa-sha256',
      name: '2026a._domainkey.harbour.example.org',
      setting: 'BROADSIDE_DKIM_KEYS=2026a:data/dkim-2026a.pem',
    });
    const lines = run.output().split('\n');
    for (const line of [
      record.value,
      record.strings.map((text) => `"${text}"`).join(' '),
      `export ${setting}`,
    ])
      expect(lines).toContain(line);
    expect(run.output()).toContain('2026a._domainkey.harbour.example.org');
    expect(run.output()).toContain('broadside doctor');
    expect(run.output()).not.toContain('PRIVATE');
  });

  test('never writes over a key', async () => {
    const project = testProject();
    await project.run(['dkim', '2026a']);
    const before = readFileSync(project.path('data/dkim-2026a.pem'), 'utf8');
    for (const argv of [
      ['dkim', '2026a'],
      ['dkim', '2026a', '--ed25519'],
      ['dkim', 'b', '--out', 'data/dkim-2026a.pem'],
    ]) {
      const again = await project.run([...argv, '--json']);
      expect(again.exitCode).toBe(2);
      expect(again.json()).toMatchObject({ error: { code: 'FILE_EXISTS' } });
    }
    expect(readFileSync(project.path('data/dkim-2026a.pem'), 'utf8')).toBe(before);
  });

  test('makes a second key of the other kind, and the setting keeps the first', async () => {
    const project = testProject();
    const env = { BROADSIDE_DKIM_KEYS: '2026a:data/dkim-2026a.pem' };
    const run = await project.run(['dkim', '2026e', '--ed25519', '--json'], { env });
    expect(run.json()).toMatchObject({
      algorithm: 'ed25519-sha256',
      file: 'data/dkim-2026e.pem',
      setting: 'BROADSIDE_DKIM_KEYS="2026a:data/dkim-2026a.pem 2026e:data/dkim-2026e.pem"',
    });
  });

  test('for another domain says so in the setting; a key outside the project has its whole path there', async () => {
    const file = testProject().path('k.pem');
    const argv = ['dkim', 'früh', '--domain', 'Häfen.example', '--out', file, '--json'];
    const { record, setting } = (await testProject().run(argv)).json() as Made;
    expect(record.name).toBe('xn--frh-ioa._domainkey.xn--hfen-loa.example');
    expect(setting).toBe(`BROADSIDE_DKIM_KEYS=xn--frh-ioa@xn--hfen-loa.example:${file}`);
  });

  test.each<[string, readonly string[], string]>([
    ['a selector that is none', ['dkim', 'a b'], 'DKIM_KEY_INVALID'],
    ['a domain that is none', ['dkim', 'a', '--domain', 'x y'], 'DKIM_KEY_INVALID'],
    ['a file that is not there', ['dkim', 'a', '--show', 'no.pem'], 'FILE_UNREADABLE'],
    ['a key too short', ['dkim', 'a', '--show', 'short.pem'], 'DKIM_KEY_INVALID'],
    ['a path that the setting cannot hold', ['dkim', 'a', '--out', 'my keys/a.pem'], 'USAGE'],
    ['showing and making at once', ['dkim', 'a', '--show', 'x.pem', '--ed25519'], 'USAGE'],
  ])('refuses %s, and leaves nothing behind', async (_what, argv, code) => {
    const project = testProject({ 'short.pem': pemOf('rsa', 1024) });
    const run = await project.run([...argv, '--json']);
    expect(run.exitCode).toBe(2);
    expect(run.json()).toMatchObject({ error: { code } });
    expect(existsSync(project.path('data'))).toBe(false);
    expect(existsSync(project.path('my keys'))).toBe(false);
  });
});

describe('BROADSIDE_DKIM_KEYS', () => {
  test.each([
    ['', []],
    ['  ', []],
    ['a:k.pem', [{ selector: 'a', domain: 'example.org', file: 'k.pem' }]],
    [
      ' a:k.pem\n b@other.example:/etc/k:2.pem ',
      [
        { selector: 'a', domain: 'example.org', file: 'k.pem' },
        { selector: 'b', domain: 'other.example', file: '/etc/k:2.pem' },
      ],
    ],
    ['a:C:\\keys\\a.pem', [{ selector: 'a', domain: 'example.org', file: 'C:\\keys\\a.pem' }]],
  ])('%j', (setting, entries) => {
    expect(dkimKeyEntries(setting, 'example.org')).toEqual(entries);
  });

  test.each(['k.pem', 'a:', ':k.pem', 'a@:k.pem', 'a:k.pem A:other.pem', 'a:k.pem a@example.org:k.pem'])(
    '%j is refused',
    (setting) => {
      expect(() => dkimKeyEntries(setting, 'example.org')).toThrow(
        expect.objectContaining({ code: 'SETTINGS_INVALID', place: 'BROADSIDE_DKIM_KEYS' }),
      );
    },
  );

  const read = (setting: string, root: string) =>
    readDkimKeys({ env: { BROADSIDE_DKIM_KEYS: setting } }, { root, domain: 'example.org' });

  test('is read from the project’s folder; RSA signs first', async () => {
    const { root } = testProject({ 'e.pem': pemOf('ed25519'), 'r.pem': pemOf('rsa') });
    const keys = await read('e:e.pem r:r.pem', root);
    expect(keys.map(({ selector, algorithm }) => [selector, algorithm])).toEqual([
      ['r', 'rsa-sha256'],
      ['e', 'ed25519-sha256'],
    ]);
    expect(keys.map((key) => dkimRecord(key).name)).toEqual([
      'r._domainkey.example.org',
      'e._domainkey.example.org',
    ]);
  });

  test('without keys nothing is read', async () => {
    expect(await readDkimKeys({ env: {} }, { root: '/nowhere', domain: 'example.org' })).toEqual([]);
  });

  test.each<[string, (file: string) => void, string]>([
    ['is not there', () => undefined, 'FILE_UNREADABLE'],
    ['is far too large', (file) => writeFileSync(file, 'x'.repeat(70_000)), 'FILE_UNREADABLE'],
    ['is a folder', (file) => mkdirSync(file), 'FILE_UNREADABLE'],
    ['holds no key', (file) => writeFileSync(file, 'hello'), 'DKIM_KEY_INVALID'],
    ['holds a key too short', (file) => writeFileSync(file, pemOf('rsa', 1024)), 'DKIM_KEY_INVALID'],
  ])('a file that %s stops whoever wants to send', async (_what, make, code) => {
    const project = testProject();
    make(project.path('k.pem'));
    await expect(read('a:k.pem', project.root)).rejects.toMatchObject({
      code,
      place: expect.stringContaining('k.pem'),
    });
  });
});

describe('a send with keys', () => {
  async function readyToSend() {
    const project = testProject();
    const server = await startSmtpSink();
    onTestFinished(() => server.close());
    for (const name of ['ana', 'ben'])
      await project.run(['subscribers', 'add', `${name}@example.org`, '--name', name]);
    await project.run(['dkim', 'r1']);
    await project.run(['dkim', 'e1', '--ed25519']);
    const env = {
      BROADSIDE_SMTP_URL: server.url,
      BROADSIDE_DKIM_KEYS: 'e1:data/dkim-e1.pem r1:data/dkim-r1.pem',
    };
    return { project, server, env };
  }

  test('signs every letter and every proof, so that a receiver passes both signatures', async () => {
    const { project, server, env } = await readyToSend();
    const proof = await project.run(['send', '2', '--proof', 'eva@example.org'], { env });
    expect([proof.exitCode, proof.complaints()]).toEqual([0, '']);
    expect((await project.run(['send', '2', '--yes'], { env })).exitCode).toBe(0);
    expect(server.messages.flatMap(({ to }) => to).sort()).toEqual([
      'ana@example.org',
      'ben@example.org',
      'eva@example.org',
    ]);
    const keys = await readDkimKeys({ env }, { root: project.root, domain: 'harbour.example.org' });
    // The test's terminal stands still in 2016.
    for (const { raw } of server.messages)
      expect(await checkSignatures(raw, keys, '2016-02-01T09:00:00.000Z')).toMatchObject([
        { selector: 'r1', algorithm: 'rsa-sha256', result: 'pass', warnings: [] },
        { selector: 'e1', algorithm: 'ed25519-sha256', result: 'pass', warnings: [] },
      ]);
  });

  test('one of which cannot be used sends nothing unsigned, and loses nobody', async () => {
    const { project, server, env } = await readyToSend();
    project.write('data/dkim-e1.pem', pemOf('rsa', 1024));
    const run = await project.run(['send', '2', '--yes', '--json'], { env });
    expect(run.exitCode).not.toBe(0);
    expect(run.output()).toContain('DKIM_KEY_INVALID');
    expect(server.messages).toEqual([]);
    const status = await project.run(['status', '2', '--json']);
    expect(status.json()).toMatchObject({ eligible: 2, accepted: 0, inDoubt: 0, pending: 2 });
    const mended = { ...env, BROADSIDE_DKIM_KEYS: 'r1:data/dkim-r1.pem' };
    expect((await project.run(['send', '2', '--yes'], { env: mended })).exitCode).toBe(0);
    expect(server.messages).toHaveLength(2);
  });
});
