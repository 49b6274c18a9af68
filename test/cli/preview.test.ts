// The preview as it is started from the command line: a real port, a real page, a save that is followed, and an end.
import { expect, test } from 'vitest';
import { preview } from '../../src/cli/commands/preview.ts';
import { issueText, testProject } from '../support/project.ts';
import { testTerminal } from '../support/test-terminal.ts';

test('shows the mail as it is now, follows a save, and stops when told', async () => {
  const project = testProject();
  let stop = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const terminal = testTerminal({ cwd: project.root, interrupted });
  const running = preview({ port: '0', json: true }, terminal);
  await expect.poll(() => terminal.output()).toContain('url');
  const { url } = JSON.parse(terminal.output()) as { url: string };

  const desk = await fetch(url);
  expect(desk.status).toBe(200);
  expect(await desk.text()).toContain('Newsletter No. 2');

  project.write(
    'issues/0002.md',
    issueText(2, '2016-01-13').replace('Crane crews voted', 'Crane drivers voted'),
  );
  await expect
    .poll(async () => (await fetch(`${url}mail/0002/frame`)).text(), { timeout: 10_000 })
    .toContain('Crane drivers voted');

  project.write('issues/newsletter.yaml', 'title: [unclosed\n');
  await expect.poll(async () => (await fetch(url)).text(), { timeout: 10_000 }).toContain('newsletter.yaml');

  stop();
  expect((await running).exitCode).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test.each(['http', '70000', '-1'])('refuses the port %s', async (port) => {
  const project = testProject();
  const run = await project.run(['preview', '--port', port]);
  expect(run.exitCode).toBe(2);
});
