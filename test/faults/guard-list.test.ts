// A guard whose text has changed cannot be taken out any more: that is told here at once, not when somebody next asks for the table.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/run-broadside.ts';
import { BOUNCE_GUARDS } from './bounce-guards.ts';
import { EXPORT_GUARDS } from './export-guards.ts';
import { FETCH_GUARDS } from './fetch-guards.ts';
import { GUARDS } from './guard-list.ts';
import { LETTER_GUARDS } from './letter-guards.ts';
import { LIST_GUARDS } from './list-guards.ts';
import { PAGE_GUARDS } from './page-guards.ts';

const ALL = [
  ...GUARDS,
  ...LETTER_GUARDS,
  ...BOUNCE_GUARDS,
  ...LIST_GUARDS,
  ...PAGE_GUARDS,
  ...EXPORT_GUARDS,
  ...FETCH_GUARDS,
];
const FILES = readdirSync(path.join(ROOT, 'test/faults')).filter((name) => name.endsWith('.fault.ts'));

test.each(ALL)('$name is where the list says', ({ changes, test: prefix }) => {
  expect(FILES.filter((name) => name.startsWith(prefix))).toHaveLength(1);
  for (const { file, text, instead } of changes) {
    expect(existsSync(path.join(ROOT, file)), file).toBe(true);
    expect(readFileSync(path.join(ROOT, file), 'utf8')).toContain(text);
    expect(instead).not.toBe(text);
  }
});

test('each has a name of its own, and each fault test has a guard', () => {
  const names = ALL.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(FILES.filter((file) => !ALL.some(({ test: prefix }) => file.startsWith(prefix)))).toEqual([]);
});
