// The published package: packed, installed in an empty folder, and run there by Node.js 24 and 26, as a stranger would.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/run-broadside.ts';

const scratch = mkdtempSync(path.join(tmpdir(), 'broadside-package-'));
const NODES = ['24', '26'];

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

let tarball = '';
beforeAll(() => {
  npm(['pack', '--pack-destination', scratch], ROOT);
  const name = readdirSync(scratch).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm pack made nothing');
  tarball = path.join(scratch, name);
});

describe.each(NODES)('on Node.js %s', (version) => {
  const home = path.join(scratch, `node-${version}`);
  const project = path.join(home, 'paper');
  let node = '';

  function broadside(...argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const bin = path.join(home, 'node_modules/broadside/src/broadside.js');
    return spawnSync(node, [bin, ...argv], {
      cwd: existsSync(project) ? project : home,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin', HOME: home },
    });
  }

  beforeAll(() => {
    mkdirSync(home);
    writeFileSync(
      path.join(home, 'package.json'),
      JSON.stringify({ private: true, allowScripts: { node: true } }),
    );
    npm(['install', tarball, `node@${version}`], home);
    node = path.join(home, 'node_modules/node/bin/node');
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(
      new RegExp(`^v${version}\\.`, 'u'),
    );
  });

  test('holds no TypeScript and no test', () => {
    const files = readdirSync(path.join(home, 'node_modules/broadside'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(files.filter((file) => file.endsWith('.ts') || /(?:^|\/)test\/|\.test\./u.test(file))).toEqual([]);
  });

  test.each([
    ['init', ['init', 'paper'], /issues\/newsletter\.yaml/u],
    ['check', ['check'], /Nothing to mend/u],
    ['build', ['build'], /out\/site\/index\.html/u],
    ['publish --demo', ['publish', '--demo'], /outbox/u],
  ] as const)('%s', (_, argv, expected) => {
    const { status, stdout, stderr } = broadside(...argv);
    expect(stderr).toBe('');
    expect(stdout).toMatch(expected);
    expect(status).toBe(0);
  });
});
