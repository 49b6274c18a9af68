// `publish`: check, build, and send the newest issue not yet sent. With --demo, the same on a throwaway database with five invented
// readers and the outbox: what `npm start` shows.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { BroadsideError } from '../../model/errors.ts';
import { type Issue, newestFirst } from '../../model/issue.ts';
import { type CommandResult, factLines, nextStep } from '../command-result.ts';
import { DEMO_DATABASE_URL, DEMO_FOLDER, fillDemoDatabase } from '../demo-readers.ts';
import { databaseUrl } from '../environment.ts';
import { formatDiagnostics } from '../format-diagnostics.ts';
import { OUTBOX, withDatabase } from '../open-delivery.ts';
import { type CompiledProject, type ReadyIssue, textsOf } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';
import {
  buildLines,
  buildValue,
  compileWithKeptIds,
  stopped,
  stoppingDiagnostics,
  writeBuild,
} from './build.ts';
import { deliverIssue, exitCodeOf, nextFor, runLines, runValue, type SentRun } from './send.ts';

export interface PublishOptions {
  readonly yes?: true;
  readonly demo?: true;
}

export async function publish(options: PublishOptions, terminal: Terminal): Promise<CommandResult> {
  const isDemo = options.demo === true;
  terminal.progress('Reading and proofreading …');
  const project = await compileWithKeptIds(terminal);
  const stopping = stoppingDiagnostics(project, {});
  if (stopping.length > 0) return stopped(project, stopping);
  terminal.progress('Building …');
  const built = await writeBuild(project);
  terminal.progress('');
  const database = isDemo ? DEMO_DATABASE_URL : databaseUrl(terminal);
  if (isDemo) await prepareDemo(project.root, terminal);
  const issue = await newestUnsent(project, database);
  const run =
    issue === undefined
      ? undefined
      : await deliverIssue(
          readyIssue(project, issue),
          { database, isAgreed: isDemo || options.yes === true },
          isDemo ? offline(terminal) : terminal,
        );
  return {
    exitCode: run === undefined ? 0 : exitCodeOf(run),
    value: {
      ...buildValue(project, built.files, built.report),
      sent: run === undefined ? null : runValue(run),
    },
    lines: (paint) => [
      ...formatDiagnostics(project.diagnostics, textsOf(project.files), paint),
      ...buildLines(project, built.files, built.report, paint),
      '',
      ...(run === undefined
        ? ['Nothing to send: the newest issue has gone out already.']
        : runLines(run, paint)),
      ...(isDemo
        ? demoLines(run, paint)
        : nextStep(run === undefined ? '`broadside new` begins the next issue.' : nextFor(run), paint)),
    ],
  };
}

/** The highest number that is no draft, when the ledger has not settled it for everybody. Specials are mailed only when asked. */
async function newestUnsent({ root, archive }: CompiledProject, url: string): Promise<Issue | undefined> {
  const [newest] = newestFirst(
    archive.issues.filter((issue) => !issue.isDraft && issue.number !== undefined),
  );
  if (newest === undefined) {
    throw new BroadsideError('ISSUE_NOT_FOUND', 'There is no numbered issue that is ready to be sent', {
      hint: 'Take `draft: true` out of the one that is ready, or begin one with `broadside new`.',
    });
  }
  return withDatabase(root, url, async ({ ledger }) => {
    const isPlanned = (await ledger.issues()).some(({ slug }) => slug === newest.slug);
    const { pending, deferred } = await ledger.counts(newest.slug);
    return isPlanned && pending + deferred === 0 ? undefined : newest;
  });
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
