// What a run does when all goes well and when something does not, on a ledger in memory and a clock that only moves when all wait.
import { describe, expect, test } from 'vitest';
import {
  type LetterSource,
  type SendOptions,
  type SendReport,
  sendIssue,
} from '../../src/deliver/send-issue.ts';
import type { SendProgress } from '../../src/deliver/send-progress.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import type { Relay } from '../../src/model/sending-ports.ts';
import {
  ACCEPTED,
  type Conversation,
  composeFake,
  createFakeBudget,
  createFakeLedger,
  createFakeTransport,
  type FakeRow,
  trouble,
} from './fake-ports.ts';
import { createVirtualClock } from './virtual-clock.ts';

const SLUG = '0012';

function office(addresses: readonly string[], converse?: Conversation, connections = 4) {
  const clock = createVirtualClock();
  const fake = createFakeLedger(SLUG, addresses);
  const pacing = createFakeBudget(clock);
  const transport = createFakeTransport(connections, async (to, attempt) => {
    await clock.sleep(10);
    return converse === undefined ? ACCEPTED : converse(to, attempt);
  });
  const send = (more: Partial<SendOptions> = {}): Promise<SendReport> =>
    clock.run(
      sendIssue({
        exchange: fake.exchange,
        ledger: fake.ledger,
        pacing,
        relays: [{ transport, weight: 1 }],
        clock,
        letter: { compose: composeFake },
        issueSlug: SLUG,
        runId: 'run 1',
        expiresAt: new Date(Date.parse(clock.now()) + 5 * 86_400_000).toISOString(),
        patienceMs: 0,
        ...more,
      }),
    );
  return { clock, fake, pacing, transport, send };
}

const numbered = (count: number, domain = 'example.org'): string[] =>
  Array.from({ length: count }, (_, n) => `reader${n}@${domain}`);

const two = (first: ReturnType<typeof createFakeTransport>, second: ReturnType<typeof createFakeTransport>) =>
  [
    { transport: first, weight: 3 },
    { transport: second, weight: 1 },
  ] satisfies readonly Relay[];

describe('whoever leaves while their letter is being made', () => {
  const slowly = async (
    clock: ReturnType<typeof createVirtualClock>,
    claim: Parameters<typeof composeFake>[0],
  ) => {
    await clock.sleep(100);
    return composeFake(claim);
  };

  test('is not written to, and the others are', async () => {
    const { clock, fake, transport, send } = office(numbered(4));
    clock.at(50, () => void fake.left.add('reader1@example.org'));
    const report = await send({ letter: { compose: (claim) => slowly(clock, claim) } });
    expect(transport.begun).not.toContain('reader1@example.org');
    expect(report.counts).toMatchObject({ accepted: 3, excluded: 1 });
  });

  test('is not written to either when the database cannot say', async () => {
    const { clock, fake, transport, send } = office(numbered(4));
    let asked = 0;
    const isWanted = async (): Promise<boolean> => {
      asked += 1;
      if (asked <= 2) throw trouble('DATABASE_UNREACHABLE');
      return true;
    };
    const report = await send({
      exchange: { ...fake.exchange, isWanted },
      letter: { compose: (claim) => slowly(clock, claim) },
    });
    expect(report.counts).toMatchObject({ accepted: 4 });
    expect(transport.begun).toHaveLength(4);
    expect(asked).toBe(6);
  });
});

describe('when all goes well', () => {
  test('everyone gets it once, with no more rows claimed than there are connections', async () => {
    const { fake, transport, send } = office(numbered(50));
    const report = await send();
    expect(report.counts).toMatchObject({ eligible: 50, accepted: 50 });
    expect(report.run).toEqual({ accepted: 50, deferred: 0, rejected: 0, inDoubt: 0 });
    expect([...transport.begun].sort()).toEqual(numbered(50).sort());
    expect(fake.mostClaimed()).toBeLessThanOrEqual(4);
  });

  test('settlements share transactions with each other and with the next claims', async () => {
    const { fake, send } = office(numbered(400), undefined, 20);
    await send();
    expect(fake.exchanges).toBeLessThan(130);
  });

  test('no connection stands idle while there are rows', async () => {
    const { clock, send } = office(numbered(400), undefined, 20);
    await send();
    // 20 at a time, 10 ms each, 2 ms of gathering at most between them; the first few start slowly.
    expect(clock.elapsedMs).toBeLessThan((400 / 20) * 12 + 100);
  });

  test('a second run finds nothing to do', async () => {
    const { fake, transport, send } = office(numbered(5));
    await send();
    const report = await send({ runId: 'run 2' });
    expect(report.run.accepted).toBe(0);
    expect(transport.begun).toHaveLength(5);
    expect(fake.mostClaimed()).toBeLessThanOrEqual(4);
  });

  test('progress tells what is written down, what is open, how fast it goes', async () => {
    const { send } = office(numbered(2000));
    const seen: SendProgress[] = [];
    await send({ onProgress: (progress) => seen.push(progress) });
    const middle = seen[Math.floor(seen.length / 2)];
    expect(middle?.onTheWire).toBeGreaterThan(0);
    // 4 connections, 10 ms each and up to 2 ms of gathering.
    expect(middle?.perSecond).toBeGreaterThan(300);
    expect(middle?.perSecond).toBeLessThanOrEqual(400);
    expect(seen.at(-1)).toMatchObject({ accepted: 2000, onTheWire: 0, resting: [] });
    const accepted = seen.map((progress) => progress.accepted);
    expect(accepted).toEqual([...accepted].sort((one, other) => one - other));
  });

  test('message ids are in the journal before they are in the ledger, each once', async () => {
    const { fake, send } = office(numbered(30));
    const known: string[] = [];
    fake.trouble.before = () => {
      for (const row of fake.rows)
        if (row.status === 'accepted') expect(known).toContain(row.address.replace('@', '.'));
    };
    await send({
      journal: {
        append: (slug, ids) => {
          expect(slug).toBe(SLUG);
          known.push(...ids.map((id) => id.split('@')[0] ?? ''));
        },
      },
    });
    expect(known.sort()).toEqual(
      numbered(30)
        .map((address) => address.replace('@', '.'))
        .sort(),
    );
  });
});

describe('the database', () => {
  const codes = ['DATABASE_UNREACHABLE', 'DATABASE_LOCKED', 'DATABASE_FAILED', 'FILE_UNWRITABLE'] as const;

  test.each(codes)(
    '%s for a while, before anything was changed: waited for, nobody missed or doubled',
    async (code) => {
      const { clock, fake, transport, send } = office(numbered(40));
      fake.trouble.before = () => {
        if (clock.elapsedMs > 25 && clock.elapsedMs < 20_000) throw trouble(code);
      };
      const report = await send({ patienceMs: 60_000 });
      expect(report).toMatchObject({ counts: { accepted: 40 } });
      expect(report.stoppedBy).toBeUndefined();
      expect([...transport.begun].sort()).toEqual(numbered(40).sort());
      expect(fake.mostClaimed()).toBeLessThanOrEqual(4);
    },
  );

  test('away after each commit, so that answers are lost: rows nobody holds go back first', async () => {
    const { fake, transport, send } = office(numbered(40));
    fake.trouble.after = (count) => {
      if (count % 3 === 0) throw trouble('DATABASE_UNREACHABLE');
    };
    const report = await send({ patienceMs: 60_000 });
    expect(report.counts).toMatchObject({ accepted: 40, inDoubt: 0 });
    expect([...transport.begun].sort()).toEqual(numbered(40).sort());
    expect(fake.log.filter((line) => line.startsWith('releaseLost')).length).toBeGreaterThan(5);
    expect(fake.log.some((line) => /releaseLost [1-9]/u.test(line))).toBe(true);
    expect(fake.mostClaimed()).toBeLessThanOrEqual(4);
  });

  test('away for longer than patience: what was taken meanwhile is tried once more, and stays in doubt when that fails', async () => {
    const { clock, fake, send } = office(numbered(40));
    fake.trouble.before = () => {
      if (clock.elapsedMs > 25) throw trouble('DATABASE_UNREACHABLE');
    };
    const report = await send({ patienceMs: 5000 });
    expect(report.stoppedBy).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(report.counts.inDoubt).toBeGreaterThan(0);
    expect(report.counts.inDoubt).toBeLessThanOrEqual(4);
  });

  test('back just as the last conversation ends: nothing is in doubt', async () => {
    const { clock, fake, send } = office(numbered(8), async (to) => {
      if (to.startsWith('reader3')) await clock.sleep(20_000);
      return ACCEPTED;
    });
    fake.trouble.before = () => {
      if (clock.elapsedMs > 5 && clock.elapsedMs < 15_000) throw trouble('DATABASE_UNREACHABLE');
    };
    const report = await send({ patienceMs: 5000 });
    expect(report.stoppedBy).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(report.counts).toMatchObject({ inDoubt: 0 });
    expect(report.counts.accepted).toBeGreaterThan(0);
  });

  test('with an error that is no trouble of its own: all other rows are written down, then the error surfaces', async () => {
    const { fake, send } = office(numbered(12));
    fake.trouble.before = (count) => {
      if (count === 3) Object.assign(fake.row('reader1@example.org'), { runId: 'somebody else' });
    };
    await expect(send()).rejects.toThrow(
      'The delivery to reader1@example.org is not claimed by this run any more',
    );
    const open = fake.rows.filter(({ status }) => status === 'claimed').map(({ address }) => address);
    expect(open).toEqual(['reader1@example.org']);
  });

  test('with such an error, and then away: the row that could not be written down is not taken for one that nobody has', async () => {
    const { clock, fake, send } = office(numbered(12));
    let isRefused = false;
    fake.trouble.before = (_count, { settlements }) => {
      if (settlements.some(({ claim }) => claim.subscriber.address.startsWith('reader1@'))) {
        isRefused = true;
        throw new TypeError('a mistake of ours');
      }
      if (isRefused && clock.elapsedMs < 5000) throw trouble('DATABASE_UNREACHABLE');
    };
    await expect(send({ patienceMs: 60_000 })).rejects.toThrow('a mistake of ours');
    expect(fake.log.some((line) => line.startsWith('releaseLost'))).toBe(true);
    expect(fake.row('reader1@example.org')).toMatchObject({ status: 'claimed' });
    expect(fake.rows.filter(({ status }) => status === 'claimed')).toHaveLength(1);
  });

  test('that commits a claim long after its connection was lost: those rows are found before the run ends', async () => {
    const { clock, fake, transport, send } = office(numbered(12));
    fake.trouble.before = (count) => {
      if (count !== 2) return;
      // After the run has been told that it was lost, and has gone on.
      clock.at(105, () => {
        for (const row of fake.rows.filter(({ status }) => status === 'pending').slice(0, 3))
          fake.claimUnheard(row.address, 'run 1');
      });
      throw trouble('DATABASE_UNREACHABLE');
    };
    const report = await send({ patienceMs: 60_000 });
    expect(report.counts).toMatchObject({ accepted: 12 });
    expect([...transport.begun].sort()).toEqual(numbered(12).sort());
  });

  test('whose sums do not balance is reported loudly', async () => {
    const { fake, send } = office(numbered(3));
    const ledger = { counts: async () => ({ ...(await fake.ledger.counts(SLUG)), eligible: 4 }) };
    await expect(send({ ledger })).rejects.toThrow('does not balance: 4 eligible, 3 accounted for');
  });
});

describe('told to stop', () => {
  test('it finishes what is on the wire, and claims nothing more', async () => {
    const { clock, fake, transport, send } = office(numbered(100));
    const interrupt = new AbortController();
    let exchanges = 0;
    clock.at(45, () => {
      exchanges = fake.log.length;
      interrupt.abort();
    });
    const report = await send({ signal: interrupt.signal });
    expect(report.isInterrupted).toBe(true);
    expect(report.counts).toMatchObject({ inDoubt: 0, accepted: transport.accepted.length });
    expect(report.counts.pending).toBe(100 - transport.begun.length);
    for (const line of fake.log.slice(exchanges)) expect(line).toMatch(/ 0$/u);
  });

  test('while rows are being claimed, they go back', async () => {
    const { fake, transport, send } = office(numbered(12));
    const interrupt = new AbortController();
    fake.trouble.after = () => interrupt.abort();
    let composed = 0;
    const compose: LetterSource['compose'] = (claim) => {
      composed += 1;
      return composeFake(claim);
    };
    const report = await send({ signal: interrupt.signal, letter: { compose } });
    expect(report.counts).toMatchObject({ pending: 12, inDoubt: 0 });
    expect(composed).toBe(0);
    expect(transport.begun).toEqual([]);
  });

  test.each(['paused', 'cancelled', 'planned'] as const)('by the order %s in an answer', async (state) => {
    const { clock, fake, transport, send } = office(numbered(100));
    clock.at(45, () => {
      fake.state = state;
    });
    const report = await send();
    expect(report).toMatchObject({ state, isInterrupted: false, counts: { inDoubt: 0 } });
    expect(report.counts.accepted).toBe(transport.begun.length);
    expect(report.counts.pending).toBeGreaterThan(50);
  });

  /** One conversation, then two at once, then four: others of the same domain wait in hand for their turn meanwhile. */
  const slowStart = () => {
    const made = office(numbered(60), undefined, 8);
    const transport = createFakeTransport(8, async () => {
      await made.clock.sleep(300);
      return ACCEPTED;
    });
    return { ...made, transport, relays: [{ transport, weight: 1 }] };
  };

  test('by an order, rows that wait in hand go back', async () => {
    const { clock, fake, transport, relays, send } = slowStart();
    clock.at(450, () => {
      fake.state = 'paused';
    });
    const report = await send({ relays });
    expect(transport.begun).toHaveLength(1 + 2 + 4);
    expect(report.counts).toMatchObject({ accepted: 7, pending: 53, inDoubt: 0 });
  });

  test('for a while, because others may think it dead, rows that wait in hand are not begun, and none are asked for', async () => {
    const { clock, fake, transport, relays, send } = slowStart();
    const isDead = () => clock.elapsedMs >= 450 && clock.elapsedMs < 5000;
    const begun: number[] = [];
    let asked = 0;
    clock.at(450, () => {
      asked = fake.log.length;
    });
    clock.at(4999, () => {
      begun.push(transport.begun.length);
      for (const line of fake.log.slice(asked)) expect(line).toMatch(/ 0$/u);
    });
    const report = await send({ relays, isLeaseHeld: () => !isDead() });
    expect(begun).toEqual([1 + 2]);
    expect(report.counts.accepted).toBe(60);
  });

  test('by a lost lease, it says so', async () => {
    const { clock, send } = office(numbered(100));
    const lost = new AbortController();
    clock.at(45, () => lost.abort(new BroadsideError('LEASE_LOST', 'away too long')));
    const report = await send({ signal: lost.signal });
    expect(report.stoppedBy).toMatchObject({ code: 'LEASE_LOST' });
    expect(report.counts.pending).toBeGreaterThan(50);
  });

  test('it does not take itself for done while others may think it dead: it is given no rows then', async () => {
    const { clock, fake, send } = office(numbered(3));
    const lost = new AbortController();
    let isHeld = true;
    clock.at(5, () => {
      isHeld = false;
    });
    clock.at(3000, () => lost.abort(new BroadsideError('LEASE_LOST', 'away too long')));
    const report = await send({ signal: lost.signal, isLeaseHeld: () => isHeld });
    expect(report.stoppedBy).toMatchObject({ code: 'LEASE_LOST' });
    expect(fake.rows.filter(({ status }) => status === 'claimed')).toEqual([]);
  });

  test('nothing is begun while others may think it dead', async () => {
    const { clock, transport, send } = office(numbered(40));
    let begunWhileDead = 0;
    const isDead = () => clock.elapsedMs > 30 && clock.elapsedMs < 5000;
    const report = await send({
      isLeaseHeld: () => !isDead(),
      onProgress: () => {
        if (isDead()) begunWhileDead = Math.max(begunWhileDead, transport.begun.length);
      },
    });
    expect(report.counts.accepted).toBe(40);
    expect(begunWhileDead).toBeLessThanOrEqual(16);
  });

  test('by a letter that cannot be composed: rows go back, the error surfaces', async () => {
    const { fake, transport, send } = office(numbered(12));
    let isOpen = 0;
    const compose: LetterSource['compose'] = async (claim) => {
      if (claim.subscriber.address.startsWith('reader5')) throw new TypeError('a mistake of ours');
      return composeFake(claim);
    };
    await expect(send({ letter: { compose, forget: () => (isOpen += 1) } })).rejects.toThrow(
      'a mistake of ours',
    );
    expect(fake.rows.filter(({ status }) => status === 'claimed')).toEqual([]);
    expect(fake.rows.filter(({ status }) => status === 'accepted')).toHaveLength(transport.accepted.length);
    expect(isOpen).toBe(0);
  });

  test('before any row was settled, it says that the letter is open again', async () => {
    const { send } = office(numbered(12));
    let isOpen = 0;
    const compose = () => {
      throw new TypeError('a mistake of ours');
    };
    await expect(send({ letter: { compose, forget: () => (isOpen += 1) } })).rejects.toThrow(
      'a mistake of ours',
    );
    expect(isOpen).toBe(1);
  });

  test('by an error of which nothing is known: that row stays in doubt', async () => {
    const { fake, send } = office(numbered(12), (to) => {
      if (to.startsWith('reader2@')) throw new Error('what was that');
      return ACCEPTED;
    });
    await expect(send()).rejects.toThrow('what was that');
    expect(fake.rows.filter(({ status }) => status === 'claimed')).toMatchObject([
      { address: 'reader2@example.org', isInDoubt: true, detail: 'what was that' },
    ]);
  });
});

describe('a mistake in what it was handed', () => {
  const mistake = () => {
    throw new TypeError('a mistake of ours');
  };
  test.each([
    ['in showing progress', { onProgress: mistake }],
    ['in the journal', { journal: { append: mistake } }],
    ['in telling of trouble', { onTrouble: mistake, patienceMs: 1000 }],
  ] satisfies [string, Partial<SendOptions>][])(
    '%s surfaces once all rows are home',
    async (_where, more) => {
      const { fake, send } = office(numbered(40));
      fake.trouble.after = (count) => {
        if (count === 3 && 'onTrouble' in more) throw trouble('DATABASE_LOCKED');
      };
      await expect(send(more)).rejects.toThrow('a mistake of ours');
      expect(fake.rows.filter(({ status }) => status === 'claimed')).toEqual([]);
    },
  );
});

describe('answers', () => {
  const reply = (code: number, enhancedCode: string, text = 'no') => ({ code, enhancedCode, text });
  const cases: [string, DeliveryOutcome, Partial<FakeRow>][] = [
    [
      '4yz',
      { kind: 'deferred', reply: reply(451, '4.3.0') },
      { status: 'deferred', nextAttemptAt: '2026-01-09T08:30:00.010Z' },
    ],
    ['5yz', { kind: 'rejected', reply: reply(550, '5.1.1') }, { status: 'rejected' }],
    [
      'none after the final dot',
      { kind: 'in-doubt', detail: 'cut off' },
      { status: 'claimed', isInDoubt: true },
    ],
    [
      'none before it, three times',
      { kind: 'not-begun', detail: 'broke' },
      { status: 'deferred', detail: 'broke' },
    ],
  ];
  test.each(cases)('%s', async (_name, outcome, row) => {
    const { fake, send } = office(['ada@example.org'], () => outcome);
    const report = await send();
    expect(fake.row('ada@example.org')).toMatchObject(row);
    expect(Object.values(report.run).reduce((sum, count) => sum + count)).toBe(1);
    expect(report.nextDueAt).toBe(
      row.status === 'deferred' ? fake.row('ada@example.org').nextAttemptAt : undefined,
    );
  });

  test('a connection that breaks before the message is tried at once on another, three times in all', async () => {
    const clock = createVirtualClock();
    const fake = createFakeLedger(SLUG, ['ada@example.org']);
    const broken = createFakeTransport(2, () => ({ kind: 'not-begun', detail: 'broke' }), 'broken:25');
    const good = createFakeTransport(2);
    const report = await clock.run(
      sendIssue({
        exchange: fake.exchange,
        ledger: fake.ledger,
        pacing: createFakeBudget(clock),
        relays: two(broken, good),
        clock,
        letter: { compose: composeFake },
        issueSlug: SLUG,
        runId: 'run 1',
        expiresAt: '2026-01-14T08:00:00.000Z',
        patienceMs: 0,
      }),
    );
    expect(report.counts.accepted).toBe(1);
    expect([broken.begun.length, good.begun.length]).toEqual([1, 1]);
  });

  test('that refuse the sender stop the run, are quoted, and defer the row', async () => {
    const { fake, transport, send } = office(numbered(40), () => ({
      kind: 'sender-refused',
      reply: reply(550, '5.7.515', 'Access denied, domain does not meet the required level'),
    }));
    const report = await send();
    expect(report.stoppedBy).toMatchObject({
      code: 'SMTP_SENDER_REFUSED',
      message:
        'fake:25 refused the sender, writing to example.org: 550 5.7.515 Access denied, domain does not meet the required level',
    });
    expect(transport.begun).toHaveLength(1);
    expect(fake.row('reader0@example.org')).toMatchObject({ status: 'deferred' });
    expect(report.counts).toMatchObject({ deferred: 1, pending: 39, rejected: 0 });
  });

  test('that refuse the sender for one row again, others having been taken in between, are that row’s own', async () => {
    const { clock, fake, send } = office(numbered(10), (to) =>
      to.startsWith('reader4@')
        ? { kind: 'sender-refused', reply: reply(550, '5.7.1', 'Not you') }
        : ACCEPTED,
    );
    expect((await send()).stoppedBy).toMatchObject({ code: 'SMTP_SENDER_REFUSED' });
    await clock.run(clock.sleep(30 * 60_000));
    const report = await send({ runId: 'run 2' });
    expect(report.stoppedBy).toBeUndefined();
    expect(fake.row('reader4@example.org')).toMatchObject({ status: 'rejected', reply: { text: 'Not you' } });
    expect(report.counts).toMatchObject({ accepted: 9, rejected: 1 });
  });
});

describe('a domain that refuses', () => {
  const REFUSED: DeliveryOutcome = {
    kind: 'deferred',
    reply: { code: 421, enhancedCode: '4.7.0', text: 'Slow down' },
  };
  const mixed = [...numbered(60, 'busy.example'), ...numbered(60, 'calm.example')];

  test('is left alone for a while, told to all runs, and found again; the others go on', async () => {
    const { clock, fake, pacing, send } = office(mixed, (to) =>
      to.endsWith('@busy.example') && clock.elapsedMs < 20_000 ? REFUSED : ACCEPTED,
    );
    const rests: string[] = [];
    const report = await send({
      onProgress: ({ resting }) => rests.push(...resting.map(({ domain }) => domain)),
    });
    expect(new Set(rests)).toEqual(new Set(['busy.example']));
    expect(pacing.calls).toEqual([
      'rest busy.example 15000 1',
      'rest busy.example 30000 1',
      'recover busy.example',
    ]);
    expect(report.counts).toMatchObject({ accepted: 116, deferred: 4, pending: 0 });
    expect(
      fake.rows
        .filter(({ status }) => status === 'deferred')
        .every(({ address }) => address.endsWith('@busy.example')),
    ).toBe(true);
  });

  test('is not waited for when its rest is long: the run ends and says when to come back', async () => {
    const { clock, fake, pacing, send } = office(mixed, (to) =>
      to.endsWith('@busy.example') ? REFUSED : ACCEPTED,
    );
    await pacing.rest('busy.example', 600_000, 1);
    const report = await send();
    expect(report.counts).toMatchObject({ accepted: 60, pending: 60 });
    expect(report.nextDueAt).toBe('2026-01-09T08:10:00.000Z');
    expect(clock.elapsedMs).toBeLessThan(10_000);
    expect(
      fake.rows.every(({ attempts, address }) => attempts === (address.endsWith('@calm.example') ? 1 : 0)),
    ).toBe(true);
  });

  test('rests because another run said so, though this one had no refusal of it', async () => {
    const { clock, pacing, transport, send } = office([...numbered(3000, 'busy.example')]);
    clock.at(1500, () => void pacing.rest('busy.example', 20_000, 2));
    const begun: number[] = [];
    clock.at(3000, () => begun.push(transport.begun.length));
    clock.at(20_000, () => begun.push(transport.begun.length));
    await send();
    expect(begun[0]).toBe(begun[1]);
    expect(transport.accepted).toHaveLength(3000);
  });

  test('because one reader’s mailbox is full is not blamed for it', async () => {
    const full: DeliveryOutcome = {
      kind: 'deferred',
      reply: { code: 452, enhancedCode: '4.2.2', text: 'Mailbox full' },
    };
    const { clock, pacing, send } = office(numbered(40), () => full);
    const report = await send();
    expect(report.counts.deferred).toBe(40);
    expect(pacing.calls).toEqual([]);
    expect(clock.elapsedMs).toBeLessThan(1000);
  });
});

describe('rows that cannot be begun', () => {
  test('are held for a second at most, so that whoever leaves meanwhile is left out', async () => {
    const { clock, fake, transport, send } = office(
      numbered(10),
      async (to) => {
        // The first ones make the domain known, then it hangs.
        if (transport.begun.indexOf(to) >= 3) await clock.sleep(60_000);
        return ACCEPTED;
      },
      8,
    );
    const held: number[] = [];
    for (const ms of [500, 1600, 5000]) clock.at(ms, () => held.push(fake.claimed() - transport.open()));
    await send();
    expect(held.slice(1)).toEqual([0, 0]);
    expect(transport.accepted).toHaveLength(10);
  });

  test('of a domain that began to rest while they were out are put off until its rest is over', async () => {
    const { pacing, fake, send } = office([...numbered(4, 'busy.example'), ...numbered(1, 'calm.example')]);
    await pacing.rest('busy.example', 90_000, 1);
    const report = await send();
    expect(report.counts).toMatchObject({ accepted: 1, pending: 4 });
    expect(fake.log[0]).toBe('exchange 0 1');
    expect(report.nextDueAt).toBe('2026-01-09T08:01:30.000Z');
  });
});

describe('rates', () => {
  test('of all: no second has more', async () => {
    const { clock, send } = office(numbered(60), () => {
      seconds.push(Math.floor(clock.elapsedMs / 1000));
      return ACCEPTED;
    });
    const seconds: number[] = [];
    await send({ ratePerSecond: 10 });
    const each = Map.groupBy(seconds, (second) => second);
    for (const [, times] of each) expect(times.length).toBeLessThanOrEqual(11);
    expect(clock.elapsedMs).toBeGreaterThan(5500);
    expect(clock.elapsedMs).toBeLessThan(7000);
  });

  test('of one relay: the other takes what it cannot', async () => {
    const clock = createVirtualClock();
    const fake = createFakeLedger(SLUG, numbered(300));
    const slow = createFakeTransport(
      4,
      async () => {
        await clock.sleep(10);
        return ACCEPTED;
      },
      'slow:25',
    );
    const fast = createFakeTransport(
      4,
      async () => {
        await clock.sleep(10);
        return ACCEPTED;
      },
      'fast:25',
    );
    const pacing = createFakeBudget(clock);
    await clock.run(
      sendIssue({
        exchange: fake.exchange,
        ledger: fake.ledger,
        pacing,
        relays: [
          { transport: slow, weight: 10, ratePerSecond: 5 },
          { transport: fast, weight: 1 },
        ],
        clock,
        letter: { compose: composeFake },
        issueSlug: SLUG,
        runId: 'run 1',
        expiresAt: '2026-01-14T08:00:00.000Z',
        patienceMs: 0,
      }),
    );
    expect(slow.begun.length + fast.begun.length).toBe(300);
    expect(slow.begun.length).toBeLessThanOrEqual(1 + Math.ceil((clock.elapsedMs / 1000) * 5));
    expect(slow.begun.length).toBeGreaterThan(1);
    expect(pacing.taken.has('all')).toBe(false);
  });

  test('not given: the shared budget is never asked', async () => {
    const { pacing, send } = office(numbered(20));
    await send();
    expect([...pacing.taken]).toEqual([]);
  });
});

describe('relays', () => {
  const withTwo = async (first: Conversation, second: Conversation, more: Partial<SendOptions> = {}) => {
    const made = office(numbered(80));
    const wait =
      (converse: Conversation): Conversation =>
      async (to, attempt) => {
        await made.clock.sleep(10);
        return converse(to, attempt);
      };
    const one = createFakeTransport(3, wait(first), 'one:25');
    const other = createFakeTransport(3, wait(second), 'other:25');
    const report = await made.send({ relays: two(one, other), ...more });
    return { ...made, report, one, other };
  };
  const down = (code: 'SMTP_UNREACHABLE' | 'SMTP_LOGIN' | 'SMTP_TLS') => () => {
    throw trouble(code);
  };

  test('share by weight', async () => {
    const made = office(numbered(400));
    const one = createFakeTransport(
      8,
      async () => {
        await made.clock.sleep(10);
        return ACCEPTED;
      },
      'one:25',
    );
    const other = createFakeTransport(
      8,
      async () => {
        await made.clock.sleep(10);
        return ACCEPTED;
      },
      'other:25',
    );
    await made.send({ relays: two(one, other), ratePerSecond: 200 });
    expect(one.begun.length / other.begun.length).toBeCloseTo(3, 0);
  });

  test.each(['SMTP_UNREACHABLE', 'SMTP_LOGIN', 'SMTP_TLS'] as const)(
    'one with %s is left out, the other goes on',
    async (code) => {
      const { report, one, other } = await withTwo(down(code), () => ACCEPTED);
      expect(report).toMatchObject({ counts: { accepted: 80 } });
      expect(report.stoppedBy).toBeUndefined();
      expect(other.accepted).toHaveLength(80);
      expect(one.begun.length).toBeLessThanOrEqual(6);
    },
  );

  test('both down stop the run with nothing lost', async () => {
    const { report } = await withTwo(down('SMTP_UNREACHABLE'), down('SMTP_LOGIN'));
    expect(report.stoppedBy).toMatchObject({ code: 'SMTP_UNREACHABLE' });
    expect(report.counts).toMatchObject({ pending: 80, inDoubt: 0 });
  });

  test('both out of reach are waited for with patience', async () => {
    let isUp = false;
    const made = office(numbered(20), () => {
      if (!isUp) throw trouble('SMTP_UNREACHABLE');
      return ACCEPTED;
    });
    made.clock.at(30_000, () => {
      isUp = true;
    });
    const report = await made.send({ patienceMs: 120_000 });
    expect(report.counts).toMatchObject({ accepted: 20 });
    expect(made.transport.begun.length - made.transport.accepted.length).toBeLessThan(10);
  });

  test('out of reach for longer than patience stop the run', async () => {
    const made = office(numbered(20), down('SMTP_UNREACHABLE'));
    const report = await made.send({ patienceMs: 60_000 });
    expect(report.stoppedBy).toMatchObject({ code: 'SMTP_UNREACHABLE' });
    expect(report.counts).toMatchObject({ pending: 20 });
    expect(made.clock.elapsedMs).toBeGreaterThanOrEqual(60_000);
    expect(made.clock.elapsedMs).toBeLessThan(150_000);
  });
});
