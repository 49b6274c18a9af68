// What fails on the operator's side is told with its place, its cause and a way out, and leaves nothing half-written.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { issueText, type TestProject, testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

interface Failure {
  readonly name: string;
  /** Breaks something; gives back the environment to run in. */
  readonly break: (
    project: TestProject,
  ) => undefined | Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  readonly argv: readonly string[];
  readonly code: string;
  readonly place: RegExp;
  readonly message: RegExp;
  readonly hint: RegExp;
}

const PAGE_TEMPLATE = 'templates/site/home.hbs';
const SECRET = 'hunter2-secret';

const FAILURES: readonly Failure[] = [
  {
    name: 'a template that does not parse',
    break: (project) => void project.write(PAGE_TEMPLATE, '<p>\n{{#each issues}}\n</p>'),
    argv: ['build'],
    code: 'TEMPLATE_INVALID',
    place: /^templates\/site\/home\.hbs:\d+/u,
    message: /Unexpected braces/u,
    hint: /delete the file/u,
  },
  {
    name: 'a template that asks for what is not there',
    break: (project) => void project.write(PAGE_TEMPLATE, '<p>{{noSuchThing}}</p>'),
    argv: ['build'],
    code: 'TEMPLATE_INVALID',
    place: /^templates\/site\/home\.hbs/u,
    message: /noSuchThing/u,
    hint: /delete the file/u,
  },
  {
    name: 'a template that is missing',
    break: (project) => void project.write(PAGE_TEMPLATE, '{{> site/no-such-part}}'),
    argv: ['build'],
    code: 'TEMPLATE_MISSING',
    place: /^templates\/site\/home\.hbs/u,
    message: /no-such-part/u,
    hint: /Put it back/u,
  },
  {
    name: 'an out/ that cannot be written',
    break: (project) => void project.write('out', 'a file where a folder should be'),
    argv: ['build'],
    code: 'FILE_UNWRITABLE',
    place: /out/u,
    message: /out/u,
    hint: /half-written/u,
  },
  {
    name: 'a database that is no database',
    break: (project) => {
      project.write('data/broadside.db', 'This is a letter, not a database. '.repeat(40));
      return undefined;
    },
    argv: ['status'],
    code: 'DATABASE_UNREACHABLE',
    place: /broadside\.db/u,
    message: /not a database/u,
    hint: /DATABASE_URL/u,
  },
  {
    name: 'a mail server that is not there',
    break: async (project) => {
      await addReader(project);
      return { BROADSIDE_SMTP_URL: `smtp://user:${SECRET}@127.0.0.1:1` };
    },
    argv: ['send', '2', '--yes'],
    code: 'SMTP_UNREACHABLE',
    place: /^127\.0\.0\.1:1$/u,
    message: /127\.0\.0\.1:1/u,
    hint: /nobody gets it twice/u,
  },
  {
    name: 'a wrong password',
    break: async (project) => {
      await addReader(project);
      const sink = await startSmtpSink({ login: { user: 'press', password: 'right' } });
      onTestFinished(() => sink.close());
      return { BROADSIDE_SMTP_URL: `smtp://press:${SECRET}@127.0.0.1:${sink.port}` };
    },
    argv: ['send', '2', '--yes'],
    code: 'SMTP_LOGIN',
    place: /^127\.0\.0\.1:\d+$/u,
    message: /login|password/iu,
    hint: /nobody gets it twice/u,
  },
  {
    name: 'an address of a mail server that is none',
    break: async (project) => {
      await addReader(project);
      return { BROADSIDE_SMTP_URL: `http://user:${SECRET}@mail.example.org` };
    },
    argv: ['send', '2', '--yes'],
    code: 'SETTINGS_INVALID',
    place: /BROADSIDE_SMTP_URL/u,
    message: /smtp:/u,
    hint: /./u,
  },
  {
    name: 'an issue that does not exist',
    break: () => undefined,
    argv: ['send', '77', '--yes'],
    code: 'ISSUE_NOT_FOUND',
    place: /^$/u,
    message: /77/u,
    hint: /number/u,
  },
];

/** Without anybody to write to, no mail server is asked for anything. */
async function addReader(project: TestProject): Promise<void> {
  await project.run(['subscribers', 'add', 'ana@example.org']);
}

test.each(FAILURES)('$name', async ({ break: breakIt, argv, code, place, message, hint }) => {
  const project = testProject();
  await project.run(['subscribers', 'add', 'ana@example.org'], { env: { DATABASE_URL: 'sqlite:other.db' } });
  const env = { ...(await breakIt(project)) };
  const inFiles = (): readonly string[] =>
    existsSync(project.path('out/site')) ? readdirSync(project.path('out/site')) : [];
  const before = inFiles();

  const run = await project.run([...argv, '--json'], { env });
  expect(run.exitCode).toBe(2);
  const { error } = run.json() as {
    error: { code: string; place?: string; message: string; hint: string; cause?: string };
  };
  expect(error.code).toBe(code);
  expect(error.place ?? '').toMatch(place);
  expect(`${error.message} ${error.cause ?? ''}`).toMatch(message);
  expect(error.hint).toMatch(hint);
  expect(inFiles()).toEqual(before);

  const told = await project.run(argv, { env });
  expect(told.output()).toBe('');
  expect(told.complaints()).toContain(error.message);
  expect(told.complaints()).toContain('Next:');
  expect(told.complaints()).not.toContain('    at ');
  expect(JSON.stringify(error) + told.complaints()).not.toContain(SECRET);
});

test('a program’s own template that is missing is named', async () => {
  // The project has a templates/ folder of its own, whole but for one file that the built-in set cannot give either.
  const project = testProject({ 'templates/email/issue.hbs': '{{> email/lost-part}}' });
  const run = await project.run(['build', '--json']);
  expect(run.exitCode).toBe(2);
  expect(run.json()).toMatchObject({
    error: { code: 'TEMPLATE_MISSING', message: expect.stringContaining('lost-part') },
  });
});

test('a database that another program holds: nothing is changed, and the hint says to wait', async () => {
  const project = testProject();
  await project.run(['subscribers', 'add', 'ana@example.org']);
  const other = new DatabaseSync(project.path('data/broadside.db'));
  onTestFinished(() => other.close());
  other.exec('BEGIN EXCLUSIVE');
  const run = await project.run(['subscribers', 'add', 'ben@example.org', '--json']);
  expect(run.exitCode).toBe(2);
  expect(run.json()).toMatchObject({
    error: { code: 'DATABASE_LOCKED', hint: expect.stringContaining('Wait') },
  });
  other.exec('ROLLBACK');
  const list = await project.run(['subscribers', 'list', '--json']);
  expect(list.json()).toMatchObject([{ address: 'ana@example.org' }]);
}, 60_000);

test.each([
  [
    'broken front matter',
    (text: string) => text.replace('tags: [ports]', 'tags: [ports'),
    'front-matter',
    'error',
  ],
  [
    'an unknown publisher',
    (text: string) => text.replace('Harbour Post reports', 'Harbour Past reports'),
    'source-unknown',
    'warning',
  ],
  [
    'no publisher',
    (text: string) => text.replace('Harbour Post reports (5 January): ', ''),
    'source-missing',
    'error',
  ],
])('%s is reported at its place, with a way out', async (_, spoil, ruleId, severity) => {
  const project = testProject({ 'issues/0002.md': spoil(issueText(2, '2016-01-13')) });
  const run = await project.run(['check', '--json']);
  const { diagnostics } = run.json() as {
    diagnostics: readonly { ruleId: string; severity: string; path: string; place: object; note?: string }[];
  };
  const found = diagnostics.find((diagnostic) => diagnostic.ruleId === ruleId);
  expect(found).toMatchObject({
    severity,
    path: 'issues/0002.md',
    place: { start: { line: expect.any(Number) } },
  });
  expect(found?.note ?? '').not.toBe('');
  expect(run.exitCode).toBe(severity === 'error' ? 1 : 0);
});

test('settings that cannot be read stop a build at their place', async () => {
  const project = testProject({ 'issues/newsletter.yaml': 'title: [unclosed\nlanguage: en\n' });
  const run = await project.run(['build']);
  expect(run.exitCode).toBeGreaterThan(0);
  expect(run.output() + run.complaints()).toMatch(/issues\/newsletter\.yaml:\d+:\d+/u);
  expect(existsSync(project.path('out/site'))).toBe(false);
});

test.each([
  ['no issues/ folder', ['check'], 'NO_PROJECT'],
  ['an unknown command', ['chekc'], undefined],
  ['an unknown option', ['check', '--fux'], undefined],
])('%s: exit code 2 and a sentence', async (_, argv, code) => {
  const project = testProject();
  if (code === 'NO_PROJECT') rmSync(project.path('issues'), { recursive: true });
  const run = await project.run(argv);
  expect(run.exitCode).toBe(2);
  expect(run.complaints().length).toBeGreaterThan(20);
});

test.each([
  ['no command', ['--json'], /./u],
  ['an unknown command', ['chekc', '--json'], /chekc/u],
  ['an unknown option', ['check', '--fux', '--json'], /--fux/u],
  ['a missing argument', ['send', '--json'], /issue/u],
  ['a group without a command', ['subscribers', '--json'], /./u],
])('%s under --json is told as JSON', async (_, argv, message) => {
  const run = await testProject().run(argv);
  expect(run.exitCode).toBe(2);
  expect(run.json()).toMatchObject({ error: { code: 'USAGE', message: expect.stringMatching(message) } });
});

test('a reader of the output who leaves early is no failure', async () => {
  const run = spawn(process.execPath, [path.join(ROOT, 'src/broadside.js'), 'check'], {
    cwd: testProject().root,
  });
  run.stdout.destroy();
  let complaints = '';
  run.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaints += chunk;
  });
  expect(await new Promise((resolve) => run.on('close', resolve))).toBe(0);
  expect(complaints).toBe('');
});

test('the shipped templates are complete: a project with a copy of them all builds', async () => {
  const project = testProject();
  const shipped = path.join(ROOT, 'templates');
  for (const file of readdirSync(shipped, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:hbs|css)$/u.test(file)) continue;
    mkdirSync(path.dirname(project.path(`templates/${file}`)), { recursive: true });
    writeFileSync(project.path(`templates/${file}`), readFileSync(path.join(shipped, file)));
  }
  expect((await project.run(['build'])).exitCode).toBe(0);
});
