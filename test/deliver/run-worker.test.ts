// Workers through nights of trouble, on an office in memory and a clock that only moves when all wait: what is due goes out once, however
// many there are, whoever dies, and whatever the database does.
import { describe, expect, test } from 'vitest';
import { runWorker, type WorkerOptions } from '../../src/deliver/run-worker.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import type { RunClock } from '../../src/model/sending-ports.ts';
import { createFakeOffice } from './fake-office.ts';
import {
  ACCEPTED,
  type Conversation,
  composeFake,
  createFakeBudget,
  createFakeTransport,
  trouble,
} from './fake-ports.ts';
import { createVirtualClock } from './virtual-clock.ts';

const HOUR_MS = 3_600_000;

const numbered = (count: number, name = 'reader', domain = 'example.org'): string[] =>
  Array.from({ length: count }, (_, n) => `${name}${n}@${domain}`);

function night(
  issues: Readonly<Record<string, readonly string[]>>,
  converse: Conversation = () => ACCEPTED,
  connections = 4,
) {
  const clock = createVirtualClock();
  const office = createFakeOffice(clock, issues);
  const pacing = createFakeBudget(clock);
  const stop = new AbortController();
  let runs = 0;
  const worker = (more: Partial<WorkerOptions> = {}) => {
    const transport = createFakeTransport(connections, async (to, attempt) => {
      await clock.sleep(10);
      return converse(to, attempt);
    });
    const options: WorkerOptions = {
      ...office,
      pacing,
      relays: [{ transport, weight: 1 }],
      clock,
      newRun: () => {
        runs += 1;
        const id = `run ${runs}`;
        return { id, kind: 'worker', host: 'here', pid: 1, transport: 'fake:25', startedAt: clock.now() };
      },
      openLetter: () => ({ compose: composeFake }),
      signal: stop.signal,
      ...more,
    };
    return { transport, work: runWorker(options) };
  };
  const stopAfter = (ms: number) => clock.at(ms, () => stop.abort());
  const sending = (issueSlug: string) =>
    office.setOrder({ issueSlug, state: 'sending', expiresAt: '2026-01-14T08:00:00.000Z' });
  const at = (ms: number) => new Date(Date.parse(clock.now()) + ms).toISOString();
  return { clock, office, pacing, stop, worker, stopAfter, sending, at };
}

const statuses = ({ rows }: { rows: readonly { status: string }[] }): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describe('a worker', () => {
  test('sends what is being sent, waits, and ends when told to', async () => {
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(40) });
    sending('one');
    stopAfter(10 * 60_000);
    const { transport, work } = worker();
    await clock.run(work);
    expect(transport.accepted.sort()).toEqual(numbered(40).sort());
    expect(office.history).toEqual(['began run 1', 'ended run 1']);
  });

  test('finishes what is on the wire when it is told to end', async () => {
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(400) });
    sending('one');
    stopAfter(45);
    const { transport, work } = worker();
    await clock.run(work);
    expect(statuses(office.issue('one'))).toEqual({
      accepted: transport.begun.length,
      pending: 400 - transport.begun.length,
    });
  });

  test('starts a scheduled issue at its time and not before', async () => {
    const { clock, office, worker, stopAfter, at } = night({ one: numbered(3) });
    const sendAt = at(2 * HOUR_MS + 1234);
    office.setOrder({ issueSlug: 'one', state: 'scheduled', sendAt });
    stopAfter(3 * HOUR_MS);
    await clock.run(worker().work);
    expect(statuses(office.issue('one'))).toEqual({ accepted: 3 });
    expect(office.order('one').startedAt).toBe(sendAt);
    expect(office.order('one').expiresAt).toBe(new Date(Date.parse(sendAt) + 5 * 24 * HOUR_MS).toISOString());
  });

  test('starts one that is somewhat late; one that is more than an hour late waits for a word, and that is told once', async () => {
    const { clock, office, worker, stopAfter, at } = night({ late: numbered(3), tooLate: numbered(3) });
    office.setOrder({ issueSlug: 'late', state: 'scheduled', sendAt: at(-59 * 60_000) });
    office.setOrder({ issueSlug: 'tooLate', state: 'scheduled', sendAt: at(-61 * 60_000) });
    const told: string[] = [];
    stopAfter(5 * HOUR_MS);
    await clock.run(
      worker({
        onOverdue: ({ issueSlug }, lateMs) => told.push(`${issueSlug} ${Math.round(lateMs / 60_000)}`),
      }).work,
    );
    expect(statuses(office.issue('late'))).toEqual({ accepted: 3 });
    expect(office.order('tooLate').state).toBe('scheduled');
    expect(told).toEqual(['tooLate 61']);
  });

  /** The wall clock is wrong by so much between two times of the night. */
  const wrongClock = (clock: RunClock, wrongMs: number, fromMs: number, toMs: number): RunClock => {
    const beganMs = clock.monotonicMs();
    return {
      ...clock,
      now: () => {
        const sinceMs = clock.monotonicMs() - beganMs;
        const isWrong = sinceMs >= fromMs && sinceMs < toMs;
        return new Date(Date.parse(clock.now()) + (isWrong ? wrongMs : 0)).toISOString();
      },
    };
  };

  test.each([
    ['to just behind its time', 2 * HOUR_MS + 5 * 60_000],
    ['a day', 24 * HOUR_MS],
    ['back a day', -24 * HOUR_MS],
  ])(
    'starts nothing early because the wall clock was set forward for a while: %s; put right, it starts in time',
    async (_, wrongMs) => {
      const { clock, office, worker, stopAfter, at } = night({ one: numbered(3) });
      const sendAt = at(3 * HOUR_MS);
      office.setOrder({ issueSlug: 'one', state: 'scheduled', sendAt });
      const wall = wrongClock(clock, wrongMs, HOUR_MS, HOUR_MS + 9 * 60_000);
      stopAfter(4 * HOUR_MS);
      await clock.run(worker({ clock: wall }).work);
      expect(office.order('one').startedAt).toBe(sendAt);
      expect(statuses(office.issue('one'))).toEqual({ accepted: 3 });
    },
  );

  test('believes a clock that was wrong at the beginning and is put right, after ten minutes', async () => {
    const { clock, office, worker, stopAfter, at } = night({ soon: numbered(3), later: numbered(3) });
    const yearMs = 365 * 24 * HOUR_MS;
    office.setOrder({ issueSlug: 'soon', state: 'scheduled', sendAt: at(60_000) });
    office.setOrder({ issueSlug: 'later', state: 'scheduled', sendAt: at(2 * HOUR_MS) });
    const wall = wrongClock(clock, -yearMs, 0, 30_000);
    const [soon, later] = [at(60_000), at(2 * HOUR_MS)];
    stopAfter(3 * HOUR_MS);
    await clock.run(worker({ clock: wall }).work);
    expect(office.order('later').startedAt).toBe(later);
    const delayMs = Date.parse(office.order('soon').startedAt ?? '') - Date.parse(soon);
    expect(delayMs).toBeGreaterThan(0);
    expect(delayMs).toBeLessThanOrEqual(11 * 60_000);
  });

  test('goes on with those that were deferred when their time has come', async () => {
    const busy: DeliveryOutcome = {
      kind: 'deferred',
      reply: { code: 451, enhancedCode: '4.2.1', text: 'Greylisted' },
    };
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(12) }, (_to, attempt) =>
      attempt === 1 ? busy : ACCEPTED,
    );
    sending('one');
    stopAfter(40 * 60_000);
    const ends: string[] = [];
    await clock.run(
      worker({ onEnd: (slug, { run }) => ends.push(`${slug} ${run.accepted} ${run.deferred}`) }).work,
    );
    expect(statuses(office.issue('one'))).toEqual({ accepted: 12 });
    expect(ends[0]).toBe('one 0 12');
    expect(ends.length).toBeLessThan(6);
  });

  test('does not keep a small issue waiting for a large one', async () => {
    const { clock, office, worker, stopAfter, sending } = night({
      large: numbered(4000),
      small: numbered(10, 'few'),
    });
    sending('large');
    clock.at(1000, () => sending('small'));
    let smallDoneMs = 0;
    stopAfter(60_000);
    const { work } = worker({
      onEnd: (slug) => {
        if (slug === 'small') smallDoneMs = clock.elapsedMs;
      },
    });
    await clock.run(work);
    expect(statuses(office.issue('small'))).toEqual({ accepted: 10 });
    expect(smallDoneMs).toBeLessThan(3000);
    expect(statuses(office.issue('large'))).toEqual({ accepted: 4000 });
    expect(office.mostClaimed()).toBeLessThanOrEqual(4);
  });

  test.each([1, 2, 4])(
    'with %i connections sends six issues side by side, never more rows claimed than connections',
    async (connections) => {
      const slugs = ['a', 'b', 'c', 'd', 'e', 'f'];
      const { clock, office, worker, stopAfter, sending } = night(
        Object.fromEntries(slugs.map((slug) => [slug, numbered(60, slug)])),
        undefined,
        connections,
      );
      for (const slug of slugs) sending(slug);
      const half: Record<string, number> = {};
      clock.at((60 * 6 * 12) / connections / 2, () => {
        for (const slug of slugs) half[slug] = statuses(office.issue(slug))['accepted'] ?? 0;
      });
      stopAfter(120_000);
      await clock.run(worker().work);
      for (const slug of slugs) {
        expect(statuses(office.issue(slug))).toEqual({ accepted: 60 });
        expect(half[slug]).toBeGreaterThan(15);
      }
      expect(office.mostClaimed()).toBeLessThanOrEqual(connections);
    },
  );

  test('asks for a letter once for an issue, and again for the next time that it sends', async () => {
    const busy: DeliveryOutcome = {
      kind: 'deferred',
      reply: { code: 451, enhancedCode: '4.2.1', text: 'later' },
    };
    const { clock, worker, stopAfter, sending } = night({ one: numbered(20) }, (_to, attempt) =>
      attempt === 1 ? busy : ACCEPTED,
    );
    sending('one');
    stopAfter(HOUR_MS);
    let opened = 0;
    await clock.run(
      worker({
        openLetter: () => ({ compose: composeFake, forget: () => (opened += 1) }),
      }).work,
    );
    expect(opened).toBeLessThanOrEqual(4);
  });

  test('pauses an issue whose sender is refused, and says why', async () => {
    const refused: DeliveryOutcome = {
      kind: 'sender-refused',
      reply: { code: 550, enhancedCode: '5.7.1', text: 'Not you' },
    };
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(20) }, () => refused);
    sending('one');
    stopAfter(HOUR_MS);
    const { transport, work } = worker();
    await clock.run(work);
    expect(office.order('one').state).toBe('paused');
    expect(office.history).toContain(
      'detail fake:25 refused the sender, writing to example.org: 550 5.7.1 Not you',
    );
    expect(transport.begun).toHaveLength(1);
  });

  test('tries again and again, ever more seldom, when the login is refused', async () => {
    let isMended = false;
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(20) }, () => {
      if (!isMended) throw trouble('SMTP_LOGIN');
      return ACCEPTED;
    });
    sending('one');
    clock.at(2 * HOUR_MS, () => {
      isMended = true;
    });
    stopAfter(3 * HOUR_MS);
    const { transport, work } = worker();
    await clock.run(work);
    expect(statuses(office.issue('one'))).toEqual({ accepted: 20 });
    expect(transport.begun.length).toBeLessThan(60);
  });

  test('ends with the stack of a mistake of ours, all else written down', async () => {
    const { clock, office, worker, sending } = night({ one: numbered(20), two: numbered(400, 'two') });
    sending('one');
    sending('two');
    const openLetter: WorkerOptions['openLetter'] = (slug) => ({
      compose: (claim) => {
        if (slug === 'one') throw new TypeError('a mistake of ours');
        return composeFake(claim);
      },
    });
    await expect(clock.run(worker({ openLetter }).work)).rejects.toThrow('a mistake of ours');
    expect(statuses(office.issue('one'))).toEqual({ pending: 20 });
    expect(statuses(office.issue('two'))['claimed']).toBeUndefined();
    expect(office.history.at(-1)).toBe('ended run 1');
  });
});

describe('the database goes away', () => {
  test('for half a minute: nobody is missed or doubled', async () => {
    const { clock, office, worker, stopAfter, sending } = night({
      one: numbered(4000),
      two: numbered(200, 'two'),
    });
    sending('one');
    sending('two');
    office.trouble = () => {
      if (clock.elapsedMs > 1000 && clock.elapsedMs < 31_000) throw trouble('DATABASE_UNREACHABLE');
    };
    stopAfter(120_000);
    const troubles: string[] = [];
    const { transport, work } = worker({ onTrouble: ({ code }) => troubles.push(code) });
    await clock.run(work);
    expect(transport.begun.sort()).toEqual([...numbered(4000), ...numbered(200, 'two')].sort());
    expect(troubles.length).toBeGreaterThan(3);
    expect(office.history).toEqual(['began run 1', 'ended run 1']);
  });

  test('for so long that others end the run: it begins nothing on the old lease, and goes on as a new run', async () => {
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(4000) });
    sending('one');
    office.trouble = () => {
      if (clock.elapsedMs > 1000 && clock.elapsedMs < 120_000) throw trouble('DATABASE_UNREACHABLE');
    };
    clock.at(119_999, () => office.endDeadRuns());
    stopAfter(300_000);
    const troubles: string[] = [];
    const { transport, work } = worker({ onTrouble: ({ code }) => troubles.push(code) });
    await clock.run(work);
    expect(troubles).toContain('LEASE_LOST');
    expect(office.history).toEqual(['began run 1', 'ended run 1', 'began run 2', 'ended run 2']);
    expect(new Set(transport.begun).size).toBe(transport.begun.length);
    const { accepted = 0, claimed = 0 } = statuses(office.issue('one'));
    expect(accepted + claimed).toBe(4000);
    expect(claimed).toBeLessThanOrEqual(4);
  });

  test('while it is told to end: it waits a while and ends', async () => {
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(4000) });
    sending('one');
    office.trouble = () => {
      if (clock.elapsedMs > 1000) throw trouble('DATABASE_UNREACHABLE');
    };
    stopAfter(5000);
    await expect(clock.run(worker().work)).rejects.toThrow('DATABASE_UNREACHABLE');
    expect(clock.elapsedMs).toBeLessThan(200_000);
  });
});

describe('several workers', () => {
  test('share one issue, nobody is written to twice', async () => {
    const { clock, office, worker, stopAfter, sending } = night({ one: numbered(2000) });
    sending('one');
    stopAfter(120_000);
    const workers = [worker(), worker(), worker(), worker()];
    await clock.run(Promise.all(workers.map(({ work }) => work)));
    const begun = workers.flatMap(({ transport }) => transport.begun);
    expect(begun.sort()).toEqual(numbered(2000).sort());
    for (const { transport } of workers) expect(transport.begun.length).toBeGreaterThan(300);
    expect(office.mostClaimed()).toBeLessThanOrEqual(16);
  });

  test('start a scheduled issue once', async () => {
    const { clock, office, worker, stopAfter, at } = night({ one: numbered(200) });
    office.setOrder({ issueSlug: 'one', state: 'scheduled', sendAt: at(60_000) });
    stopAfter(180_000);
    const workers = [worker(), worker(), worker()];
    await clock.run(Promise.all(workers.map(({ work }) => work)));
    expect(office.history.filter((line) => line === 'started one')).toHaveLength(1);
    expect(workers.flatMap(({ transport }) => transport.begun).sort()).toEqual(numbered(200).sort());
  });

  test('leave a domain alone that one of them was refused by', async () => {
    const busy: DeliveryOutcome = {
      kind: 'deferred',
      reply: { code: 421, enhancedCode: '4.7.0', text: 'Slow down' },
    };
    const { clock, worker, stopAfter, sending, pacing } = night(
      { one: numbered(900, 'reader', 'busy.example') },
      () => (clock.elapsedMs < 90_000 ? busy : ACCEPTED),
    );
    sending('one');
    stopAfter(30 * 60_000);
    const workers = [worker(), worker(), worker()];
    const early: number[] = [];
    clock.at(90_000, () => early.push(...workers.map(({ transport }) => transport.begun.length)));
    await clock.run(Promise.all(workers.map(({ work }) => work)));
    expect(early.reduce((sum, count) => sum + count)).toBeLessThan(40);
    expect(pacing.calls.filter((call) => call.startsWith('recover'))).not.toEqual([]);
  });
});
