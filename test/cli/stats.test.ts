// `stats`: counts from the real store, in the terminal and as a link.
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/cli/display-width.ts';
import { barsFor } from '../../src/cli/stats/bar-line.ts';
import { testProject } from '../support/project.ts';

test('counts what happened, and names nobody', async () => {
  const project = testProject({ 'list.csv': 'email\nana@example.org\nben@mail.example\ncleo@example.org\n' });
  const now = (): string => '2016-01-20T09:00:00.000Z';
  await project.run(['subscribers', 'import', 'list.csv', '--consent', 'asked'], { now });
  await project.run(['send', '2', '--yes']);
  await project.run(['subscribers', 'remove', 'ana@example.org']);
  const run = await project.run(['stats', '--json']);
  expect(run.json()).toMatchObject({
    standing: { confirmed: 2, unsubscribed: 1 },
    totals: { added: 3, unsubscribed: 1 },
    issues: [{ issueSlug: '0002', accepted: 3, unsubscribed: 1 }],
  });
  const text = await project.run(['stats'], { env: { LANG: 'en_GB.UTF-8' } });
  expect(run.output() + text.output()).not.toContain('@');
  expect(text.output()).toContain('█');
  for (const line of text.output().split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  const plain = await project.run(['stats'], { env: { LANG: 'C' } });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant
  expect(plain.output()).toMatch(/^[\x00-\x7f]*$/u);
});

test('of an empty list tells how to begin', async () => {
  const run = await testProject().run(['stats']);
  expect([run.exitCode, run.output()]).toEqual([0, expect.stringContaining('subscribers import')]);
});

test('a link is signed and another each time', async () => {
  const project = testProject();
  const links = [];
  for (const _ of [1, 2])
    links.push((await project.run(['stats', '--link', '--json'])).json() as { url: string; endsAt: string });
  expect(links[0]?.url).toMatch(/\/stats\/[\w-]{56}$/u);
  expect(links[0]?.url).not.toBe(links[1]?.url);
  expect(links[0]?.endsAt).toBe('2016-02-02T09:00:00.000Z');
});

test.each(['soon', '0d', '-3d', '2016-02-30'])('--since %s is refused', async (since) => {
  expect((await testProject().run(['stats', '--since', since])).exitCode).toBe(2);
});

test('a bar is as long as its number, and what is there is seen', () => {
  const blocks = barsFor({ LANG: 'ar_IQ.UTF-8' });
  expect([
    blocks(100, 100, 10),
    blocks(50, 100, 10),
    blocks(1, 1_000_000, 10),
    blocks(0, 100, 10),
    blocks(0, 0, 10),
  ]).toEqual(['██████████', '█████', '▏', '', '']);
  const plain = barsFor({ LANG: 'C' });
  expect([plain(50, 100, 10), plain(1, 1_000_000, 10), plain(0, 1, 10)]).toEqual(['#####', '#', '']);
  expect(barsFor({ LANG: 'en_GB.UTF-8', TERM: 'dumb' })(1, 1, 2)).toBe('##');
  expect(barsFor({ LC_ALL: 'C', LANG: 'en_GB.UTF-8' })(1, 1, 2)).toBe('##');
});
