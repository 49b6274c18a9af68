// A project goes in that was built before; it is built once more where it stands, and a copy of it from nothing: both must say the same
// and leave the same bytes. What was remembered may never show.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import type { TestProject } from './project.ts';
import { testTerminal } from './test-terminal.ts';

export async function buildBothWays(project: TestProject, step: string): Promise<void> {
  const warm = await project.run(['build', '--json']);
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-cold-'));
  try {
    cpSync(project.root, root, {
      recursive: true,
      filter: (file) => path.relative(project.root, file) !== 'out',
    });
    const terminal = testTerminal({ cwd: root });
    const exitCode = await runProgram(['build', '--json'], terminal);
    expect(warm.exitCode, `${step}: exit code`).toBe(exitCode);
    expect(told(warm.output(), project.root), `${step}: what is said`).toEqual(told(terminal.output(), root));
    if (exitCode === 0) expect(filesIn(project.root), step).toEqual(filesIn(root));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Without how many files had to be written: there the two differ. */
function told(output: string, root: string): object {
  const { written, unchanged, removed, ...rest } = JSON.parse(output.replaceAll(root, '')) as Record<
    string,
    unknown
  >;
  return rest;
}

/** Everything below out/ but what is remembered there. */
function filesIn(root: string): ReadonlyMap<string, string> {
  const out = path.join(root, 'out');
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => name.split(path.sep)[0] !== 'cache' && statSync(path.join(out, name)).isFile());
  return new Map(names.map((name) => [name, readFileSync(path.join(out, name), 'latin1')]));
}
