// The newsletters of docs/dialects/ become house issues: the same stories under the same ids, old addresses led on, nothing written twice.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openProject } from '../../src/cli/open-project.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { Issue } from '../../src/model/issue.ts';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { ROOT } from '../support/run-broadside.ts';
import { testTerminal } from '../support/test-terminal.ts';

const EXAMPLES = path.join(ROOT, 'docs/dialects');

async function run(cwd: string, ...argv: readonly string[]) {
  const terminal = testTerminal({ cwd });
  const exitCode = await runProgram(argv, terminal);
  return { exitCode, output: terminal.output() + terminal.complaints() };
}

/** A newsletter in the house format with the settings of an example, and no issue. */
function houseOf(dialect: string): string {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-'));
  mkdirSync(path.join(root, 'issues'));
  const settings = readFileSync(path.join(EXAMPLES, dialect, 'issues/newsletter.yaml'), 'utf8');
  writeFileSync(path.join(root, 'issues/newsletter.yaml'), settings.replace(/^dialect: .*$/mu, ''));
  return root;
}

async function issuesOf(root: string): Promise<readonly Issue[]> {
  const { files, settings } = await openProject(testTerminal({ cwd: root }));
  return files.issues.map((file) => parseIssue(file, settings).issue);
}

const idsOf = (issues: readonly Issue[]) =>
  issues.map(({ sections }) => sections.flatMap(({ entries }) => entries.map(({ id }) => id)));

describe.each(['bullets', 'lines', 'bold-lead'])('%s', (dialect) => {
  const root = houseOf(dialect);
  const source = path.join(EXAMPLES, dialect, 'issues');

  test('a dry run writes nothing', async () => {
    expect((await run(root, 'import', '--dialect', dialect, source, '--dry-run')).exitCode).toBe(0);
    expect(readdirSync(path.join(root, 'issues'))).toEqual(['newsletter.yaml']);
  });

  test('every story keeps its id, every issue its title and day, every old address leads to the new one', async () => {
    expect((await run(root, 'import', '--dialect', dialect, source)).exitCode).toBe(0);
    const [before, after] = [await issuesOf(path.dirname(source)), await issuesOf(root)];
    expect(idsOf(after)).toEqual(idsOf(before));
    const facts = ({ number, date, title, subject, tags }: Issue) => ({ number, date, title, subject, tags });
    expect(after.map(facts)).toEqual(before.map(facts));
    const redirects = readFileSync(path.join(root, 'issues/redirects.yaml'), 'utf8');
    for (const [nth, { slug }] of before.entries())
      expect(redirects).toContain(`"issues/${slug}.html": "issues/${after[nth]?.slug}.html"`);
  });

  test('a second time nothing is written', async () => {
    const text = readFileSync(path.join(root, 'issues/redirects.yaml'), 'utf8');
    const again = await run(root, 'import', '--dialect', dialect, source, '--json');
    expect(JSON.parse(again.output)).toMatchObject({ issues: { written: 0, unchanged: 3 }, redirects: 0 });
    expect(readFileSync(path.join(root, 'issues/redirects.yaml'), 'utf8')).toBe(text);
  });
});

test('what reads otherwise in the house format is told, and comments that are left out', async () => {
  const root = houseOf('bullets');
  const file = path.join(root, 'issue-5.md');
  writeFileSync(
    file,
    'Date: 2026-03-03\n\n<!-- for me -->\n\n## Ports\n\n* [Cranes stop](https://a.example/) – Team reports: they do.\n',
  );
  expect((await run(root, 'import', '--dialect', 'bullets', 'issue-5.md')).exitCode).toBe(0);
  const report = readFileSync(path.join(root, 'import-report.md'), 'utf8');
  expect(report).toContain('The beginning of a text reads as its source.');
  expect(report).toContain('Comments of the editor were left out');
});

test('a newsletter that is read in a dialect, a dialect that there is not, and no issues are refused', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-'));
  cpSync(path.join(EXAMPLES, 'lines'), root, { recursive: true });
  const source = path.join(EXAMPLES, 'bullets/issues');
  expect(await run(root, 'import', '--dialect', 'bullets', source)).toMatchObject({ exitCode: 2 });
  const house = houseOf('lines');
  const unknown = await run(house, 'import', '--dialect', 'balls', source);
  expect(unknown.exitCode).toBe(2);
  expect(unknown.output).toContain('expected bullets, lines, bold-lead');
  expect(await run(house, 'import', '--dialect', 'bullets', house)).toMatchObject({ exitCode: 2 });
  expect(existsSync(path.join(house, 'import-report.md'))).toBe(false);
});
