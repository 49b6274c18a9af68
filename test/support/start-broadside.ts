// The program as a process of its own that does not hold up the servers of the test, which run in this one.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './run-broadside.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  /** A file of `test/support/` that is loaded before the program, without its ending. */
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startBroadside(
  argv: readonly string[],
  cwd: string,
  { preload, env = {} }: StartOptions = {},
): Promise<Ended> {
  const before = preload === undefined ? [] : ['--import', path.join(ROOT, 'test/support', `${preload}.ts`)];
  const program = spawn(process.execPath, [...before, path.join(ROOT, 'src/broadside.js'), ...argv], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], TZ: 'Pacific/Kiritimati', ...env },
  });
  const [out, complaints]: [Buffer[], Buffer[]] = [[], []];
  program.stdout.on('data', (chunk: Buffer) => void out.push(chunk));
  program.stderr.on('data', (chunk: Buffer) => void complaints.push(chunk));
  return new Promise((resolve) =>
    program.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(complaints).toString() }),
    ),
  );
}
