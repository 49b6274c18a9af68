// How often one network may ask for what costs others something: mails about signing up, and guesses at links. Counted in memory, in a number of
// places that does not grow: networks are cast into them by a hash that changes with every start, so that nobody can aim at another's.
import { createHmac, randomBytes } from 'node:crypto';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

export interface VisitLimits {
  /** One more sign-up of the network. `rank`: the how-manieth today, from 1. */
  signUp(network: string): Promise<{ readonly rank: number } | TooOften>;
  /** A link that is none. Those that are right are never counted: whoever wants to leave must get through. */
  guess(network: string): Promise<TooOften | undefined>;
  /** One more press of a form that was shown once. False: it was pressed too often. */
  pressForm(id: string): Promise<boolean>;
}

export interface TooOften {
  readonly waitMs: number;
}

export interface VisitLimitSettings {
  readonly signUpsAnHour: number;
  readonly signUpsADay: number;
  /** All networks together; what is beyond it is no newsletter's audience but a flood, and a disk has an end. */
  readonly allSignUpsAnHour: number;
  readonly guessesAnHour: number;
  /** Whoever mistypes presses again; a program that has fetched one form should fetch another. */
  readonly pressesOfAForm: number;
}

export const VISIT_LIMITS: VisitLimitSettings = {
  signUpsAnHour: 5,
  signUpsADay: 20,
  allSignUpsAnHour: 10_000,
  guessesAnHour: 60,
  pressesOfAForm: 5,
};

/** Two of a thousand attackers' networks share their place with somebody else; each limit takes at most some 20 MB. */
const PLACES = 65_536;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

export function createVisitLimits(settings: VisitLimitSettings = VISIT_LIMITS): VisitLimits {
  const secret = randomBytes(32);
  const limiter = (points: number, duration: number): RateLimiterMemory =>
    new RateLimiterMemory({ points, duration });
  const anHour = limiter(settings.signUpsAnHour, HOUR_SECONDS);
  const aDay = limiter(settings.signUpsADay, DAY_SECONDS);
  const all = limiter(settings.allSignUpsAnHour, HOUR_SECONDS);
  const guesses = limiter(settings.guessesAnHour, HOUR_SECONDS);
  const presses = limiter(settings.pressesOfAForm, DAY_SECONDS);
  const placeOf = (name: string): string =>
    String(createHmac('sha256', secret).update(name).digest().readUInt32BE() % PLACES);

  return {
    signUp: async (network) => {
      const place = placeOf(network);
      const hour = await consume(anHour, place);
      if ('waitMs' in hour) return hour;
      const day = await consume(aDay, place);
      if ('waitMs' in day) return day;
      const whole = await consume(all, 'all');
      return 'waitMs' in whole ? whole : { rank: day.count };
    },
    guess: async (network) => {
      const taken = await consume(guesses, placeOf(network));
      return 'waitMs' in taken ? taken : undefined;
    },
    pressForm: async (id) => !('waitMs' in (await consume(presses, placeOf(id)))),
  };
}

async function consume(
  limiter: RateLimiterMemory,
  place: string,
): Promise<{ readonly count: number } | TooOften> {
  try {
    return { count: (await limiter.consume(place)).consumedPoints };
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    return { waitMs: (refused as RateLimiterRes).msBeforeNext };
  }
}
