// The desk behind the front door, on a clock of its own: what becomes of each answer of a mail server, what stops it and for how long, and that a mail
// is neither lost nor sent twice.
import { describe, expect, test } from 'vitest';
import { runSignUpDesk } from '../../src/deliver/sign-up-desk.ts';
import type { SignUpMail, SignUpState, SignUpStore } from '../../src/model/audience-ports.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import { ACCEPTED, createFakeBudget, createFakeTransport, trouble } from './fake-ports.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STATE: SignUpState = {
  kind: 'open',
  address: 'ana@example.org',
  expiresAt: '2026-01-16T08:00:00.000Z',
};

type Settled = Parameters<SignUpStore['settle']>[1];

/** Gives out each mail to one hand only, and complains of whoever settles what was not given. */
function smallStore(clock: VirtualClock, mails: readonly Partial<SignUpMail>[]) {
  const queue = mails.map((mail, number) => ({
    dueAt: '',
    mail: {
      signUpId: `id${number}`,
      kind: 'confirm',
      address: `a${number}@example.org`,
      mailKey: String(number).padStart(32, '0'),
      attempt: 0,
      ...mail,
    } as SignUpMail,
  }));
  const settled: { readonly id: string; readonly outcome: Settled; readonly atMs: number }[] = [];
  const given = new Map<string, SignUpMail>();
  let failures: BroadsideError[] = [];
  return {
    settled,
    outcomes: () => settled.map(({ id, outcome }) => `${id} ${outcome.kind}`),
    given,
    failNext: (...errors: BroadsideError[]) => {
      failures = errors;
    },
    signUps: {
      next: async () => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        const index = queue.findIndex(({ dueAt }) => dueAt <= clock.now());
        const [one] = index === -1 ? [] : queue.splice(index, 1);
        if (one === undefined) return undefined;
        const mail = { ...one.mail, attempt: one.mail.attempt + 1 };
        if (given.has(mail.signUpId)) throw new Error('Given twice');
        given.set(mail.signUpId, mail);
        return mail;
      },
      settle: async (id, outcome) => {
        const mail = given.get(id);
        if (mail === undefined) throw new Error('Settled and never given');
        given.delete(id);
        settled.push({ id, outcome, atMs: clock.elapsedMs });
        if (outcome.kind !== 'retry') return;
        const attempt = mail.attempt - (outcome.unheard === true ? 1 : 0);
        queue.push({ dueAt: outcome.retryAt, mail: { ...mail, attempt } });
      },
      look: async () => STATE,
    } satisfies Pick<SignUpStore, 'next' | 'settle' | 'look'>,
  };
}

async function deskFor(
  mails: readonly Partial<SignUpMail>[],
  converse: (to: string, attempt: number) => DeliveryOutcome | Promise<DeliveryOutcome>,
  { forMs = 3 * DAY_MS, ...more }: { forMs?: number } & Partial<Parameters<typeof runSignUpDesk>[0]> = {},
  before?: (store: ReturnType<typeof smallStore>) => void,
) {
  const clock = createVirtualClock();
  const store = smallStore(clock, mails);
  const transport = createFakeTransport(2, converse);
  const troubles: { readonly code: string; readonly atMs: number }[] = [];
  const stop = new AbortController();
  clock.at(forMs, () => stop.abort());
  before?.(store);
  await clock.run(
    runSignUpDesk({
      signUps: store.signUps,
      pacing: createFakeBudget(clock),
      openRelays: async () => [{ transport, weight: 1 }],
      compose: async ({ address }) => ({
        envelope: { from: 'news@example.org', to: address },
        messageId: 'x@example.org',
        raw: new Uint8Array(),
      }),
      clock,
      lookMs: 30_000,
      onTrouble: ({ code }) => void troubles.push({ code, atMs: clock.elapsedMs }),
      signal: stop.signal,
      ...more,
    }),
  );
  return { store, transport, troubles, clock };
}

describe('an answer', () => {
  test('that takes the mail ends it', async () => {
    const { store, transport } = await deskFor([{}, {}, {}, {}], () => ACCEPTED, { forMs: HOUR_MS });
    expect(store.outcomes().sort()).toEqual(['id0 sent', 'id1 sent', 'id2 sent', 'id3 sent']);
    expect(transport.begun).toHaveLength(4);
    expect(transport.mostOpen()).toBe(2);
    expect(store.settled.every(({ atMs }) => atMs < 1000)).toBe(true);
  });

  test('that refuses for good ends it, too', async () => {
    const { store } = await deskFor([{}], () => ({
      kind: 'rejected',
      reply: { code: 550, enhancedCode: '5.1.1', text: 'no such user' },
    }));
    expect(store.settled.map(({ outcome }) => outcome)).toEqual([
      { kind: 'failed', detail: '550 5.1.1 no such user' },
    ]);
  });

  test('that never came after all was handed over counts as sent: a second mail would be one too many', async () => {
    const { store, transport } = await deskFor([{}], () => ({ kind: 'in-doubt', detail: 'cut off' }));
    expect(store.settled.map(({ outcome }) => outcome)).toEqual([
      { kind: 'sent', detail: 'In doubt: cut off' },
    ]);
    expect(transport.begun).toHaveLength(1);
  });

  test('that refuses for now is asked for again after half an hour or more, while the link holds', async () => {
    const { store, transport } = await deskFor([{}], () => ({
      kind: 'deferred',
      reply: { code: 451, text: 'later' },
    }));
    const times = store.settled.map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30 * MINUTE_MS);
    expect(store.outcomes().at(-1)).toBe('id0 failed');
    expect(times.at(-1)).toBeLessThan(7 * DAY_MS);
    expect(transport.begun).toHaveLength(8);
  });

  test('of no server at all is asked for again after a minute', async () => {
    const { store } = await deskFor([{}], (_to, attempt) =>
      attempt === 1 ? { kind: 'not-begun', detail: 'reset' } : ACCEPTED,
    );
    expect(store.outcomes()).toEqual(['id0 retry', 'id0 sent']);
    expect(store.settled[1]?.atMs).toBeLessThan(2 * MINUTE_MS);
  });
});

describe('what stops the desk', () => {
  test('a sender that is refused: it rests, longer each time, and loses nothing', async () => {
    const { store, troubles } = await deskFor(
      [{}, {}, {}, {}, {}, {}],
      () => ({ kind: 'sender-refused', reply: { code: 550, enhancedCode: '5.7.1', text: 'not you' } }),
      { forMs: DAY_MS },
    );
    expect(troubles.every(({ code }) => code === 'SMTP_SENDER_REFUSED')).toBe(true);
    // Six mails, each tried after half an hour, an hour, two …: not six times each minute.
    expect(troubles.length).toBeLessThan(60);
    expect(store.outcomes().every((one) => one.endsWith('retry'))).toBe(true);
    expect(store.given.size).toBe(0);
  });

  test('one address that is refused so while others are taken has it for itself', async () => {
    const { store } = await deskFor(
      [{ address: 'bad@example.org' }, {}, {}, {}],
      (to) =>
        to === 'bad@example.org'
          ? { kind: 'sender-refused', reply: { code: 550, enhancedCode: '5.7.1', text: 'not you' } }
          : ACCEPTED,
      { forMs: DAY_MS },
    );
    expect(store.outcomes().filter((one) => one.startsWith('id0'))).toEqual(['id0 retry', 'id0 failed']);
    expect(store.outcomes().filter((one) => one.endsWith('sent'))).toHaveLength(3);
  });

  test('a mail server that cannot be opened: the mail waits, and goes when it is there', async () => {
    let tries = 0;
    const transport = createFakeTransport(2);
    const { store, troubles } = await deskFor([{}], () => ACCEPTED, {
      forMs: HOUR_MS,
      openRelays: async () => {
        tries += 1;
        if (tries < 4) throw trouble('SMTP_UNREACHABLE');
        return [{ transport, weight: 1 }];
      },
    });
    expect(troubles.map(({ code }) => code)).toEqual(Array(3).fill('SMTP_UNREACHABLE'));
    expect(store.outcomes()).toEqual(['id0 retry', 'id0 retry', 'id0 retry', 'id0 sent']);
  });

  test('a mail server that is away for a day costs a mail none of its attempts', async () => {
    const { store, transport } = await deskFor(
      [{}],
      (_to, attempt) => {
        // By then it was given far more often than a mail is tried that is refused.
        if (attempt < 20) throw trouble('SMTP_UNREACHABLE');
        return attempt < 24 ? { kind: 'deferred', reply: { code: 450, text: 'greylisted' } } : ACCEPTED;
      },
      { forMs: 6 * DAY_MS },
    );
    expect(store.outcomes().at(-1)).toBe('id0 sent');
    expect(transport.begun).toHaveLength(24);
  });

  test('a login that is refused in the middle', async () => {
    const { store, troubles } = await deskFor(
      [{}],
      (_to, attempt) => {
        if (attempt < 3) throw trouble('SMTP_LOGIN');
        return ACCEPTED;
      },
      { forMs: HOUR_MS },
    );
    expect(troubles).toHaveLength(2);
    expect(store.outcomes().at(-1)).toBe('id0 sent');
  });

  test('a database that is away is waited for', async () => {
    const { store, troubles } = await deskFor(
      [{}],
      () => ACCEPTED,
      { forMs: HOUR_MS },
      ({ failNext }) => failNext(trouble('DATABASE_UNREACHABLE'), trouble('DATABASE_LOCKED')),
    );
    expect(troubles.map(({ code }) => code)).toEqual(['DATABASE_UNREACHABLE', 'DATABASE_LOCKED']);
    expect(store.outcomes()).toEqual(['id0 sent']);
  });

  test('a mistake of ours ends it, and the mail is not sent again', async () => {
    const compose = async () => {
      throw new TypeError('a mistake');
    };
    await expect(deskFor([{}], () => ACCEPTED, { compose })).rejects.toThrow('a mistake');
  });
});

test('an address that no header can hold is that mail’s own matter', async () => {
  const { store } = await deskFor([{}, {}], () => ACCEPTED, {
    forMs: HOUR_MS,
    compose: async ({ address, signUpId }) => {
      if (signUpId === 'id0') throw new BroadsideError('ADDRESS_INVALID', 'no');
      return { envelope: { from: 'a@example.org', to: address }, messageId: 'x', raw: new Uint8Array() };
    },
  });
  expect(store.outcomes().sort()).toEqual(['id0 failed', 'id1 sent']);
});

test('what is on the wire when it is told to end is finished and written down', async () => {
  const stop = new AbortController();
  const { store } = await deskFor(
    [{}],
    async () => {
      stop.abort();
      await new Promise((resolve) => setImmediate(resolve));
      return ACCEPTED;
    },
    { signal: stop.signal },
  );
  expect(store.outcomes()).toEqual(['id0 sent']);
  expect(store.given.size).toBe(0);
});

test.each([
  ['confirmed meanwhile', { kind: 'confirmed', subscriberId: 'x' }],
  ['over', { kind: 'expired' }],
  ['cleared away', undefined],
] as const)('a request that is %s gets no mail', async (_name, state) => {
  const clock = createVirtualClock();
  const store = smallStore(clock, [{}]);
  const transport = createFakeTransport(1);
  const stop = new AbortController();
  clock.at(HOUR_MS, () => stop.abort());
  await clock.run(
    runSignUpDesk({
      signUps: { ...store.signUps, look: async () => state },
      pacing: createFakeBudget(clock),
      openRelays: async () => [{ transport, weight: 1 }],
      compose: async () => {
        throw new Error('not to be made');
      },
      clock,
      signal: stop.signal,
    }),
  );
  expect(store.outcomes()).toEqual(['id0 failed']);
  expect(transport.begun).toEqual([]);
});
