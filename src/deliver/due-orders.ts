// Which open issues may be sent now. A scheduled one starts when the wall clock has come to its time and the monotonic clock agrees that so
// much time has passed: a clock that was set forward starts nothing early. One that is too late, or was to be given up long ago, waits for
// a word. No timers here.
import type { SendOrder } from '../model/send-order.ts';

export interface OrderWatch {
  /** What is to be done now with an order that is scheduled or being sent. */
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
}

/** Clocks that are set by a time server drift apart by less. */
const DRIFT_MS = 60_000;

/** @param overdueMs So late an issue is not started without being asked for. */
export function createOrderWatch(overdueMs: number): OrderWatch {
  const seen = new Map<string, Seen>();
  const told = new Set<string>();
  const overdue = (slug: string, since: string, lateMs: number): Due => {
    const news = `${slug} ${since}`;
    const isNews = !told.has(news);
    told.add(news);
    return { kind: 'overdue', lateMs, isNews };
  };
  return {
    look: ({ issueSlug, state, sendAt = '', expiresAt }, nowMs, monotonicMs) => {
      if (state === 'sending') {
        const lateMs = expiresAt === undefined ? 0 : nowMs - Date.parse(expiresAt);
        return lateMs > overdueMs ? overdue(issueSlug, expiresAt ?? '', lateMs) : { kind: 'start' };
      }
      const inMs = Date.parse(sendAt) - nowMs;
      let order = seen.get(issueSlug);
      if (order === undefined || order.sendAt !== sendAt) {
        order = { sendAt, dueMs: monotonicMs + inMs };
        seen.set(issueSlug, order);
      }
      const waitMs = Math.max(inMs, order.dueMs - monotonicMs - DRIFT_MS);
      if (-inMs > overdueMs) return overdue(issueSlug, sendAt, -inMs);
      return waitMs > 0 ? { kind: 'wait', ms: waitMs } : { kind: 'start' };
    },
  };
}
