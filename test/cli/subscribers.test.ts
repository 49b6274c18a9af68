// `subscribers` from the command line: one person in, out, looked at, tagged, cut off and forgotten.
import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/cli/display-width.ts';
import { type TestProject, testProject } from '../support/project.ts';

async function withPeople(): Promise<TestProject> {
  const project = testProject();
  await project.run(['subscribers', 'add', 'ana@example.org', '--name', 'Ana Quay', '--tag', 'members']);
  await project.run(['subscribers', 'add', 'ben@mail.example', '--language', 'ar-IQ', '--tag', 'north']);
  await project.run(['subscribers', 'add', 'cleo@example.org', '--name', 'Cleo']);
  await project.run(['subscribers', 'remove', 'cleo@example.org']);
  return project;
}

async function addresses(project: TestProject, ...flags: readonly string[]): Promise<readonly string[]> {
  const run = await project.run(['subscribers', 'list', ...flags, '--json']);
  return (run.json() as { readonly address: string }[]).map(({ address }) => address);
}

describe('list', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['everyone', [], ['ana@example.org', 'ben@mail.example', 'cleo@example.org']],
    ['a state', ['--status', 'unsubscribed'], ['cleo@example.org']],
    ['a tag', ['--tag', 'members'], ['ana@example.org']],
    ['a domain', ['--domain', '@EXAMPLE.org'], ['ana@example.org', 'cleo@example.org']],
    ['a language', ['--language', 'ar'], ['ben@mail.example']],
    ['a name', ['--search', 'quay'], ['ana@example.org']],
    ['two of them', ['--domain', 'example.org', '--status', 'confirmed'], ['ana@example.org']],
    ['the first', ['--limit', '2'], ['ana@example.org', 'ben@mail.example']],
    ['nobody', ['--search', 'nobody'], []],
  ])('%s', async (_, flags, expected) => {
    expect(await addresses(await withPeople(), ...flags)).toEqual(expected);
  });

  test('is a table of 80 columns, with a sum and a way on', async () => {
    const project = await withPeople();
    await project.run(['subscribers', 'add', 'dan@example.org', '--name', 'D'.repeat(100)]);
    await project.run(['subscribers', 'add', 'eve@example.org', '--name', '\u001b[31mred\u202e']);
    const lines = (await project.run(['subscribers', 'list'])).output().split('\n');
    const rows = lines.filter((line) => line.includes('@'));
    expect(new Set(rows.map((line) => line.search(/(?:un)?(?:confirmed|subscribed)/u))).size).toBe(1);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(lines.join('\n')).not.toContain('\u202e');
    expect(lines).toContain('5 subscribers.');
    expect(lines.at(-1)).toMatch(/^Next: /u);
  });

  test.each([
    ['--status', 'gone'],
    ['--limit', 'many'],
  ])('%s %s is refused', async (flag, value) => {
    expect((await testProject().run(['subscribers', 'list', flag, value])).exitCode).toBe(2);
  });
});

describe('show', () => {
  test('tells all, in order, and how it is known', async () => {
    const project = await withPeople();
    const run = await project.run(['subscribers', 'show', 'cleo@example.org']);
    expect(run.exitCode).toBe(0);
    expect(run.output()).toMatch(/unsubscribed[\s\S]*agreed to[\s\S]*1 .*given[\s\S]*2 .*withdrawn/u);
  });

  test('writes the record to a new file that only its owner may read', async () => {
    const project = await withPeople();
    const argv = ['subscribers', 'show', 'ana@example.org', '--export', 'ana.json'];
    expect((await project.run(argv)).exitCode).toBe(0);
    const record = JSON.parse(readFileSync(project.path('ana.json'), 'utf8'));
    expect(record).toMatchObject({
      subscriber: { address: 'ana@example.org', tags: ['members'] },
      consents: [{ event: 'given' }],
      deliveries: [],
    });
    expect(statSync(project.path('ana.json')).mode & 0o077).toBe(0);
    expect((await project.run([...argv, '--json'])).json()).toMatchObject({ error: { code: 'FILE_EXISTS' } });
  });

  test('nobody, and an address that is only known as suppressed', async () => {
    const project = await withPeople();
    expect((await project.run(['subscribers', 'show', 'nobody@example.org'])).exitCode).toBe(2);
    await project.run(['subscribers', 'suppress', 'nobody@example.org', '--reason', 'asked']);
    const run = await project.run(['subscribers', 'show', 'nobody@example.org']);
    expect([run.exitCode, run.output()]).toEqual([0, expect.stringContaining('asked')]);
  });
});

describe('tag', () => {
  test('puts words on those named, and takes them off', async () => {
    const project = await withPeople();
    const run = await project.run([
      'subscribers',
      'tag',
      'ana@example.org',
      'ben@mail.example',
      '--add',
      'x',
      '--add',
      'y',
      '--remove',
      'north',
      '--json',
    ]);
    expect(run.json()).toMatchObject({ readers: 2, changed: 2, unknown: [] });
    expect(await addresses(project, '--tag', 'y')).toEqual(['ana@example.org', 'ben@mail.example']);
    expect(await addresses(project, '--tag', 'north')).toEqual([]);
  });

  test('or on those whom flags choose, more than one page of them', async () => {
    const people = Array.from({ length: 1300 }, (_, index) => `reader${index}@many.example`);
    const project = testProject({ 'list.csv': `email\n${people.join('\n')}\nana@example.org\n` });
    await project.run(['subscribers', 'import', 'list.csv', '--consent', 'asked', '--tag', 'first']);
    const run = await project.run([
      'subscribers',
      'tag',
      '--domain',
      'many.example',
      '--remove',
      'first',
      '--json',
    ]);
    expect(run.json()).toMatchObject({ readers: 1300, changed: 1300 });
    expect(await addresses(project, '--tag', 'first')).toEqual(['ana@example.org']);
  });

  test.each<readonly string[]>([
    [],
    ['--add', 'x'],
    ['ana@example.org'],
    ['ana@example.org', '--all', '--add', 'x'],
    ['--all', '--add', ''],
  ])('is refused: %s', async (...flags) => {
    const run = await (await withPeople()).run([
      'subscribers',
      'tag',
      ...flags.filter((flag) => flag !== undefined),
    ]);
    expect(run.exitCode).toBe(2);
  });

  test('an address that nobody has is told, the others are tagged', async () => {
    const project = await withPeople();
    const run = await project.run(['subscribers', 'tag', 'no@example.org', 'ana@example.org', '--add', 'x']);
    expect([run.exitCode, run.output()]).toEqual([2, expect.stringContaining('no@example.org')]);
    expect(await addresses(project, '--tag', 'x')).toEqual(['ana@example.org']);
  });
});

describe('suppress, lift and erase', () => {
  test('nobody adds who is suppressed, until it is lifted and they come themselves', async () => {
    const project = await withPeople();
    await project.run(['subscribers', 'suppress', 'ana@example.org', '--reason', 'asked by letter']);
    expect((await project.run(['subscribers', 'add', 'ana@example.org'])).exitCode).toBe(2);
    const lifted = await project.run(['subscribers', 'lift', 'ana@example.org', '--json']);
    expect(lifted.json()).toMatchObject({ result: 'lifted', reason: 'operator' });
    expect(await addresses(project, '--status', 'unsubscribed')).toContain('ana@example.org');
    expect((await project.run(['subscribers', 'lift', 'ana@example.org'])).exitCode).toBe(2);
  });

  test('erase asks first, says what is kept, and leaves nothing of the person', async () => {
    const project = await withPeople();
    expect((await project.run(['subscribers', 'erase', 'ana@example.org'])).exitCode).toBe(2);
    expect((await project.run(['subscribers', 'erase', 'ana@example.org'], { answer: 'no' })).exitCode).toBe(
      2,
    );
    expect(await addresses(project)).toContain('ana@example.org');
    const run = await project.run(['subscribers', 'erase', 'ana@example.org'], { answer: 'yes' });
    expect(run.questions()[0]).toContain('cannot be undone');
    expect(run.output()).toContain('keyed hash');
    expect(await addresses(project)).not.toContain('ana@example.org');
    expect(readFileSync(project.path('data/broadside.db')).includes('ana@example.org')).toBe(false);
    expect((await project.run(['subscribers', 'erase', 'ana@example.org', '--yes'])).exitCode).toBe(2);
  });

  test.each([
    [['suppress', 'ana@example.org', '--reason', ' ']],
    [['suppress', 'no address', '--reason', 'x']],
    [['add', 'dan@example.org', '--language', '?']],
    [['add', 'dan@example.org', '--consent', '']],
  ])('%s is refused', async (argv) => {
    expect((await (await withPeople()).run(['subscribers', ...argv])).exitCode).toBe(2);
  });
});
