// A terminal that remembers what was printed.
import { Readable } from 'node:stream';
import { type Paint, plainPaint } from '../../src/cli/paint.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface TestTerminal extends Terminal {
  /** All of standard output so far. */
  output(): string;
  /** All of standard error so far. */
  complaints(): string;
  /** What was asked so far. */
  questions(): readonly string[];
}

export interface TestTerminalOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Plain unless given. */
  readonly paint?: Paint;
  /** What is answered to every question; without it nobody is there to answer. */
  readonly answer?: 'yes' | 'no';
  /** What is typed where words are asked for, in order; then nothing more. */
  readonly typed?: readonly string[];
  readonly now?: () => string;
  /** What is piped into it; nothing unless given. */
  readonly input?: string;
  /** Resolves when Ctrl-C is pressed; nobody does, unless given. */
  readonly interrupted?: Promise<void>;
  /** Is told of all that is drawn as progress; without it nothing is shown. */
  readonly onProgress?: (text: string) => void;
  /** Is told of each line on standard error as it comes. */
  readonly onComplaint?: (line: string) => void;
}

export function testTerminal({
  cwd,
  env = {},
  paint = plainPaint,
  answer,
  typed,
  interrupted,
  onProgress,
  onComplaint,
  input = '',
  now = () => '2016-02-01T09:00:00.000Z',
}: TestTerminalOptions): TestTerminal {
  const printed: string[] = [];
  const complained: string[] = [];
  const asked: string[] = [];
  const toType = [...(typed ?? [])];
  return {
    cwd,
    env,
    paint,
    isInteractive: answer !== undefined || typed !== undefined,
    isProgressShown: onProgress !== undefined,
    columns: () => 80,
    now,
    print: (line) => void printed.push(line),
    complain: (line) => {
      complained.push(line);
      onComplaint?.(line);
    },
    progress: (text) => onProgress?.(text),
    input: () => Readable.from([Buffer.from(input)]),
    confirm: async (question) => {
      if (answer !== undefined) asked.push(question);
      return answer === 'yes';
    },
    ask: async (question) => {
      if (typed !== undefined) asked.push(question);
      return toType.shift();
    },
    untilInterrupted: () => interrupted ?? new Promise(() => undefined),
    onInterrupt: (listener) => {
      let isStopped = false;
      void interrupted?.then(() => {
        if (!isStopped) listener.finish();
      });
      return {
        stop: () => {
          isStopped = true;
        },
      };
    },
    // It is the test runner's process.
    spareMemory: () => undefined,
    endNow: (exitCode) => {
      throw new Error(`The process would have ended with ${exitCode}`);
    },
    output: () => printed.join('\n'),
    complaints: () => complained.join('\n'),
    questions: () => asked,
  };
}
