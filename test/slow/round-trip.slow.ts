// Texts that nobody planned, by the thousand: read, written and read again they are the same issue.
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSettings } from '../../src/compile-settings.ts';
import { readProject } from '../../src/files/read-project.ts';
import { anyIssue, HEAD } from '../support/any-issue.ts';
import { roundTrip } from '../support/round-trip.ts';

const { settings } = compileSettings(await readProject(path.resolve(import.meta.dirname, '../..')));
if (settings === undefined) throw new Error('The shipped settings cannot be read');

test('issue → Markdown → issue', () => {
  let compared = 0;
  fc.assert(
    fc.property(anyIssue, (body) => {
      const { isBroken, first, second } = roundTrip({ path: 'issues/0012.md', value: HEAD + body }, settings);
      fc.pre(!isBroken);
      expect(second).toEqual(first);
      compared += 1;
    }),
    { numRuns: 3000, seed: 11 },
  );
  expect(compared).toBeGreaterThanOrEqual(3000);
}, 60_000);
