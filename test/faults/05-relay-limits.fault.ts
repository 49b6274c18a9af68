// Fault test 5: servers that allow only so much. Through the engine and a real ledger, over both ways of speaking SMTP: everybody gets the
// issue, nobody twice, and nobody waits for a limit that is not theirs. A slow domain costs the others nothing.
import { afterEach, describe, expect, test } from 'vitest';
import { processClock } from '../../src/cli/process-clock.ts';
import { type SendReport, sendIssue } from '../../src/deliver/send-issue.ts';
import { openRelays } from '../../src/mail/open-relays.ts';
import type { Claim } from '../../src/model/ports.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type Deed, type HostileServer, type Step, startHostileServer } from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';
import { startSink } from '../support/start-sink.ts';

const SLUG = '0012';
const DAY_MS = 86_400_000;
const WAYS = [
  ['our own connections', true],
  ['nodemailer’s pool', false],
] as const;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Sending {
  /** As `BROADSIDE_SMTP_URL` has them. */
  readonly urls: string;
  readonly readers: readonly string[];
  readonly usePipelining: boolean;
  /** A limit is no trouble: a run that has to wait for a server to come back is stopped, unless that is the test. */
  readonly hasTrouble?: boolean;
}

/** A database with these readers, and one run to its end. */
async function sendTo({ urls, readers, usePipelining, hasTrouble }: Sending): Promise<SendReport> {
  const database = await openDatabase('sqlite::memory:');
  closing.push(() => database.close());
  const clock = processClock({ now: () => new Date().toISOString() });
  const expiresAt = new Date(Date.now() + 5 * DAY_MS).toISOString();
  await database.subscribers.addAll(
    readers.map((address) => ({
      address,
      status: 'confirmed' as const,
      consent: { text: 'yes', source: 'test' },
    })),
    clock.now(),
  );
  const issue = { slug: SLUG, messageIdDomain: 'harbour.example', textHash: 'x', subject: 'News' };
  await database.ledger.plan(issue, clock.now());
  const relays = await openRelays(urls, { usePipelining, timeouts: shortTimeouts(5000) });
  closing.push(() => Promise.all(relays.map(({ transport }) => transport.close())));
  const run = { id: 'run 1', kind: 'worker' as const, host: 'here', pid: 7, transport: 'x' };
  await database.runs.begin({ ...run, startedAt: clock.now() });
  await database.orders.start(SLUG, clock.now(), expiresAt);
  const stop = new AbortController();
  return sendIssue({
    signal: stop.signal,
    onTrouble: (trouble) => {
      if (hasTrouble !== true) stop.abort(trouble);
    },
    ledger: { counts: (slug) => database.ledger.counts(slug) },
    exchange: database.exchange,
    pacing: database.pacing,
    relays,
    clock,
    expiresAt,
    patienceMs: 20_000,
    letter: { compose },
    issueSlug: SLUG,
    runId: run.id,
  });
}

const compose = ({ subscriber: { address }, messageId }: Claim) => ({
  envelope: { from: 'news@harbour.example', to: address },
  messageId,
  raw: Buffer.from(`Message-ID: <${messageId}>\r\nTo: ${address}\r\nSubject: News\r\n\r\nShort.\r\n`),
});

const numbered = (count: number, domains: readonly string[] = ['a.example', 'b.example', 'c.example']) =>
  Array.from({ length: count }, (_, n) => `reader-${n}@${domains[n % domains.length]}`);

/** Each exactly once, and the ledger says so. */
function expectAll(report: SendReport, accepted: readonly string[], readers: readonly string[]): void {
  expect(report.stoppedBy).toBeUndefined();
  expect(report.counts).toMatchObject({
    eligible: readers.length,
    accepted: readers.length,
    deferred: 0,
    rejected: 0,
    inDoubt: 0,
    pending: 0,
  });
  expect([...accepted].sort()).toEqual([...readers].sort());
}

/** How often each connection was asked for something; connection 0 only asks what the server can do. */
function counter() {
  const counts = new Map<number, number>();
  return (connection: number): number => {
    const count = (counts.get(connection) ?? 0) + 1;
    counts.set(connection, count);
    return count;
  };
}

const CLOSING: Deed = { say: '421 4.7.0 too many connections from you' };

/** What a server does of its own accord, made anew for each test. */
const LIMITS: readonly [
  string,
  () => (step: Step, connection: number, server: () => HostileServer) => Deed | undefined,
][] = [
  [
    '421 to the sixth message of a connection',
    () => {
      const nth = counter();
      return (step, n) => (step === 'MAIL' && nth(n) > 5 ? CLOSING : undefined);
    },
  ],
  [
    'a connection closed at its sixth message',
    () => {
      const nth = counter();
      return (step, n) => (step === 'MAIL' && nth(n) > 5 ? { do: 'close' } : undefined);
    },
  ],
  [
    '421 right behind the answer to the fifth message',
    () => {
      const nth = counter();
      return (step, n) =>
        step === 'dot' && nth(n) === 5 ? { say: '250 2.0.0 taken\r\n421 4.7.0 that is enough' } : undefined;
    },
  ],
  [
    'no more than three connections, 421 to the others',
    () => (step, _n, server) => (step === 'greeting' && server().open() > 3 ? CLOSING : undefined),
  ],
  [
    'no more than three connections, the others are closed',
    () => (step, _n, server) => (step === 'greeting' && server().open() > 3 ? { do: 'close' } : undefined),
  ],
  [
    'one connection and three messages over it',
    () => {
      const nth = counter();
      return (step, n, server) => {
        if (step === 'greeting' && server().open() > 1) return CLOSING;
        return step === 'MAIL' && nth(n) > 3 ? CLOSING : undefined;
      };
    },
  ],
];

describe.each(WAYS)('%s', (_way, usePipelining) => {
  const readers = numbered(120);

  test.each(LIMITS)('%s', async (_name, makeDeeds) => {
    const deeds = makeDeeds();
    const server: HostileServer = await startHostileServer({
      deeds: (step, n) => (n === 0 ? undefined : deeds(step, n, () => server)),
    });
    closing.push(() => server.close());
    const report = await sendTo({
      urls: `smtp://127.0.0.1:${server.port}?connections=6`,
      readers,
      usePipelining,
    });
    expectAll(report, server.accepted, readers);
  });

  test('what the settings say of connections and messages is kept', async () => {
    const nth = counter();
    let mostOpen = 0;
    let mostMessages = 0;
    const server: HostileServer = await startHostileServer({
      deeds: (step, n) => {
        if (step === 'greeting') mostOpen = Math.max(mostOpen, server.open());
        if (step === 'MAIL') mostMessages = Math.max(mostMessages, nth(n));
        return undefined;
      },
    });
    closing.push(() => server.close());
    const url = `smtp://127.0.0.1:${server.port}?connections=2&messages=10`;
    expectAll(await sendTo({ urls: url, readers, usePipelining }), server.accepted, readers);
    // A new one may be seen before the end of the one that it follows.
    expect(mostOpen).toBeLessThanOrEqual(2 + 2);
    expect(mostMessages).toBe(10);
  });

  test('a rate is kept: in no second more than the bucket holds', async () => {
    const server = await startHostileServer();
    closing.push(() => server.close());
    const few = numbered(18);
    const url = `smtp://127.0.0.1:${server.port}?rate=6/s&connections=3`;
    expectAll(await sendTo({ urls: url, readers: few, usePipelining }), server.accepted, few);
    const times = server.acceptedAtMs;
    // A full bucket of one second at the beginning, then its filling.
    const most = times.map((from) => times.filter((at) => at >= from && at < from + 1000).length);
    expect(Math.max(...most)).toBeLessThanOrEqual(2 * 6);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1500);
  });

  test('several servers share by weight; one that takes nothing more leaves its share to the other', async () => {
    const heavy = await startHostileServer();
    const light = await startHostileServer();
    const narrow: HostileServer = await startHostileServer({
      deeds: (step, n) => (step === 'greeting' && n > 0 ? CLOSING : undefined),
    });
    for (const one of [heavy, light, narrow]) closing.push(() => one.close());
    const urls = `smtp://127.0.0.1:${heavy.port}?weight=3 smtp://127.0.0.1:${light.port}`;
    expectAll(
      await sendTo({ urls, readers, usePipelining }),
      [...heavy.accepted, ...light.accepted],
      readers,
    );
    expect(heavy.accepted.length / light.accepted.length).toBeGreaterThan(1.5);
    expect(light.accepted.length).toBeGreaterThan(0);

    const before = light.accepted.length;
    const other = `smtp://127.0.0.1:${narrow.port} smtp://127.0.0.1:${light.port}`;
    const report = await sendTo({ urls: other, readers, usePipelining, hasTrouble: true });
    expectAll(report, light.accepted.slice(before), readers);
  });
});

/** Two measurements on a machine that may be busy with other things in between. */
const MEASURED = { retry: 2 };

test('a slow domain does not slow the others', MEASURED, async () => {
  const domains = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'slow'].map((name) => `${name}.example`);
  const readers = numbered(640, domains);
  /** From the first connection to the last answer to a reader who is not of the slow domain. */
  const othersMs = async (delayMs: number | undefined): Promise<number> => {
    const sink = await startSink({
      // Every message takes a while, so that what is compared is waiting, not how busy the machine is.
      rules: [
        { stage: 'dot', delayMs: 20 },
        ...(delayMs === undefined ? [] : [{ stage: 'rcpt' as const, to: '@slow.example', delayMs }]),
      ],
    });
    closing.push(() => sink.stop());
    const report = await sendTo({ urls: `${sink.url}?connections=8`, readers, usePipelining: true });
    const events = sink.events();
    const dots = events.filter((event) => event.e === 'dot');
    expectAll(
      report,
      dots.flatMap(({ rcpt }) => rcpt),
      readers,
    );
    const others = dots.filter(({ rcpt }) => rcpt[0]?.endsWith('@slow.example') === false);
    const [first] = events.filter((event) => event.e === 'mail');
    return Math.max(...others.map(({ at }) => at)) - (first?.at ?? 0);
  };
  const alone = await othersMs(undefined);
  const beside = await othersMs(200);
  console.log(
    `others: ${Math.round(alone)} ms with nobody slow, ${Math.round(beside)} ms beside a slow domain`,
  );
  expect(beside / alone).toBeLessThan(1.1);
});
