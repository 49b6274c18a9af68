// What a program that runs on its own has to tell: one line of JSON each in a pipe or a journal, a readable one on a terminal, always on standard error. Addresses
// are taken out of every line on its way, wherever in it they stand: a server's reply quotes them too.
import { type Logger, pino } from 'pino';
import type { Paint } from './paint.ts';
import type { LogLevel } from './sending/read-flags.ts';
import type { Terminal } from './terminal.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'>;

export interface LogOptions {
  readonly level: LogLevel;
  /** Addresses stay in: for a search after one reader's letter, on a machine where that is allowed. */
  readonly isWithAddresses?: boolean;
}

/** RFC 5321 §4.5.3.1.1 allows 64 octets before the @; an encoded word or a bounce address may be longer. */
const ADDRESS = /[^\s"<>@,;:()[\]]{1,256}(?:@|%40)(?=[\p{L}\p{N}])/gu;
/** Left side of a message id of ours: no address, and what one searches a mail server's log for. */
const MESSAGE_ID = /(?:^|\.)[0-9a-f]{32}(?:@|%40)$/u;

export function createLog(
  { complain, paint, isInteractive }: Pick<Terminal, 'complain' | 'paint' | 'isInteractive'>,
  { level, isWithAddresses = false }: LogOptions,
): Log {
  const write = (line: string): void => {
    const facts = JSON.parse(line) as LogLine;
    const shown = isWithAddresses ? facts : (redacted(facts) as LogLine);
    complain(isInteractive ? readable(shown, paint) : JSON.stringify(shown));
  };
  return pino(
    {
      level,
      // Process id and host name are in the runs of the ledger.
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
}

/** `ana@example.org` becomes `…@example.org`: which domain it was is what an operator needs. */
export function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, (found) =>
    MESSAGE_ID.test(found) ? found : `…${found.endsWith('@') ? '@' : '%40'}`,
  );
}

function redacted(value: unknown): unknown {
  if (typeof value === 'string') return withoutAddresses(value);
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, redacted(one)]));
}

type LogLine = Readonly<Record<string, unknown>> & {
  readonly level: LogLevel;
  readonly time: string;
  readonly msg: string;
};

function readable({ level, time, msg, ...facts }: LogLine, paint: Paint): string {
  const colour = { debug: paint.dim, info: (text: string) => text, warn: paint.ask, error: paint.stop }[
    level
  ];
  const tail = Object.entries(facts).map(
    ([name, value]) =>
      `${name}=${typeof value === 'string' && !value.includes(' ') ? value : JSON.stringify(value)}`,
  );
  return `${paint.dim(time.slice(11, 19))}  ${colour(level.padEnd(5))}  ${msg}  ${paint.dim(tail.join(' '))}`.trimEnd();
}
