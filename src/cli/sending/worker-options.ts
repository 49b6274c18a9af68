// What a worker of `deliver/` asks of the world, put together from the doors: and who else is told of what it does, so that figures and logs
// hang on it without it knowing of them.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { WorkerOptions } from '../../deliver/run-worker.ts';
import type { SentJournalFiles } from '../../files/sent-journal.ts';
import type { Relay, RunClock } from '../../model/sending-ports.ts';
import type { Database } from '../../store/open-database.ts';
import { readDkimKeys } from '../dkim-keys.ts';
import { refuseRestoredCopy } from '../refuse-restored-copy.ts';
import type { Terminal } from '../terminal.ts';
import { letterComposer } from './letter-composer.ts';

/** Told of what a worker does; each of these may be left out. */
export type WorkObserver = Partial<
  Pick<WorkerOptions, 'onBegin' | 'onProgress' | 'onEnd' | 'onOverdue' | 'onTrouble'>
>;

export interface WorkerParts {
  readonly root: string;
  readonly terminal: Terminal;
  readonly database: Database;
  readonly journal: SentJournalFiles;
  readonly relays: readonly Relay[];
  readonly clock: RunClock;
  readonly observers: readonly WorkObserver[];
  readonly expiresAfterMs?: number;
  readonly ratePerSecond?: number;
  /** What is due now, and no more. */
  readonly isOnce?: true;
}

export function workerOptions(parts: WorkerParts, signal: AbortSignal): WorkerOptions {
  const {
    root,
    terminal,
    database,
    journal,
    relays,
    clock,
    observers,
    expiresAfterMs,
    ratePerSecond,
    isOnce,
  } = parts;
  const { exchange, ledger, pacing, runs, orders, signal: work } = database;
  return {
    exchange,
    ledger,
    pacing,
    runs,
    orders: {
      ...orders,
      // Rows that were added at the start may be of readers who have the letter, if the ledger is older than that.
      start: async (slug, at, expiresAt) => {
        const order = await orders.start(slug, at, expiresAt);
        await refuseRestoredCopy(database, journal, terminal);
        return order;
      },
    },
    work,
    journal,
    relays,
    clock,
    signal,
    ...(expiresAfterMs === undefined ? {} : { expiresAfterMs }),
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    ...(isOnce === undefined ? {} : { isOnce }),
    newRun: () => ({
      id: randomUUID(),
      kind: 'worker',
      host: hostname(),
      pid: process.pid,
      transport: relays.map(({ transport }) => transport.name).join(', '),
      startedAt: clock.now(),
    }),
    openLetter: (slug) =>
      letterComposer({
        database,
        slug,
        date: async () => new Date((await orders.order(slug))?.startedAt ?? clock.now()),
        keysOf: (address) =>
          readDkimKeys(terminal, { root, domain: address.slice(address.lastIndexOf('@') + 1) }),
        now: clock.now,
      }),
    onBegin: (slug) => {
      for (const { onBegin } of observers) onBegin?.(slug);
    },
    onProgress: (slug, progress) => {
      for (const { onProgress } of observers) onProgress?.(slug, progress);
    },
    onEnd: (slug, report) => {
      for (const { onEnd } of observers) onEnd?.(slug, report);
    },
    onOverdue: (order, lateMs) => {
      for (const { onOverdue } of observers) onOverdue?.(order, lateMs);
    },
    onTrouble: (error, slug) => {
      for (const { onTrouble } of observers) onTrouble?.(error, slug);
    },
  };
}
