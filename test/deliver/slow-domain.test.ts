// One slow domain must not slow the others by more than a tenth: whole nights on a clock that only moves when all wait, with the readers
// of a slow domain among others, compared with the same night without them.
import { describe, expect, test } from 'vitest';
import { sendIssue } from '../../src/deliver/send-issue.ts';
import {
  ACCEPTED,
  composeFake,
  createFakeBudget,
  createFakeLedger,
  createFakeTransport,
} from './fake-ports.ts';
import { createVirtualClock } from './virtual-clock.ts';

interface Night {
  readonly connections: number;
  /** How long a conversation with a usual domain and with the slow one takes. */
  readonly usualMs: number;
  readonly slowMs: number;
  readonly addresses: readonly string[];
}

const SLOW = 'slow.example';
const isSlow = (address: string) => address.endsWith(`@${SLOW}`);

/** When the last reader of another domain was reached, and when the last of all. */
async function nightOf({ connections, usualMs, slowMs, addresses }: Night) {
  const clock = createVirtualClock();
  const fake = createFakeLedger('0012', addresses);
  let othersMs = 0;
  const transport = createFakeTransport(connections, async (to) => {
    await clock.sleep(isSlow(to) ? slowMs : usualMs);
    if (!isSlow(to)) othersMs = clock.elapsedMs;
    return ACCEPTED;
  });
  await clock.run(
    sendIssue({
      exchange: fake.exchange,
      ledger: fake.ledger,
      pacing: createFakeBudget(clock),
      relays: [{ transport, weight: 1 }],
      clock,
      compose: composeFake,
      issueSlug: '0012',
      runId: 'run 1',
      expiresAt: '2026-01-14T08:00:00.000Z',
      patienceMs: 0,
    }),
  );
  expect(transport.accepted).toHaveLength(addresses.length);
  return { othersMs, allMs: clock.elapsedMs, exchanges: fake.exchanges };
}

const others = (count: number, domains: number): string[] =>
  Array.from({ length: count }, (_, n) => `reader${n}@domain${n % domains}.example`);
const slowOnes = (count: number): string[] => Array.from({ length: count }, (_, n) => `reader${n}@${SLOW}`);
/** Spread evenly among each other. */
const mixed = (some: readonly string[], more: readonly string[]): string[] =>
  [
    ...some.map((address, at) => [at / some.length, address] as const),
    ...more.map((address, at) => [at / more.length, address] as const),
  ]
    .sort(([one], [other]) => one - other)
    .map(([, address]) => address);

const some = others(6000, 40);
const few = slowOnes(600);
const ORDERS: [string, readonly string[]][] = [
  ['among the others', mixed(some, few)],
  ['before all others', [...few, ...some]],
  ['half of all', mixed(some, slowOnes(6000))],
];

describe.each([
  [20, 100, 1000],
  [10, 100, 3000],
  [10, 100, 20_000],
  [5, 50, 5000],
  [4, 50, 2000],
])(
  'with %i connections, %i ms for a usual conversation and %i ms for a slow one',
  (connections, usualMs, slowMs) => {
    test.each(ORDERS)('readers of the slow domain %s', async (_where, addresses) => {
      const night = { connections, usualMs, slowMs };
      const alone = await nightOf({ ...night, addresses: addresses.filter((address) => !isSlow(address)) });
      const together = await nightOf({ ...night, addresses });
      expect(together.othersMs / alone.othersMs).toBeLessThan(1.1);
    });
  },
);

test('when nobody else is left, the slow domain gets all connections', async () => {
  const { othersMs, allMs } = await nightOf({
    connections: 20,
    usualMs: 20,
    slowMs: 1000,
    addresses: mixed(others(2000, 20), slowOnes(400)),
  });
  // 20 at a time, a second each, and a moment for finding out.
  expect(allMs - othersMs).toBeLessThan((400 / 20) * 1000 * 1.2 + 2000);
});
