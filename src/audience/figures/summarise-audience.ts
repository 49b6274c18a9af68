// Counts without names go in, what the report and the page of figures show comes out: the list as it stands, what happened in a span of time, how it
// grew, the issues, and what came back. Nothing in it leads back to a person.
import {
  AUDIENCE_EVENTS,
  type AudienceCount,
  type AudienceEvent,
  type IssueFigures,
  type ReturnCount,
} from '../../model/audience-ports.ts';
import type { IsoDate, IsoInstant } from '../../model/calendar.ts';
import type { SubscriberStatus } from '../../model/subscriber.ts';
import { type PeriodLength, periodLength, periodOf, periodsBetween } from './periods.ts';

export interface AudienceReadings {
  readonly standing: Readonly<Record<SubscriberStatus, number>>;
  readonly counts: readonly AudienceCount[];
  readonly issues: readonly IssueFigures[];
  readonly returned: readonly ReturnCount[];
  readonly since: IsoInstant;
  readonly at: IsoInstant;
}

export interface AudienceSummary {
  readonly since: IsoInstant;
  readonly at: IsoInstant;
  readonly standing: Readonly<Record<SubscriberStatus, number>>;
  readonly totals: Readonly<Record<AudienceEvent, number>>;
  readonly periodLength: PeriodLength;
  /** Without gaps, the oldest first, beginning with the first in which something was counted. */
  readonly periods: readonly AudiencePeriod[];
  /** The oldest first. */
  readonly issues: readonly IssueFigures[];
  /** Most first. */
  readonly returnedByReason: readonly Share[];
  readonly returnedByDomain: readonly Share[];
}

export interface AudiencePeriod {
  readonly from: IsoDate;
  /** How many were confirmed at its end: reckoned back from now. */
  readonly confirmedAtEnd: number;
  readonly signedUp: number;
  /** Of their own, by the link. */
  readonly confirmed: number;
  /** By that, by an import, by an operator, and back after leaving. */
  readonly joined: number;
  /** By themselves, or cut off. */
  readonly left: number;
}

export interface Share {
  readonly name: string;
  readonly count: number;
}

const JOINING: readonly AudienceEvent[] = ['confirmed', 'added', 'rejoined'];
const LEAVING: readonly AudienceEvent[] = ['unsubscribed', 'bounced', 'complained', 'suppressed', 'erased'];
const MOST_SHARES = 10;

export function summariseAudience(readings: AudienceReadings): AudienceSummary {
  const { standing, counts, issues, returned, since, at } = readings;
  const today = dayOf(at);
  const first = counts.reduce((day, count) => (count.day < day ? count.day : day), today);
  const begin = first > dayOf(since) ? first : dayOf(since);
  const length = periodLength(begin, today);
  return {
    since,
    at,
    standing,
    totals: Object.fromEntries(AUDIENCE_EVENTS.map((event) => [event, sumOf(counts, [event])])) as Record<
      AudienceEvent,
      number
    >,
    periodLength: length,
    periods: counts.length === 0 ? [] : periodsOf(counts, standing.confirmed, begin, today, length),
    issues,
    returnedByReason: shares(returned, ({ class: kind, status }) =>
      status === '' ? kind : `${kind} ${status}`,
    ),
    returnedByDomain: shares(returned, ({ domain }) => (domain === '' ? 'not known' : domain)),
  };
}

/**
 * Whoever is erased may have left before and is then counted as leaving twice: the figures of the past are right to that. None is taken to be below zero.
 */
function periodsOf(
  counts: readonly AudienceCount[],
  confirmedNow: number,
  begin: IsoDate,
  today: IsoDate,
  length: PeriodLength,
): readonly AudiencePeriod[] {
  const byPeriod = Map.groupBy(counts, ({ day }) => periodOf(day < begin ? begin : day, length));
  let confirmedAtEnd = confirmedNow;
  const periods: AudiencePeriod[] = [];
  for (const from of periodsBetween(begin, today, length).toReversed()) {
    const inside = byPeriod.get(from) ?? [];
    const joined = sumOf(inside, JOINING);
    const left = sumOf(inside, LEAVING);
    periods.push({
      from,
      confirmedAtEnd,
      signedUp: sumOf(inside, ['signed-up']),
      confirmed: sumOf(inside, ['confirmed']),
      joined,
      left,
    });
    confirmedAtEnd = Math.max(0, confirmedAtEnd - joined + left);
  }
  return periods.reverse();
}

function sumOf(counts: readonly AudienceCount[], events: readonly AudienceEvent[]): number {
  return counts.reduce((sum, { event, count }) => (events.includes(event) ? sum + count : sum), 0);
}

/** The greatest by name, and all the rest as one. */
function shares(returned: readonly ReturnCount[], nameOf: (count: ReturnCount) => string): readonly Share[] {
  const sums = [...Map.groupBy(returned, nameOf)]
    .map(([name, counts]) => ({ name, count: counts.reduce((sum, { count }) => sum + count, 0) }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
  if (sums.length <= MOST_SHARES) return sums;
  const rest = sums.slice(MOST_SHARES - 1);
  return [
    ...sums.slice(0, MOST_SHARES - 1),
    { name: `${rest.length} others`, count: rest.reduce((sum, { count }) => sum + count, 0) },
  ];
}

function dayOf(instant: IsoInstant): IsoDate {
  return instant.slice(0, 'YYYY-MM-DD'.length);
}
