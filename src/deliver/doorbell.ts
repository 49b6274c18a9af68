// Waits until somebody rings or the time is over, whichever is first.
import type { RunClock } from '../model/sending-ports.ts';

export interface Doorbell {
  ring(): void;
  wait(ms: number): Promise<void>;
}

export function createDoorbell(clock: RunClock): Doorbell {
  let waiting: AbortController | undefined;
  return {
    // With a reason of ours: making the usual one, an exception with its stack, takes longer than all else here.
    ring: () => waiting?.abort('rung'),
    wait: async (ms) => {
      waiting = new AbortController();
      await clock.sleep(ms, waiting.signal);
      waiting = undefined;
    },
  };
}
