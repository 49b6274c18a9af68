// `subscribers import FILE`: a list from anywhere, row by row, some hundreds to a transaction. It can be broken off and run again at any time: nobody is
// added twice, and nobody who has left, here or there, is brought back.
import path from 'node:path';
import { findProject } from '../../files/find-project.ts';
import { BroadsideError } from '../../model/errors.ts';
import { type CommandResult, countOf, factLines, figure, nextStep } from '../command-result.ts';
import { harmless } from '../display-width.ts';
import { databaseUrl } from '../environment.ts';
import { inBatches } from '../in-batches.ts';
import { readLanguageFlag } from '../read-language-flag.ts';
import { readTagFlag } from '../read-tag-flag.ts';
import { askConsent } from '../subscriber-lists/ask-consent.ts';
import { IMPORT_FORMATS } from '../subscriber-lists/csv-formats.ts';
import { type ImportTerms, importBatch } from '../subscriber-lists/import-batch.ts';
import { type ImportTally, openImportReport } from '../subscriber-lists/import-report.ts';
import { type Import, openImport } from '../subscriber-lists/open-import.ts';
import { tryBatch } from '../subscriber-lists/try-batch.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

export interface ImportOptions {
  /** How these people said yes; kept with each of them. Asked for where it is not given. */
  readonly consent?: string;
  /** Of `IMPORT_FORMATS`; found out where it is not given. */
  readonly from?: string;
  readonly tag?: readonly string[];
  readonly language?: string;
  readonly dryRun?: boolean;
  readonly report?: string;
}

const ROWS_A_TRANSACTION = 500;

export async function importSubscribers(
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (options.from !== undefined && !IMPORT_FORMATS.includes(options.from))
    throw new BroadsideError(
      'USAGE',
      `Unexpected format "${options.from}", expected ${IMPORT_FORMATS.join(', ')}`,
    );
  const root = await findProject(terminal.cwd);
  const source = await openImport({
    path: path.resolve(terminal.cwd, file),
    name: file,
    ...(options.from === undefined ? {} : { from: options.from }),
  });
  const terms = await termsOf(source, file, options, terminal);
  const reportFile = options.report === undefined ? undefined : path.resolve(terminal.cwd, options.report);
  const report = await openImportReport(reportFile, options.report ?? '');
  let isStopped = false;
  const interrupts = terminal.onInterrupt({
    finish: () => {
      isStopped = true;
    },
    atOnce: () => terminal.endNow(1),
  });
  try {
    await withDatabase(root, databaseUrl(terminal), async ({ subscribers, audience }) => {
      const doors = { subscribers, audience };
      const seen = { all: new Set<number>(), gone: new Set<number>() };
      for await (const batch of inBatches(source.rows, ROWS_A_TRANSACTION)) {
        if (isStopped) break;
        await report.add(
          options.dryRun === true
            ? await tryBatch(batch, terms, doors, terminal.now(), seen)
            : await importBatch(batch, terms, doors, terminal.now()),
        );
        terminal.progress(`${figure(report.tally().rows)} rows read`);
      }
    });
  } finally {
    interrupts.stop();
    await report.close();
  }
  return resultOf(report.tally(), { file, source, options, isStopped });
}

async function termsOf(
  { format, title }: Import,
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<ImportTerms> {
  const isOwn = format === 'broadside' || format === 'json';
  const language = readLanguageFlag(options.language);
  const consent =
    isOwn && options.consent === undefined ? undefined : await askConsent(options.consent, terminal);
  return {
    source: `import ${path.basename(file)}`,
    title: format === 'csv' || format === 'list' ? 'the program before' : title,
    isOwn,
    tags: (options.tag ?? []).map(readTagFlag),
    ...(consent === undefined ? {} : { consent }),
    ...(language === undefined ? {} : { language }),
  };
}

interface Finished {
  readonly file: string;
  readonly source: Import;
  readonly options: ImportOptions;
  readonly isStopped: boolean;
}

function resultOf(tally: ImportTally, { file, source, options, isStopped }: Finished): CommandResult {
  const { counts, rows, first, unshown, lastLine } = tally;
  const isDry = options.dryRun === true;
  return {
    exitCode: counts.invalid > 0 || isStopped ? 1 : 0,
    value: {
      format: source.format,
      encoding: source.encoding,
      isDryRun: isDry,
      isStopped,
      rows,
      ...counts,
      ...(options.report === undefined ? {} : { report: options.report }),
      ...(source.caution === undefined ? {} : { caution: source.caution }),
      leftOut: first,
      leftOutUnshown: unshown,
    },
    lines: (paint) => [
      ...first.map(
        ({ line, address, result, reason }) =>
          `${paint.ask(result)}  ${file}:${line}  ${harmless(address)}${reason === undefined ? '' : `: ${harmless(reason)}`}`,
      ),
      ...(unshown > 0
        ? [
            paint.dim(
              `and ${figure(unshown)} more${options.report === undefined ? '; `--report FILE` writes down every row' : ''}`,
            ),
          ]
        : []),
      ...(first.length > 0 ? [''] : []),
      `${file}: ${source.title}, ${ENCODING_WORDS[source.encoding]}, ${countOf(rows, 'row')}${isDry ? '; nothing was written' : ''}`,
      ...(source.caution === undefined ? [] : [`${paint.ask('mind')}  ${source.caution}`]),
      '',
      ...factLines(
        [
          ['imported', figure(counts.imported), isDry ? 'would get the next issue' : 'get the next issue'],
          ['duplicate', figure(counts.duplicate), 'were there already, or twice in the file'],
          ['suppressed', figure(counts.suppressed), 'left or were cut off, here or there: get nothing'],
          [
            'unconfirmed',
            figure(counts.unconfirmed),
            'asked there and never confirmed; they may sign up here',
          ],
          ['invalid', figure(counts.invalid), 'cannot be used'],
        ],
        paint,
      ),
      ...(options.report === undefined ? [] : ['', `Every row stands in ${options.report}.`]),
      ...(isStopped ? ['', `${paint.ask('stopped')}  after line ${figure(lastLine)}`] : []),
      ...nextStep(nextOf(counts, { isDry, isStopped }), paint),
    ],
  };
}

const ENCODING_WORDS: Readonly<Record<Import['encoding'], string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

function nextOf(
  { invalid }: ImportTally['counts'],
  { isDry, isStopped }: { readonly isDry: boolean; readonly isStopped: boolean },
): string {
  if (isStopped) return 'run the same command again: nobody is added twice.';
  if (isDry) return 'run it again without `--dry-run`.';
  if (invalid > 0) return 'mend the rows that are invalid and import the file again: nobody is added twice.';
  return '`broadside subscribers list` shows everyone.';
}
