// When a message that was refused for now is tried again, and when it is given up (RFC 5321 §4.5.4.1). Pure.
import type { IsoInstant } from '../model/calendar.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** After the first attempt, the second, …; the last gap repeats. RFC 5321 asks for 30 minutes at least. */
const GAPS_MINUTES = [30, 60, 120, 240, 480, 720] as const;
/** RFC 5321 asks for 4 or 5 days at least, counted from the first attempt; an issue may be worth nothing sooner. */
export const GIVE_UP_MS = 5 * DAY_MS;

export interface Attempt {
  /** This attempt's number, from 1. */
  readonly attempt: number;
  readonly firstAttemptAt: IsoInstant;
  readonly now: IsoInstant;
  /** Of the issue: no attempt is made later. */
  readonly expiresAt?: IsoInstant;
}

/** The time of the next attempt, or undefined when this was the last one. */
export function nextAttemptAt({ attempt, firstAttemptAt, now, expiresAt }: Attempt): IsoInstant | undefined {
  const gap = (GAPS_MINUTES[attempt - 1] ?? GAPS_MINUTES[GAPS_MINUTES.length - 1] ?? 720) * MINUTE_MS;
  const end = Math.min(
    Date.parse(firstAttemptAt) + GIVE_UP_MS,
    expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
  );
  const soonest = Date.parse(now) + GAPS_MINUTES[0] * MINUTE_MS;
  if (soonest > end) return undefined;
  return new Date(Math.min(Date.parse(now) + gap, end)).toISOString();
}

/** "Given up after 5 days of trying": stands before the server's last words. */
export function givenUpWords({ firstAttemptAt, now }: Pick<Attempt, 'firstAttemptAt' | 'now'>): string {
  const triedMs = Date.parse(now) - Date.parse(firstAttemptAt);
  if (triedMs < MINUTE_MS) return 'Given up at the first attempt, for the issue has expired';
  return `Given up after ${spanOf(triedMs)} of trying`;
}

function spanOf(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} hours`;
  const minutes = Math.round(ms / MINUTE_MS);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
