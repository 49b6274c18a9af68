// The ports of sending, in memory: a ledger that keeps every rule of the real one and complains of whoever breaks one, budgets, runs,
// orders, and a way out that does what it is told. For tests of policy and of faults, on a clock of their own.
import type { IsoInstant } from '../../src/model/calendar.ts';
import type {
  DeliveryCounts,
  DeliveryOutcome,
  DeliveryStatus,
  ServerReply,
  SettledOutcome,
} from '../../src/model/delivery.ts';
import { BroadsideError, type ErrorCode } from '../../src/model/errors.ts';
import type { ComposedMessage } from '../../src/model/message.ts';
import type { Claim, MailTransport } from '../../src/model/ports.ts';
import type { SendOrder } from '../../src/model/send-order.ts';
import type {
  DeliveryExchange,
  DomainLimit,
  Exchanged,
  ExchangeRequest,
  PacingBudget,
  RunClock,
  Settlement,
} from '../../src/model/sending-ports.ts';

export interface FakeRow {
  readonly address: string;
  status: DeliveryStatus;
  attempts: number;
  runId?: string;
  firstAttemptAt?: IsoInstant;
  nextAttemptAt?: IsoInstant;
  reply?: ServerReply;
  detail?: string;
  isInDoubt?: boolean;
}

export interface FakeLedger {
  readonly exchange: DeliveryExchange;
  readonly ledger: { counts(issueSlug: string): Promise<DeliveryCounts> };
  readonly rows: readonly FakeRow[];
  row(address: string): FakeRow;
  state: SendOrder['state'];
  /** Rows claimed by live conversations, in-doubt ones left out, after each exchange; the most there ever were. */
  readonly mostClaimed: () => number;
  readonly claimed: () => number;
  /** What happened, in order: "exchange 3 4", "releaseLost 2". */
  readonly log: readonly string[];
  /** Called before (nothing is changed) and after (all is changed, the answer is lost) each exchange; throws to fail it. */
  trouble: { before?: (count: number, request: ExchangeRequest) => void; after?: (count: number) => void };
  /** As if a claim was committed of which the run never heard. */
  claimUnheard(address: string, runId: string): void;
  /** Who has left the list: given to nobody from then on. */
  readonly left: Set<string>;
  exchanges: number;
}

export function createFakeLedger(issueSlug: string, addresses: readonly string[]): FakeLedger {
  const rows = new Map<string, FakeRow>(
    addresses.map((address) => [address, { address, status: 'pending', attempts: 0 }]),
  );
  const log: string[] = [];
  const left = new Set<string>();
  let mostClaimed = 0;
  /** Rows by state, so that a night of thousands is quick to simulate. */
  const pending = new Set(rows.values());
  const deferred = new Set<FakeRow>();
  const claimed = new Set<FakeRow>();
  let undo: (() => void)[] = [];
  const change = (row: FakeRow, deed: (row: FakeRow) => void): void => {
    const before = { ...row };
    deed(row);
    sort(row);
    undo.push(() => {
      restore(row, before);
      sort(row);
    });
  };
  const sort = (row: FakeRow): void => {
    for (const [set, isIn] of [
      [pending, row.status === 'pending'],
      [deferred, row.status === 'deferred'],
      [claimed, row.status === 'claimed' && row.isInDoubt !== true],
    ] as const) {
      if (isIn) set.add(row);
      else set.delete(row);
    }
  };

  const settle = ({ claim, outcome, nextAttemptAt }: Settlement): void => {
    const row = rows.get(claim.subscriber.address);
    if (row === undefined) throw new Error('There is no such row');
    if (row.status !== 'claimed' || row.runId !== claim.runId || row.attempts !== claim.attempt) {
      if (row.attempts === claim.attempt && row.status === outcome.kind) return;
      if (outcome.kind === 'not-begun' && row.status !== 'claimed') return;
      throw new Error(`The delivery to ${row.address} is not claimed by this run any more`);
    }
    change(row, () => write(row, outcome, nextAttemptAt));
  };
  const write = (row: FakeRow, outcome: SettledOutcome, nextAttemptAt: IsoInstant | undefined): void => {
    switch (outcome.kind) {
      case 'accepted':
      case 'rejected':
        row.status = outcome.kind;
        row.reply = outcome.reply;
        return;
      case 'in-doubt':
        row.isInDoubt = true;
        row.detail = outcome.detail;
        return;
      case 'deferred':
        if (nextAttemptAt === undefined)
          throw new Error('A deferred delivery needs the time of its next attempt');
        Object.assign(row, { status: 'deferred', reply: outcome.reply, nextAttemptAt });
        return;
      case 'not-begun':
        if (nextAttemptAt !== undefined)
          Object.assign(row, { status: 'deferred', detail: outcome.detail, nextAttemptAt });
        else goBack(row);
    }
  };
  const claim = ({ runId, at, wanted }: ExchangeRequest): readonly Claim[] => {
    if (wanted === undefined || wanted.issueSlug !== issueSlug || fake.state !== 'sending') return [];
    const claims: Claim[] = [];
    for (const row of due(at)) {
      if (claims.length === wanted.limit) break;
      if (left.has(row.address)) {
        change(row, () => Object.assign(row, { status: 'excluded' }));
        continue;
      }
      if (wanted.exceptDomains.includes(domainOf(row.address))) continue;
      const lastCode = row.reply?.enhancedCode;
      const firstAttemptAt = row.firstAttemptAt ?? at;
      change(row, () =>
        Object.assign(row, { status: 'claimed', attempts: row.attempts + 1, runId, firstAttemptAt }),
      );
      claims.push({
        issueSlug,
        subscriber: { id: row.address, address: row.address },
        messageId: `${row.address.replace('@', '.')}@harbour.example.org`,
        runId,
        attempt: row.attempts,
        firstAttemptAt,
        domain: domainOf(row.address),
        ...(lastCode === undefined ? {} : { lastCode }),
      });
    }
    return claims;
  };
  function* due(at: IsoInstant): Generator<FakeRow> {
    yield* pending;
    for (const row of deferred) if ((row.nextAttemptAt ?? '') <= at) yield row;
  }

  const fake: FakeLedger = {
    rows: [...rows.values()],
    row: (address) => rows.get(address) ?? { address, status: 'excluded', attempts: 0 },
    claimUnheard: (address, runId) => {
      const row = rows.get(address);
      if (row !== undefined)
        change(row, () => Object.assign(row, { status: 'claimed', attempts: row.attempts + 1, runId }));
    },
    state: 'sending',
    mostClaimed: () => mostClaimed,
    claimed: () => claimed.size,
    log,
    left,
    trouble: {},
    exchanges: 0,
    exchange: {
      exchange: async (request): Promise<Exchanged> => {
        fake.exchanges += 1;
        const count = fake.exchanges;
        fake.trouble.before?.(count, request);
        undo = [];
        let claims: readonly Claim[];
        try {
          request.settlements.forEach(settle);
          claims = claim(request);
        } catch (error) {
          for (const back of undo.reverse()) back();
          throw error;
        }
        log.push(`exchange ${request.settlements.length} ${claims.length}`);
        mostClaimed = Math.max(mostClaimed, claimed.size);
        fake.trouble.after?.(count);
        return { claims, ...(request.wanted === undefined ? {} : { state: fake.state }) };
      },
      releaseLost: async (runId, _slug, inHand) => {
        const hand = new Set(inHand.map(({ subscriber }) => subscriber.address));
        const lost = [...claimed].filter((row) => row.runId === runId && !hand.has(row.address));
        for (const row of lost) change(row, goBack);
        log.push(`releaseLost ${lost.length}`);
        return lost.length;
      },
      isWanted: async ({ subscriber: { address } }) => !left.has(address),
      nextDueAt: async () => [...deferred].map(({ nextAttemptAt = '' }) => nextAttemptAt).sort()[0],
    },
    ledger: {
      counts: async () => {
        const count = (status: DeliveryStatus) =>
          [...rows.values()].filter((row) => row.status === status).length;
        return {
          issue: issueSlug,
          eligible: rows.size,
          accepted: count('accepted'),
          deferred: count('deferred'),
          rejected: count('rejected'),
          excluded: count('excluded'),
          inDoubt: count('claimed'),
          onTheWire: 0,
          pending: count('pending'),
        };
      },
    },
  };
  return fake;
}

export interface FakeBudget extends PacingBudget {
  readonly limited: Map<string, DomainLimit>;
  readonly calls: string[];
  readonly taken: Map<string, number>;
}

/** Buckets and limits as all runs see them. */
export function createFakeBudget(clock: RunClock): FakeBudget {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const limited = new Map<string, DomainLimit & { readonly untilMs: number }>();
  const calls: string[] = [];
  const taken = new Map<string, number>();
  return {
    limited,
    calls,
    taken,
    take: async (key, wanted, { perSecond, burst }) => {
      const nowMs = clock.monotonicMs();
      const bucket = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
      bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond);
      bucket.atMs = nowMs;
      const given = Math.min(wanted, Math.floor(bucket.tokens + 1e-9));
      bucket.tokens -= given;
      buckets.set(key, bucket);
      taken.set(key, (taken.get(key) ?? 0) + given);
      return given;
    },
    rest: async (domain, ms, concurrency) => {
      calls.push(`rest ${domain} ${ms} ${concurrency}`);
      limited.set(domain, { domain, restMs: ms, concurrency, untilMs: clock.monotonicMs() + ms });
    },
    recover: async (domain) => {
      calls.push(`recover ${domain}`);
      limited.delete(domain);
    },
    limits: async () =>
      [...limited.values()].map(({ domain, concurrency, untilMs }) => ({
        domain,
        concurrency,
        restMs: Math.max(0, untilMs - clock.monotonicMs()),
      })),
  };
}

export interface FakeTransport extends MailTransport {
  /** Addresses in the order in which their conversations began. */
  readonly begun: string[];
  readonly accepted: string[];
  readonly open: () => number;
  readonly mostOpen: () => number;
}

export type Conversation = (to: string, attempt: number) => DeliveryOutcome | Promise<DeliveryOutcome>;

export const ACCEPTED: DeliveryOutcome = { kind: 'accepted', reply: { code: 250, text: 'ok' } };

/** Takes everything unless told otherwise. */
export function createFakeTransport(
  connections: number,
  converse: Conversation = () => ACCEPTED,
  name = 'fake:25',
): FakeTransport {
  const begun: string[] = [];
  const accepted: string[] = [];
  let open = 0;
  let most = 0;
  return {
    name,
    connections,
    begun,
    accepted,
    open: () => open,
    mostOpen: () => most,
    close: async () => {},
    send: async ({ envelope: { to } }) => {
      begun.push(to);
      open += 1;
      most = Math.max(most, open);
      if (open > connections) throw new Error('More conversations than connections');
      try {
        const outcome = await converse(to, begun.filter((one) => one === to).length);
        if (outcome.kind === 'accepted') accepted.push(to);
        return outcome;
      } finally {
        open -= 1;
      }
    },
  };
}

export function composeFake({ subscriber, messageId }: Claim): ComposedMessage {
  return {
    envelope: { from: 'news@harbour.example.org', to: subscriber.address },
    messageId,
    raw: Buffer.from(`To: ${subscriber.address}\r\n\r\nHello\r\n`),
  };
}

export function trouble(code: ErrorCode): BroadsideError {
  return new BroadsideError(code, `it was ${code}`);
}

function goBack(row: FakeRow): void {
  row.attempts -= 1;
  row.status = row.attempts === 0 ? 'pending' : 'deferred';
  delete row.runId;
  if (row.attempts === 0) delete row.firstAttemptAt;
}

function restore(row: FakeRow, from: FakeRow): void {
  for (const key of Object.keys(row)) delete (row as unknown as Record<string, unknown>)[key];
  Object.assign(row, from);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
