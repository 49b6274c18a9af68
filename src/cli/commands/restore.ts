// `restore FILE`: a backup into an empty database, which then is held. `restore --sent-log FILE…`: who has the letter already, by other
// people's records. `restore --release`: from now on this is the database that sends.
import path from 'node:path';
import { findProject } from '../../files/find-project.ts';
import { readMessageIds } from '../../files/read-message-ids.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { SentJournalReader } from '../../model/sending-ports.ts';
import { locateDatabase } from '../../store/database-location.ts';
import type { Database } from '../../store/open-database.ts';
import type { OpenIssue } from '../../store/release-copy.ts';
import { restoreBackup } from '../../store/restore-backup.ts';
import type { Held } from '../../store/standing.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { copyProgress, tableLines } from '../copy-report.ts';
import { databaseUrl } from '../environment.ts';
import { withJournal } from '../open-journal.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

export interface RestoreCommandOptions {
  readonly sentLog?: readonly string[];
  readonly release?: true;
  readonly leaveOut?: true;
  readonly yes?: true;
}

export async function restore(
  file: string | undefined,
  options: RestoreCommandOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const wishes = [file, options.sentLog, options.release].filter((wish) => wish !== undefined);
  if (wishes.length !== 1)
    throw new BroadsideError('USAGE', 'Expected one of FILE, --sent-log FILE… and --release');
  if (options.leaveOut === true && options.release !== true)
    throw new BroadsideError('USAGE', '--leave-out belongs to --release');
  const root = await findProject(terminal.cwd);
  if (file !== undefined) return restoreFile(root, file, terminal);
  return withDatabase(root, databaseUrl(terminal), async (database) => {
    await database.keeping.refuseMoved();
    if (options.sentLog !== undefined) return readSentLogs(database, options.sentLog, terminal);
    return withJournal({ root, database: databaseUrl(terminal) }, terminal, (journal) =>
      release(database, journal, options, terminal),
    );
  });
}

async function restoreFile(root: string, file: string, terminal: Terminal): Promise<CommandResult> {
  const url = databaseUrl(terminal);
  const to = locateDatabase(url, root);
  const { manifest, tables } = await restoreBackup(path.resolve(terminal.cwd, file), to, {
    at: terminal.now(),
    onProgress: copyProgress(terminal),
  });
  const { held, open } = await withDatabase(root, url, async ({ keeping }) => {
    const standing = await keeping.standing();
    await keeping.pauseOpen(standing.held?.reason ?? 'It was restored', terminal.now());
    return { held: standing.held, open: await keeping.openIssues() };
  });
  return {
    exitCode: 0,
    value: {
      from: file,
      to: to.describe,
      madeAt: manifest?.madeAt ?? null,
      tables,
      held: held ?? null,
      open,
    },
    lines: (paint) => [
      `${paint.done('restored')}  ${file} to ${to.describe}, compared row by row`,
      manifest === undefined
        ? `${paint.ask('unproved')}  ${file} was copied by hand: nothing says what it should hold`
        : `  ${paint.dim(`as it was at ${manifest.madeAt}`)}`,
      '',
      ...tableLines(tables, paint),
      ...openLines(open, paint),
      '',
      `${paint.ask('held')}  nothing is sent from it: whoever was sent to since then is not known here`,
      ...nextStep(
        '`broadside restore --sent-log FILE…` reads what the mail server’s log tells; `broadside restore --release` lets it send.',
        paint,
      ),
    ],
  };
}

async function readSentLogs(
  { keeping }: Database,
  files: readonly string[],
  terminal: Terminal,
): Promise<CommandResult> {
  let ids = 0;
  const marked = new Map<string, number>();
  for (const file of files) {
    const batches = counted(readMessageIds(path.resolve(terminal.cwd, file)), (count) => {
      ids += count;
      terminal.progress(`${ids} message ids read`);
    });
    const words = `taken by the mail server, says ${path.basename(file)}`;
    for (const [slug, rows] of await keeping.markLogged(batches, words, terminal.now()))
      marked.set(slug, (marked.get(slug) ?? 0) + rows);
  }
  const open = await keeping.openIssues();
  return {
    exitCode: 0,
    value: { files, messageIds: ids, marked: Object.fromEntries(marked), open },
    lines: (paint) => [
      `${countOf(ids, 'message id')} read.`,
      '',
      ...(marked.size === 0 ? [paint.dim('  None of them was still to be sent.')] : []),
      ...(marked.size === 0
        ? []
        : factLines(
            [...marked].map(([slug, rows]) => [
              slug,
              String(rows),
              'had it already; they count as accepted now',
            ]),
            paint,
          )),
      ...openLines(open, paint),
      ...nextStep('`broadside restore --release` lets the database send again.', paint),
    ],
  };
}

async function* counted<T>(
  batches: AsyncIterable<readonly T[]>,
  onBatch: (count: number) => void,
): AsyncGenerator<readonly T[]> {
  for await (const batch of batches) {
    onBatch(batch.length);
    yield batch;
  }
}

async function release(
  { keeping }: Database,
  journal: SentJournalReader,
  { leaveOut, yes }: RestoreCommandOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const { held } = await keeping.standing();
  const before = await keeping.catchUp(journal, terminal.now());
  const open = await keeping.openIssues();
  const total = open.reduce((sum, issue) => sum + issue.open, 0);
  for (const line of warningLines(held, open, terminal.paint)) terminal.complain(line);
  const deed =
    leaveOut === true
      ? `leave out ${countOf(total, 'reader')}`
      : `${countOf(total, 'reader')} still to be sent to`;
  if (yes !== true && !(await terminal.confirm(`Let this database send from now on (${deed})?`)))
    throw new BroadsideError('NOT_CONFIRMED', 'The database is held as before');
  const reason = `may have been sent after ${held?.backupAt ?? 'the copy was made'}`;
  const left = leaveOut === true ? await keeping.leaveOutOpen(reason, terminal.now()) : 0;
  await keeping.release(journal, terminal.now());
  return {
    exitCode: 0,
    value: {
      wasHeld: held ?? null,
      caughtUp: Object.fromEntries(before),
      leftOut: left,
      open: leaveOut === true ? [] : open,
    },
    lines: (paint) => [
      held === undefined
        ? `${paint.done('free')}  The database was not held`
        : `${paint.done('released')}  ${held.reason}. It sends from now on, and no other copy of it may`,
      ...(left > 0 ? [`  ${countOf(left, 'reader')} left out, as "${reason}"`] : []),
      ...nextStep(nextFor(open, left), paint),
    ],
  };
}

function warningLines(held: Held | undefined, open: readonly OpenIssue[], paint: Paint): readonly string[] {
  const lines = openLines(open, paint);
  if (held === undefined || !held.isOlder || lines.length === 0) return lines;
  const since = held.backupAt === undefined ? 'since the copy was made' : `after ${held.backupAt}`;
  return [
    ...lines,
    '',
    `  Whoever of these was sent to ${since}, and stands in no log that was read, would get it twice.`,
    `  ${paint.dim('--leave-out keeps them out; `send N --missed` reaches them later.')}`,
  ];
}

function openLines(open: readonly OpenIssue[], paint: Paint): readonly string[] {
  if (open.length === 0) return [];
  return [
    '',
    ...factLines(
      open.map(({ issueSlug, state, open: rows }) => [
        issueSlug,
        String(rows),
        `still to be sent to; ${state}`,
      ]),
      paint,
    ),
  ];
}

function nextFor(open: readonly OpenIssue[], left: number): string {
  const paused = open.filter(({ state }) => state === 'paused');
  const [first] = paused;
  if (left > 0 && first !== undefined)
    return `\`broadside resume ${first.issueSlug}\`, then \`broadside send ${first.issueSlug} --missed\` reaches those who were left out.`;
  if (first !== undefined) return `\`broadside resume ${first.issueSlug}\` lets it go on.`;
  return '`broadside status` shows how each issue stands.';
}
