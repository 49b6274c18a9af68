// A change of what readers have is found by every command, and nobody gets another letter than the others.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { preview } from '../../src/cli/commands/preview.ts';
import { sha256 } from '../../src/model/digest-of-text.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { makeOldDatabase } from '../store/old-databases.ts';
import { issueText, type TestProject, testProject } from '../support/project.ts';
import { testTerminal } from '../support/test-terminal.ts';

const ISSUE = 'issues/0002.md';

async function sentProject(files: Readonly<Record<string, string>> = {}): Promise<TestProject> {
  const project = testProject({ ...files, 'readers.csv': 'email\nana@example.org\n' });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked']);
  expect((await project.run(['send', '2', '--yes', '--json'])).json()).toMatchObject({ accepted: 1 });
  return project;
}

function change(project: TestProject, edit: (text: string) => string): void {
  writeFileSync(project.path(ISSUE), edit(readFileSync(project.path(ISSUE), 'utf8')));
}

test('a changed word is an error in check, build and send until a note says so', async () => {
  const project = await sentProject();
  expect((await project.run(['check', '--json'])).json()).toMatchObject({ diagnostics: [] });
  change(project, (text) => text.replace(/Dockers/gu, 'Pilots'));
  for (const command of [['check'], ['check', '2'], ['build'], ['send', '2', '--yes']]) {
    const run = await project.run(command);
    expect(run.exitCode, command.join(' ')).not.toBe(0);
    expect(run.output() + run.complaints(), command.join(' ')).toContain('update-silent');
  }
  change(project, (text) => `${text}\n[Correction, 12 January 2026] They were pilots.\n`);
  expect((await project.run(['check', '--json'])).output()).not.toContain('update-silent');
});

describe('check --fix on an issue that was sent', () => {
  const SENT = issueText(2, '2016-01-13')
    .replace('voted to go back', 'voted today  to go to the the quay')
    .replace('vote-2)', 'vote-2?utm_source=mail)');
  const CHANGES_NO_WORD = SENT.replace('today  to', 'today to').replace('?utm_source=mail', '');
  const HINT =
    '1 mend was left out of issues/0002.md: it was sent, and the mend would change its words. Write the change with a [Correction, DATE], or mend it by hand and say why.';

  test('mends what leaves the words as they are, and nothing is a silent change', async () => {
    const project = await sentProject({ [ISSUE]: SENT });
    const run = await project.run(['check', '--fix']);
    expect(run.output()).toContain(HINT);
    expect(run.output()).toContain('text-doubled-word');
    expect(run.output()).not.toContain('mends 1 of these');
    expect(readFileSync(project.path(ISSUE), 'utf8')).toBe(CHANGES_NO_WORD);
    expect((await project.run(['check'])).output()).not.toContain('update-silent');
  });

  test('says the same as JSON and in the rehearsal, which writes nothing', async () => {
    const project = await sentProject({ [ISSUE]: SENT });
    const leftOut = [{ ruleId: 'text-doubled-word', path: ISSUE }];
    const dry = await project.run(['check', '--fix', '--dry-run']);
    expect(dry.complaints()).toContain(HINT);
    expect(dry.output()).not.toMatch(/^\+.*go to the quay/mu);
    expect((await project.run(['check', '--fix', '--dry-run', '--json'])).json()).toMatchObject({ leftOut });
    expect(readFileSync(project.path(ISSUE), 'utf8')).toBe(SENT);
    expect((await project.run(['check', '--fix', '--json'])).json()).toMatchObject({ leftOut });
  });

  test.each([
    { name: 'no database', files: {} },
    { name: 'one that cannot be read', files: { 'data/broadside.db': 'no database at all '.repeat(99) } },
  ])('mends everything where it is not known what was sent: $name', async ({ files }) => {
    const project = testProject({ [ISSUE]: SENT, ...files });
    const run = await project.run(['check', '--fix', '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.json()).toMatchObject({ leftOut: [] });
    expect(readFileSync(project.path(ISSUE), 'utf8')).not.toContain('the the');
  });
});

test('who is written to later gets the letter that the first one got', async () => {
  const project = await sentProject();
  change(
    project,
    (text) => `${text.replace(/Dockers/gu, 'Pilots')}\n[Correction, 12 January 2026] They were pilots.\n`,
  );
  await project.run(['subscribers', 'add', 'ben@example.org', '--consent', 'asked']);
  const run = await project.run(['send', '2', '--yes', '--json']);
  expect(run.json()).toMatchObject({ accepted: 2, run: { accepted: 1 } });
  expect(run.complaints()).toContain('get the letter that the first ones got');
});

test('no database is made, and one that is none does not keep the check from its work', async () => {
  const project = testProject({});
  expect((await project.run(['check'])).exitCode).toBe(0);
  expect(existsSync(project.path('data'))).toBe(false);
  const other = testProject({
    'data/broadside.db': 'no database at all, but long enough to be looked at'.repeat(99),
  });
  const run = await other.run(['check']);
  expect(run.exitCode).toBe(0);
  expect(run.complaints()).toContain('Whether sent issues were changed is not known');
});

test('the preview tells of it too', async () => {
  const project = await sentProject();
  change(project, (text) => text.replace(/Dockers/gu, 'Pilots'));
  const { promise: interrupted, resolve: stop } = Promise.withResolvers<void>();
  const terminal = testTerminal({ cwd: project.root, interrupted });
  const running = preview({ port: '0', json: true }, terminal);
  await expect.poll(() => terminal.output()).toContain('url');
  const { url } = JSON.parse(terminal.output()) as { url: string };
  const page = await (await fetch(`${url}mail/0002?view=source`)).text();
  stop();
  await running;
  expect(page).toContain('update-silent');
});

test('a database of an earlier version is not touched by a check', async () => {
  const project = testProject({ 'data/.keep': '' });
  await makeOldDatabase(`sqlite:${project.path('data/broadside.db')}`);
  const before = readFileSync(project.path('data/broadside.db'));
  const run = await project.run(['check']);
  expect(run.exitCode).toBe(0);
  expect(run.complaints()).toContain('`broadside status` or the next send brings it up to date');
  expect(readFileSync(project.path('data/broadside.db'))).toEqual(before);
});

test('of an issue whose text was not kept it is known that it changed, and not what', async () => {
  const project = testProject({});
  const text = readFileSync(project.path(ISSUE), 'utf8');
  const database = await openDatabase('sqlite:data/broadside.db', { root: project.root });
  const [at, consent] = ['2016-01-13T08:00:00Z', { text: 'asked', source: 'test' }];
  await database.subscribers.add({ address: 'ana@example.org', status: 'confirmed', consent }, at);
  const issue = {
    slug: '0002',
    messageIdDomain: 'harbour.example.org',
    subject: 's',
    textHash: sha256(text),
  };
  await database.ledger.plan(issue, at);
  const run = {
    id: 'run',
    kind: 'send' as const,
    host: 'elsewhere',
    pid: 7,
    transport: 'smtp:25',
    startedAt: at,
  };
  await database.runs.begin(run);
  await database.orders.start('0002', at, '2016-01-18T08:00:00Z');
  const wanted = { issueSlug: '0002', limit: 1, exceptDomains: [] };
  const { claims } = await database.exchange.exchange({ runId: 'run', at, settlements: [], wanted });
  const [claim] = claims;
  if (claim === undefined) throw new Error('nobody to write to');
  const outcome = { kind: 'accepted' as const, reply: { code: 250, text: 'ok' } };
  await database.exchange.exchange({ runId: 'run', at, settlements: [{ claim, outcome }] });
  await database.close();

  expect((await project.run(['check', '--json'])).json()).toMatchObject({ diagnostics: [] });
  change(project, (words) => words.replace(/Dockers/gu, 'Pilots'));
  expect((await project.run(['check', '--json'])).json()).toMatchObject({
    diagnostics: [
      { ruleId: 'update-silent', severity: 'warning', reason: expect.stringContaining('13 January') },
    ],
  });
  change(project, (words) => `${words}\n[Correction, 14 January] They were pilots.\n`);
  expect((await project.run(['check', '--json'])).output()).not.toContain('update-silent');
});

test('a database server that never answers does not hold the check up', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await expect.poll(() => silent.address()).not.toBeNull();
  const { port } = silent.address() as { port: number };
  const project = testProject({});
  const began = performance.now();
  const run = await project.run(['check'], {
    env: { DATABASE_URL: `postgres://a:secret@127.0.0.1:${port}/b` },
  });
  expect(run.exitCode).toBe(0);
  expect(run.complaints()).toContain('is not known');
  expect(run.complaints()).not.toContain('secret');
  expect(performance.now() - began).toBeLessThan(5000);
});
