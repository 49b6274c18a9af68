// What sending asks of the world beyond the rows of the ledger: runs with leases, rows settled and taken in one transaction, orders that
// all runs obey, budgets that all runs share, a signal when there is work, a journal beside the database.
import type { IsoInstant } from './calendar.ts';
import type { Delivery, SettledOutcome } from './delivery.ts';
import type { Claim, Clock, MailTransport } from './ports.ts';
import type { ReasonCount, SendEvent, SendOrder, SendRun } from './send-order.ts';

/** A clock that can also be waited on. */
export interface RunClock extends Clock {
  /** Milliseconds that never jump, from any origin. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when `signal` is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** One mail server to hand messages to, and its share. */
export interface Relay {
  readonly transport: MailTransport;
  /** Of the messages, against the weights of the others; at least 1. */
  readonly weight: number;
  /** All runs together; undefined: as fast as it goes. */
  readonly ratePerSecond?: number;
}

/** What one run has to say of one conversation. */
export interface Settlement {
  readonly claim: Claim;
  readonly outcome: SettledOutcome;
  /** For `deferred` always; for `not-begun` where it is put off instead of going back to where it was. */
  readonly nextAttemptAt?: IsoInstant;
}

export interface ExchangeRequest {
  readonly runId: string;
  readonly at: IsoInstant;
  readonly settlements: readonly Settlement[];
  /** Left out: nothing new is wanted. */
  readonly wanted?: {
    readonly issueSlug: string;
    /** 0: only the issue's state is asked. */
    readonly limit: number;
    /** Domains (lower-case A-labels) that are resting: none of their rows is given. A short list. */
    readonly exceptDomains: readonly string[];
    /** So many of those who come next are named, if anything was given. */
    readonly ahead?: number;
  };
}

/** A row that is likely to be claimed soon, as it stands now: nobody has it, and nothing is promised of it. */
export type Upcoming = Pick<Claim, 'subscriber' | 'messageId'>;

export interface Exchanged {
  readonly claims: readonly Claim[];
  /** Of the issue asked for. Not `sending`: nothing was given. */
  readonly state?: SendOrder['state'];
  /** Where they were asked for. */
  readonly upcoming?: readonly Upcoming[];
}

/** What people ask before and after a send. Nothing is changed. */
export interface DeliveryInquiry {
  /**
   * How many letters it would mean now. `due`: confirmed subscribers without a row, or with one that is pending, or deferred and due. `missed`:
   * confirmed ones who have no row that is accepted or claimed. Neither those who pause, nor those who want other topics than the issue has.
   * @param tags Of the issue and its items, where it may not be planned yet, or may have changed since; of one that has begun those count that were planned.
   */
  audience(
    issueSlug: string,
    which: 'due' | 'missed',
    at: IsoInstant,
    tags?: readonly string[],
  ): Promise<number>;
  /** Undefined for a subscriber who has no row. */
  delivery(issueSlug: string, subscriberId: string): Promise<Delivery | undefined>;
}

/** The hot path: settles what is done and takes what comes next, all in one transaction. */
export interface DeliveryExchange {
  /**
   * First the settlements; then, if wanted, rows that are due (pending, or deferred with `nextAttemptAt` past), marked as claimed by the run:
   * only of an issue whose state is `sending` and only to a run that is registered and not ended. Subscribers are read again in the same
   * transaction: a row whose subscriber is no longer confirmed, pauses, or wants other topics becomes `excluded`. Asking again with the same settlements (the answer of the first time was
   * lost with the connection) is no error: what stands already as it should is left.
   * @throws BroadsideError of the database, then nothing was changed, or (connection lost at the commit) perhaps all of it.
   * @throws Error for a settlement of a row that somebody else has taken meanwhile.
   */
  exchange(request: ExchangeRequest): Promise<Exchanged>;
  /**
   * After an error of `exchange`: rows of the issue that stand as claimed by this run and are not in its hands (their claim was committed, its
   * answer lost) go back as if nobody had touched them.
   */
  releaseLost(runId: string, issueSlug: string, inHand: readonly Claim[], at: IsoInstant): Promise<number>;
  /** Whether the reader of a claimed row wants it still, as it stands now. */
  isWanted(claim: Claim): Promise<boolean>;
  /** When the soonest deferred row of the issue falls due; undefined when none waits. */
  nextDueAt(issueSlug: string): Promise<IsoInstant | undefined>;
}

/** Who is sending now. A lease lasts `LEASE_MS` by the database's clock (PostgreSQL) or the machine's monotonic one (SQLite). */
export interface RunRegister {
  /** Of a `send`: refused while another live `send` has the issue. Workers are always let in. Ends dead runs (event `run lost`). */
  begin(run: SendRun): Promise<{ readonly other?: SendRun }>;
  /** False when the run is unknown or was ended: it must stop. */
  renew(runId: string): Promise<boolean>;
  /** Rows that it leaves claimed are in doubt from now on. `detail` goes into the history. */
  end(runId: string, at: IsoInstant, detail?: string): Promise<void>;
  live(): Promise<readonly SendRun[]>;
}

export const LEASE_MS = 60_000;
/** How often a lease is renewed. */
export const RENEWAL_MS = 15_000;

/** Each change is one transaction, is written into the history, and wakes the workers. */
export interface SendOrders {
  order(issueSlug: string): Promise<SendOrder | undefined>;
  /** Those not ended: scheduled, sending with rows unsettled, paused. The soonest first. */
  open(): Promise<readonly SendOrder[]>;
  /** Of an issue that is planned, scheduled, or was cancelled before it began: it is as new then. False when it has begun already. */
  schedule(issueSlug: string, sendAt: IsoInstant, at: IsoInstant): Promise<boolean>;
  /**
   * Planned, scheduled or (begun before, new readers since) sending → sending: adds rows for whoever has confirmed since it was planned, sets
   * `startedAt` and `expiresAt` the first time. Two at once start it once. Paused and cancelled issues stay as they are.
   */
  start(issueSlug: string, at: IsoInstant, expiresAt: IsoInstant): Promise<SendOrder>;
  pause(issueSlug: string, at: IsoInstant, detail?: string): Promise<SendOrder | undefined>;
  /** Paused → what it was before: sending, or scheduled when it had not begun. */
  resume(issueSlug: string, at: IsoInstant): Promise<SendOrder | undefined>;
  /** Rows that are pending or deferred become `excluded`, reason "cancelled". What is on the wire is finished. */
  cancel(issueSlug: string, at: IsoInstant): Promise<SendOrder | undefined>;
  /**
   * `missed`: everyone who is confirmed now and has no row that is accepted or in doubt: rejected and excluded rows and deferred ones that are
   * not due become pending, whoever is new gets a row. `in doubt`: claimed rows of runs that are over become pending. Also of a
   * cancelled or finished issue, which is sending again then. @returns how many rows are to be sent now because of it.
   */
  requeue(issueSlug: string, which: 'missed' | 'in doubt', at: IsoInstant): Promise<number>;
  history(issueSlug: string): Promise<readonly SendEvent[]>;
  /** Most deliveries first. */
  reasons(issueSlug: string): Promise<readonly ReasonCount[]>;
}

/**
 * Budgets that all runs on one database share. A key is `relay:smtp.example.org:587`, `domain:example.org` or `all`.
 * Kept by the database's clock.
 */
export interface PacingBudget {
  /** Takes up to `wanted` tokens of a bucket that fills with `perSecond` up to `burst`; a new bucket is full. */
  take(
    key: string,
    wanted: number,
    rate: { readonly perSecond: number; readonly burst: number },
  ): Promise<number>;
  /** Nobody writes to the domain for `ms` from now; a longer rest that is there already stays. `concurrency` is what may run at once afterwards, all runs together. */
  rest(domain: string, ms: number, concurrency: number): Promise<void>;
  /** Takes the limits away again. */
  recover(domain: string): Promise<void>;
  limits(): Promise<readonly DomainLimit[]>;
}

export interface DomainLimit {
  readonly domain: string;
  /** 0 when the rest is over. */
  readonly restMs: number;
  readonly concurrency: number;
}

/** Wakes whoever waits for work. PostgreSQL: LISTEN/NOTIFY, so on every host; SQLite: looking again now and then. */
export interface WorkSignal {
  /** Resolves when something may have changed, after `ms` at the latest, or when `signal` is aborted. Never rejects: a lost connection counts as a change. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Others are woken. */
  notify(): Promise<void>;
}

/**
 * Message ids that a server has taken, appended beside the database and never part of it: tells a later start that the database is
 * older than what was sent (a restored copy).
 */
export interface SentJournal {
  /** Called with the accepted settlements of an exchange before it is committed. Never throws: without it only less is known later. */
  append(issueSlug: string, messageIds: readonly string[]): void;
}

/** The same journal, read: by whoever has to know whether the ledger is as young as what was sent. */
export interface SentJournalReader {
  /** Slugs of the issues that it knows of, sorted. */
  issues(): Promise<readonly string[]>;
  /** In batches, the oldest first; half a line at the end, from a disk that was full, is passed over. */
  messageIds(issueSlug: string): AsyncIterable<readonly string[]>;
  /** When the last of the issue was appended; undefined where there is none. */
  lastAppendedAt(issueSlug: string): Promise<IsoInstant | undefined>;
  /** The issue's part is removed. */
  forget(issueSlug: string): Promise<void>;
}
