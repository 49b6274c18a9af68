// `serve`: what runs beside the mail day and night: the front door for readers with the archive and for providers that tell of bounces, the desk that writes to
// whoever signed up, the reading of what came back, the removal of what has had its time, and figures for who watches it all.
import { serve as listen, type RunningServer } from '../../server/listen.ts';
import { keepReading, oneReading, READ_EVERY_MS } from '../bounces/keep-reading.ts';
import { openBounceHooks } from '../bounces/open-bounce-hooks.ts';
import { readBounces } from '../bounces/read-bounces.ts';
import type { CommandResult } from '../command-result.ts';
import { databaseUrl, setting, smtpUrl } from '../environment.ts';
import { observeRelays } from '../observe-relays.ts';
import { OUTBOX, withLaterRelays } from '../open-delivery.ts';
import { withJournal } from '../open-journal.ts';
import { type Operations, openOperations } from '../open-operations.ts';
import { openProject } from '../open-project.ts';
import { processClock } from '../process-clock.ts';
import { refuseRestoredCopy } from '../refuse-restored-copy.ts';
import type { LogLevel } from '../sending/read-flags.ts';
import { keepLivePages } from '../serving/keep-live-pages.ts';
import { readListenAddress } from '../serving/listen-address.ts';
import { openFrontDoor, printerOf } from '../serving/open-front-door.ts';
import { runMailDesk } from '../serving/run-mail-desk.ts';
import { servingLines, servingValue } from '../serving/serving-report.ts';
import { tidyDaily } from '../serving/tidy-daily.ts';
import { watchServing } from '../serving/watch-serving.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

export interface ServeCommandOptions {
  /** `BROADSIDE_LISTEN`, else DEFAULT_LISTEN. */
  readonly listen?: string;
  readonly metrics: string;
  readonly log?: LogLevel;
  readonly json?: true;
}

/** Nobody but this machine: a web server with TLS stands in front. */
const DEFAULT_LISTEN = '127.0.0.1:8080';
/** 128 + 2: as shells tell of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

export async function serve(options: ServeCommandOptions, terminal: Terminal): Promise<CommandResult> {
  const address = readListenAddress(
    options.listen ?? setting(terminal, 'BROADSIDE_LISTEN') ?? DEFAULT_LISTEN,
    DEFAULT_LISTEN,
  );
  const project = await openProject(terminal);
  const { root } = project;
  const printer = printerOf(project);
  const url = databaseUrl(terminal);
  return withDatabase(root, url, (database) =>
    withLaterRelays(root, terminal, async (openRelays) => {
      await using opened = new AsyncDisposableStack();
      const operations: Operations = await openOperations(database, options.metrics);
      opened.defer(() => operations.close());
      const { figures } = operations;
      const watch = watchServing(figures, terminal, options.log);
      const { listId, siteUrl } = project.settings.newsletter;
      const hooks = openBounceHooks(database, { listId, siteUrl, tell: watch.tellAside }, terminal);
      const app = openFrontDoor({
        project,
        printer,
        database,
        terminal,
        watch,
        ...(hooks === undefined ? {} : { hooks }),
      });
      const server: RunningServer = await listen(app, address);
      opened.defer(() => server.close('after answers'));
      // Listened for before the address is out: whoever reads it may end the program in the same moment.
      const stop = new AbortController();
      const listening = terminal.onInterrupt({
        finish: () => {
          watch.tellStop();
          // Nobody new is let in; mails that are on the wire may take longer.
          void server.close('after answers');
          stop.abort();
        },
        atOnce: () => terminal.endNow(INTERRUPTED),
      });
      opened.defer(() => listening.stop());
      const facts = {
        newsletter: project.settings.newsletter,
        address: server.url,
        operations: operations.url,
        database: database.describe,
        ...(smtpUrl(terminal) === undefined ? { outbox: OUTBOX } : {}),
      };
      if (options.json === true) terminal.print(JSON.stringify(servingValue(facts)));
      else for (const line of servingLines(facts, terminal.paint)) terminal.print(line);

      const { signal } = stop;
      const { onDeskTrouble: onTrouble, onTidied, onSettled } = watch;
      const clock = processClock(terminal);
      await untilOneFails(stop, [
        runMailDesk({
          project,
          printer,
          database,
          terminal,
          openRelays: async () => {
            // Readers are let in and out of a copy, too: it only writes to nobody until it is released.
            await withJournal({ root, database: url }, terminal, (journal) =>
              refuseRestoredCopy(database, journal, terminal),
            );
            return observeRelays(await openRelays(), { figures });
          },
          onSettled,
          onTrouble,
          signal,
        }),
        keepReading(
          () =>
            oneReading(
              () => readBounces(database, { root, listId, tell: watch.tellAside }, terminal),
              watch.onBouncesTrouble,
            ),
          { everyMs: READ_EVERY_MS, signal },
        ),
        keepLivePages({
          root,
          terminal,
          clock,
          signal,
          onPublished: () => watch.tellAside('A live entry whose time has come is published'),
          onTrouble: watch.onLiveTrouble,
        }),
        tidyDaily({ audience: database.audience, clock, signal, onTidied, onTrouble }),
      ]);
      return { exitCode: 0, value: undefined, lines: () => ['', 'Ended.'] };
    }),
  );
}

/** If one of them fails, the others are told to end, and it is thrown then. */
async function untilOneFails(stop: AbortController, jobs: readonly Promise<void>[]): Promise<void> {
  const ended = await Promise.allSettled(
    jobs.map((job) =>
      job.catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    ),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
