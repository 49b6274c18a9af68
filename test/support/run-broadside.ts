// The program as its users start it: a process of its own, in a folder of its own.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `broadside ARGV` in `cwd`. The environment is clean of settings but for `env`; `input` is piped into it. */
export function runBroadside(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  input?: string,
): Run {
  const run = spawnSync(process.execPath, [path.join(ROOT, 'src/broadside.js'), ...argv], {
    cwd,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      TZ: 'Pacific/Kiritimati',
      ...env,
    },
  });
  return { exitCode: run.status, stdout: run.stdout, stderr: run.stderr };
}

/** A throwaway copy of the shipped newsletter: `issues/` alone, so that the built-in templates serve. */
export function copyOfShippedNewsletter(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'broadside-'));
  cpSync(path.join(ROOT, 'issues'), path.join(dir, 'issues'), { recursive: true });
  return dir;
}
