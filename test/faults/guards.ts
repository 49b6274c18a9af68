// Shows that the fault tests can fail: takes one guard out of a copy of the program and runs the test that must notice.
// `node test/faults/guards.ts [NAME…]`, by hand, for all of them take a while. Prints a table; exit 1 when a test noticed nothing.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BOUNCE_GUARDS } from './bounce-guards.ts';
import { CONVERSATION_GUARDS } from './conversation-guards.ts';
import { EXPORT_GUARDS } from './export-guards.ts';
import { FETCH_GUARDS } from './fetch-guards.ts';
import { type Guard, GUARDS as SENDING_GUARDS } from './guard-list.ts';
import { LETTER_GUARDS } from './letter-guards.ts';
import { LIST_GUARDS } from './list-guards.ts';
import { PAGE_GUARDS } from './page-guards.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** A guard whose absence makes the program hang is noticed too, but not for ever. */
const TIMEOUT_MS = 300_000;
const COPIED = ['src', 'test', 'templates', 'issues', 'docs', 'package.json', 'CHANGELOG.md', 'README.md'];

interface Verdict {
  readonly isNoticed: boolean;
  readonly seconds: number;
  /** The first failure, in the test's words. */
  readonly words: string;
}

const GUARDS = [
  ...SENDING_GUARDS,
  ...CONVERSATION_GUARDS,
  ...LETTER_GUARDS,
  ...BOUNCE_GUARDS,
  ...LIST_GUARDS,
  ...PAGE_GUARDS,
  ...EXPORT_GUARDS,
  ...FETCH_GUARDS,
];
const wanted = process.argv.slice(2);
const guards = GUARDS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const unknown = wanted.filter((name) => !GUARDS.some((guard) => guard.name === name));
if (unknown.length > 0) throw new Error(`No such guard: ${unknown.join(', ')}`);

console.log('| test | guard taken out | noticed | s | what the test said |\n|---|---|---|--:|---|');
let unnoticed = 0;
for (const guard of guards) {
  const { isNoticed, seconds, words } = verdictOn(guard);
  if (!isNoticed) unnoticed += 1;
  console.log(
    `| ${guard.test} | ${guard.name}: ${guard.meaning} | ${isNoticed ? 'yes' : '**no**'} | ${seconds.toFixed(0)} | ${words.replaceAll('|', '\\|').slice(0, 160)} |`,
  );
}
process.exitCode = unnoticed > 0 ? 1 : 0;

function verdictOn(guard: Guard): Verdict {
  const copy = mkdtempSync(path.join(tmpdir(), 'broadside-guard-'));
  try {
    for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
    takeOut(copy, guard);
    return runTest(copy, guard);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function takeOut(copy: string, { name, changes }: Guard): void {
  for (const { file, text, instead } of changes) {
    const place = path.join(copy, file);
    const before = readFileSync(place, 'utf8');
    if (!before.includes(text))
      throw new Error(`${name}: ${file} does not hold ${JSON.stringify(text)} any more`);
    writeFileSync(place, before.replaceAll(text, instead));
  }
}

function runTest(copy: string, { test, only }: Guard): Verdict {
  const report = path.join(copy, 'report.json');
  const begun = performance.now();
  const run = spawnSync(
    process.execPath,
    [
      path.join(copy, 'node_modules/vitest/vitest.mjs'),
      ...['run', '--config', 'test/vitest.faults.config.ts', `test/faults/${test}`],
      ...['--reporter=json', `--outputFile=${report}`, '--bail=1'],
      ...(only === undefined ? [] : ['-t', only]),
    ],
    { cwd: copy, encoding: 'utf8', timeout: TIMEOUT_MS, killSignal: 'SIGKILL' },
  );
  const seconds = (performance.now() - begun) / 1000;
  if (run.error !== undefined) return { isNoticed: true, seconds, words: 'came to no end' };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  // A test that could not even be loaded proves nothing.
  if (numPassedTests + numFailedTests === 0)
    throw new Error(`${test} ran no test: ${run.stdout}${run.stderr}`);
  const [words = ''] = failed?.failureMessages ?? [];
  return { isNoticed: failed !== undefined, seconds, words: words.split('\n')[0] ?? '' };
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}
