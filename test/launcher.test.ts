// The bin on a Node.js that is too old: it hands over to the one of the clone, and whoever ends the first ends the second.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { testProject } from './support/project.ts';
import { ROOT } from './support/run-broadside.ts';

/** This very Node.js, which calls itself an old one. */
const OLD = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.0.0'}})`;

function launch(argv: readonly string[], cwd: string) {
  const launcher = spawn(process.execPath, ['--import', OLD, path.join(ROOT, 'src/broadside.js'), ...argv], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const waiting: { readonly text: string; readonly done: () => void }[] = [];
  launcher.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    for (const { text, done } of waiting) if (output.includes(text)) done();
  });
  return {
    launcher,
    output: () => output,
    says: (text: string) => new Promise<void>((done) => void waiting.push({ text, done })),
    // All of its output is there only when the second process, which writes to the same pipe, has ended too.
    ended: new Promise<number | null>((resolve) => launcher.on('close', (code) => resolve(code))),
  };
}

test.each([
  [['status', '--json'], 0],
  [['status', '999'], 2],
] as const)('%j ends with exit code %i', async (argv, exitCode) => {
  expect(await launch(argv, testProject().root).ended).toBe(exitCode);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends what it started, in good order', async (signal) => {
  const preview = launch(['preview', '--port', '0'], testProject().root);
  await preview.says('Ctrl-C');
  preview.launcher.kill(signal);
  expect(await preview.ended).toBe(0);
  expect(preview.output()).toContain('Preview ended');
});
