import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchProject } from '../../src/files/watch-project.ts';
import { fill, scratchFolder } from './scratch.ts';

test('changes of issues and templates are told, others are not, and never two at once', async () => {
  const root = await scratchFolder({
    'issues/0001.md': 'a',
    'issues/0002.md': 'b',
    'out/site/index.html': 'x',
  });
  const seen = new Set<string>();
  let running = 0;
  let mostRunning = 0;
  let told = Promise.withResolvers<void>();
  const watch = await watchProject(root, async (paths) => {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    for (const path of paths) seen.add(path);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    told.resolve();
  });
  onTestFinished(() => watch.close());
  const waitFor = async (path: string): Promise<void> => {
    while (!seen.has(path)) {
      await told.promise;
      told = Promise.withResolvers();
    }
  };

  await fill(root, { 'out/site/index.html': 'y', 'issues/.0001.md.swp': 'x', 'issues/0001.md': 'changed' });
  await waitFor('issues/0001.md');
  await rm(join(root, 'issues/0002.md'));
  await waitFor('issues/0002.md');
  await fill(root, { 'templates/site/home.hbs': 'new', 'issues/images/a.svg': '<svg/>' });
  await waitFor('templates/site/home.hbs');
  await waitFor('issues/images/a.svg');
  expect([...seen].sort()).toEqual([
    'issues/0001.md',
    'issues/0002.md',
    'issues/images/a.svg',
    'templates/site/home.hbs',
  ]);
  expect(mostRunning).toBe(1);
});

test('after closing nothing is told any more', async () => {
  const root = await scratchFolder({ 'issues/0001.md': 'a' });
  let calls = 0;
  const watch = await watchProject(root, () => {
    calls += 1;
  });
  await fill(root, { 'issues/0001.md': 'b' });
  await watch.close();
  expect(calls).toBe(0);
});
