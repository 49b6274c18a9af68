// Values of flags that are more than words: a rate, a span of time, a count. Each throws USAGE with what was expected, so that commander's
// own way of saying it is not mixed with ours.
import { BroadsideError } from '../../model/errors.ts';
import { readRate } from '../../model/read-rate.ts';

const MS_IN = { s: 1000, m: 60_000, h: 3_600_000 } as const;
/** An issue that is to wait longer is better given a time. */
const LONGEST_HOLD_MS = 24 * MS_IN.h;
/** More at once helps no server known to us and exhausts file descriptors. */
const MOST_CONNECTIONS = 200;

/** Quietest last. `debug` tells of every letter, `info` of those that were not accepted. */
const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function readLogLevelFlag(text: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === text);
  if (level === undefined) throw unexpected('--log', text, LOG_LEVELS.join(', '));
  return level;
}

/** `20`, `1200/m`: messages per second. */
export function readRateFlag(text: string): number {
  const rate = readRate(text);
  if (rate === undefined) throw unexpected('--rate', text, 'messages per second such as 20, or 1200/m');
  return rate;
}

/** `90s`, `5m`, `1h`: milliseconds. */
export function readHoldFlag(text: string): number {
  const [, figure, unit = 'm'] = /^(\d{1,5})([smh])$/u.exec(text.trim()) ?? [];
  const ms = Number(figure ?? Number.NaN) * MS_IN[unit as keyof typeof MS_IN];
  if (!(ms > 0 && ms <= LONGEST_HOLD_MS))
    throw unexpected('--hold', text, 'a span such as 90s, 5m or 1h, a day at most');
  return ms;
}

export function readConnectionsFlag(text: string): number {
  const count = /^\d{1,4}$/u.test(text.trim()) ? Number(text) : 0;
  if (count < 1 || count > MOST_CONNECTIONS)
    throw unexpected('--connections', text, `a whole number from 1 to ${MOST_CONNECTIONS}`);
  return count;
}

function unexpected(flag: string, text: string, expected: string): BroadsideError {
  return new BroadsideError('USAGE', `Unexpected ${JSON.stringify(text)} for ${flag}, expected ${expected}`);
}
