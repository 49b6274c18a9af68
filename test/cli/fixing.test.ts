// `check --fix` and its rehearsal: what is written, what is only shown, and that the patch is one that other programs take.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatPatch, paintPatch } from '../../src/cli/format-patch.ts';
import { colourPaint } from '../../src/cli/paint.ts';
import { issueText, testProject } from '../support/project.ts';

const SLIP = issueText(2, '2016-01-13')
  .replace('Dockers vote to end strike number 2', 'Pilots ask for a second tug')
  .replace('Harbour Post reports (5 January): Crane crews', 'HarbourPost reports (7 January): They');
const PASTED = `Harbour News
Newsletter No. 3
January 20, 2016

Cranes stand still HarbourPost reports (15 January): Nobody knows why.
Full story: https://harbourpost.example/cranes

Hall stays shut

HarbourPost reports (16 January): The keys are lost.
`;

describe('check --fix --dry-run', () => {
  test.each([
    { name: 'LF', slip: SLIP, pasted: PASTED },
    { name: 'CR LF', slip: SLIP.replaceAll('\n', '\r\n'), pasted: PASTED.replaceAll('\n', '\r\n') },
    { name: 'no line end at the end', slip: SLIP.trimEnd(), pasted: PASTED.trimEnd() },
    { name: 'a byte-order mark', slip: `\ufeff${SLIP}`, pasted: `\ufeff${PASTED}` },
  ])('prints what patch and git apply make of it what --fix writes: $name', async ({ slip, pasted }) => {
    const files = { 'issues/0002.md': slip, 'issues/0003.md': pasted };
    const project = testProject(files);
    const run = await project.run(['check', '--fix', '--dry-run']);
    expect(textsOf(project)).toEqual([slip, pasted]);
    expect(run.output()).toMatch(/^--- a\/issues\/0002\.md/u);
    expect(run.complaints()).toContain('mended  issues/0002.md  1 place, nothing left');
    expect(run.complaints()).toContain('Nothing was written');

    const really = testProject(files);
    await really.run(['check', '--fix']);
    expect(textsOf(really)).not.toEqual([slip, pasted]);
    for (const argv of [
      ['git', 'apply', '--whitespace=nowarn'],
      ['patch', '--binary', '-p1'],
    ]) {
      const applied = testProject(files);
      const [program = '', ...options] = argv;
      const result = spawnSync(program, options, {
        cwd: applied.root,
        input: `${run.output()}\n`,
        encoding: 'utf8',
      });
      if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') continue;
      expect(result.stderr + result.stdout).not.toMatch(/fail|reject|error/iu);
      expect(textsOf(applied), program).toEqual(textsOf(really));
    }
  });

  test('gives the patch and the mends as JSON, and the exit code of what would be left', async () => {
    const project = testProject({ 'issues/0002.md': SLIP });
    const run = await project.run(['check', '2', '--fix', '--dry-run', '--json']);
    expect(run.exitCode).toBe(0);
    expect(run.complaints()).toBe('');
    expect(run.json()).toMatchObject({
      fixed: [{ ruleId: 'source-variant' }],
      diagnostics: [],
      patch: expect.stringContaining('+Harbour Post reports (7 January)'),
    });
    expect((await project.run(['check', '2', '--strict'])).exitCode).toBe(1);
  });

  test('stops where errors would be left', async () => {
    const project = testProject({ 'issues/0003.md': PASTED.replace('Full story: ', 'See ') });
    expect((await project.run(['check', '--fix', '--dry-run'])).exitCode).toBe(1);
  });

  test('prints nothing on standard output where nothing is to be mended', async () => {
    const run = await testProject().run(['check', '--fix', '--dry-run']);
    expect(run.output()).toBe('');
    expect(run.complaints()).toContain('nothing that --fix could mend');
  });

  test('goes with --fix alone', async () => {
    const run = await testProject().run(['check', '--dry-run']);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('--dry-run shows what --fix would do');
  });
});

test('--fix says of each file how much was mended and how much is left', async () => {
  const project = testProject({ 'issues/0002.md': SLIP, 'issues/0003.md': PASTED });
  const run = await project.run(['check', '--fix']);
  expect(run.output()).toContain('mended  issues/0002.md  1 place, nothing left');
  expect(run.output()).toMatch(/mended {2}issues\/0003\.md {2}\d+ places, \d+ left for you/u);
  expect(run.output()).toContain('Make "Cranes stand still" a headline');
  expect((await project.run(['check', '--fix'])).output()).not.toContain('mended');
});

test('a patch is painted line by line, and its characters stay', () => {
  const patch = formatPatch([{ path: 'issues/0001.md', before: 'one\ntwo\n', after: 'one\nthree\n' }]);
  const painted = paintPatch(patch, colourPaint);
  expect(painted).toContain('\u001b[31m-two\u001b[39m');
  expect(painted).toContain('\u001b[32m+three\u001b[39m');
  const sgr = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'gu');
  expect(`${painted.map((line) => line.replace(sgr, '')).join('\n')}\n`).toBe(patch);
});

test('files that stay as they are give no patch', () => {
  expect(formatPatch([{ path: 'issues/0001.md', before: 'one', after: 'one' }])).toBe('');
  expect(paintPatch('', colourPaint)).toEqual([]);
});

function textsOf(project: { path(file: string): string }): readonly string[] {
  return ['issues/0002.md', 'issues/0003.md'].map((file) => readFileSync(project.path(file), 'utf8'));
}
