// `db`: what the database is. `db move URL`: everything into another one, after which the old one only tells where to.
import { findProject } from '../../files/find-project.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type DatabaseLocation, locateDatabase } from '../../store/database-location.ts';
import { moveDatabase } from '../../store/move-database.ts';
import type { Standing } from '../../store/standing.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { copyProgress, sizeWords, tableLines } from '../copy-report.ts';
import { databaseUrl } from '../environment.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

export async function db(terminal: Terminal): Promise<CommandResult> {
  const root = await findProject(terminal.cwd);
  return withDatabase(root, databaseUrl(terminal), async ({ keeping }) => {
    const [facts, standing] = [await keeping.inspect(), await keeping.standing()];
    const { held, moved, lastBackup } = standing;
    return {
      exitCode: 0,
      value: { ...facts, held: held ?? null, moved: moved ?? null, lastBackup: lastBackup ?? null },
      lines: (paint) => [
        ...factLines(
          [
            ['kind', facts.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'],
            ['place', facts.place],
            ['size', sizeWords(facts.sizeBytes)],
            ['schema', facts.schema],
            ['backed up', lastBackup === undefined ? 'never' : `${lastBackup.at}, to ${lastBackup.file}`],
          ],
          paint,
        ),
        ...standingLines(standing, paint),
        '',
        ...tableLines(facts.tables, paint),
        ...nextStep(nextFor(standing), paint),
      ],
    };
  });
}

function standingLines({ held, moved }: Standing, paint: Paint): readonly string[] {
  if (moved !== undefined)
    return [
      '',
      `${paint.stop('moved')}  ${moved.movedAt} to ${moved.to}: nothing more is sent or changed here`,
    ];
  if (held !== undefined) return ['', `${paint.ask('held')}  ${held.reason}: nothing is sent`];
  return [];
}

function nextFor({ held, moved }: Standing): string {
  if (moved !== undefined) return `set DATABASE_URL to ${moved.to}.`;
  if (held !== undefined) return '`broadside restore --release` lets it go.';
  return '`broadside backup FILE` keeps a copy.';
}

export async function moveDb(
  url: string,
  options: { readonly yes?: true },
  terminal: Terminal,
): Promise<CommandResult> {
  const root = await findProject(terminal.cwd);
  const [from, to] = [locateDatabase(databaseUrl(terminal), root), locateDatabase(url, root)];
  if (isSame(from, to))
    throw new BroadsideError('DATABASE_NOT_EMPTY', `${to.describe} is the database itself`, {
      place: to.describe,
    });
  const tables = await withDatabase(root, databaseUrl(terminal), async ({ keeping, runs, subscribers }) => {
    await keeping.refuseClosed();
    const readers = Object.values(await subscribers.count()).reduce((sum, count) => sum + count, 0);
    const question = `Move ${countOf(readers, 'subscriber')} and the ledger from ${from.describe} to ${to.describe}? Afterwards only the new one sends.`;
    if (options.yes !== true && !(await terminal.confirm(question)))
      throw new BroadsideError('NOT_CONFIRMED', `Nothing was moved to ${to.describe}`);
    return moveDatabase(from, to, {
      at: terminal.now(),
      refuseLive: async () => {
        const [live] = await runs.live();
        if (live === undefined) return;
        throw new BroadsideError(
          'SEND_UNDER_WAY',
          `A ${live.kind} is running: process ${live.pid} on ${live.host}`,
          {
            hint: 'Stop it with Ctrl-C, which finishes what is on the wire, and move then. Nothing was changed.',
          },
        );
      },
      onProgress: copyProgress(terminal),
    });
  });
  return {
    exitCode: 0,
    value: { from: from.describe, to: to.describe, tables },
    lines: (paint) => [
      `${paint.done('moved')}  ${from.describe} to ${to.describe}, compared row by row`,
      '',
      ...tableLines(tables, paint),
      ...nextStep(
        `set DATABASE_URL to ${to.describe} (with its user and password) everywhere. The old one is kept as it was and sends nothing more.`,
        paint,
      ),
    ],
  };
}

function isSame(one: DatabaseLocation, other: DatabaseLocation): boolean {
  if (one.kind === 'sqlite' && other.kind === 'sqlite') return one.file === other.file;
  return one.kind === 'postgres' && other.kind === 'postgres' && one.url === other.url;
}
