// One slow domain must not slow the others by more than a tenth: whole nights on a clock that only moves when all wait, with the readers
// of a slow domain among others, compared with the same night without them.
import { beforeAll, describe, expect, test } from 'vitest';
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
  /** Ends when the readers of all other domains were reached. */
  readonly isCutShort?: true;
}

const SLOW = 'slow.example';
const isSlow = (address: string) => address.endsWith(`@${SLOW}`);

/** When the last reader of another domain was reached, and when the last of all. */
async function nightOf({ connections, usualMs, slowMs, addresses, isCutShort }: Night) {
  const clock = createVirtualClock();
  const fake = createFakeLedger('0012', addresses);
  const spread = unevenly();
  const stop = new AbortController();
  let left = addresses.filter((address) => !isSlow(address)).length;
  let othersMs = 0;
  const transport = createFakeTransport(connections, async (to) => {
    await clock.sleep((isSlow(to) ? slowMs : usualMs) * spread());
    if (isSlow(to)) return ACCEPTED;
    left -= 1;
    othersMs = clock.elapsedMs;
    if (left === 0 && isCutShort === true) stop.abort();
    return ACCEPTED;
  });
  await clock.run(
    sendIssue({
      exchange: fake.exchange,
      ledger: fake.ledger,
      pacing: createFakeBudget(clock),
      relays: [{ transport, weight: 1 }],
      clock,
      letter: { compose: composeFake },
      issueSlug: '0012',
      runId: 'run 1',
      expiresAt: '2026-01-14T08:00:00.000Z',
      patienceMs: 0,
      signal: stop.signal,
    }),
  );
  expect(left).toBe(0);
  if (isCutShort !== true) expect(transport.accepted).toHaveLength(addresses.length);
  return { othersMs, allMs: clock.elapsedMs, exchanges: fake.exchanges };
}

/** Between a half and one and a half, each time the same: conversations that all take the same time would end in step. */
function unevenly(): () => number {
  let last = 1;
  return () => {
    last = (last * 48271) % 2147483647;
    return 0.5 + last / 2147483647;
  };
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

const some = others(3000, 40);
const few = slowOnes(300);
const ORDERS: [string, readonly string[]][] = [
  ['among the others', mixed(some, few)],
  ['before all others', [...few, ...some]],
  ['half of all', mixed(some, slowOnes(3000))],
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
    const night = { connections, usualMs, slowMs };
    let alone: Awaited<ReturnType<typeof nightOf>>;
    beforeAll(async () => {
      alone = await nightOf({ ...night, addresses: some });
    });

    test.each(ORDERS)('readers of the slow domain %s', async (_where, addresses) => {
      const together = await nightOf({ ...night, addresses, isCutShort: true });
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
