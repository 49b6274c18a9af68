// Who looks on while a worker works: a person at a terminal reads sentences; a pipe, a journal, or whoever names a level, gets a log; and
// Prometheus gets figures where a port was named for it.
import type { Database } from '../../store/open-database.ts';
import { createLog } from '../log.ts';
import type { RelayObserver } from '../observe-relays.ts';
import type { Operations } from '../open-operations.ts';
import type { Terminal } from '../terminal.ts';
import { countWork, logWork } from './log-work.ts';
import type { LogLevel } from './read-flags.ts';
import { tellWork } from './tell-work.ts';
import type { WorkObserver } from './worker-options.ts';

export interface WatchOptions {
  /** Where figures and health are told: "127.0.0.1:9464". */
  readonly metrics?: string;
  readonly log?: LogLevel;
  readonly logAddresses?: true;
}

export interface Watch extends RelayObserver {
  readonly observers: readonly WorkObserver[];
  tellStart(words: string): void;
  /** What has to do with no letter of now. */
  tellAside(words: string): void;
  /** A log is of one form to its last line. */
  tellStop(words: readonly string[]): void;
  close(): Promise<void>;
}

/** @throws BroadsideError USAGE, PORT_IN_USE, SETTINGS_INVALID */
export async function openWatch(
  database: Database,
  { metrics, log: level, logAddresses }: WatchOptions,
  terminal: Terminal,
): Promise<Watch> {
  const operations = metrics === undefined ? undefined : await tellFigures(database, metrics);
  const isForPeople = terminal.isInteractive && level === undefined;
  const log = isForPeople
    ? undefined
    : createLog(terminal, { level: level ?? 'info', ...(logAddresses && { isWithAddresses: true }) });
  return {
    observers: [
      log === undefined ? tellWork(terminal) : logWork(log),
      ...(operations === undefined ? [] : [countWork(operations.figures)]),
    ],
    ...(operations === undefined ? {} : { figures: operations.figures }),
    ...(log === undefined ? {} : { log }),
    tellStart: (words) => {
      if (log === undefined) terminal.complain(words);
      else log.info({ database: database.describe, metrics: operations?.url }, 'worker is ready');
    },
    tellAside: (words) => {
      if (log === undefined) terminal.complain(`${words}.`);
      else log.info(words);
    },
    tellStop: (words) => {
      if (log === undefined) for (const line of words) terminal.complain(line);
      else log.info('worker is stopping, after what is on the wire');
    },
    close: async () => {
      await operations?.close();
      log?.info('worker has ended');
    },
  };
}

async function tellFigures(database: Database, address: string): Promise<Operations> {
  const { openOperations } = await import('../open-operations.ts');
  return openOperations(database, address);
}
