// The undo window of `send --hold`: the issue is scheduled, and until its time Ctrl-C here or `cancel` anywhere takes it back. Waits by the
// monotonic clock, which no change of the wall clock can shorten.
import type { RunClock, SendOrders } from '../../model/sending-ports.ts';
import type { Terminal } from '../terminal.ts';
import { spanWords } from '../words-of-time.ts';

export interface HoldOptions {
  readonly orders: SendOrders;
  readonly clock: RunClock;
  readonly terminal: Terminal;
  readonly slug: string;
  readonly holdMs: number;
  /** "to 1,204 subscribers". */
  readonly readers: string;
}

/** How often is looked whether somebody has said something. */
const LOOK_MS = 1000;

/** False: it was taken back, here or elsewhere. */
export async function holdBack({
  orders,
  clock,
  terminal,
  slug,
  holdMs,
  readers,
}: HoldOptions): Promise<boolean> {
  const interrupted = new AbortController();
  const listening = terminal.onInterrupt({ finish: () => interrupted.abort(), atOnce: () => undefined });
  const endMs = clock.monotonicMs() + holdMs;
  if (!terminal.isProgressShown)
    terminal.complain(
      `${slug} goes out in ${spanWords(holdMs)} ${readers}. \`broadside cancel ${slug}\` takes it back.`,
    );
  try {
    for (;;) {
      const leftMs = endMs - clock.monotonicMs();
      if (interrupted.signal.aborted) {
        await orders.cancel(slug, clock.now());
        return false;
      }
      const order = await orders.order(slug);
      if (order?.state === 'cancelled' || order?.state === 'paused') return false;
      // A worker whose clock is a little ahead has begun.
      if (leftMs <= 0 || order?.state === 'sending') return true;
      terminal.progress(
        `  ${slug} goes out in ${spanWords(leftMs + LOOK_MS - 1)} ${readers}. Ctrl-C takes it back.`,
      );
      await clock.sleep(Math.min(LOOK_MS, leftMs), interrupted.signal);
    }
  } finally {
    listening.stop();
    terminal.progress('');
  }
}
