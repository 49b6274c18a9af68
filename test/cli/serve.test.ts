// `serve`: figures and health over HTTP, of the database that the settings name, until it is told to end.
import { describe, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { testProject } from '../support/project.ts';
import { testTerminal } from '../support/test-terminal.ts';

async function serving(argv: readonly string[]) {
  const project = testProject();
  await project.run(['subscribers', 'add', 'ana@example.org']);
  await project.run(['send', '2', '--yes']);
  const ended = Promise.withResolvers<void>();
  const terminal = testTerminal({ cwd: project.root, interrupted: ended.promise });
  const running = runProgram(['serve', '--metrics', '127.0.0.1:0', ...argv], terminal);
  await expect.poll(() => terminal.output()).toContain('metrics');
  return { terminal, running, stop: () => ended.resolve() };
}

describe('serve', () => {
  test('tells the ledger’s figures until it is stopped, and names no reader', async () => {
    const { terminal, running, stop } = await serving(['--json']);
    const { metrics } = JSON.parse(terminal.output()) as { metrics: string };
    const text = await (await fetch(metrics)).text();
    expect(text).toContain('broadside_deliveries{issue="0002",state="accepted"} 1');
    expect(text).toContain('broadside_subscribers{status="confirmed"} 1');
    expect(text).not.toContain('ana@');
    expect((await fetch(new URL('healthz', metrics))).status).toBe(200);
    stop();
    expect(await running).toBe(0);
    await expect(fetch(metrics)).rejects.toThrow();
  });

  test('shows a person where to look', async () => {
    const { terminal, running, stop } = await serving([]);
    expect(terminal.output()).toMatch(/^Serving {2}http:\/\/127\.0\.0\.1:\d+\/metrics$/mu);
    stop();
    expect(await running).toBe(0);
  });

  test.each(['9464', 'example.org', '127.0.0.1:99999', ''])('refuses the address "%s"', async (address) => {
    const run = await testProject().run(['serve', '--metrics', address]);
    expect(run.exitCode).toBe(2);
    expect(run.complaints()).toContain('expected one like 127.0.0.1:9464');
  });
});
