// A change of what readers have is found by every command, and nobody gets another letter than the others.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type TestProject, testProject } from '../support/project.ts';

const ISSUE = 'issues/0002.md';

async function sentProject(): Promise<TestProject> {
  const project = testProject({ 'readers.csv': 'email\nana@example.org\n' });
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
