// `worker`: sends what is to be sent, on this machine and beside any number of others, until it is told to end; with --once what is due, and
// ends. It needs the database, a mail server and the DKIM keys, and no newsletter's files: the ledger keeps the letters.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runWorker } from '../../deliver/run-worker.ts';
import { findProject } from '../../files/find-project.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Relay } from '../../model/sending-ports.ts';
import { locateDatabase } from '../../store/database-location.ts';
import { type Database, isThere } from '../../store/open-database.ts';
import { keepReading, oneReading, READ_EVERY_MS } from '../bounces/keep-reading.ts';
import { readBounces } from '../bounces/read-bounces.ts';
import { type CommandResult, countOf, factLines, figure, nextStep } from '../command-result.ts';
import { databaseUrl, smtpUrl } from '../environment.ts';
import { observeRelays } from '../observe-relays.ts';
import { withRelays } from '../open-delivery.ts';
import { openProject } from '../open-project.ts';
import { processClock } from '../process-clock.ts';
import { withSendingDatabase } from '../refuse-restored-copy.ts';
import { STOPPING } from '../sending/stopping-words.ts';
import { openWatch, type WatchOptions } from '../sending/watch-work.ts';
import { type WorkerParts, workerOptions } from '../sending/worker-options.ts';
import { type WorkerTally, workerTally } from '../sending/worker-tally.ts';
import type { Terminal } from '../terminal.ts';

export interface WorkerCommandOptions extends WatchOptions {
  readonly once?: true;
  /** Messages per second, all runs together. */
  readonly rate?: number;
  readonly connections?: number;
  readonly json?: true;
}

/** 128 + 2: as shells tell of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;
const HOUR_MS = 3_600_000;

export async function worker(options: WorkerCommandOptions, terminal: Terminal): Promise<CommandResult> {
  terminal.spareMemory();
  // Letters of a whole list in a folder, because a variable was forgotten on one host, would count as sent.
  if (smtpUrl(terminal) === undefined)
    throw new BroadsideError(
      'SETTINGS_INVALID',
      'A worker needs a mail server: BROADSIDE_SMTP_URL is not set',
      {
        place: 'BROADSIDE_SMTP_URL',
      },
    );
  const { root, expiresAfterMs, listId } = await readPlace(terminal);
  return withSendingDatabase(root, databaseUrl(terminal), terminal, (database, journal) =>
    withRelays(root, terminal, options, async (ways) => {
      const tally = workerTally();
      const watch = await openWatch(database, options, terminal);
      const relays = observeRelays(ways, watch);
      const parts: WorkerParts = {
        root,
        terminal,
        database,
        journal,
        relays,
        clock: processClock(terminal),
        observers: [tally, ...watch.observers],
        ...(expiresAfterMs === undefined ? {} : { expiresAfterMs }),
        ...(options.once === undefined ? {} : { isOnce: true }),
        ...(options.rate === undefined ? {} : { ratePerSecond: options.rate }),
      };
      const stop = new AbortController();
      const round = (): Promise<void> =>
        oneReading(
          () => readBounces(database, { root, listId, tell: watch.tellAside }, terminal),
          (error) => {
            for (const observer of watch.observers) observer.onTrouble?.(error);
          },
        );
      const listening = terminal.onInterrupt({
        finish: () => {
          stop.abort();
          watch.tellStop(STOPPING);
        },
        atOnce: () => terminal.endNow(INTERRUPTED),
      });
      try {
        if (options.once === undefined) watch.tellStart(workingWords(database, relays));
        await beside(round, options.once === undefined, () => runWorker(workerOptions(parts, stop.signal)));
      } finally {
        listening.stop();
        await watch.close();
      }
      return resultOf(tally);
    }),
  );
}

/** Bounces are read beside the work, and once more at its end: of the last letters, too. */
async function beside(
  round: () => Promise<void>,
  isLong: boolean,
  work: () => Promise<unknown>,
): Promise<void> {
  const over = new AbortController();
  const reading = isLong ? keepReading(round, { everyMs: READ_EVERY_MS, signal: over.signal }) : undefined;
  try {
    await work();
  } finally {
    over.abort();
    await reading;
  }
  await round();
}

function workingWords({ describe }: Database, relays: readonly Relay[]): string {
  const names = relays.map(({ transport }) => transport.name).join(', ');
  return `Working on ${describe} by ${names}. Ctrl-C ends it, after what is on the wire.`;
}

/** A worker's host need not have the newsletter; where it is, its settings count. */
async function readPlace(
  terminal: Terminal,
): Promise<{ readonly root: string; readonly expiresAfterMs?: number; readonly listId?: string }> {
  if (!existsSync(path.join(terminal.cwd, 'issues'))) {
    const root = await findProject(terminal.cwd).catch(() => undefined);
    if (root === undefined) return { root: placeWithout(terminal) };
  }
  const { root, settings } = await openProject(terminal);
  const { delivery, listId } = settings.newsletter;
  return { root, expiresAfterMs: delivery.expiresAfterHours * HOUR_MS, listId };
}

/** Started in a wrong folder it would make a database of its own, and wait there for ever while the issue is due elsewhere. */
function placeWithout(terminal: Terminal): string {
  const { cwd: root } = terminal;
  const url = databaseUrl(terminal);
  if (isThere(url, { root })) return root;
  throw new BroadsideError(
    'DATABASE_UNREACHABLE',
    `There is no newsletter in ${root}, and no database ${locateDatabase(url, root).describe}: a worker makes none`,
    { place: root, hint: 'Start it in the folder of the newsletter, or set DATABASE_URL.' },
  );
}

function resultOf(tally: WorkerTally): CommandResult {
  const issues = tally.issues();
  const overdue = tally.overdue();
  return {
    exitCode: overdue.length > 0 || issues.some(({ stoppedBy }) => stoppedBy !== undefined) ? 3 : 0,
    value: { issues, overdue },
    lines: (paint) =>
      issues.length + overdue.length === 0
        ? ['Nothing was due.']
        : [
            ...factLines(
              issues.map(({ issue, accepted, deferred, rejected, inDoubt }) => [
                issue,
                figure(accepted),
                `accepted${[
                  deferred > 0 ? `, ${figure(deferred)} deferred` : '',
                  rejected > 0 ? `, ${figure(rejected)} rejected` : '',
                  inDoubt > 0 ? `, ${figure(inDoubt)} in doubt` : '',
                ].join('')}`,
              ]),
              paint,
            ),
            ...nextStep(
              overdue.length > 0
                ? `\`broadside send ${overdue[0]}\`, if it should still go out: ${countOf(overdue.length, 'issue is', 'issues are')} late and wait for a word.`
                : '`broadside status` shows who is left.',
              paint,
            ),
          ],
  };
}
