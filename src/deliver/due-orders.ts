// Which open issues may be sent now. A scheduled one starts when its time has come by the wall clock, and by what the clock said before it
// was last set: one that is set forward for a while starts nothing early, and one that was wrong and is put right is believed in time. An
// issue that is too late, or was to be given up long ago, waits for a word. No timers here.
import type { SendOrder } from '../model/send-order.ts';

export interface OrderWatch {
  /** The clocks, as often as possible: only so is it seen that one was set. */
  note(nowMs: number, monotonicMs: number): void;
  /** What is to be done now with an order that is scheduled or being sent. */
  look(order: SendOrder, nowMs: number, monotonicMs: number): Due;
}

export type Due =
  | { readonly kind: 'start' }
  /** `isNews` the first time that this is found. */
  | { readonly kind: 'overdue'; readonly lateMs: number; readonly isNews: boolean }
  | { readonly kind: 'wait'; readonly ms: number };

/** Time servers set a clock right by less, and no sleep of the process looks like more. */
const JUMP_MS = 5000;
/** A clock that was set and has stayed so for this long is right. */
const SETTLED_MS = 10 * 60_000;

/** @param overdueMs So late an issue is not started without being asked for. */
export function createOrderWatch(overdueMs: number, nowMs: number, monotonicMs: number): OrderWatch {
  /** Wall clock less monotonic clock: as it is believed, and as it is since the clock was last set. */
  let believedMs = nowMs - monotonicMs;
  let latest = { skewMs: believedMs, sinceMs: monotonicMs };
  const told = new Set<string>();

  const note = (wallMs: number, monoMs: number): void => {
    const skewMs = wallMs - monoMs;
    const isSet = Math.abs(skewMs - latest.skewMs) > JUMP_MS;
    latest = { skewMs, sinceMs: isSet ? monoMs : latest.sinceMs };
    const isSettled = monoMs - latest.sinceMs >= SETTLED_MS;
    if (isSettled || Math.abs(skewMs - believedMs) <= JUMP_MS) believedMs = skewMs;
  };
  const overdue = (slug: string, since: string, lateMs: number): Due => {
    const news = `${slug} ${since}`;
    const isNews = !told.has(news);
    told.add(news);
    return { kind: 'overdue', lateMs, isNews };
  };
  return {
    note,
    look: ({ issueSlug, state, sendAt = '', expiresAt }, wallMs, monoMs) => {
      note(wallMs, monoMs);
      if (state === 'sending') {
        const lateMs = expiresAt === undefined ? 0 : wallMs - Date.parse(expiresAt);
        return lateMs > overdueMs ? overdue(issueSlug, expiresAt ?? '', lateMs) : { kind: 'start' };
      }
      const dueMs = Date.parse(sendAt);
      if (wallMs - dueMs > overdueMs) return overdue(issueSlug, sendAt, wallMs - dueMs);
      const ms = dueMs - Math.min(wallMs, monoMs + believedMs);
      return ms > 0 ? { kind: 'wait', ms } : { kind: 'start' };
    },
  };
}
