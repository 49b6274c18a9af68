// The workflow of docs/github.md, its steps run as a runner would run them: in bash, one after the other, in a folder with an issue
// that has an error. Only GitHub's own `gh` is replaced, by one that writes down what it was given.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly if?: string;
}

const manual = readFileSync(path.join(ROOT, 'docs/github.md'), 'utf8');
const workflow = parse(/```yaml\n(name: .*?)```/su.exec(manual)?.[1] ?? '');
const steps: readonly Step[] = workflow.jobs.check.steps;

test('the workflow runs on pull requests, with no more rights than a comment takes', () => {
  expect(Object.keys(workflow.on)).toEqual(['pull_request']);
  expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
  expect(steps.map(({ name }) => name).filter(Boolean)).toEqual([
    'Install',
    'Notes beside the lines',
    'The report as a comment',
  ]);
});

test('an error stands beside its line, fails the job, and is in the comment and the summary', () => {
  const project = testProject();
  const issue = project.path('issues/0002.md');
  writeFileSync(issue, readFileSync(issue, 'utf8').replace(/\]\(https:[^)]*\)/u, ']( )'));
  const bin = project.path('bin');
  mkdirSync(bin);
  const command = (name: string, script: string): void => {
    writeFileSync(path.join(bin, name), `#!/bin/bash\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  };
  command('npx', `shift; exec "${process.execPath}" "${path.join(ROOT, 'src/broadside.js')}" "$@"`);
  command('gh', 'printf "%s " "$@" > gh.log; cat report.md >> gh.log');
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: project.root,
    CI: 'true',
    GITHUB_STEP_SUMMARY: project.path('summary.md'),
    PULL_REQUEST: '7',
  };
  const runs = steps
    .filter(({ run, name }) => run !== undefined && name !== 'Install')
    .map(({ run = '' }) =>
      spawnSync('bash', ['-e', '-c', run], { cwd: project.root, env, encoding: 'utf8' }),
    );
  const [notes, comment] = runs;
  expect(notes?.status).toBe(1);
  expect(notes?.stdout).toMatch(/^::error file=issues\/0002\.md,line=\d+,.*title=link-/mu);
  expect(comment?.status).toBe(0);
  const written = readFileSync(project.path('gh.log'), 'utf8');
  expect(written).toMatch(/^pr comment 7 --edit-last --create-if-none --body-file report\.md /u);
  expect(written).toContain('issues/0002');
  expect(written).toContain('**error**');
  expect(readFileSync(project.path('summary.md'), 'utf8')).toContain('**error**');
});
