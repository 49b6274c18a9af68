// `backup FILE`: all of the database as it is at one moment, as one SQLite file, also while an issue is being sent.
import path from 'node:path';
import { findProject } from '../../files/find-project.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { copyProgress, sizeWords, tableLines } from '../copy-report.ts';
import { databaseUrl } from '../environment.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

export async function backup(
  file: string,
  options: { readonly force?: true },
  terminal: Terminal,
): Promise<CommandResult> {
  const root = await findProject(terminal.cwd);
  const target = path.resolve(terminal.cwd, file);
  const { manifest, sizeBytes } = await withDatabase(root, databaseUrl(terminal), ({ keeping }) =>
    keeping.backUp(target, {
      at: terminal.now(),
      ifExists: options.force === true ? 'replace' : 'refuse',
      onProgress: copyProgress(terminal),
    }),
  );
  const { from, issues, tables, madeAt } = manifest;
  return {
    exitCode: 0,
    value: { file: target, sizeBytes, madeAt, from, issues, tables },
    lines: (paint) => [
      `${paint.done('backed up')}  ${from} to ${file}, ${sizeWords(sizeBytes)}, compared row by row`,
      '',
      ...tableLines(tables, paint),
      ...nextStep(
        `keep ${file} on another machine: it holds ${countOf(tables.find(({ table }) => table === 'subscribers')?.rows ?? 0, 'subscriber')}. \`broadside restore ${file}\` brings it back.`,
        paint,
      ),
    ],
  };
}
