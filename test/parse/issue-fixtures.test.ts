// Every folder of test/fixtures/parse/ is a case: one issue, under the name that it would have in issues/, and what the parser
// makes of it in expected.yaml. To rewrite the expectations and read the diff:
//   UPDATE_FIXTURES=1 npx vitest run --config test/vitest.config.ts test/parse/issue-fixtures.test.ts
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseIssue } from '../../src/parse/parse-issue.ts';
import { harbourContext } from './harbour.ts';
import { summariseIssue } from './summarise-issue.ts';

const FIXTURES = new URL('../fixtures/parse/', import.meta.url);
const cases = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const context = harbourContext();

test.each(cases)('%s', (name) => {
  const folder = new URL(`${name}/`, FIXTURES);
  const file = readdirSync(folder).find((entry) => entry.endsWith('.md')) ?? '';
  const { issue, diagnostics } = parseIssue(
    { path: `issues/${file}`, value: readFileSync(new URL(file, folder), 'utf8') },
    context,
  );
  const actual = summariseIssue(issue, diagnostics);
  const expectedFile = new URL('expected.yaml', folder);
  if (process.env['UPDATE_FIXTURES'] !== undefined) writeFileSync(expectedFile, actual);
  expect(existsSync(expectedFile), `${name}/expected.yaml; run with UPDATE_FIXTURES=1 to write it`).toBe(
    true,
  );
  expect(actual).toBe(readFileSync(expectedFile, 'utf8'));
});
