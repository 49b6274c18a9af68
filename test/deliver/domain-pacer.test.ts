// How a domain is paced, step by step: a table of what happens and what may be begun after it.
import { describe, expect, test } from 'vitest';
import { createDomainPacer, type DomainPacer, type DomainVerdict } from '../../src/deliver/domain-pacer.ts';

const DOMAIN = 'example.org';

/** One conversation from beginning to end. */
function converse(pacer: DomainPacer, verdict: DomainVerdict, atMs: number, tookMs = 10, domain = DOMAIN) {
  pacer.take(domain);
  pacer.began(domain, atMs);
  const change = pacer.ended(domain, atMs, atMs + tookMs, verdict);
  pacer.drop(domain, atMs + tookMs);
  return change;
}

/** How many conversations may be opened at a moment. Each takes as long as those before did, and says nothing new. */
function roomFor(pacer: DomainPacer, atMs: number, domain = DOMAIN, tookMs = 10): number {
  let open = 0;
  for (; open < 1000 && pacer.leave(domain, atMs) === 'yes'; open += 1) {
    pacer.take(domain);
    pacer.began(domain, atMs);
  }
  for (let one = 0; one < open; one += 1) {
    pacer.ended(domain, atMs, atMs + tookMs, 'neutral');
    pacer.drop(domain, atMs + tookMs);
  }
  return open;
}

describe('slow start', () => {
  test.each([
    [[], 1],
    [['accepted'], 2],
    [['accepted', 'accepted', 'accepted'], 4],
    [Array<DomainVerdict>(50).fill('accepted'), 20],
    [['neutral', 'neutral'], 1],
    [['accepted', 'accepted', 'accepted', 'refused'], 2],
    [['accepted', 'accepted', 'accepted', 'refused', 'refused'], 1],
    [['accepted', 'refused', 'accepted'], 2],
  ] satisfies [DomainVerdict[], number][])('after %j there is room for %i', (verdicts, room) => {
    const pacer = createDomainPacer(20);
    verdicts.forEach((verdict, at) => void converse(pacer, verdict, at * 100));
    expect(roomFor(pacer, 10_000)).toBe(room);
  });

  test('of one domain is no business of another', () => {
    const pacer = createDomainPacer(20);
    for (let at = 0; at < 3; at += 1) converse(pacer, 'refused', at);
    expect(pacer.leave(DOMAIN, 100)).toBe('no');
    expect(roomFor(pacer, 100, 'other.example')).toBe(1);
  });
});

describe('a burst of refusals', () => {
  test('rests the domain; each answer after a rest rests it for twice as long, up to ten minutes', () => {
    const pacer = createDomainPacer(20);
    const rests: number[] = [];
    let nowMs = 0;
    for (let tries = 0; tries < 12; tries += 1) {
      const change = converse(pacer, 'refused', nowMs, 0);
      nowMs += 1;
      if (change?.kind !== 'rest') continue;
      rests.push(change.ms);
      expect(change).toMatchObject({ domain: DOMAIN, concurrency: 1 });
      expect(pacer.leave(DOMAIN, nowMs + change.ms - 2)).toBe('no');
      expect(pacer.restMs(DOMAIN, nowMs)).toBe(change.ms - 1);
      expect(pacer.except(nowMs)).toEqual([DOMAIN]);
      expect(pacer.resting(nowMs)).toEqual([{ domain: DOMAIN, restMs: change.ms - 1 }]);
      nowMs += change.ms;
      expect(roomFor(pacer, nowMs)).toBe(1);
      expect(pacer.except(nowMs)).toEqual([]);
    }
    expect(rests.map((ms) => ms / 1000)).toEqual([15, 30, 60, 120, 240, 480, 600, 600, 600, 600]);
  });

  test('is two refusals or ones with an acceptance between them no more', () => {
    const pacer = createDomainPacer(20);
    const verdicts: DomainVerdict[] = [
      'refused',
      'refused',
      'accepted',
      'refused',
      'neutral',
      'refused',
      'accepted',
    ];
    expect(verdicts.map((verdict, at) => converse(pacer, verdict, at))).toEqual(
      verdicts.map(() => undefined),
    );
  });

  test('counts nothing that was begun before the rest and answered in it', () => {
    const pacer = createDomainPacer(20);
    for (let at = 0; at < 6; at += 1) converse(pacer, 'accepted', at);
    for (let open = 0; open < 6; open += 1) pacer.began(DOMAIN, 100);
    const changes = Array.from({ length: 6 }, () => pacer.ended(DOMAIN, 100, 200, 'refused'));
    expect(changes.filter((change) => change !== undefined)).toHaveLength(1);
  });

  test('is over after five acceptances, and begins anew with a short rest', () => {
    const pacer = createDomainPacer(20);
    for (let at = 0; at < 3; at += 1) converse(pacer, 'refused', at);
    const changes = Array.from({ length: 6 }, (_, at) => converse(pacer, 'accepted', 20_000 + at));
    expect(changes[4]).toEqual({ kind: 'recover', domain: DOMAIN });
    expect(changes.filter((change) => change !== undefined)).toHaveLength(1);
    const again = Array.from({ length: 3 }, (_, at) => converse(pacer, 'refused', 30_000 + at));
    expect(again[2]).toMatchObject({ kind: 'rest', ms: 15_000 });
  });
});

describe('what other runs found', () => {
  test('holds: a rest until it is over, a limit divided among the runs, nothing once it is gone', () => {
    const pacer = createDomainPacer(20);
    pacer.adopt([{ domain: DOMAIN, restMs: 5000, concurrency: 7 }], 3, 1000);
    expect(pacer.leave(DOMAIN, 5999)).toBe('no');
    expect(roomFor(pacer, 6000)).toBe(1);
    for (let at = 0; at < 4; at += 1) converse(pacer, 'accepted', 6000 + at);
    expect(roomFor(pacer, 6100)).toBe(2);
    pacer.adopt([{ domain: DOMAIN, restMs: 0, concurrency: 2 }], 3, 7000);
    expect(roomFor(pacer, 7000)).toBe(1);
    pacer.adopt([], 3, 8000);
    expect(roomFor(pacer, 8000)).toBe(5);
  });

  test('is asked about as after a rest of its own: the first refusal is the answer', () => {
    const pacer = createDomainPacer(20);
    for (let at = 0; at < 30; at += 1) converse(pacer, 'accepted', at);
    pacer.adopt([{ domain: DOMAIN, restMs: 5000, concurrency: 1 }], 1, 1000);
    expect(converse(pacer, 'refused', 6000)).toMatchObject({ kind: 'rest', ms: 30_000 });
  });

  test('is taken away by whoever finds the domain well, though the run that set it is gone', () => {
    const pacer = createDomainPacer(20);
    pacer.adopt([{ domain: DOMAIN, restMs: 0, concurrency: 1 }], 1, 1000);
    const changes: unknown[] = [];
    for (let at = 0; at < 5; at += 1) {
      changes.push(converse(pacer, 'accepted', 2000 + at));
      pacer.adopt([{ domain: DOMAIN, restMs: 0, concurrency: 1 }], 1, 2000 + at);
    }
    expect(changes).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      { kind: 'recover', domain: DOMAIN },
    ]);
    pacer.adopt([], 1, 3000);
    expect(roomFor(pacer, 3000)).toBe(6);
  });

  test('does not shorten a rest of its own', () => {
    const pacer = createDomainPacer(20);
    for (let at = 0; at < 3; at += 1) converse(pacer, 'refused', at);
    pacer.adopt([{ domain: DOMAIN, restMs: 10, concurrency: 1 }], 1, 100);
    expect(pacer.leave(DOMAIN, 10_000)).toBe('no');
    pacer.adopt([], 1, 200);
    expect(pacer.leave(DOMAIN, 10_000)).toBe('no');
  });
});

describe('a slow domain', () => {
  const SLOW = 'slow.example';
  const among = (connections: number) => {
    const pacer = createDomainPacer(connections);
    for (let at = 0; at < 64; at += 1) converse(pacer, 'accepted', at * 10, 100, `usual${at}.example`);
    for (let at = 0; at < 20; at += 1) converse(pacer, 'accepted', 1000 + at * 2000, 2000, SLOW);
    return pacer;
  };

  test('gets a twentieth of the connections while others have rows, and all when nobody else has', () => {
    const pacer = among(100);
    expect(roomFor(pacer, 100_000, SLOW, 2000)).toBe(5);
    pacer.letSlowHaveAll(100_500);
    expect(pacer.except(100_000)).toEqual([]);
    expect(roomFor(among(100), 100_000, SLOW, 2000)).toBe(5);
    expect(roomFor(pacer, 100_000, SLOW, 2000)).toBe(21);
  });

  test('where a twentieth is less than one connection, waits between its turns', () => {
    const pacer = among(10);
    const lastEndMs = 1000 + 19 * 2000 + 2000;
    // Half a connection: as long off as on.
    expect(pacer.leave(SLOW, lastEndMs + 1999)).toBe('no');
    expect(pacer.leave(SLOW, lastEndMs + 2000)).toBe('yes');
    expect(pacer.except(lastEndMs + 1999)).toContain(SLOW);
  });

  test('is known for it while its first conversation is still open', () => {
    const pacer = createDomainPacer(100);
    for (let at = 0; at < 64; at += 1) converse(pacer, 'accepted', at * 10, 100, `usual${at}.example`);
    for (let one = 0; one < 5; one += 1) {
      pacer.take(SLOW);
      pacer.began(SLOW, 1000);
    }
    expect(pacer.leave(SLOW, 1100)).toBe('soon');
    expect(pacer.leave(SLOW, 1500)).toBe('no');
  });

  test('several of them together leave four fifths to the others', () => {
    const pacer = createDomainPacer(100);
    for (let at = 0; at < 64; at += 1) converse(pacer, 'accepted', at * 10, 100, `usual${at}.example`);
    let open = 0;
    for (let domain = 0; domain < 30; domain += 1) {
      const name = `slow${domain}.example`;
      for (let at = 0; at < 3; at += 1) converse(pacer, 'accepted', 1000 + at, 2000, name);
      for (let at = 0; at < 9; at += 1) converse(pacer, 'accepted', 1000 + at, 100, `usual${at}.example`);
      while (pacer.leave(name, 50_000) === 'yes') {
        pacer.take(name);
        pacer.began(name, 50_000);
        open += 1;
      }
    }
    expect(open).toBe(20);
  });

  test('does not make itself usual: the middle of all conversations is what counts', () => {
    const pacer = among(100);
    for (let at = 0; at < 200; at += 1)
      converse(
        pacer,
        'accepted',
        60_000 + at * 100,
        at % 3 === 0 ? 2000 : 100,
        at % 3 === 0 ? SLOW : `usual${at}.example`,
      );
    expect(roomFor(pacer, 200_000, SLOW, 2000)).toBe(5);
  });
});

test('forgets domains that nothing is known against when there are very many', () => {
  const pacer = createDomainPacer(10);
  for (let at = 0; at < 3; at += 1) converse(pacer, 'refused', at, 1, 'busy.example');
  for (let domain = 0; domain < 60_000; domain += 1)
    converse(pacer, 'accepted', 10, 1, `domain${domain}.example`);
  expect(pacer.leave('busy.example', 100)).toBe('no');
  expect(pacer.isKnown('domain1.example')).toBe(false);
  expect(pacer.isKnown('domain59999.example')).toBe(true);
});
