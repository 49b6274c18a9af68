import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { watchProject } from '../../src/files/watch-project.ts';
import { fill, scratchFolder } from './scratch.ts';

test('changes of issues and templates are told, others are not', async () => {
  const root = await scratchFolder({
    'issues/0001.md': 'a',
    'issues/0002.md': 'b',
    'out/site/index.html': 'x',
  });
  const seen = new Set<string>();
  let told = Promise.withResolvers<void>();
  const watch = await watchProject(root, (paths) => {
    for (const path of paths) seen.add(path);
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
});

test('what changes during a call waits for the next one', async () => {
  const root = await scratchFolder({ 'issues/0001.md': 'a' });
  const calls: string[][] = [];
  let running = 0;
  const overlaps: number[] = [];
  const second = Promise.withResolvers<void>();
  const watch = await watchProject(root, async (paths) => {
    running += 1;
    overlaps.push(running);
    calls.push([...paths]);
    if (calls.length === 1) {
      await fill(root, { 'issues/0002.md': 'while the first is worked on' });
      // Long enough for the change to be noticed and, were it not held back, told.
      await new Promise((resolve) => setTimeout(resolve, 500));
    } else {
      second.resolve();
    }
    running -= 1;
  });
  onTestFinished(() => watch.close());
  await fill(root, { 'issues/0001.md': 'b' });
  await second.promise;
  expect(calls[1]).toContain('issues/0002.md');
  expect(overlaps.every((count) => count === 1)).toBe(true);
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
