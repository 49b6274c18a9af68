// A worker: starts issues whose time has come, sends all that are being sent side by side, and waits for work. Any number of them on any
// number of hosts share one database. It outlives the database's being away, and ends when told to, after what is on the wire.
import type { IsoInstant } from '../model/calendar.ts';
import { BroadsideError } from '../model/errors.ts';
import type { DeliveryLedger } from '../model/ports.ts';
import type { SendOrder, SendRun } from '../model/send-order.ts';
import type {
  DeliveryExchange,
  PacingBudget,
  Relay,
  RunClock,
  RunRegister,
  SendOrders,
  SentJournal,
  WorkSignal,
} from '../model/sending-ports.ts';
import { createOrderWatch, type OrderWatch } from './due-orders.ts';
import { keepLease, type Lease } from './keep-lease.ts';
import { isDatabaseTrouble, withPatience } from './patience.ts';
import { openPostRoom, type PostRoom } from './post-room.ts';
import { GIVE_UP_MS } from './retry-policy.ts';
import { type LetterSource, type SendReport, sendIssue } from './send-issue.ts';
import type { SendProgress } from './send-progress.ts';

export interface WorkerOptions {
  readonly exchange: DeliveryExchange;
  readonly ledger: Pick<DeliveryLedger, 'counts'>;
  readonly pacing: PacingBudget;
  readonly runs: RunRegister;
  readonly orders: Pick<SendOrders, 'open' | 'start' | 'pause'>;
  readonly work: WorkSignal;
  readonly journal?: SentJournal;
  readonly relays: readonly Relay[];
  readonly ratePerSecond?: number;
  readonly clock: RunClock;
  /** A run of kind `worker`, with an id never used before. Again after a lease was lost. */
  readonly newRun: () => SendRun;
  readonly openLetter: (issueSlug: string) => LetterSource;
  /** How long after its start an issue's deferred rows are tried; 5 days unless told. */
  readonly expiresAfterMs?: number;
  /** So late a scheduled issue is not started by itself; an hour unless told. */
  readonly overdueMs?: number;
  /** What is due now is sent, and the worker ends. */
  readonly isOnce?: true;
  /** Once for each time that an issue was scheduled for, or was to be given up at: it is late and waits for a word. */
  readonly onOverdue?: (order: SendOrder, lateMs: number) => void;
  readonly onBegin?: (issueSlug: string) => void;
  readonly onProgress?: (issueSlug: string, progress: SendProgress) => void;
  readonly onEnd?: (issueSlug: string, report: SendReport) => void;
  /** Something is waited for; told at every failing attempt. */
  readonly onTrouble?: (error: BroadsideError, issueSlug?: string) => void;
  /** Aborted: what is on the wire is finished and written down, then the worker ends. */
  readonly signal: AbortSignal;
}

const HOUR_MS = 3_600_000;
/** However quiet it is, the orders are read anew so often. */
const LONGEST_WAIT_MS = 30_000;
/** An issue that had nothing to send is looked at again after that, though nobody said that something has changed. */
const LOOK_AGAIN_MS = 60_000;
/** Nor sooner after it had nothing to send, however much changes elsewhere. */
const SHORTEST_LOOK_MS = 1000;
/** After a refused login, a key that cannot be read and the like: at first, and at most. */
const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
/** A worker that was told to stop waits no longer for a database that is away. */
const STOPPING_PATIENCE_MS = 30_000;
/** One that is called again soon need not wait long for mail servers or a database. */
const ONCE_PATIENCE_MS = 120_000;

/** Resolves once `signal` is aborted and all is written down. @throws what is a mistake of ours */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { clock, signal, runs, pacing, relays, ratePerSecond, overdueMs = HOUR_MS } = options;
  let lease: Lease | undefined;
  const room = openPostRoom({
    relays,
    pacing,
    clock,
    liveRuns: () => lease?.liveRuns() ?? 1,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  });
  const watch = createOrderWatch(overdueMs, Date.parse(clock.now()), clock.monotonicMs());
  while (!signal.aborted) {
    const run = options.newRun();
    let begunMs = clock.monotonicMs();
    const begun = await endlessly(options, () => {
      begunMs = clock.monotonicMs();
      return runs.begin(run);
    });
    if (begun === undefined) return;
    lease = keepLease(runs, run.id, clock, begunMs);
    const desk = createDesk(options, room, run.id, lease);
    try {
      do await lookRound(options, desk, watch);
      while (!desk.isOver() && options.isOnce !== true);
    } finally {
      await desk.ended();
      lease.stop();
      await endlessly(options, () => runs.end(run.id, clock.now()));
      // What went back can be taken by the others at once.
      await endlessly(options, () => options.work.notify());
    }
    if (lease.lost.reason instanceof BroadsideError) options.onTrouble?.(lease.lost.reason);
    desk.throwFailure();
    if (options.isOnce === true) break;
  }
  await room.settled();
}

/** Looks at all orders once, sets going what is due, and waits until there is something new. */
async function lookRound(options: WorkerOptions, desk: Desk, watch: OrderWatch): Promise<void> {
  const { clock, orders, work, expiresAfterMs = GIVE_UP_MS } = options;
  let waitMs = LONGEST_WAIT_MS;
  watch.note(Date.parse(clock.now()), clock.monotonicMs());
  for (const order of (await endlessly(options, () => orders.open())) ?? []) {
    if (order.state !== 'scheduled' && order.state !== 'sending') continue;
    const nowMs = Date.parse(clock.now());
    const due = watch.look(order, nowMs, clock.monotonicMs());
    if (due.kind === 'overdue' && due.isNews) options.onOverdue?.(order, due.lateMs);
    if (due.kind === 'wait') waitMs = Math.min(waitMs, due.ms);
    if (due.kind !== 'start') continue;
    if (order.state === 'sending') {
      waitMs = Math.min(waitMs, desk.send(order));
      continue;
    }
    const expiresAt = new Date(nowMs + expiresAfterMs).toISOString();
    const started = await endlessly(options, () => orders.start(order.issueSlug, clock.now(), expiresAt));
    if (started?.state === 'sending') desk.send(started);
  }
  if (desk.isOver() || options.isOnce === true) return;
  const askedMs = clock.monotonicMs();
  const ended = desk.nextEnd();
  await work.wait(waitMs, AbortSignal.any([ended, desk.over]));
  if (!ended.aborted && clock.monotonicMs() - askedMs < waitMs) desk.somethingChanged();
}

interface Desk {
  /** Sends the issue unless it is being sent. @returns after how long to look at it again */
  send(order: SendOrder): number;
  /** What was found to be not due yet may be due now. */
  somethingChanged(): void;
  /** Aborted when the next of the issues ends. */
  nextEnd(): AbortSignal;
  /** Told to stop, the lease lost, or a mistake of ours. */
  readonly over: AbortSignal;
  isOver(): boolean;
  ended(): Promise<void>;
  throwFailure(): void;
}

/** The issues that this worker sends at the moment, side by side: each has its part of the connections, so that none waits for another. */
function createDesk(options: WorkerOptions, room: PostRoom, runId: string, lease: Lease): Desk {
  const { clock, signal, orders } = options;
  const active = new Map<string, Promise<void>>();
  /** When an issue that is not being sent is looked at again, by the monotonic clock, and how often it was stopped in a row. */
  const later = new Map<string, { readonly atMs: number; readonly stops: number }>();
  const crash = new AbortController();
  const failures: unknown[] = [];
  const over = AbortSignal.any([signal, lease.lost, crash.signal]);
  let nextEnd = new AbortController();

  const sendOne = async ({ issueSlug, expiresAt, startedAt }: SendOrder): Promise<void> => {
    const letter = options.openLetter(issueSlug);
    let isBegun = false;
    const begin = (): void => {
      if (!isBegun) options.onBegin?.(issueSlug);
      isBegun = true;
    };
    const report = await sendIssue({
      ...options,
      room,
      runId,
      issueSlug,
      expiresAt: expiresAt ?? later5Days(startedAt ?? clock.now()),
      letter: {
        ...letter,
        compose: (claim) => {
          begin();
          return letter.compose(claim);
        },
      },
      patienceMs: options.isOnce === true ? ONCE_PATIENCE_MS : Number.POSITIVE_INFINITY,
      isLeaseHeld: lease.isHeld,
      onProgress: (progress) => options.onProgress?.(issueSlug, progress),
      onTrouble: (error) => options.onTrouble?.(error, issueSlug),
      signal: over,
    });
    const { stoppedBy, nextDueAt } = report;
    if (isBegun || stoppedBy !== undefined) options.onEnd?.(issueSlug, report);
    const stops = stoppedBy === undefined ? 0 : (later.get(issueSlug)?.stops ?? 0) + 1;
    if (stoppedBy?.code === 'SMTP_SENDER_REFUSED')
      // All workers would be refused, and each refusal makes the next more likely: somebody must look at it first.
      await endlessly(options, () => orders.pause(issueSlug, clock.now(), stoppedBy.message));
    const dueMs = nextDueAt === undefined ? LOOK_AGAIN_MS : Date.parse(nextDueAt) - Date.parse(clock.now());
    const waitMs =
      stops > 0
        ? Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (stops - 1))
        : Math.min(LOOK_AGAIN_MS, Math.max(SHORTEST_LOOK_MS, dueMs));
    later.set(issueSlug, { atMs: clock.monotonicMs() + waitMs, stops });
  };

  return {
    over,
    isOver: () => over.aborted,
    send: (order) => {
      const { issueSlug } = order;
      if (active.has(issueSlug)) return LONGEST_WAIT_MS;
      const waitMs = (later.get(issueSlug)?.atMs ?? 0) - clock.monotonicMs();
      if (waitMs > 0) return waitMs;
      const work = sendOne(order)
        .catch((error: unknown) => {
          failures.push(error);
          crash.abort('failed');
        })
        .finally(() => {
          active.delete(issueSlug);
          nextEnd.abort('ended');
        });
      active.set(issueSlug, work);
      return LONGEST_WAIT_MS;
    },
    somethingChanged: () => {
      const soonMs = clock.monotonicMs() + SHORTEST_LOOK_MS;
      for (const [slug, { atMs, stops }] of later)
        if (stops === 0) later.set(slug, { atMs: Math.min(atMs, soonMs), stops });
    },
    nextEnd: () => {
      nextEnd = new AbortController();
      return nextEnd.signal;
    },
    ended: async () => {
      await Promise.all(active.values());
    },
    throwFailure: () => {
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Without end while the worker is to run, for a while once it is to stop. Undefined: it is to stop, and the database stayed away. */
async function endlessly<Result>(
  { clock, signal, onTrouble }: WorkerOptions,
  attempt: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await withPatience(attempt, {
      clock,
      signal,
      leftMs: (waitedMs) => (signal.aborted ? STOPPING_PATIENCE_MS - waitedMs : Number.POSITIVE_INFINITY),
      onTrouble: (error) => onTrouble?.(error),
    });
  } catch (error) {
    if (isDatabaseTrouble(error)) return undefined;
    throw error;
  }
}

function later5Days(at: IsoInstant): IsoInstant {
  return new Date(Date.parse(at) + GIVE_UP_MS).toISOString();
}
