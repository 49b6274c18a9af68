// What the mail server of the fault tests writes down, one line of JSON an event, and how it is told to misbehave. Shared by the
// server, which is a process of its own, and by whoever reads its log.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** `at` is milliseconds of the machine's monotonic clock: the same origin in every process (`process.hrtime`). */
export type SinkEvent =
  | { readonly e: 'connect' | 'ehlo' | 'data' | 'close'; readonly at: number; readonly c: number }
  | { readonly e: 'mail'; readonly at: number; readonly c: number; readonly from: string }
  | { readonly e: 'rcpt'; readonly at: number; readonly c: number; readonly to: string }
  | {
      /** The final dot was read: the whole message is here, answered or not. */
      readonly e: 'dot';
      readonly at: number;
      readonly c: number;
      /** The nth of this server, from 1; also the name of its file where messages are kept. */
      readonly n: number;
      /** Without angle brackets. */
      readonly id: string;
      /** The To field as it stands. */
      readonly to: string;
      /** Of the envelope, this and the next. */
      readonly from: string;
      readonly rcpt: readonly string[];
      readonly size: number;
      /** SHA-256 of the octets as they came. */
      readonly hash: string;
    }
  | {
      /** Written before the answer to a final dot leaves. */
      readonly e: 'answer';
      readonly at: number;
      readonly c: number;
      readonly n: number;
      readonly code: number;
    }
  | {
      readonly e: 'refuse';
      readonly at: number;
      readonly c: number;
      readonly stage: string;
      readonly reply: string;
    }
  | {
      readonly e: 'fault';
      readonly at: number;
      readonly c: number;
      readonly point: SinkPoint;
      readonly pid: number;
      readonly signal: string;
    };

export type DotEvent = Extract<SinkEvent, { e: 'dot' }>;

/**
 * `ehlo`      connected, nothing said of a message
 * `mail`      MAIL was read, not answered
 * `rcpt`      RCPT was read, not answered
 * `data`      DATA was read, not answered
 * `body`      the first octets of the message, without its end
 * `dot`       the whole message is here, not answered
 * `answered`  right after the 250 to it was written
 */
export type SinkPoint = 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'answered';

/** A process is signalled when a point is reached the nth time from now on. What was asked is answered all the same, unless `isSilent`. */
export interface SinkFault {
  readonly point: SinkPoint;
  readonly nth: number;
  readonly pid: number;
  readonly signal: 'SIGKILL' | 'SIGSTOP' | 'SIGTERM';
  /** The server says nothing more on that connection. */
  readonly isSilent?: boolean;
}

export interface SinkRule {
  readonly stage: 'ehlo' | 'mail' | 'rcpt' | 'data' | 'dot';
  /** `a@example.org`, or `@example.org` for all of a domain; everybody when left out. Before RCPT nobody is known. */
  readonly to?: string;
  /** `450 4.2.0 Try later`, `drop`; the good answer when left out. */
  readonly reply?: string;
  readonly delayMs?: number;
  /** The first so many times only. */
  readonly times?: number;
}

export interface SinkOptions {
  /** Absolute; appended to. */
  readonly log: string;
  /** Whether RFC 2920 is offered. Kept to either way. */
  readonly hasPipelining: boolean;
  readonly rules: readonly SinkRule[];
  /** Only a line for each message whose final dot came, for lists of a million. */
  readonly isBrief?: boolean;
  /** Folder in which every message is kept as `N.eml`, octets as they came. */
  readonly keepIn?: string;
}

export type SinkCommand =
  | { readonly do: 'fault'; readonly fault: SinkFault }
  | { readonly do: 'rules'; readonly rules: readonly SinkRule[] };

/**
 * Reads on where it stopped the last time; what it gives is everything so far. A last line that is half written is left for later.
 */
export function sinkLogReader(file: string): () => readonly SinkEvent[] {
  const events: SinkEvent[] = [];
  let offset = 0;
  return () => {
    const log = openSync(file, 'r');
    try {
      const fresh = Buffer.alloc(fstatSync(log).size - offset);
      const octets = readSync(log, fresh, 0, fresh.length, offset);
      const end = fresh.subarray(0, octets).lastIndexOf('\n') + 1;
      for (const line of fresh.toString('utf8', 0, end).split('\n'))
        if (line !== '') events.push(JSON.parse(line) as SinkEvent);
      offset += end;
    } finally {
      closeSync(log);
    }
    return events;
  };
}

export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
