// A transaction that PostgreSQL broke off to let another go on (a deadlock, a serialization failure) is run again: nothing of it was kept.
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 5;
/** Between two tries; by chance, so that those who met do not meet again. */
const LONGEST_WAIT_MS = 40;

export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= TRIES || !isBrokenOff(error)) throw error;
      await sleep(Math.random() * LONGEST_WAIT_MS * tries);
    }
  }
}

/** deadlock_detected and serialization_failure (PostgreSQL's manual, appendix A). */
function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001');
}
