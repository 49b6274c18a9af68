// Starts the mail server of the fault tests as a process of its own and talks to it.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type SinkCommand,
  type SinkEvent,
  type SinkFault,
  type SinkOptions,
  type SinkRule,
  sinkLogReader,
} from './sink-log.ts';

export interface SinkProcess {
  readonly port: number;
  /** `smtp://127.0.0.1:PORT`. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has it. */
  arm(fault: SinkFault): Promise<void>;
  /** In the place of those before. */
  setRules(rules: readonly SinkRule[]): Promise<void>;
  /** Everything so far. */
  events(): readonly SinkEvent[];
  /** Waits until something stands in the log. */
  until(is: (events: readonly SinkEvent[]) => boolean, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface StartSinkOptions extends Partial<Omit<SinkOptions, 'log'>> {}

const SINK = path.join(import.meta.dirname, 'sink-process.ts');
const LOOK_AGAIN_MS = 10;

export async function startSink(options: StartSinkOptions = {}): Promise<SinkProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'broadside-sink-'));
  const log = path.join(folder, 'log.jsonl');
  writeFileSync(log, '');
  const all: SinkOptions = { hasPipelining: true, rules: [], ...options, log };
  const child = fork(SINK, [JSON.stringify(all)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const { port } = (await nextMessage(child)) as { port: number };
  let queue: Promise<unknown> = Promise.resolve();
  const command = async (order: SinkCommand): Promise<void> => {
    queue = queue.then(() => {
      const done = nextMessage(child);
      child.send(order);
      return done;
    });
    await queue;
  };
  const events = sinkLogReader(log);
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    arm: (fault) => command({ do: 'fault', fault }),
    setRules: (rules) => command({ do: 'rules', rules }),
    events,
    async until(is, timeoutMs = 60_000) {
      const deadline = performance.now() + timeoutMs;
      while (!is(events())) {
        if (performance.now() > deadline) throw new Error(`The sink did not see it within ${timeoutMs} ms`);
        await sleep(LOOK_AGAIN_MS);
      }
    },
    async stop() {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('The sink ended'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
