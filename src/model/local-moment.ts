// A day and a time on the clocks of a zone in; the moments that it names out. Stands apart because it may be none or two: once a year the
// clocks leave out an hour, once they show one twice, and whoever plans for such an hour must be asked which is meant.
import { Temporal } from 'temporal-polyfill';
import type { IsoDate, IsoInstant, TimeZone } from './calendar.ts';

export type LocalMoment =
  | { readonly kind: 'once'; readonly instant: IsoInstant }
  /** The clocks are put back over it: the first and the second time that they show it. */
  | { readonly kind: 'twice'; readonly instants: readonly [IsoInstant, IsoInstant] }
  /** The clocks leave it out: the moments as far before and after the gap as it is wide. */
  | { readonly kind: 'never'; readonly around: readonly [IsoInstant, IsoInstant] };

/** @param time `HH:MM` or `HH:MM:SS`, of a day that exists */
export function localMoment(date: IsoDate, time: string, timeZone: TimeZone): LocalMoment {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' });
  const both = [isoInstant(earlier), isoInstant(later)] as const;
  if (both[0] === both[1]) return { kind: 'once', instant: both[0] };
  // RFC 5545 §3.3.5 would choose one silently; a letter to thousands is no place for that.
  return earlier.toPlainDateTime().equals(local)
    ? { kind: 'twice', instants: both }
    : { kind: 'never', around: both };
}

/** How far the zone's clocks are from UTC at that moment: `+01:00`. */
export function offsetAt(instant: IsoInstant, timeZone: TimeZone): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).offset;
}

/** As `Date` and the databases write it: with milliseconds, so that texts compare as moments do. */
function isoInstant(zoned: Temporal.ZonedDateTime): IsoInstant {
  return new Date(zoned.epochMilliseconds).toISOString();
}
