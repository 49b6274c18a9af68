// What a command may know and use of the process that runs it, so that a test can hand it another one.
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import type { IsoInstant } from '../model/calendar.ts';
import { drawOver } from './draw-over.ts';
import { colourPaint, type Paint, plainPaint } from './paint.ts';
import { spareMemory } from './spare-memory.ts';

export interface Terminal {
  /** Absolute path of the folder in which the command was typed. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly paint: Paint;
  /** False in pipes and scripts: nothing is asked. */
  readonly isInteractive: boolean;
  /** False where `progress` does nothing: standard error is no terminal. */
  readonly isProgressShown: boolean;
  /** How wide it is now; 80 where that is not known. */
  columns(): number;
  now(): IsoInstant;
  /** A line on standard output. */
  print(line: string): void;
  /** A line on standard error. */
  complain(line: string): void;
  /** Draws over the last progress, which may have had several lines; the empty text takes it away. Does nothing in pipes. */
  progress(text: string): void;
  /** What is piped into it. */
  input(): Readable;
  /** A yes-or-no question; false where nobody can answer. */
  confirm(question: string): Promise<boolean>;
  /** A question with an answer in words; undefined where nobody can answer, or nobody wants to. */
  ask(question: string): Promise<string | undefined>;
  /** Resolves when the user presses Ctrl-C or the process is told to end. */
  untilInterrupted(): Promise<void>;
  /** The same for what must not simply be broken off, until `stop` is called. */
  onInterrupt(listener: InterruptListener): { stop(): void };
  /** Ends the process at once, whatever it is doing. */
  endNow(exitCode: number): void;
  /** The process is one that sends, for hours perhaps: it holds no memory that it does not need. */
  spareMemory(): void;
}

export interface InterruptListener {
  /** The first time: what was begun is to be finished. */
  finish(): void;
  /** Ctrl-C once more: whoever sits there does not want to wait. */
  atOnce(): void;
}

/** What asks a process to end: Ctrl-C, `kill` or the system, the terminal or the connection to it that is gone. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const USUAL_COLUMNS = 80;
/** npm passes a Ctrl-C on that its child has from the terminal already: so soon after the first it is no second one. */
const SAME_KEY_MS = 500;

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  const isInteractive = stdout.isTTY === true && stdin.isTTY === true && env['CI'] === undefined;
  // https://no-color.org: any non-empty value turns colour off.
  const isColoured = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  const isProgressShown = stderr.isTTY === true && env['CI'] === undefined && env['TERM'] !== 'dumb';
  /** Ctrl-C and the end of input reject it: that is no answer. */
  const ask = async (question: string): Promise<string | undefined> => {
    if (!isInteractive) return undefined;
    const readline = createInterface({ input: stdin, output: stdout });
    try {
      return await readline.question(`${question} `).catch(() => undefined);
    } finally {
      readline.close();
    }
  };
  // Some terminals say 0 for what they do not know.
  const columns = (): number => stderr.columns || stdout.columns || USUAL_COLUMNS;
  let drawn = { text: '', rows: 0 };
  const progress = (text: string): void => {
    if (!isProgressShown || (text === '' && drawn.rows === 0)) return;
    const { codes, rows } = drawOver(drawn.rows, text, columns());
    drawn = { text, rows };
    stderr.write(codes);
  };
  /** A line is printed above what is drawn, not into it. */
  const above = (write: () => void): void => {
    const { text } = drawn;
    progress('');
    write();
    progress(text);
  };
  return {
    cwd: process.cwd(),
    env,
    paint: isColoured ? colourPaint : plainPaint,
    isInteractive,
    isProgressShown,
    columns,
    now: () => new Date().toISOString(),
    print: (line) => above(() => stdout.write(`${line}\n`)),
    complain: (line) => above(() => stderr.write(`${line}\n`)),
    progress,
    input: () => stdin,
    confirm: async (question) => /^y(es)?$/iu.test((await ask(`${question} [y/N]`))?.trim() ?? ''),
    ask,
    untilInterrupted: () =>
      new Promise((resolve) => {
        const listening = listenForInterrupts({
          finish: () => {
            listening.stop();
            resolve();
          },
          atOnce: () => undefined,
        });
      }),
    onInterrupt: listenForInterrupts,
    endNow: (exitCode) => process.exit(exitCode),
    spareMemory,
  };
}

/**
 * Only Ctrl-C can insist. SIGTERM comes again when a launcher passes on what its child had from the terminal (`broadside.js` does), and a
 * service that is stopped is killed anyway if it does not end in time.
 */
function listenForInterrupts({ finish, atOnce }: InterruptListener): { stop(): void } {
  let isAsked = false;
  let lastKeyMs = Number.NEGATIVE_INFINITY;
  const heard = (signal: NodeJS.Signals): void => {
    const isSameKey = performance.now() - lastKeyMs < SAME_KEY_MS;
    const isSecondKey = signal === 'SIGINT' && lastKeyMs > Number.NEGATIVE_INFINITY && !isSameKey;
    if (signal === 'SIGINT') lastKeyMs = performance.now();
    if (isSecondKey) atOnce();
    else if (!isAsked) finish();
    isAsked = true;
  };
  for (const signal of ENDING) process.on(signal, heard);
  return {
    stop: () => {
      for (const signal of ENDING) process.off(signal, heard);
    },
  };
}

/** `broadside status | head` stops reading early, a connection to a server's terminal is lost: no reason to fail, and none to break off a send. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
