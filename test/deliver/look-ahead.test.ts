// Whom a run gets letters ready for: a little ahead of its claims, never twice, and not where others take the rows.
import { describe, expect, test } from 'vitest';
import { createLookout, type Lookout } from '../../src/deliver/look-ahead.ts';
import type { Claim } from '../../src/model/ports.ts';
import type { Upcoming } from '../../src/model/sending-ports.ts';

const CONNECTIONS = 10;

function scene() {
  let nowMs = 0;
  const prepared: string[] = [];
  const lookout = createLookout({
    clock: { monotonicMs: () => nowMs },
    connections: CONNECTIONS,
    prepare: (next) => prepared.push(...next.map(({ messageId }) => messageId)),
  });
  return {
    lookout,
    prepared,
    wait: (ms: number): void => {
      nowMs += ms;
    },
  };
}

const row = (n: number): Upcoming => ({
  messageId: `m${n}`,
  subscriber: { id: `s${n}`, address: 'a@example.org' },
});
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);
const claim = (n: number): Claim => ({
  ...row(n),
  issueSlug: '0012',
  runId: 'run',
  attempt: 1,
  firstAttemptAt: '',
  domain: '',
});

/** A run alone: it is given five after five in their turn, and whoever comes next is named when it asks. */
function sendAll(lookout: Lookout, rows: number): number {
  let asked = 0;
  for (let from = 0; from < rows; from += 5) {
    const wanted = lookout.wanted();
    if (wanted > 0) asked += 1;
    const upcoming =
      wanted > 0 ? { upcoming: range(from + 5, Math.min(rows, from + 5 + wanted)).map(row) } : {};
    lookout.saw({ claims: range(from, from + 5).map(claim), ...upcoming });
  }
  return asked;
}

test('everyone but the first is made ready, once, in turn, and asking is seldom', () => {
  const { lookout, prepared } = scene();
  const asked = sendAll(lookout, 1000);
  expect(prepared).toEqual(range(5, 1000).map((n) => `m${n}`));
  expect(asked).toBeLessThan(60);
});

test('not many are made ready that nobody has claimed yet', () => {
  const { lookout, prepared } = scene();
  lookout.saw({ claims: [claim(0)], upcoming: range(1, 61).map(row) });
  expect(prepared).toHaveLength(2 * CONNECTIONS);
  lookout.saw({ claims: range(1, 6).map(claim) });
  expect(prepared).toHaveLength(2 * CONNECTIONS + 5);
});

describe('where others take the rows', () => {
  test('it stops, and tries again after a while', () => {
    const { lookout, prepared, wait } = scene();
    for (let from = 0; from < 400; from += 5) {
      const upcoming = lookout.wanted() > 0 ? { upcoming: range(1000 + from, 1060 + from).map(row) } : {};
      lookout.saw({ claims: range(from, from + 5).map(claim), ...upcoming });
    }
    const before = prepared.length;
    expect(before).toBeLessThan(150);
    expect(lookout.wanted()).toBe(0);
    wait(30_000);
    expect(lookout.wanted()).toBeGreaterThan(0);
  });

  test('what is not named any more is not counted among those that are ready', () => {
    const { lookout, prepared } = scene();
    lookout.saw({ claims: [claim(0)], upcoming: range(1, 61).map(row) });
    lookout.saw({ claims: [], upcoming: range(40, 100).map(row) });
    expect(prepared.slice(20)).toEqual(range(40, 60).map((n) => `m${n}`));
  });
});

test('nothing is asked for by a run that has nothing to make ready', () => {
  const lookout = createLookout({ clock: { monotonicMs: () => 0 }, connections: 10, prepare: undefined });
  expect(lookout.wanted()).toBe(0);
  lookout.saw({ claims: [claim(0)], upcoming: [row(1)] });
});
