// Whatever stands in an issue, checking it ends, and what it says has a place inside the file.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DESCRIPTIONS } from '../../src/check/rules.ts';
import { diagnosticsOf, filesOf, fixed, readRuleCases } from './rule-cases.ts';

/** All fixtures, torn into pieces at the ends of lines and words. */
const SHREDS = DESCRIPTIONS.filter(({ stage }) => stage !== 'reading').flatMap(({ id }) =>
  readRuleCases(id).flatMap(
    ({ text }) => filesOf(text.replace(/\(\d+ bytes of text\)/u, ''))[0]?.value.split(/(?<=[\n ])/u) ?? [],
  ),
);

const anyText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...SHREDS) },
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    {
      maxLength: 120,
    },
  )
  .map((shreds) => shreds.join(''));

test('any text is checked to the end', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom('---\nnumber: 12\ndate: 2026-01-09\n---\n\n', ''), (body, head) => {
      const value = head + body;
      for (const { place, fix, reason } of diagnosticsOf([{ path: 'issues/0012.md', value }])) {
        expect(reason).toMatch(/^Unexpected /u);
        const [start, end] = [place?.start.offset ?? 0, place?.end.offset ?? 0];
        expect(start <= end && end <= value.length).toBe(true);
        for (const edit of fix?.edits ?? [])
          expect(edit.start <= edit.end && edit.end <= value.length).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test('mending any text twice is the same as once', () => {
  fc.assert(
    fc.property(anyText, (body) => {
      const once = fixed([
        { path: 'issues/0012.md', value: `---\nnumber: 12\ndate: 2026-01-09\n---\n\n${body}` },
      ]);
      expect(fixed(once)).toEqual(once);
    }),
    { numRuns: 40 },
  );
});
