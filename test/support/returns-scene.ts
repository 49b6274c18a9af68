// A database with readers and issues that were sent to them, and the desk at which what comes back arrives.
import { makeToken, type TokenKey } from '../../src/audience/token.ts';
import { envelopeIdOf, verpAddress } from '../../src/audience/verp.ts';
import { openReturnDesk } from '../../src/cli/bounces/open-return-desk.ts';
import type { Noted, ReturnDesk } from '../../src/cli/bounces/return-desk.ts';
import { storedTokenKeys } from '../../src/cli/token-keys.ts';
import type { SettledOutcome } from '../../src/model/delivery.ts';
import type { SuppressionReason } from '../../src/model/subscriber.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';

export const LIST_ID = 'harbour.example.org';
const BOUNCE_ADDRESS = 'bounce@harbour.example.org';
const START = Date.parse('2026-01-01T08:00:00.000Z');
const DAY_MS = 86_400_000;

export interface ReturnsScene {
  readonly database: Database;
  readonly desk: ReturnDesk;
  readonly key: TokenKey;
  /** Of `reader-N@readers.example`, N from 1. */
  idOf(reader: number): Promise<string>;
  /** Sends an issue to everybody, on that day. */
  send(slug: string, day: number, outcome?: SettledOutcome): Promise<void>;
  /** The envelope sender of that reader's letter. */
  sender(reader: number, slug: string, listId?: string): Promise<string>;
  envelopeId(reader: number, slug: string): Promise<string>;
  token(reader: number, listId?: string): Promise<string>;
  messageId(reader: number, slug: string): Promise<string>;
  /** A mail comes in, on that day. */
  take(mail: string | Uint8Array, day: number, more?: { channel?: string; to?: string }): Promise<Noted>;
  stateOf(reader: number): Promise<string>;
  suppression(reader: number): Promise<SuppressionReason | undefined>;
  /** Everything that what comes back may change: states, suppressions, consents. */
  picture(): Promise<string>;
  setDay(day: number): void;
  close(): Promise<void>;
}

export async function returnsScene(url: string, readers = 3): Promise<ReturnsScene> {
  const database = await openDatabase(url);
  let now = at(0);
  for (let from = 1; from <= readers; from += 500) {
    const numbers = Array.from({ length: Math.min(500, readers - from + 1) }, (_, i) => from + i);
    await database.subscribers.addAll(
      numbers.map((number) => ({
        address: addressOf(number),
        status: 'confirmed',
        consent: { text: 'Send me the news', source: 'test' },
      })),
      now,
    );
  }
  const [key] = await storedTokenKeys(database.settings);
  if (key === undefined) throw new Error('There is no key');
  const desk = await openReturnDesk(database, { listId: LIST_ID, now: () => now });
  const idOf = async (reader: number): Promise<string> => {
    const found = await database.subscribers.find(addressOf(reader));
    if (found === undefined) throw new Error(`There is no reader ${reader}`);
    return found.id;
  };
  const sender = async (reader: number, slug: string, listId = LIST_ID): Promise<string> =>
    verpAddress(
      { bounceAddress: BOUNCE_ADDRESS, subscriberId: await idOf(reader), issueSlug: slug, listId },
      key,
    );
  const scene: ReturnsScene = {
    database,
    desk,
    key,
    idOf,
    sender,
    send: (slug, day, outcome = ACCEPTED) => sendIssue(database, slug, at(day), outcome),
    envelopeId: async (reader, slug) => envelopeIdOf(await sender(reader, slug)),
    token: async (reader, listId = LIST_ID) =>
      makeToken({ purpose: 'unsubscribe', listId, subscriberId: await idOf(reader) }, key),
    messageId: async (reader, slug) => {
      const delivery = await database.inquiry.delivery(slug, await idOf(reader));
      if (delivery === undefined) throw new Error(`Reader ${reader} has no letter of ${slug}`);
      return delivery.messageId;
    },
    take: (mail, day, { channel = 'maildir', to } = {}) => {
      now = at(day);
      return desk.takeMail({
        channel,
        name: 'test',
        raw: typeof mail === 'string' ? Buffer.from(mail) : mail,
        ...(to === undefined ? {} : { envelope: { to } }),
      });
    },
    stateOf: async (reader) => (await database.subscribers.find(addressOf(reader)))?.status ?? 'unknown',
    suppression: async (reader) => (await database.audience.suppression(addressOf(reader)))?.reason,
    picture: async () => {
      const rows: unknown[] = [];
      for await (const subscriber of database.subscribers.list()) {
        const record = await database.audience.record(subscriber.id);
        rows.push([subscriber, record?.consents, await database.audience.suppression(subscriber.address)]);
      }
      return JSON.stringify(rows);
    },
    setDay: (day) => {
      now = at(day);
    },
    close: () => database.close(),
  };
  return scene;
}

const ACCEPTED: SettledOutcome = { kind: 'accepted', reply: { code: 250, text: '2.0.0 queued' } };

async function sendIssue(
  database: Database,
  slug: string,
  when: string,
  outcome: SettledOutcome,
): Promise<void> {
  const runId = `run of ${slug}`;
  await database.ledger.plan(
    { slug, messageIdDomain: 'harbour.example.org', textHash: 'x', subject: 's' },
    when,
  );
  await database.runs.begin({
    id: runId,
    kind: 'worker',
    host: 'elsewhere',
    pid: 7,
    transport: 'smtp',
    startedAt: when,
  });
  await database.orders.start(slug, when, new Date(Date.parse(when) + 5 * DAY_MS).toISOString());
  const wanted = { issueSlug: slug, limit: 500, exceptDomains: [] };
  let settlements: Parameters<Database['exchange']['exchange']>[0]['settlements'] = [];
  for (;;) {
    const { claims } = await database.exchange.exchange({ runId, at: when, settlements, wanted });
    settlements = claims.map((claim) => ({ claim, outcome }));
    if (claims.length === 0) break;
  }
  await database.runs.end(runId, when);
}

export function addressOf(reader: number): string {
  return `reader-${reader}@readers.example`;
}

function at(day: number): string {
  return new Date(START + day * DAY_MS).toISOString();
}
