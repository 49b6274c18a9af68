// Addresses go in, each is asked, and what is found is handed on at once, so that whoever breaks off loses only what is on the wire.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { BroadsideError } from '../../model/errors.ts';
import type { LinkFinding } from '../../model/link-state.ts';
import { createLinkChecker } from '../../net/check-link.ts';
import type { Fetcher } from '../../net/create-fetcher.ts';
import { createPacer, type Timer } from '../../net/pace-hosts.ts';
import { countOf } from '../command-result.ts';
import type { Terminal } from '../terminal.ts';

/** What a test hands in instead: a time that passes by itself. */
export interface LinksWorld {
  readonly timer: Timer;
  readonly randomName: () => string;
}

export const realWorld: LinksWorld = {
  timer: {
    now: () => performance.now(),
    sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
  },
  randomName: () => `broadside-link-check-${randomBytes(8).toString('hex')}`,
};

/** For all hosts together. */
const CONCURRENCY = 16;

export interface AskOptions {
  readonly fetcher: Fetcher;
  readonly paceMs: number;
  /** No address is begun later than this; for ever unless given. */
  readonly limitMs?: number;
  /** Aborted when the user breaks off; by ourselves when time is up, or nothing can be remembered. */
  readonly control: AbortController;
  readonly onFound: (url: string, finding: LinkFinding) => Promise<void>;
}

/** @returns How many were not asked because someone pressed Ctrl-C, or because time was up. */
export async function askLinks(
  urls: readonly string[],
  { fetcher, paceMs, limitMs, control, onFound }: AskOptions,
  terminal: Terminal,
  { timer, randomName }: LinksWorld,
): Promise<number> {
  const { signal } = control;
  const startedAt = timer.now();
  const isLate = (): boolean => limitMs !== undefined && timer.now() - startedAt > limitMs;
  const pacer = createPacer({ gapMs: paceMs, concurrency: CONCURRENCY, timer, signal });
  const checker = createLinkChecker({
    fetcher,
    pacer,
    signal,
    randomName,
    wallClock: () => Date.parse(terminal.now()),
  });
  // Host by host, so that what is begun is finished before the next: whoever breaks off loses one address a host at most.
  const queues = [...Map.groupBy(urls, (url) => new URL(url).hostname).values()].map((queue) => [...queue]);
  let done = 0;
  const work = async (queue: string[]): Promise<void> => {
    for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
      signal.throwIfAborted();
      const finding = await checker.check(url);
      await onFound(url, finding).catch((error) => {
        // What cannot be remembered need not be asked.
        control.abort(error);
        throw error;
      });
      done += 1;
      const elapsedMs = timer.now() - startedAt;
      terminal.progress(progressLine({ done, total: urls.length, elapsedMs, paceMs, queues }));
      if (isLate()) control.abort(new Error('time is up'));
    }
  };
  const results = await Promise.allSettled(queues.map(work));
  terminal.progress('');
  for (const result of results) {
    if (result.status === 'rejected' && !isOfSignal(result.reason, signal)) throw result.reason;
  }
  if (signal.reason instanceof BroadsideError) throw signal.reason;
  return urls.length - done;
}

/** Node.js wraps the reason of a signal that ends a sleep. */
function isOfSignal(error: unknown, signal: AbortSignal): boolean {
  return (
    signal.aborted && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'))
  );
}

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly elapsedMs: number;
  readonly paceMs: number;
  /** What is left, host by host. */
  readonly queues: readonly (readonly string[])[];
}

/** The longest queue decides how long it takes, for a host gets one question in `paceMs`. */
function progressLine({ done, total, elapsedMs, paceMs, queues }: Progress): string {
  const waiting = queues.filter(({ length }) => length > 0);
  const longest = waiting.reduce((most, { length }) => Math.max(most, length), 0);
  const leftMs = Math.max(((total - done) * elapsedMs) / done, longest * paceMs);
  const left = leftMs < 90_000 ? `${Math.ceil(leftMs / 1000)} s` : `${Math.ceil(leftMs / 60_000)} min`;
  return `${done} of ${total} addresses asked, ${countOf(waiting.length, 'host')} waiting, about ${left} left`;
}
