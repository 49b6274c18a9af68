// How many conversations may be open with each receiving domain at a moment: few at first, more as it accepts, fewer and then none for a
// while when it refuses, and a small share for one that is much slower than the others. Pure: the time is handed in.
import type { DomainLimit } from '../model/sending-ports.ts';

/** What a conversation said of the domain: `neutral` speaks of its one reader only. */
export type DomainVerdict = 'accepted' | 'refused' | 'neutral';

/** What all other runs should know of a domain. */
export type PaceChange =
  | { readonly kind: 'rest'; readonly domain: string; readonly ms: number; readonly concurrency: number }
  | { readonly kind: 'recover'; readonly domain: string };

export interface DomainPacer {
  /** A row of the domain is in hand. */
  take(domain: string): void;
  /** It has left the hand, or waits only for being written down. */
  drop(domain: string, nowMs: number): void;
  began(domain: string, nowMs: number): void;
  /** @param beganMs As it was told to `began`. */
  ended(domain: string, beganMs: number, nowMs: number, verdict: DomainVerdict): PaceChange | undefined;
  leave(domain: string, nowMs: number): Leave;
  /** How long nobody writes to it from now; 0 when somebody may. */
  restMs(domain: string, nowMs: number): number;
  /** A conversation with it has come to its end. */
  isKnown(domain: string): boolean;
  /** Domains whose rows are not wanted now, sorted; `others` have some to send as far as is known. */
  except(nowMs: number): readonly string[];
  /** Nobody else had rows: until then the slow ones may have everything. */
  letSlowHaveAll(untilMs: number): void;
  /** What the runs share. A limit is divided among them, with one conversation for each at least. */
  adopt(limits: readonly DomainLimit[], runs: number, nowMs: number): void;
  /** Domains nobody writes to now, the soonest over first. */
  resting(nowMs: number): readonly { readonly domain: string; readonly restMs: number }[];
}

/** May a conversation begin: yes; soon, when another one ends; or not so soon that a row should be held for it. */
export type Leave = 'yes' | 'soon' | 'no';

/** What is known of one domain. */
interface Domain {
  /** Conversations at once that it has earned. */
  limit: number;
  /** Of all runs, this one's part. */
  sharedLimit: number | undefined;
  inHand: number;
  /** When each open conversation began. */
  readonly open: number[];
  /** How long one takes, the latest counting most. */
  durationMs: number | undefined;
  /** Refusals in a row. */
  refusals: number;
  /** Rests since it was last well. */
  rests: number;
  acceptedSinceRest: number;
  restUntilMs: number;
  /** Where a tenth of the connections is less than one: a slow domain's next turn. */
  nextTurnMs: number;
}

/** Refusals in a row that are a burst and no chance. */
const BURST = 3;
/** The first rest; each one after it is twice as long. Our choice: a server that says 421 wants seconds to minutes. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 10 * 60_000;
/** Acceptances after a rest until the domain is well. */
const RECOVERY = 5;
/** Of the connections, for one slow domain, and for all slow ones together, while others have rows. */
const SLOW_SHARE = 0.05;
const ALL_SLOW_SHARE = 0.2;
/** Slow: so many times as long as the middle one of the latest conversations, and longer than what a busy machine explains. */
const SLOW_FACTOR = 4;
const SLOW_LEAST_MS = 50;
/** Conversations looked back on, and how many there must be. */
const REMEMBERED = 64;
const ENOUGH = 8;
/** Of the latest conversation in the mean. */
const MEAN_WEIGHT = 0.25;
/** A statement takes so many names well; rows of domains beyond it are put off one by one. */
const EXCEPT_MOST = 100;
/** Domains kept in mind; forgotten ones begin anew. */
const KNOWN_MOST = 20_000;

/** @param connections That there are, for all domains. */
export function createDomainPacer(connections: number): DomainPacer {
  const known = new Map<string, Domain>();
  /** Those of which something may stand in the way: in hand, resting, limited by others. */
  const watched = new Map<string, Domain>();
  /** Domains that the runs share a limit of. */
  const adopted = new Set<string>();
  const recent = middleOf();
  let slowHaveAllUntilMs = Number.NEGATIVE_INFINITY;

  const find = (name: string): Domain => {
    const there = known.get(name);
    if (there !== undefined) return there;
    if (known.size >= KNOWN_MOST) forgetIdle(known, watched);
    const domain = newDomain();
    known.set(name, domain);
    return domain;
  };
  const watch = (name: string): Domain => {
    const domain = find(name);
    watched.set(name, domain);
    return domain;
  };
  const isSlow = (domain: Domain, nowMs: number): boolean => {
    const middleMs = recent.middleMs();
    if (middleMs === undefined) return false;
    const waitedMs = domain.open.length === 0 ? 0 : nowMs - Math.min(...domain.open);
    return Math.max(domain.durationMs ?? 0, waitedMs) > Math.max(SLOW_LEAST_MS, SLOW_FACTOR * middleMs);
  };
  /** Only while others have rows. */
  const isHeldBack = (domain: Domain, nowMs: number, count: number): boolean => {
    if (nowMs < slowHaveAllUntilMs || !isSlow(domain, nowMs)) return false;
    if (nowMs < domain.nextTurnMs) return true;
    if (count >= Math.max(1, Math.floor(connections * SLOW_SHARE))) return true;
    let allSlow = 0;
    for (const other of watched.values()) if (isSlow(other, nowMs)) allSlow += other.open.length;
    return allSlow >= Math.max(1, Math.floor(connections * ALL_SLOW_SHARE));
  };
  const unwatchIdle = (name: string, domain: Domain, nowMs: number): void => {
    if (domain.inHand > 0 || domain.open.length > 0 || nowMs < domain.restUntilMs) return;
    if (!isSlow(domain, nowMs)) watched.delete(name);
  };
  const limitOf = (domain: Domain): number => Math.min(domain.limit, domain.sharedLimit ?? domain.limit);

  return {
    take: (name) => {
      watch(name).inHand += 1;
    },
    drop: (name, nowMs) => {
      const domain = find(name);
      domain.inHand -= 1;
      unwatchIdle(name, domain, nowMs);
    },
    began: (name, nowMs) => {
      find(name).open.push(nowMs);
    },
    ended: (name, beganMs, nowMs, verdict) => {
      const domain = find(name);
      domain.open.splice(domain.open.indexOf(beganMs), 1);
      const tookMs = nowMs - beganMs;
      recent.add(tookMs);
      const { durationMs = tookMs } = domain;
      domain.durationMs = durationMs + MEAN_WEIGHT * (tookMs - durationMs);
      const turns = 1 / (SLOW_SHARE * connections) - 1;
      if (turns > 0 && isSlow(domain, nowMs)) domain.nextTurnMs = nowMs + turns * tookMs;
      return learn(name, domain, verdict, nowMs, connections);
    },
    leave: (name, nowMs) => {
      const domain = find(name);
      if (nowMs < domain.restUntilMs) return 'no';
      if (isHeldBack(domain, nowMs, domain.open.length)) return 'no';
      return domain.open.length < limitOf(domain) ? 'yes' : 'soon';
    },
    restMs: (name, nowMs) => Math.max(0, (known.get(name)?.restUntilMs ?? nowMs) - nowMs),
    isKnown: (name) => known.get(name)?.durationMs !== undefined,
    except: (nowMs) => {
      const names: string[] = [];
      for (const [name, domain] of watched) {
        if (
          nowMs < domain.restUntilMs ||
          isHeldBack(domain, nowMs, domain.inHand) ||
          domain.inHand >= limitOf(domain)
        )
          names.push(name);
        else unwatchIdle(name, domain, nowMs);
      }
      return names.sort().slice(0, EXCEPT_MOST);
    },
    letSlowHaveAll: (untilMs) => {
      slowHaveAllUntilMs = untilMs;
    },
    adopt: (limits, runs, nowMs) => {
      const listed = new Set(limits.map(({ domain }) => domain));
      for (const name of adopted) {
        if (listed.has(name)) continue;
        adopted.delete(name);
        const domain = find(name);
        domain.sharedLimit = undefined;
        // Another run found it well.
        if (nowMs >= domain.restUntilMs) domain.rests = 0;
      }
      for (const { domain: name, restMs, concurrency } of limits) {
        const domain = watch(name);
        domain.sharedLimit = Math.max(1, Math.floor(concurrency / runs));
        if (restMs > 0) domain.restUntilMs = Math.max(domain.restUntilMs, nowMs + restMs);
        if (adopted.has(name)) continue;
        adopted.add(name);
        // Whoever set the limit may be gone: this run asks the domain as after a rest of its own, and takes the limit away when it is well.
        if (domain.rests > 0) continue;
        domain.rests = 1;
        domain.acceptedSinceRest = 0;
        domain.limit = 1;
      }
    },
    resting: (nowMs) =>
      [...watched]
        .filter(([, { restUntilMs }]) => nowMs < restUntilMs)
        .map(([domain, { restUntilMs }]) => ({ domain, restMs: restUntilMs - nowMs }))
        .sort((one, other) => one.restMs - other.restMs),
  };
}

function newDomain(): Domain {
  return {
    limit: 1,
    sharedLimit: undefined,
    inHand: 0,
    open: [],
    durationMs: undefined,
    refusals: 0,
    rests: 0,
    acceptedSinceRest: 0,
    restUntilMs: Number.NEGATIVE_INFINITY,
    nextTurnMs: Number.NEGATIVE_INFINITY,
  };
}

/** Up by one for each message taken, down by half for each refused, none at all after a burst of refusals. */
function learn(
  name: string,
  domain: Domain,
  verdict: DomainVerdict,
  nowMs: number,
  connections: number,
): PaceChange | undefined {
  if (verdict === 'accepted') {
    domain.refusals = 0;
    domain.limit = Math.min(connections, domain.limit + 1);
    if (domain.rests === 0) return undefined;
    domain.acceptedSinceRest += 1;
    if (domain.acceptedSinceRest < RECOVERY) return undefined;
    domain.rests = 0;
    return { kind: 'recover', domain: name };
  }
  // Answers to what was begun before the rest say nothing new.
  if (verdict === 'neutral' || nowMs < domain.restUntilMs) return undefined;
  domain.refusals += 1;
  domain.limit = Math.max(1, Math.floor(domain.limit / 2));
  // After a rest the first message is a question; its refusal is the answer.
  const isAnswered = domain.rests > 0 && domain.acceptedSinceRest === 0;
  if (domain.refusals < BURST && !isAnswered) return undefined;
  const ms = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** domain.rests);
  domain.rests += 1;
  domain.refusals = 0;
  domain.acceptedSinceRest = 0;
  domain.limit = 1;
  domain.restUntilMs = nowMs + ms;
  return { kind: 'rest', domain: name, ms, concurrency: 1 };
}

function forgetIdle(known: Map<string, Domain>, watched: ReadonlyMap<string, Domain>): void {
  for (const name of known.keys()) {
    if (known.size <= KNOWN_MOST / 2) return;
    if (!watched.has(name) && known.get(name)?.sharedLimit === undefined) known.delete(name);
  }
}

/** The middle one of the latest conversations: one slow domain among them does not move it. */
function middleOf() {
  const latest: number[] = [];
  let next = 0;
  let middleMs: number | undefined;
  let isStale = false;
  return {
    add: (ms: number) => {
      latest[next] = ms;
      next = (next + 1) % REMEMBERED;
      // Sorting is dear beside a message; it need not be done for each.
      isStale ||= next % ENOUGH === 0;
    },
    middleMs: () => {
      if (isStale) {
        middleMs = [...latest].sort((one, other) => one - other)[Math.floor(latest.length / 2)];
        isStale = false;
      }
      return middleMs;
    },
  };
}
