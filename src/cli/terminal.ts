// What a command may know and use of the process that runs it, so that a test can hand it another one.
import { createInterface } from 'node:readline/promises';
import type { IsoInstant } from '../model/calendar.ts';
import { colourPaint, type Paint, plainPaint } from './paint.ts';

export interface Terminal {
  /** Absolute path of the folder in which the command was typed. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly paint: Paint;
  /** False in pipes and scripts: nothing is asked and no progress is drawn. */
  readonly isInteractive: boolean;
  now(): IsoInstant;
  /** A line on standard output. */
  print(line: string): void;
  /** A line on standard error. */
  complain(line: string): void;
  /** Draws over the last progress line; the empty text takes it away. Does nothing in pipes. */
  progress(line: string): void;
  /** A yes-or-no question; false where nobody can answer. */
  confirm(question: string): Promise<boolean>;
  /** Resolves when the user presses Ctrl-C or the process is told to end. */
  untilInterrupted(): Promise<void>;
}

const CLEAR_LINE = '\r\u001b[2K';

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe);
  const isInteractive = stdout.isTTY === true && stdin.isTTY === true && env['CI'] === undefined;
  // https://no-color.org: any non-empty value turns colour off.
  const isColoured = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return {
    cwd: process.cwd(),
    env,
    paint: isColoured ? colourPaint : plainPaint,
    isInteractive,
    now: () => new Date().toISOString(),
    print: (line) => void stdout.write(`${line}\n`),
    complain: (line) => void stderr.write(`${line}\n`),
    progress: (line) => {
      if (stderr.isTTY === true && env['CI'] === undefined) stderr.write(CLEAR_LINE + line);
    },
    confirm: async (question) => {
      if (!isInteractive) return false;
      const readline = createInterface({ input: stdin, output: stdout });
      try {
        // Ctrl-C and the end of input reject it: that is a no.
        const answer = await readline.question(`${question} [y/N] `).catch(() => '');
        return /^y(es)?$/iu.test(answer.trim());
      } finally {
        readline.close();
      }
    },
    untilInterrupted: () =>
      new Promise((resolve) => {
        process.once('SIGINT', resolve);
        process.once('SIGTERM', resolve);
      }),
  };
}

/** `broadside status | head` stops reading early; that is no reason to fail, and none to break off a send. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
