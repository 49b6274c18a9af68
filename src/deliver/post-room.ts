// What all issues that one process sends at the same time share: the relays and their connections, what is known of receiving domains,
// and what was taken from the budgets that all processes share. No issue keeps another from its turn.
import type { PacingBudget, Relay, RunClock } from '../model/sending-ports.ts';
import { connectionsOf, isOut, type RelayTally, tallyOf } from './choose-relay.ts';
import { createDomainPacer, type DomainPacer, type PaceChange } from './domain-pacer.ts';
import { isDatabaseTrouble } from './patience.ts';

export interface PostRoomOptions {
  readonly relays: readonly Relay[];
  readonly pacing: PacingBudget;
  readonly clock: RunClock;
  /** All runs together; undefined: as fast as it goes. */
  readonly ratePerSecond?: number;
  /** Live runs that share the limits of domains, this one included; 1 unless told. */
  readonly liveRuns?: () => number;
}

export interface PostRoom {
  readonly relays: readonly RelayTally[];
  readonly pacer: DomainPacer;
  /** Of all relays. */
  readonly connections: number;
  /** @param wake Called when something became free. */
  join(wake: () => void): Party;
  /** A connection or a domain became free: whoever waits looks again. */
  freed(): void;
  /** How many messages the rates let begin now, up to `wanted`; asks the shared budgets only where there is a rate. */
  permits(wanted: number): Promise<number>;
  /** So many messages were begun upon on these permits. */
  spend(count: number): void;
  /** After no permit was to be had. */
  readonly permitWaitMs: number;
  /** Reads the shared limits of domains, in the background, when it is time; the first reading can be waited for. */
  refresh(): Promise<void>;
  /** Tells all runs, in the background. */
  share(change: PaceChange | undefined): void;
  /** Rows in hand, of all issues, that are on no connection yet. */
  notBegun: number;
  /** What goes on in the background is done. @throws what is a bug of ours */
  settled(): Promise<void>;
}

/** One issue in the room. */
export interface Party {
  /** Rows that it holds, or has asked for. */
  held: number;
  /** It has rows that it would send, as far as is known. */
  isHungry: boolean;
  /**
   * How many rows it may ask for now: what is free, but no more than its part while others are hungry.
   * @param settling Rows of its own that are written down in the same transaction.
   */
  allowance(nowMs: number, settling: number): number;
  /** It was given rows: others come first next time. */
  served(): void;
  leave(): void;
}

/** The shared limits are read so often. */
const REFRESH_MS = 1000;
/** A bucket holds a tenth of a second's worth: a rate is a pace and not a heap at the start of each second. */
const BURST_SECONDS = 0.1;
/** The shared budget is asked so often for each message that its rate lets through. */
const ASKS_PER_TOKEN = 4;
const LEAST_WAIT_MS = 10;
const MOST_WAIT_MS = 250;

interface Seat {
  held: number;
  isHungry: boolean;
  /** Counts up: whose turn was when. */
  servedAt: number;
  readonly wake: () => void;
}

export function openPostRoom({
  relays: ways,
  pacing,
  clock,
  ratePerSecond,
  liveRuns,
}: PostRoomOptions): PostRoom {
  const relays = ways.map(tallyOf);
  const connections = ways.reduce((sum, { transport }) => sum + transport.connections, 0);
  const pacer = createDomainPacer(connections);
  const seats = new Set<Seat>();
  const background = new Set<Promise<void>>();
  const bugs: unknown[] = [];
  let served = 0;
  let tokens = ratePerSecond === undefined ? Number.POSITIVE_INFINITY : 0;
  let refreshedAtMs = Number.NEGATIVE_INFINITY;
  let refreshing: Promise<void> | undefined;

  /** A database that is away is met where rows are settled, with patience; here it only means that less is known. */
  const inBackground = (work: Promise<unknown>): Promise<void> => {
    const quiet: Promise<void> = work
      .then(() => {})
      .catch((error: unknown) => {
        if (!isDatabaseTrouble(error)) bugs.push(error);
      })
      .finally(() => background.delete(quiet));
    background.add(quiet);
    return quiet;
  };
  const take = async (key: string, wanted: number, perSecond: number): Promise<number> =>
    wanted < 1
      ? 0
      : pacing.take(key, wanted, { perSecond, burst: Math.max(1, Math.ceil(perSecond * BURST_SECONDS)) });

  const room: PostRoom = {
    relays,
    pacer,
    connections,
    notBegun: 0,
    join: (wake) => {
      const seat: Seat = { held: 0, isHungry: true, servedAt: 0, wake };
      seats.add(seat);
      return Object.assign(seat, {
        allowance: (nowMs: number, settling: number) =>
          allowanceOf(seat, seats, connectionsOf(relays, nowMs), settling),
        served: () => {
          served += 1;
          seat.servedAt = served;
        },
        leave: () => void seats.delete(seat),
      });
    },
    freed: () => {
      for (const { wake } of seats) wake();
    },
    permits: async (wanted) => {
      if (ratePerSecond !== undefined) tokens += await take('all', Math.ceil(wanted - tokens), ratePerSecond);
      const nowMs = clock.monotonicMs();
      let open = 0;
      for (const tally of relays) {
        if (isOut(tally, nowMs)) continue;
        const { ratePerSecond: rate, transport } = tally.relay;
        const free = tally.limit - tally.open;
        if (rate !== undefined)
          tally.tokens += await take(`relay:${transport.name}`, Math.min(free, wanted) - tally.tokens, rate);
        open += Math.min(free, tally.tokens);
      }
      return Math.max(0, Math.min(wanted, Math.floor(tokens), Math.floor(open) - room.notBegun));
    },
    spend: (count) => {
      tokens -= count;
    },
    permitWaitMs: waitFor(ways, ratePerSecond),
    refresh: async () => {
      const nowMs = clock.monotonicMs();
      if (nowMs - refreshedAtMs < REFRESH_MS) return refreshing;
      refreshedAtMs = nowMs;
      refreshing = inBackground(
        pacing.limits().then((limits) => pacer.adopt(limits, liveRuns?.() ?? 1, clock.monotonicMs())),
      );
      return refreshing;
    },
    share: (change) => {
      if (change === undefined) return;
      if (change.kind === 'recover') void inBackground(pacing.recover(change.domain));
      else void inBackground(pacing.rest(change.domain, change.ms, change.concurrency));
    },
    settled: async () => {
      await Promise.all(background);
      if (bugs.length > 0) throw bugs[0];
    },
  };
  return room;
}

function allowanceOf(seat: Seat, seats: ReadonlySet<Seat>, connections: number, settling: number): number {
  let free = connections + settling;
  let hungry = 1;
  let first = 0;
  for (const other of seats) {
    free -= other.held;
    if (other === seat || !other.isHungry) continue;
    hungry += 1;
    if (other.held === 0 && other.servedAt < seat.servedAt) first += 1;
  }
  if (hungry === 1) return Math.max(0, free);
  const part = Math.max(1, Math.floor(connections / hungry)) - seat.held + settling;
  return Math.max(0, Math.min(free - first, part));
}

function waitFor(relays: readonly Relay[], ratePerSecond: number | undefined): number {
  const rates = [ratePerSecond, ...relays.map((relay) => relay.ratePerSecond)].filter(
    (rate) => rate !== undefined,
  );
  const perSecond = rates.reduce((least, rate) => Math.min(least, rate), Number.POSITIVE_INFINITY);
  return Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, 1000 / perSecond / ASKS_PER_TOKEN));
}
