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
const LOCAL_CHARACTERS = 256;
const NOT_LOCAL = /[\s"<>@,;:()[\]]/u;
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
  let shown = '';
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(/@|%40/gu)) {
    const end = index + mark.length;
    if (!/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2))) continue;
    let start = index;
    while (start > from && index - start < LOCAL_CHARACTERS && !NOT_LOCAL.test(text[start - 1] ?? ''))
      start -= 1;
    const isAddress = start < index && !MESSAGE_ID.test(text.slice(start, end));
    shown += `${text.slice(from, isAddress ? start : index)}${isAddress ? '…' : ''}${mark}`;
    from = end;
  }
  return shown + text.slice(from);
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
