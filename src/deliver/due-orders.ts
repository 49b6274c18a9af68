// Which scheduled issues may start now. An issue starts when the wall clock has come to its time and the monotonic clock agrees that so
// much time has passed: a clock that was set forward starts nothing early. One that is too late waits for a word. No timers here.
import type { SendOrder } from '../model/send-order.ts';

export interface OrderWatch {
  /** What is to be done with a scheduled order now. */
  look(order: SendOrder, nowMs: number, monotonicMs: number): Due;
}

export type Due =
  | { readonly kind: 'start' }
  /** `isNews` the first time that this is found. */
  | { readonly kind: 'overdue'; readonly lateMs: number; readonly isNews: boolean }
  | { readonly kind: 'wait'; readonly ms: number };

interface Seen {
  readonly sendAt: string;
  /** By the monotonic clock. */
  readonly dueMs: number;
  isToldLate: boolean;
}

/** Clocks that are set by a time server drift apart by less. */
const DRIFT_MS = 60_000;

/** @param overdueMs So late an issue is not started without being asked for. */
export function createOrderWatch(overdueMs: number): OrderWatch {
  const seen = new Map<string, Seen>();
  return {
    look: ({ issueSlug, sendAt = '' }, nowMs, monotonicMs) => {
      const inMs = Date.parse(sendAt) - nowMs;
      let order = seen.get(issueSlug);
      if (order === undefined || order.sendAt !== sendAt) {
        order = { sendAt, dueMs: monotonicMs + inMs, isToldLate: false };
        seen.set(issueSlug, order);
      }
      const waitMs = Math.max(inMs, order.dueMs - monotonicMs - DRIFT_MS);
      if (-inMs > overdueMs) {
        const isNews = !order.isToldLate;
        order.isToldLate = true;
        return { kind: 'overdue', lateMs: -inMs, isNews };
      }
      return waitMs > 0 ? { kind: 'wait', ms: waitMs } : { kind: 'start' };
    },
  };
}
