// What PostgreSQL broke off is run again, a few times; whatever else fails is told at once.
import { expect, test } from 'vitest';
import { retried } from '../../src/store/retried.ts';

test.each([
  ['40P01', 3, 3],
  ['40001', 5, 5],
  ['40P01', 99, 5],
  ['55P03', 99, 1],
  ['57P01', 99, 1],
])('%s, %i times: tried %i times', async (code, failing, tries) => {
  let asked = 0;
  const work = async (): Promise<string> => {
    asked += 1;
    if (asked < failing) throw Object.assign(new Error('broken off'), { code });
    return 'done';
  };
  const done = await retried(work).catch((error: { code?: string }) => error.code);
  expect(done).toBe(failing <= tries ? 'done' : code);
  expect(asked).toBe(tries);
});
