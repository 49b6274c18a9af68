// Requests go in, each runs when it is its host's turn: one at a time for a host, with a pause after it, and only so many at once
// for all hosts together. We ask for many pages of small papers; none of them should notice.

export interface Pacer {
  /** Rejects with what `ask` rejects with, or with the signal's reason. */
  turn<T>(host: string, ask: () => Promise<T>): Promise<T>;
  /** Nobody's turn at that host until `ms` have passed. */
  hold(host: string, ms: number): void;
}

/** The passing of time, so that a test need not wait for it. Milliseconds. */
export interface Timer {
  now(): number;
  /** Rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface PacerOptions {
  /** Between the end of one request and the beginning of the next at the same host. */
  readonly gapMs: number;
  /** For all hosts together. */
  readonly concurrency: number;
  readonly timer: Timer;
  readonly signal?: AbortSignal;
}

interface Lane {
  /** Those whose turn is still to come; each is called when it is. */
  readonly queue: (() => void)[];
  isBusy: boolean;
  readyAt: number;
}

export function createPacer({ gapMs, concurrency, timer, signal }: PacerOptions): Pacer {
  const lanes = new Map<string, Lane>();
  const slots = createSlots(concurrency);

  const laneOf = (host: string): Lane => {
    const lane = lanes.get(host) ?? { queue: [], isBusy: false, readyAt: 0 };
    lanes.set(host, lane);
    return lane;
  };
  const enter = (lane: Lane): Promise<void> => {
    if (lane.isBusy) return new Promise((resolve) => void lane.queue.push(resolve));
    lane.isBusy = true;
    return Promise.resolve();
  };
  const leave = (lane: Lane): void => {
    const next = lane.queue.shift();
    if (next === undefined) lane.isBusy = false;
    else next();
  };

  return {
    turn: async (host, ask) => {
      const lane = laneOf(host);
      await enter(lane);
      try {
        for (let wait = lane.readyAt - timer.now(); wait > 0; wait = lane.readyAt - timer.now())
          await timer.sleep(wait, signal);
        await slots.take();
        try {
          signal?.throwIfAborted();
          return await ask();
        } finally {
          slots.give();
          lane.readyAt = Math.max(lane.readyAt, timer.now() + gapMs);
        }
      } finally {
        leave(lane);
      }
    },
    hold: (host, ms) => {
      const lane = laneOf(host);
      lane.readyAt = Math.max(lane.readyAt, timer.now() + ms);
    },
  };
}

function createSlots(count: number): { take(): Promise<void>; give(): void } {
  const queue: (() => void)[] = [];
  let free = count;
  return {
    take: () => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => void queue.push(resolve));
    },
    give: () => {
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
