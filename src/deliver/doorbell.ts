// Waits until somebody rings or the time is over, whichever is first.
import type { RunClock } from '../model/sending-ports.ts';

export interface Doorbell {
  ring(): void;
  wait(ms: number): Promise<void>;
}

export function createDoorbell(clock: RunClock): Doorbell {
  let waiting: AbortController | undefined;
  return {
    ring: () => waiting?.abort(),
    wait: async (ms) => {
      waiting = new AbortController();
      await clock.sleep(ms, waiting.signal);
      waiting = undefined;
    },
  };
}
