// The clock and the time zone: a clock that is wrong dates every letter wrongly, and sends at another hour than was asked for.
import { type IsoInstant, isTimeZone, localTimeOf } from '../../model/calendar.ts';
import type { Finding } from '../../model/finding.ts';
import type { Newsletter } from '../../model/newsletter.ts';

/** Another clock, read at the same moment as ours. */
export interface ClockReading {
  readonly source: string;
  readonly theirs: IsoInstant;
  readonly ours: IsoInstant;
}

/** More is no matter of a network's delay, and mail filters begin to wonder. */
const TOLERATED_SECONDS = 60;

/** @param readings The first is the one that counts; none where nobody could be asked. */
export function judgeClock(readings: readonly ClockReading[], whyNone: string): Finding {
  const check = 'clock';
  const [reading] = readings;
  if (reading === undefined) return { check, state: 'skipped', found: whyNone };
  const seconds = Math.round((Date.parse(reading.ours) - Date.parse(reading.theirs)) / 1000);
  const size = Math.abs(seconds);
  if (size <= TOLERATED_SECONDS)
    return { check, state: 'ok', found: `agrees with ${reading.source} within ${Math.max(1, size)} s` };
  return {
    check,
    state: 'fail',
    found: `this machine is ${lengthOf(size)} ${seconds > 0 ? 'ahead of' : 'behind'} ${reading.source}`,
    mend: 'Set the clock, and let it be kept right (NTP): letters carry its time, and --at goes by it.',
  };
}

export function judgeTimeZone({ timeZone }: Pick<Newsletter, 'timeZone'>, now: IsoInstant): Finding {
  const check = 'time-zone';
  if (!isTimeZone(timeZone))
    return {
      check,
      state: 'fail',
      found: `this machine does not know the zone ${timeZone}`,
      mend: 'Write one of the IANA database, such as Europe/London, or bring Node.js up to date.',
    };
  const { date, time } = localTimeOf(now, timeZone);
  return { check, state: 'ok', found: `${timeZone}, where it is ${time} on ${date}` };
}

function lengthOf(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}
