// `explain`: the manual at the terminal, from the package itself and without any project.
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { DESCRIPTIONS, FAMILIES, RULES } from '../../src/check/rules.ts';
import { runProgram } from '../../src/cli/program.ts';
import { testTerminal } from '../support/test-terminal.ts';

async function explained(...argv: readonly string[]) {
  const terminal = testTerminal({ cwd: tmpdir() });
  const exitCode = await runProgram(['explain', ...argv], terminal);
  return { exitCode, output: terminal.output(), complaints: terminal.complaints() };
}

test('shows a rule with its examples, how to silence it, and where the manual is', async () => {
  const { exitCode, output } = await explained('source-variant');
  expect(exitCode).toBe(0);
  expect(output).toMatch(
    /^source-variant {2}warning\nA source is written as sources\.yaml writes it\.\n\nRight:\n/u,
  );
  expect(output).toContain('\nWrong:\n    ---\n    number: 12\n');
  expect(output).toContain('\nWhat is said of it:\n    issues/0012.md:8:1  warning  source-variant\n');
  expect(output).toContain('\nWhat check --fix makes of it:\n');
  expect(output).toContain('<!-- on purpose: source-variant (the reason) -->');
  expect(output).toContain('    rules:\n      source-variant: off\n');
  expect(output).toContain('docs/rules.md#source-variant');
});

test('shows a heading inside an example as part of it', async () => {
  const { output } = await explained('source-missing');
  expect(output).toMatch(/^ {4}## Live/mu);
  expect(output).toContain('When it is on purpose');
});

test('knows rules of the reading, which have no examples', async () => {
  const { exitCode, output } = await explained('raw-html');
  expect(exitCode).toBe(0);
  expect(output).not.toContain('Right:');
});

test('lists every rule once, by family', async () => {
  const { output } = await explained();
  const ids = [...output.matchAll(/^ {2}(?:error|warning) +([a-z-]+) /gmu)].map(([, id]) => id);
  expect(ids.toSorted()).toEqual(DESCRIPTIONS.map(({ id }) => id).toSorted());
  for (const { name, rules } of FAMILIES) expect(output.includes(`${name}\n`)).toBe(rules.length > 0);
  expect(output).toContain(`${DESCRIPTIONS.length} rules.`);
});

test('gives the same as JSON', async () => {
  const one = JSON.parse((await explained('SOURCE-variant', '--json')).output);
  expect(one).toMatchObject({ id: 'source-variant', severity: 'warning', stage: 'issue' });
  expect(one.examples.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['right', 'wrong', 'message', 'mended']),
  );
  expect(one.manual).toMatch(/^file:.*docs\/rules\.md#source-variant$/u);
  const all = JSON.parse((await explained('--json')).output);
  expect(all.families.flatMap(({ rules }: { rules: unknown[] }) => rules)).toHaveLength(DESCRIPTIONS.length);
});

test.each([
  ['sorce-variant', 'did you mean source-variant'],
  ['link-dupicate', 'did you mean link-duplicate'],
  ['xyzzy', '`broadside explain` lists them all'],
])('suggests for %s: %s', async (name, words) => {
  const { exitCode, complaints } = await explained(name);
  expect(exitCode).toBe(2);
  expect(complaints).toContain(words);
});

test('every rule belongs to one family', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});
