// Every kind of slip planted in fifty different issues (ten in CI): at least 98 of 100 are seen on their line, and 9 of 10 of each kind. What is
// mended by itself is mended at once: a second run finds nothing more to do.
import { afterAll, describe, expect, test } from 'vitest';
import { measureRecall, mendedTwice, type Recall, SLIPS, shareOf } from '../support/plant-slips.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

const TIMES = IS_WHOLE ? 50 : 10;
const recalls: Recall[] = [];

describe(`planted ${TIMES} times`, () => {
  test.each(SLIPS)('$name: $rules', (slip) => {
    const recall = measureRecall(slip, TIMES);
    recalls.push(recall);
    expect(recall.found >= TIMES * 0.9 ? [] : recall.missed).toEqual([]);
  });
});

describe('mended', () => {
  test.each(SLIPS)('$name: $rules', (slip) => {
    for (const nth of [1, 2]) {
      const [once, twice] = mendedTwice(slip, nth);
      expect(twice).toBe(once);
    }
  });
});

test('at least 98 of 100 are seen on their line', () => {
  expect(shareOf(recalls)).toBeGreaterThanOrEqual(0.98);
});

afterAll(() => {
  const rows = recalls.map(
    ({ slip, found, planted }) => `${String(found).padStart(5)} of ${planted}  ${slip}`,
  );
  const short = recalls.flatMap(({ slip, missed }) => missed.slice(0, 3).map((one) => `${slip}: ${one}`));
  console.log([...rows, `${(100 * shareOf(recalls)).toFixed(2)} %`, ...short].join('\n'));
});
