// Which mail server takes the next message: by weight among those that have a connection free, are not left out after a failure, and
// may take one more this second. Pure: the time is handed in, the tallies are the caller's.
import type { BroadsideError } from '../model/errors.ts';
import type { Relay } from '../model/sending-ports.ts';

/** How one relay stands. */
export interface RelayTally {
  readonly relay: Relay;
  /** Conversations open with it. */
  open: number;
  /** That may be open; few again after a failure. */
  limit: number;
  /** Whose turn it is: grows by its weight whenever another is chosen. */
  credit: number;
  /** Of its rate, to be used now. */
  tokens: number;
  accepted: number;
  /** Failures in a row. */
  failures: number;
  outUntilMs: number;
  /** Of the failures in a row, the first. */
  failingSinceMs: number;
  lastFailure: BroadsideError | undefined;
}

/** The first time that a failing relay is left out for; each one after it is twice as long. */
const FIRST_OUT_MS = 2000;
const LONGEST_OUT_MS = 5 * 60_000;

export function tallyOf(relay: Relay): RelayTally {
  return {
    relay,
    open: 0,
    limit: relay.transport.connections,
    credit: 0,
    tokens: relay.ratePerSecond === undefined ? Number.POSITIVE_INFINITY : 0,
    accepted: 0,
    failures: 0,
    outUntilMs: Number.NEGATIVE_INFINITY,
    failingSinceMs: Number.NEGATIVE_INFINITY,
    lastFailure: undefined,
  };
}

/**
 * Smooth weighted turns: with weights 5, 1, 1 the first comes five times of seven, never five times in a row.
 * @param avoid Taken only where there is no other: it has just failed with this very message.
 */
export function chooseRelay(
  tallies: readonly RelayTally[],
  nowMs: number,
  avoid?: RelayTally,
): RelayTally | undefined {
  const free = tallies.filter((tally) => isFree(tally, nowMs));
  const [only] = free;
  if (free.length < 2) return only;
  const candidates = free.filter((tally) => tally !== avoid);
  const weights = candidates.reduce((sum, { relay }) => sum + relay.weight, 0);
  let chosen: RelayTally | undefined;
  for (const tally of candidates) {
    tally.credit += tally.relay.weight;
    if (chosen === undefined || tally.credit > chosen.credit) chosen = tally;
  }
  if (chosen !== undefined) chosen.credit -= weights;
  return chosen;
}

/** Rows that relays could begin now or have begun. */
export function connectionsOf(tallies: readonly RelayTally[], nowMs: number): number {
  return tallies.reduce((sum, tally) => sum + (isOut(tally, nowMs) ? 0 : tally.limit), 0);
}

export function isOut(tally: RelayTally, nowMs: number): boolean {
  return nowMs < tally.outUntilMs;
}

/** It talks: what failed before is over, and more may be begun with it again. */
export function answered(tally: RelayTally, hasAccepted: boolean): void {
  tally.failures = 0;
  tally.lastFailure = undefined;
  tally.limit = Math.min(tally.relay.transport.connections, tally.limit * 2);
  if (hasAccepted) tally.accepted += 1;
}

/** Left out for a while. Conversations that were open when it failed tell the same, not more. */
export function leaveOut(tally: RelayTally, failure: BroadsideError, nowMs: number): void {
  if (tally.lastFailure === undefined) tally.failingSinceMs = nowMs;
  tally.lastFailure = failure;
  if (isOut(tally, nowMs)) return;
  tally.outUntilMs = nowMs + Math.min(LONGEST_OUT_MS, FIRST_OUT_MS * 2 ** tally.failures);
  tally.failures += 1;
  tally.limit = 1;
}

function isFree(tally: RelayTally, nowMs: number): boolean {
  return !isOut(tally, nowMs) && tally.open < tally.limit && tally.tokens >= 1;
}

/** Of the relay itself, whatever it was asked to send. */
export function isRelayFailure({ code }: BroadsideError): boolean {
  return code === 'SMTP_UNREACHABLE' || code === 'SMTP_LOGIN' || code === 'SMTP_TLS';
}
