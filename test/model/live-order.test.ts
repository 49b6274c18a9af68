// "Newest first" means the same however a section was written.
import { expect, test } from 'vitest';
import type { LiveEntry } from '../../src/model/entry.ts';
import { inLiveOrder, type LiveOrder, runsBackwards } from '../../src/model/live-order.ts';

const entries = (written: string): readonly LiveEntry[] =>
  written.split(' | ').map((moment) => {
    const [localDate, localTime] = moment === '-' ? [] : moment.split(' ');
    return { kind: 'live', id: moment, localDate, localTime } as LiveEntry;
  });

const RISING = '06-17 | 06-30 20:36 | 07-01 | 07-02 08:14 | 07-02 | 07-02 12:03';
const FALLING = '07-02 12:03 | 07-02 | 07-02 08:14 | 07-01 | 06-30 20:36 | 06-17';

test.each<[string, LiveOrder | undefined, string]>([
  [RISING, undefined, RISING],
  [FALLING, undefined, FALLING],
  [RISING, 'newest-last', RISING],
  [RISING, 'newest-first', FALLING],
  [FALLING, 'newest-first', FALLING],
  [FALLING, 'newest-last', RISING],
  ['07-01 10:00 | 07-01 09:00 | 07-01 11:00', 'newest-last', '07-01 09:00 | 07-01 10:00 | 07-01 11:00'],
  ['07-01 10:00 | - | 07-01 09:00', 'newest-last', '07-01 09:00 | - | 07-01 10:00'],
  ['07-01 09:00 | - | 07-01 10:00', 'newest-first', '07-01 10:00 | - | 07-01 09:00'],
  ['- | -', 'newest-first', '- | -'],
])('%s, %s', (written, order, expected) => {
  expect(
    inLiveOrder(entries(written), order)
      .map(({ id }) => id)
      .join(' | '),
  ).toBe(expected);
});

test('knows which way a section runs', () => {
  expect([RISING, FALLING, '-', '07-01 09:00'].map((written) => runsBackwards(entries(written)))).toEqual([
    false,
    true,
    false,
    false,
  ]);
});
