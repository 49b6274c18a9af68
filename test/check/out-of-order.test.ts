import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outOfOrder } from '../../src/check/dates/out-of-order.ts';

test.each([
  { keys: '', wrong: [] },
  { keys: 'a', wrong: [] },
  { keys: 'aabbc', wrong: [] },
  { keys: 'abdce', wrong: [2] },
  { keys: 'zabc', wrong: [0] },
  { keys: 'bcda', wrong: [3] },
  { keys: 'abcxd', wrong: [3] },
])('$keys', ({ keys, wrong }) => {
  expect(outOfOrder([...keys], 'rising')).toEqual(wrong);
  const mirrored = outOfOrder([...keys].toReversed(), 'falling').map((index) => keys.length - 1 - index);
  expect(mirrored).toHaveLength(wrong.length);
});

test('what is left is in order, and no more is taken than has to be', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 9 }), (keys) => {
      const wrong = outOfOrder(keys, 'rising');
      const left = keys.filter((_, index) => !wrong.includes(index));
      expect(left).toEqual(left.toSorted());
      expect(wrong.length).toBe(fewest(keys));
    }),
  );
});

/** By trying every choice. */
function fewest(keys: readonly string[]): number {
  const choices = Array.from({ length: 2 ** keys.length }, (_, choice) =>
    keys.filter((_, index) => (choice & (1 << index)) === 0),
  );
  const ordered = choices.filter((left) =>
    left.every((key, index) => index === 0 || (left[index - 1] ?? '') <= key),
  );
  return keys.length - Math.max(...ordered.map(({ length }) => length));
}
