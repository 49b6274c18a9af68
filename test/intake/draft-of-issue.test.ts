// What was read of an issue is written and read again: it is the same issue. On every issue that is shipped, on every fixture that is one,
// and on texts that nobody planned (many more of them in test/slow/round-trip.slow.ts).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileSettings } from '../../src/compile-settings.ts';
import { readProject } from '../../src/files/read-project.ts';
import { anyIssue, HEAD } from '../support/any-issue.ts';
import { roundTrip } from '../support/round-trip.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FIXTURES = path.join(ROOT, 'test/fixtures');

const project = await readProject(ROOT);
const { settings } = compileSettings(project);
if (settings === undefined) throw new Error('The shipped settings cannot be read');

const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map((name) => ({ name, value: readFileSync(path.join(FIXTURES, name), 'utf8') }))
  .filter(({ value }) => /^(?:<!--.*-->\s*)?---\r?\n/u.test(value))
  .map(({ name, value }) => {
    const base = path.basename(name);
    return { name, path: `issues/${/^\d/u.test(base) ? base : '0012.md'}`, value };
  });

describe('shipped issues', () => {
  test.each(project.issues)('$path', (file) => {
    const { isBroken, first, second } = roundTrip(file, settings);
    expect(isBroken).toBe(false);
    expect(second).toEqual(first);
  });

  test('what is written of one is written of it again', () => {
    for (const file of project.issues) {
      const { text } = roundTrip(file, settings);
      expect(roundTrip({ ...file, value: text }, settings).text).toBe(text);
    }
  });
});

describe('fixtures', () => {
  const read = fixtures.map((file) => ({ ...file, ...roundTrip(file, settings) }));

  test('are many, and few of them are too broken to be compared', () => {
    expect(read.length).toBeGreaterThan(200);
    expect(read.filter(({ isBroken }) => isBroken).length).toBeLessThan(12);
  });

  test.each(read.filter(({ isBroken }) => !isBroken))('$name', ({ first, second }) => {
    expect(second).toEqual(first);
  });
});

test('texts that nobody planned', () => {
  fc.assert(
    fc.property(anyIssue, (body) => {
      const { isBroken, first, second } = roundTrip({ path: 'issues/0012.md', value: HEAD + body }, settings);
      fc.pre(!isBroken);
      expect(second).toEqual(first);
    }),
    { numRuns: 150, seed: 7 },
  );
});

test('silences stand above the lines that they speak of', () => {
  const value = `${HEAD}
## Ports

<!-- on purpose: link-missing (no page of its own) -->

### The hall is open

Reuters report (2 January): It is. <!-- on purpose: source-unknown (a test) -->

<!-- on purpose: text-end (a poem) -->

> Nobody had the keys
`;
  const { text } = roundTrip({ path: 'issues/0012.md', value }, settings);
  expect(text).toContain('<!-- on purpose: link-missing (no page of its own) -->\n\n### The hall is open');
  expect(text).toContain(
    '<!-- on purpose: source-unknown (a test) -->\n\nReuters report (2 January): It is.',
  );
  expect(text).toContain('<!-- on purpose: text-end (a poem) -->\n\n> Nobody had the keys');
});
