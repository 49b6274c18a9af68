// Every export among the fixtures through `import` itself: each of its posts becomes an issue or is named in the report, what is broken ends the
// command with 1 after everything before the break was written, and a second run changes nothing.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { testProject } from '../support/project.ts';
import type { ReadExport } from '../support/read-export.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/exports');
const NAMES = readdirSync(FIXTURES).filter((name) => !name.endsWith('.expected.json'));

interface Sums {
  readonly exports: readonly { readonly format: string }[];
  readonly isWhole: boolean;
  readonly issues: Readonly<Record<string, number>>;
  readonly same: number;
  readonly pages: number;
}

test.each(NAMES)('%s', async (name) => {
  const expected = JSON.parse(
    readFileSync(path.join(FIXTURES, `${name}.expected.json`), 'utf8'),
  ) as ReadExport;
  const project = testProject();
  for (const issue of ['0001.md', '0002.md']) rmSync(project.path(`issues/${issue}`));
  const first = await project.run(['import', path.join(FIXTURES, name), '--json']);
  const sums = first.json() as Sums;
  const isBroken = expected.notes.some(({ isEnd }) => isEnd === true);
  expect(sums.isWhole).toBe(!isBroken);
  expect(first.exitCode).toBe(isBroken ? 1 : 0);
  expect(sums.exports.map(({ format }) => format)).toEqual([expected.format]);
  const pages = expected.posts.filter(({ kind }) => kind === 'page').length;
  expect(sums).toMatchObject({ pages, same: 0, issues: { written: expected.posts.length - pages } });

  const report = readFileSync(project.path('import-report.md'), 'utf8').replaceAll('\\', '');
  for (const { kind, reason } of expected.notes)
    if (kind === 'left-out') expect(report).toContain(reason.slice(0, 30).replaceAll('\\', ''));

  const second = await project.run(['import', path.join(FIXTURES, name), '--json']);
  expect((second.json() as Sums).issues).toMatchObject({
    written: 0,
    unchanged: expected.posts.length - pages,
  });
  // Whatever the proofreader says of them, it reads all.
  expect([0, 1]).toContain((await project.run(['check'])).exitCode);
});
