// `publish`: check, build, and send the newest issue not yet sent. With --demo, the same on a throwaway database with five invented
// readers and the outbox: what `npm start` shows.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { BroadsideError } from '../../model/errors.ts';
import { type Issue, newestFirst } from '../../model/issue.ts';
import type { CompiledProject } from '../building/compile-project.ts';
import { type CommandResult, factLines, nextStep } from '../command-result.ts';
import type { ReadyIssue } from '../compile-one-issue.ts';
import { DEMO_DATABASE_URL, DEMO_FOLDER, fillDemoDatabase } from '../demo-readers.ts';
import { databaseUrl } from '../environment.ts';
import { formatDiagnostics } from '../format-diagnostics.ts';
import { OUTBOX } from '../open-delivery.ts';
import type { Paint } from '../paint.ts';
import { textsOf } from '../read-files.ts';
import { deliverIssue } from '../sending/deliver-issue.ts';
import { exitCodeOf, nextFor, runLines, runValue, type SentRun } from '../sending/send-report.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';
import {
  buildLines,
  buildValue,
  compileWithKeptIds,
  factsOf,
  stopped,
  stoppingDiagnostics,
  writeBuild,
} from './build.ts';

export interface PublishOptions {
  readonly yes?: true;
  readonly demo?: true;
}

export async function publish(options: PublishOptions, terminal: Terminal): Promise<CommandResult> {
  const isDemo = options.demo === true;
  terminal.progress('Reading and proofreading …');
  const project = await compileWithKeptIds(terminal);
  const stopping = stoppingDiagnostics(factsOf(project), {});
  if (stopping.length > 0) {
    await project.putAway();
    return stopped(project, stopping);
  }
  terminal.progress('Building …');
  const built = await writeBuild(project);
  terminal.progress('');
  const database = isDemo ? DEMO_DATABASE_URL : databaseUrl(terminal);
  if (isDemo) await prepareDemo(project.root, terminal);
  const newest = await newestUnsent(project, database);
  const run =
    'settled' in newest
      ? undefined
      : await sendNow(
          readyIssue(project, newest.issue),
          { database, isAgreed: isDemo || options.yes === true },
          isDemo ? offline(terminal) : terminal,
        );
  const settled = 'settled' in newest ? newest.settled : '';
  return {
    exitCode: run === undefined ? 0 : exitCodeOf(run),
    value: {
      ...buildValue(factsOf(project), built.files, built.report),
      sent: run === undefined ? null : runValue(run),
    },
    lines: (paint) => [
      ...formatDiagnostics(project.diagnostics, textsOf(project.files), paint),
      ...buildLines(factsOf(project), built.files, built.report, paint),
      '',
      ...(run === undefined ? [`Nothing to send: the newest issue ${settled}.`] : runLines(run, paint)),
      ...(isDemo
        ? demoLines(run, paint)
        : nextStep(run === undefined ? '`broadside new` begins the next issue.' : nextFor(run), paint)),
    ],
  };
}

/** The highest number that is no draft, or why there is nothing to do for it. Specials are mailed only when asked. */
async function newestUnsent(
  { root, archive }: CompiledProject,
  url: string,
): Promise<{ readonly issue: Issue } | { readonly settled: string }> {
  const [newest] = newestFirst(
    archive.issues.filter((issue) => !issue.isDraft && issue.number !== undefined),
  );
  if (newest === undefined) {
    throw new BroadsideError('ISSUE_NOT_FOUND', 'There is no numbered issue that is ready to be sent', {
      hint: 'Take `draft: true` out of the one that is ready, or begin one with `broadside new`.',
    });
  }
  return withDatabase(root, url, async ({ ledger, orders }) => {
    const order = await orders.order(newest.slug);
    // A word that somebody has said about it stands until they say another.
    if (order?.state === 'scheduled') return { settled: 'is scheduled for a time of its own' };
    if (order?.state === 'paused') return { settled: 'is paused' };
    if (order?.state === 'cancelled') return { settled: 'was cancelled' };
    const { pending, deferred } = await ledger.counts(newest.slug);
    return order?.state === 'sending' && pending + deferred === 0
      ? { settled: 'has gone out already' }
      : { issue: newest };
  });
}

async function sendNow(
  ready: Omit<ReadyIssue, 'diagnostics'>,
  options: { readonly database: string; readonly isAgreed: boolean },
  terminal: Terminal,
): Promise<SentRun> {
  const delivered = await deliverIssue(ready, { ...options, intention: { kind: 'send' } }, terminal);
  if (delivered.kind !== 'sent') throw new Error('An issue that was to be sent now was put off');
  return delivered.run;
}

function readyIssue(
  { root, settings, archive }: CompiledProject,
  issue: Issue,
): Omit<ReadyIssue, 'diagnostics'> {
  const rendered = archive.rendered.get(issue.slug);
  if (rendered === undefined) throw new Error(`${issue.slug} was not rendered`);
  return { root, settings, issue, rendered };
}

async function prepareDemo(root: string, terminal: Terminal): Promise<void> {
  await rm(path.join(root, DEMO_FOLDER), { recursive: true, force: true });
  await rm(path.join(root, OUTBOX), { recursive: true, force: true });
  await withDatabase(root, DEMO_DATABASE_URL, ({ subscribers }) =>
    fillDemoDatabase(subscribers, terminal.now()),
  );
}

/** Whatever the environment names, a demonstration reaches nobody. */
function offline(terminal: Terminal): Terminal {
  return { ...terminal, env: {} };
}

function demoLines(run: SentRun | undefined, paint: Paint): readonly string[] {
  return [
    '',
    paint.strong('Where to look'),
    '',
    ...factLines(
      [
        ['archive', 'out/site/index.html'],
        ['feed', 'out/site/feed.xml'],
        ['mail', `out/email/${run?.slug ?? ''}/index.html and text.txt`],
        ['letters', 'out/outbox/*.eml, one for each invented reader; any mail program opens them'],
        ['ledger', `${DEMO_FOLDER}/: throwaway; your own will be data/broadside.db`],
      ],
      paint,
    ),
    ...nextStep(
      '`npx broadside preview` to look while you write, `npx broadside new` for an issue of your own.',
      paint,
    ),
  ];
}
