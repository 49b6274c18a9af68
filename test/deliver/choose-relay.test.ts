import { describe, expect, test } from 'vitest';
import { answered, chooseRelay, connectionsOf, leaveOut, tallyOf } from '../../src/deliver/choose-relay.ts';
import { createFakeTransport, trouble } from './fake-ports.ts';

const relays = (...weights: readonly number[]) =>
  weights.map((weight, at) =>
    tallyOf({ transport: createFakeTransport(4, undefined, `relay${at}`), weight }),
  );

describe('choosing', () => {
  test.each([
    [[1], 'aaaa'],
    [[1, 1], 'abababab'],
    [[3, 1], 'aabaaaba'],
    [[5, 1, 1], 'aabacaaaabacaa'],
  ])('with weights %j takes turns: %s', (weights, turns) => {
    const tallies = relays(...weights);
    const chosen = [...turns].map(() => {
      const tally = chooseRelay(tallies, 0);
      return tally === undefined ? '-' : 'abc'[tallies.indexOf(tally)];
    });
    expect(chosen.join('')).toBe(turns);
  });

  test('passes over one without a free connection, without tokens, or left out; and has none when none is free', () => {
    const [full, poor, out, free] = relays(9, 9, 9, 1);
    if (full === undefined || poor === undefined || out === undefined || free === undefined)
      throw new Error();
    full.open = 4;
    poor.tokens = 0.5;
    leaveOut(out, trouble('SMTP_UNREACHABLE'), 0);
    const all = [full, poor, out, free];
    expect(chooseRelay(all, 0)).toBe(free);
    free.open = 4;
    expect(chooseRelay(all, 0)).toBeUndefined();
    expect(chooseRelay(all, 2000)).toBe(out);
  });

  test('avoids the one that has just failed with this message, unless it is the only one', () => {
    const [one, other] = relays(9, 1);
    if (one === undefined || other === undefined) throw new Error();
    expect(chooseRelay([one, other], 0, one)).toBe(other);
    expect(chooseRelay([one], 0, one)).toBe(one);
  });

  test('with one left out does not let it catch up afterwards', () => {
    const tallies = relays(1, 1);
    const [one, other] = tallies;
    if (one === undefined || other === undefined) throw new Error();
    leaveOut(one, trouble('SMTP_UNREACHABLE'), 0);
    for (let turn = 0; turn < 100; turn += 1) chooseRelay(tallies, 100);
    const later = Array.from({ length: 10 }, () => chooseRelay(tallies, 5000));
    expect(later.filter((tally) => tally === one)).toHaveLength(5);
  });
});

describe('a relay that fails', () => {
  test('is left out for twice as long each time, five minutes at most', () => {
    const [tally] = relays(1);
    if (tally === undefined) throw new Error();
    const outs: number[] = [];
    let nowMs = 0;
    for (let failures = 0; failures < 10; failures += 1) {
      leaveOut(tally, trouble('SMTP_UNREACHABLE'), nowMs);
      outs.push(tally.outUntilMs - nowMs);
      nowMs = tally.outUntilMs;
    }
    expect(outs.map((ms) => ms / 1000)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect(tally.failingSinceMs).toBe(0);
  });

  test('counts once for all conversations that were open then', () => {
    const [tally] = relays(1);
    if (tally === undefined) throw new Error();
    for (let open = 0; open < 4; open += 1) leaveOut(tally, trouble('SMTP_UNREACHABLE'), open);
    expect(tally.outUntilMs).toBe(2000);
  });

  test('comes back with one connection, then two, then all', () => {
    const [tally] = relays(1);
    if (tally === undefined) throw new Error();
    leaveOut(tally, trouble('SMTP_TLS'), 0);
    expect(connectionsOf([tally], 0)).toBe(0);
    const limits = [connectionsOf([tally], 2000)];
    for (let answers = 0; answers < 3; answers += 1) {
      answered(tally, true);
      limits.push(connectionsOf([tally], 2000));
    }
    expect(limits).toEqual([1, 2, 4, 4]);
    expect(tally.lastFailure).toBeUndefined();
  });
});

test('a server that has shown to take fewer at once is given no more, and more again when it takes them', () => {
  let taken = 4;
  const { send, close, name } = createFakeTransport(4);
  const tally = tallyOf({
    transport: {
      name,
      send,
      close,
      get connections() {
        return taken;
      },
    },
    weight: 1,
  });
  const limitAfter = (most: number): number => {
    taken = most;
    answered(tally, true);
    return tally.limit;
  };
  expect([4, 1, 1, 2, 3, 4].map(limitAfter)).toEqual([4, 1, 1, 2, 3, 4]);
});
