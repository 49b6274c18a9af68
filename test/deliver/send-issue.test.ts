// From the ledger to the wire and back: a real mail server, a real database, and each row of the ledger compared with what arrived.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatTokenKey, makeToken, readToken, readTokenKeys } from '../../src/audience/token.ts';
import { processClock } from '../../src/cli/process-clock.ts';
import { type Composer, createComposer } from '../../src/deliver/compose.ts';
import { letterOf } from '../../src/deliver/letter.ts';
import { buildMasterMessage } from '../../src/deliver/master-message.ts';
import { type SendOptions, type SendReport, sendIssue } from '../../src/deliver/send-issue.ts';
import { buildMessage } from '../../src/mail/build-message.ts';
import { openOutbox } from '../../src/mail/outbox-transport.ts';
import { openSmtpTransport } from '../../src/mail/smtp-transport.ts';
import { BroadsideError } from '../../src/model/errors.ts';
import type { Claim, DeliveryLedger, MailTransport } from '../../src/model/ports.ts';
import type { DeliveryExchange, RunClock } from '../../src/model/sending-ports.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { startPostgres } from '../support/postgres.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';
import {
  type SinkMessage,
  type SinkScript,
  type SmtpSink,
  startScriptedServer,
  startSmtpSink,
} from '../support/smtp-sink.ts';
import { DATE, NEWSLETTER, RENDERED } from './newsletter-fixture.ts';

const SLUG = '0012';
const START = Date.parse('2026-01-09T08:00:00Z');
const MINUTE_MS = 60_000;
const KEYS = readTokenKeys(formatTokenKey({ number: 1, secret: Buffer.alloc(32, 5) }));

const master = await buildMasterMessage(
  letterOf({ newsletter: NEWSLETTER, slug: SLUG, rendered: RENDERED, date: DATE }),
  buildMessage,
);
const composer: Composer = createComposer(master);

/** As `cli/` does it: tokens for the reader, then the message. */
const compose = ({ subscriber, messageId }: Claim) => {
  const [key] = KEYS;
  if (key === undefined) throw new Error('There is no key');
  const tokenFor = (purpose: 'unsubscribe' | 'preferences') =>
    makeToken({ purpose, listId: NEWSLETTER.listId, subscriberId: subscriber.id }, key);
  return composer({
    subscriber,
    messageId,
    tokens: { unsubscribe: tokenFor('unsubscribe'), preferences: tokenFor('preferences') },
  });
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One newsletter's night: a database with readers, a server, a clock that moves when told. */
async function night(databaseUrl: string, names: readonly string[]) {
  const database = await openDatabase(databaseUrl);
  closing.push(() => database.close());
  const clock = Object.assign(processClock({ now: () => new Date(clock.at).toISOString() }), {
    at: START,
  }) as RunClock & { at: number };
  for (const name of names) {
    const given = {
      address: `${name}@example.org`,
      name,
      status: 'confirmed' as const,
      consent: { text: 'yes', source: 'test' },
    };
    await database.subscribers.add(given, clock.now());
  }
  await database.ledger.plan(
    { slug: SLUG, messageIdDomain: 'harbour.example.org', textHash: 'x', subject: RENDERED.subject },
    clock.now(),
  );
  let runs = 0;
  const send = async (transport: MailTransport, more: Partial<SendOptions> = {}): Promise<SendReport> => {
    runs += 1;
    const run = { id: `run ${runs}`, kind: 'worker' as const, host: 'elsewhere', pid: 7, transport: 'x' };
    await database.runs.begin({ ...run, startedAt: clock.now() });
    await database.orders.start(SLUG, clock.now(), new Date(START + 7_200 * MINUTE_MS).toISOString());
    const counts = (slug: string) => database.ledger.counts(slug);
    return sendIssue({
      ledger: { counts },
      exchange: database.exchange,
      pacing: database.pacing,
      relays: [{ transport, weight: 1 }],
      clock,
      expiresAt: new Date(START + 7_200 * MINUTE_MS).toISOString(),
      patienceMs: 0,
      letter: { compose },
      issueSlug: SLUG,
      runId: run.id,
      ...more,
    }).finally(() => database.runs.end(run.id, clock.now()));
  };
  const statuses = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await database.ledger.deliveries(SLUG)).map(({ address, status }) => [address.split('@')[0], status]),
    );
  return { database, clock, send, statuses };
}

async function serverWith(script: SinkScript = {}): Promise<SmtpSink> {
  const sink = await startSmtpSink(script);
  closing.push(() => sink.close());
  return sink;
}

async function transportTo(url: string, connections = 4): Promise<MailTransport> {
  const transport = await openSmtpTransport(url, { connections, timeouts: shortTimeouts(2000) });
  closing.push(() => transport.close());
  return transport;
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `reader${n}`);
const namesOf = (messages: readonly SinkMessage[]): string[] =>
  messages.map(({ to }) => to[0]?.split('@')[0] ?? '').sort();

async function unsubscribe({ subscribers }: Database, name: string): Promise<void> {
  const { id = '' } = (await subscribers.find(`${name}@example.org`)) ?? {};
  expect(await subscribers.unsubscribe(id, 'one-click', new Date(START).toISOString())).toBe(true);
}

const server = await startPostgres();
afterAll(async () => {
  if ('stop' in server) await server.stop();
});

const DATABASES: [string, () => Promise<string>, boolean][] = [
  ['SQLite', async () => 'sqlite::memory:', true],
  'reason' in server
    ? [`PostgreSQL (skipped: ${server.reason})`, async () => '', false]
    : ['PostgreSQL', () => server.newDatabase(), true],
];

describe.each(DATABASES)('on %s', (_name, newDatabase, isThere) => {
  test.skipIf(!isThere)(
    'everyone gets the issue exactly once, with links of their own; a second run sends nothing',
    async () => {
      const { database, send } = await night(await newDatabase(), numbered(60));
      const sink = await serverWith();
      const transport = await transportTo(sink.url);
      const progress: number[] = [];
      const report = await send(transport, { onProgress: ({ accepted }) => progress.push(accepted) });
      expect(report).toEqual({
        counts: {
          issue: SLUG,
          eligible: 60,
          accepted: 60,
          deferred: 0,
          rejected: 0,
          excluded: 0,
          inDoubt: 0,
          onTheWire: 0,
          pending: 0,
        },
        run: { accepted: 60, deferred: 0, rejected: 0, inDoubt: 0 },
        isInterrupted: false,
        state: 'sending',
      });
      expect(progress.at(-1)).toBe(60);
      expect(namesOf(sink.messages)).toEqual(numbered(60).sort());
      const rows = await database.ledger.deliveries(SLUG);
      for (const { raw, to } of sink.messages) {
        const email = await new PostalMime().parse(raw);
        const row = rows.find(({ address }) => address === to[0]);
        expect(email.to).toEqual([{ name: to[0]?.split('@')[0], address: to[0] }]);
        expect(email.messageId).toBe(`<${row?.messageId}>`);
        const tokens = new Set(
          [...(email.html ?? '').matchAll(/\/u\/([\w-]{48})/gu)].map(([, token = '']) => token),
        );
        expect(
          [...tokens].map((token) =>
            readToken(token, { purpose: 'unsubscribe', listId: NEWSLETTER.listId }, KEYS),
          ),
        ).toEqual([row?.subscriberId]);
      }
      const again = await send(transport);
      expect(again.run).toEqual({ accepted: 0, deferred: 0, rejected: 0, inDoubt: 0 });
      expect(sink.messages).toHaveLength(60);
    },
  );

  test.skipIf(!isThere)('no more rows are claimed at any moment than there are connections', async () => {
    const { database, send } = await night(await newDatabase(), numbered(60));
    const open: number[] = [];
    const sink = await serverWith({
      dot: async () => {
        const { onTheWire, inDoubt } = await database.ledger.counts(SLUG);
        open.push(onTheWire + inDoubt);
        return undefined;
      },
    });
    let exchanges = 0;
    const exchange: DeliveryExchange = {
      ...database.exchange,
      exchange: (request) => {
        exchanges += 1;
        return database.exchange.exchange(request);
      },
    };
    expect((await send(await transportTo(sink.url, 5), { exchange })).counts.accepted).toBe(60);
    expect(Math.max(...open)).toBeLessThanOrEqual(5);
    expect(Math.max(...open)).toBeGreaterThan(2);
    // What several conversations came to shares a transaction with the claims that follow.
    expect(exchanges).toBeLessThan(60);
  });

  test.skipIf(!isThere)(
    'answers of the database that are lost, its commits kept, miss and double nobody',
    async () => {
      const { database, send } = await night(await newDatabase(), numbered(60));
      const sink = await serverWith();
      let exchanges = 0;
      const lossy: DeliveryExchange = {
        ...database.exchange,
        exchange: async (request) => {
          const answer = await database.exchange.exchange(request);
          exchanges += 1;
          if (exchanges % 3 === 0) throw new BroadsideError('DATABASE_UNREACHABLE', 'cut off');
          return answer;
        },
      };
      const report = await send(await transportTo(sink.url), { exchange: lossy, patienceMs: 60_000 });
      expect(report.stoppedBy).toBeUndefined();
      expect(report.counts).toMatchObject({ eligible: 60, accepted: 60, inDoubt: 0, onTheWire: 0 });
      expect(namesOf(sink.messages)).toEqual(numbered(60).sort());
      expect(exchanges).toBeGreaterThan(8);
    },
  );

  test.skipIf(!isThere)(
    'each answer of the server is a state of the row; only what is due is tried again',
    async () => {
      const answers: Record<string, string> = { later: '451 4.7.1 Later', gone: '550 5.1.1 Gone' };
      let isOpen = false;
      const { database, clock, send, statuses } = await night(await newDatabase(), [
        'ada',
        'later',
        'gone',
        'doubt',
        'spam',
        'eve',
      ]);
      const sink = await serverWith({
        rcpt: (to) => (isOpen ? undefined : answers[to.split('@')[0] ?? '']),
        dot: ({ to }) =>
          to[0]?.startsWith('doubt') ? 'drop' : to[0]?.startsWith('spam') ? '554 5.6.0 No' : undefined,
      });
      const transport = await transportTo(sink.url);
      const first = await send(transport);
      const states = {
        ada: 'accepted',
        later: 'deferred',
        gone: 'rejected',
        doubt: 'claimed',
        spam: 'rejected',
        eve: 'accepted',
      };
      expect(await statuses()).toEqual(states);
      expect(first.run).toEqual({ accepted: 2, deferred: 1, rejected: 2, inDoubt: 1 });
      expect(first.counts).toMatchObject({
        eligible: 6,
        accepted: 2,
        deferred: 1,
        rejected: 2,
        inDoubt: 1,
        pending: 0,
      });
      expect((await database.ledger.deliveries(SLUG, 'deferred'))[0]).toMatchObject({
        responseCode: 451,
        enhancedCode: '4.7.1',
        response: 'Later',
        nextAttemptAt: new Date(START + 30 * MINUTE_MS).toISOString(),
      });

      isOpen = true;
      clock.at += 29 * MINUTE_MS;
      expect((await send(transport)).run).toEqual({ accepted: 0, deferred: 0, rejected: 0, inDoubt: 0 });
      clock.at += MINUTE_MS;
      expect((await send(transport)).run).toEqual({ accepted: 1, deferred: 0, rejected: 0, inDoubt: 0 });
      expect(await statuses()).toEqual({ ...states, later: 'accepted' });
      expect(namesOf(sink.accepted)).toEqual(['ada', 'eve', 'later']);
      expect(
        namesOf(sink.messages).filter((name) => name === 'doubt'),
        'what is in doubt is not sent again by itself',
      ).toHaveLength(1);
    },
  );

  test.skipIf(!isThere)('two runs at once share the work and double nothing', async () => {
    const { send } = await night(await newDatabase(), numbered(60));
    const sink = await serverWith();
    const reports = await Promise.all([send(await transportTo(sink.url)), send(await transportTo(sink.url))]);
    expect(reports.reduce((sum, { run }) => sum + run.accepted, 0)).toBe(60);
    expect(namesOf(sink.messages)).toEqual(numbered(60).sort());
  });
});

describe('whoever left', () => {
  test('after the plan is excluded with the reason, and gets nothing', async () => {
    const { database, send } = await night('sqlite::memory:', numbered(5));
    await unsubscribe(database, 'reader3');
    const sink = await serverWith();
    const report = await send(await transportTo(sink.url));
    expect(report.counts).toMatchObject({ eligible: 5, accepted: 4, excluded: 1 });
    expect(namesOf(sink.messages)).not.toContain('reader3');
    expect((await database.ledger.deliveries(SLUG, 'excluded'))[0]?.reason).toMatch(/unsubscribed/u);
  });

  test('while the run is on gets nothing either', async () => {
    const { database, send } = await night('sqlite::memory:', numbered(20));
    const left: string[] = [];
    const sink = await serverWith({
      dot: async (message) => {
        const name = namesOf([message])[0];
        const next = numbered(20).find(
          (one) => one !== name && !left.includes(one) && !namesOf(sink.messages).includes(one),
        );
        if (next === undefined) return undefined;
        await unsubscribe(database, next);
        left.push(next);
        return undefined;
      },
    });
    const report = await send(await transportTo(sink.url, 1));
    expect(report.counts.excluded).toBe(left.length);
    expect(left.length).toBeGreaterThan(5);
    expect(namesOf(sink.messages).filter((name) => left.includes(name))).toEqual([]);
    expect(report.counts.accepted).toBe(20 - left.length);
  });
});

describe('a run that stops', () => {
  test('because the password is wrong has lost nothing; mended, everyone gets it once', async () => {
    const { send } = await night('sqlite::memory:', numbered(12));
    const login = { user: 'ada', password: 'right' };
    const sink = await serverWith({ login });
    const transport = await transportTo(sink.url);
    login.password = 'changed';
    const report = await send(transport);
    expect(report.stoppedBy).toMatchObject({ code: 'SMTP_LOGIN' });
    expect(report.counts).toMatchObject({ eligible: 12, pending: 12, accepted: 0, inDoubt: 0 });
    login.password = 'right';
    expect((await send(await transportTo(sink.url))).counts).toMatchObject({ accepted: 12, pending: 0 });
    expect(namesOf(sink.messages)).toEqual(numbered(12).sort());
  });

  test('because the server is gone has lost nothing', async () => {
    const { send } = await night('sqlite::memory:', numbered(12));
    const sink = await startSmtpSink();
    const transport = await transportTo(sink.url);
    await sink.close();
    const report = await send(transport);
    expect(report.stoppedBy).toMatchObject({ code: 'SMTP_UNREACHABLE' });
    expect(report.counts).toMatchObject({ pending: 12, inDoubt: 0 });
    const back = await serverWith({ port: sink.port });
    expect((await send(transport)).counts).toMatchObject({ accepted: 12 });
    expect(namesOf(back.messages)).toEqual(numbered(12).sort());
  });

  test('because the sender is refused says so, and leaves everyone pending', async () => {
    const { send } = await night('sqlite::memory:', numbered(12));
    const sink = await serverWith({ mail: () => '550 5.7.1 Not from there' });
    const report = await send(await transportTo(sink.url));
    expect(report.stoppedBy).toMatchObject({
      code: 'SMTP_SENDER_REFUSED',
      message: expect.stringContaining('Not from there'),
    });
    expect(report.counts).toMatchObject({ pending: 12, rejected: 0 });
  });

  test('because it was interrupted finishes what is on the wire', async () => {
    const { send } = await night('sqlite::memory:', numbered(40));
    const interrupt = new AbortController();
    const sink = await serverWith();
    const onProgress = ({ accepted }: { accepted: number }) =>
      accepted >= 8 ? interrupt.abort() : undefined;
    const report = await send(await transportTo(sink.url), { signal: interrupt.signal, onProgress });
    expect(report.isInterrupted).toBe(true);
    expect(report.counts.inDoubt).toBe(0);
    expect(report.counts.pending).toBeGreaterThan(20);
    expect(report.counts.accepted).toBe(sink.messages.length);
    const rest = await send(await transportTo(sink.url));
    expect(rest.counts.accepted).toBe(40);
    expect(namesOf(sink.messages)).toEqual(numbered(40).sort());
  });

  test('because it was interrupted while rows were being claimed puts them back', async () => {
    const { database, send } = await night('sqlite::memory:', numbered(12));
    const interrupt = new AbortController();
    const sink = await serverWith();
    const exchange: DeliveryExchange['exchange'] = async (request) => {
      const exchanged = await database.exchange.exchange(request);
      interrupt.abort();
      return exchanged;
    };
    const report = await send(await transportTo(sink.url), {
      signal: interrupt.signal,
      exchange: { ...database.exchange, exchange },
    });
    expect(report.counts).toMatchObject({ pending: 12, inDoubt: 0 });
    expect(sink.messages).toEqual([]);
  });

  test('does not stop for one address that no header can hold: that row is refused, the others are sent', async () => {
    const { database, send } = await night('sqlite::memory:', numbered(12));
    const sink = await serverWith();
    const poisoned = (claim: Claim) =>
      compose(
        claim.subscriber.name === 'reader5'
          ? { ...claim, subscriber: { ...claim.subscriber, address: 'a@b@example.org' } }
          : claim,
      );
    const report = await send(await transportTo(sink.url), { letter: { compose: poisoned } });
    expect(report.stoppedBy).toBeUndefined();
    expect(report.counts).toMatchObject({ accepted: 11, rejected: 1, pending: 0, inDoubt: 0 });
    expect(namesOf(sink.messages)).not.toContain('reader5');
    expect(await database.ledger.deliveries(SLUG, 'rejected')).toMatchObject([
      {
        address: 'reader5@example.org',
        response: expect.stringContaining('Not sent: An address that is not one'),
      },
    ]);
  });

  test('because composing failed leaves nobody in doubt', async () => {
    const { database, send } = await night('sqlite::memory:', numbered(12));
    const sink = await serverWith();
    const failing = (claim: Claim) => {
      if (claim.subscriber.name === 'reader5') throw new TypeError('a mistake of ours');
      return compose(claim);
    };
    const transport = await transportTo(sink.url);
    await expect(send(transport, { letter: { compose: failing } })).rejects.toThrow('a mistake of ours');
    const counts = await database.ledger.counts(SLUG);
    expect(counts).toMatchObject({ inDoubt: 0, accepted: sink.messages.length });
    expect(counts.pending).toBeGreaterThan(0);
  });
});

describe('with a way out that misbehaves', () => {
  const fake = (send: MailTransport['send'], connections = 3): MailTransport => ({
    name: 'fake',
    connections,
    send,
    close: async () => {},
  });

  test('an error of which nothing is known leaves the row in doubt', async () => {
    const { database, send } = await night('sqlite::memory:', numbered(3));
    await expect(send(fake(() => Promise.reject(new Error('what was that')), 1))).rejects.toThrow(
      'what was that',
    );
    expect(await database.ledger.counts(SLUG)).toMatchObject({ inDoubt: 1, pending: 2 });
  });

  test('a connection that breaks before the message is tried again at once, three times in all', async () => {
    const { database, clock, send } = await night('sqlite::memory:', ['ada']);
    let tries = 0;
    const broken = fake(async () => {
      tries += 1;
      return { kind: 'not-begun', detail: 'the connection broke' };
    });
    expect((await send(broken)).run).toEqual({ accepted: 0, deferred: 1, rejected: 0, inDoubt: 0 });
    expect(tries).toBe(3);
    expect(await database.ledger.deliveries(SLUG)).toMatchObject([
      { status: 'deferred', response: 'the connection broke', attempts: 1 },
    ]);
    clock.at += 30 * MINUTE_MS;
    let later = 0;
    const mended = fake(async () => {
      later += 1;
      return later < 3
        ? { kind: 'not-begun', detail: 'again' }
        : { kind: 'accepted', reply: { code: 250, text: 'ok' } };
    });
    expect((await send(mended)).run).toMatchObject({ accepted: 1 });
  });

  test('a server that ends each connection after two messages loses and doubles nothing', async () => {
    const { send } = await night('sqlite::memory:', numbered(20));
    const taken = new Map<number, number>();
    const limited = await startScriptedServer((stage, connection) => {
      const count = taken.get(connection) ?? 0;
      if (stage === 'MAIL' && count >= 2) return '421 4.7.0 Too many messages';
      if (stage === 'dot') taken.set(connection, count + 1);
      return undefined;
    });
    closing.push(() => limited.close());
    expect((await send(await transportTo(limited.url, 2))).counts).toMatchObject({
      eligible: 20,
      accepted: 20,
    });
    expect(limited.completed()).toBe(20);
  });

  test('refused for five days, it is given up with the last words', async () => {
    const { database, clock, send } = await night('sqlite::memory:', ['ada']);
    const busy = fake(async () => ({
      kind: 'deferred',
      reply: { code: 452, enhancedCode: '4.2.2', text: 'Mailbox full' },
    }));
    let runs = 0;
    for (; (await send(busy)).counts.deferred > 0; runs += 1) {
      const [row] = await database.ledger.deliveries(SLUG, 'deferred');
      clock.at = Date.parse(row?.nextAttemptAt ?? '');
    }
    expect(runs).toBeGreaterThan(8);
    expect(clock.at).toBe(START + 5 * 24 * 60 * MINUTE_MS);
    expect(await database.ledger.deliveries(SLUG)).toMatchObject([
      { status: 'rejected', responseCode: 452, response: 'Given up after 5 days of trying: Mailbox full' },
    ]);
  });
});

describe('a ledger that fails', () => {
  let ledger: DeliveryLedger;
  let exchange: DeliveryExchange;
  let send: Awaited<ReturnType<typeof night>>['send'];
  let transport: MailTransport;
  beforeEach(async () => {
    const made = await night('sqlite::memory:', numbered(8));
    ({ send } = made);
    ({ ledger, exchange } = made.database);
    transport = await transportTo((await serverWith()).url, 2);
  });

  test('by not balancing is reported loudly', async () => {
    const wrong = {
      ...ledger,
      counts: async (slug: string) => ({ ...(await ledger.counts(slug)), eligible: 9 }),
    };
    await expect(send(transport, { ledger: wrong })).rejects.toThrow(
      'does not balance: 9 eligible, 8 accounted for',
    );
  });

  test('while a row is settled leaves that row in doubt, never to be sent twice', async () => {
    const failing: DeliveryExchange['exchange'] = async (request) => {
      if (request.settlements.some(({ claim }) => claim.subscriber.name === 'reader3'))
        throw new Error('disk gone');
      return exchange.exchange(request);
    };
    await expect(send(transport, { exchange: { ...exchange, exchange: failing } })).rejects.toThrow(
      'disk gone',
    );
    expect(await ledger.counts(SLUG)).toMatchObject({ inDoubt: 1 });
    const rest = await send(transport);
    expect(rest.counts).toMatchObject({ accepted: 7, inDoubt: 1, pending: 0 });
  });
});

test('without a mail server the outbox gets a file for each reader', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'broadside-send-'));
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  const { send } = await night('sqlite::memory:', numbered(5));
  const outbox = await openOutbox(folder);
  expect((await send(outbox)).counts).toMatchObject({ accepted: 5 });
  await send(outbox);
  const files = readdirSync(folder);
  expect(files).toHaveLength(5);
  for (const file of files) expect(file).toMatch(/^0012\.[0-9a-f]{32}\.eml$/u);
});
