// Wakes whoever waits for work: PostgreSQL's LISTEN/NOTIFY on a connection of its own that is made again when it breaks; with SQLite,
// a look now and then at the number that changes when another program has written.
import { EventEmitter } from 'node:events';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { WorkSignal } from '../model/sending-ports.ts';
import type { Tables } from './schema.ts';

export interface OwnSignal extends WorkSignal {
  /** Those that wait in this process only: after a change of ours that the database announces by itself. */
  wakeHere(): void;
  close(): Promise<void>;
}

/** A name for all that concerns work; what it was is read from the tables. */
export const WORK_CHANNEL = 'broadside_work';

/** How often a SQLite file is looked at. */
const LOOK_MS = 1000;
/** Waits before a broken connection is made again. */
const SHORTEST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5000;

export function sqliteSignal(db: Kysely<Tables>): OwnSignal {
  const waiters = new Waiters();
  let timer: NodeJS.Timeout | undefined;
  let version: number | undefined;
  const look = async (): Promise<void> => {
    try {
      const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(db);
      const seen = rows[0]?.data_version;
      if (version !== undefined && seen !== version) waiters.wake();
      version = seen;
    } catch {
      waiters.wake();
    }
  };
  return {
    wait: async (ms, signal) => {
      if (timer === undefined) {
        await look();
        timer = setInterval(() => {
          if (waiters.count > 0) void look();
        }, LOOK_MS);
        timer.unref();
      }
      await waiters.wait(ms, signal);
    },
    notify: async () => waiters.wake(),
    wakeHere: () => waiters.wake(),
    close: async () => {
      clearInterval(timer);
      waiters.wake();
    },
  };
}

export function postgresSignal(db: Kysely<Tables>, url: string): OwnSignal {
  const waiters = new Waiters();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = SHORTEST_RETRY_MS;
  let isClosed = false;
  let isListening = false;

  const lost = (broken: pg.Client): void => {
    if (client !== broken) return;
    client = undefined;
    void broken.end().catch(() => {});
    waiters.wake();
    if (isClosed) return;
    retry = setTimeout(() => void listen(), retryMs);
    retry.unref();
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };
  const listen = async (): Promise<void> => {
    if (isClosed || client !== undefined) return;
    const made = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'broadside listener',
    });
    client = made;
    made.on('error', () => lost(made));
    made.on('end', () => lost(made));
    made.on('notification', () => waiters.wake());
    try {
      await made.connect();
      await made.query(`listen ${WORK_CHANNEL}`);
      retryMs = SHORTEST_RETRY_MS;
      // Whatever was said while nobody listened.
      waiters.wake();
    } catch {
      lost(made);
    }
  };
  return {
    wait: async (ms, signal) => {
      if (!isListening) void listen();
      isListening = true;
      await waiters.wait(ms, signal);
    },
    notify: async () => {
      waiters.wake();
      await sql`select pg_notify(${WORK_CHANNEL}, '')`.execute(db);
    },
    wakeHere: () => waiters.wake(),
    close: async () => {
      isClosed = true;
      clearTimeout(retry);
      waiters.wake();
      const last = client;
      client = undefined;
      await last?.end().catch(() => {});
    },
  };
}

class Waiters {
  readonly #events = new EventEmitter().setMaxListeners(0);

  get count(): number {
    return this.#events.listenerCount('work');
  }

  wake(): void {
    this.#events.emit('work');
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        this.#events.off('work', done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#events.on('work', done);
      signal?.addEventListener('abort', done);
    });
  }
}
