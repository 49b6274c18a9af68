// What is done with an issue while it is written: proofreading it, looking at it, the help that editors' programs get.
import type { Command } from 'commander';
import { REPORT_FORMATS, readReportFormat } from '../read-report-format.ts';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';

export function addProofingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'check [issues...]', 'proofread all issues, or those named')
    .option('--fix', 'mend what can be mended without changing a meaning')
    .option('--dry-run', 'with --fix: write nothing, print the changes as a patch')
    .option('--strict', 'let warnings stop you too')
    .option('--format <name>', `who is to read the report: ${REPORT_FORMATS.join(', ')}`, readReportFormat)
    .action(async (names, options) =>
      finish(await (await import('../commands/check.ts')).check(names, options, terminal)),
    );
  command(program, 'links [issues...]', 'ask the web whether the pages that issues link to are still there')
    .option('--all', 'of all issues; without it and without names, of the newest')
    .option('--fix', 'write the new address of pages that have moved for good')
    .option('--archive', 'put an archived copy beside the link to a page that is gone')
    .option('--dry-run', 'show what --fix and --archive would write, and write nothing')
    .option('--fresh', 'ask again what was asked within the last days')
    .option('--watch-rot', 'a round through the archive, those asked longest ago first; for a weekly job')
    .option('--max <number>', 'how many addresses a round asks', '200')
    .option('--pace <seconds>', 'between two requests to one host', '1')
    .action(async (names, options) =>
      finish(await (await import('../commands/links.ts')).links(names, options, terminal)),
    );
  command(
    program,
    'explain [rule]',
    'what a rule asks for, with examples; without a name all of them',
  ).action(async (name) => finish(await (await import('../commands/explain.ts')).explain(name)));
  command(program, 'preview', 'look at the site and each mail while you write')
    .option('--port <number>', 'the port; 0 takes a free one', '4321')
    .action(async (options) =>
      finish(await (await import('../commands/preview.ts')).preview(options, terminal)),
    );
  command(program, 'lsp', 'the proofreader inside an editor (Language Server Protocol)')
    .option('--stdio', 'over standard input and output, which is how it speaks in any case')
    .action(async () => finish(await (await import('../commands/lsp.ts')).lsp(terminal)));
  command(
    program,
    'schema [name]',
    'write the JSON Schemas of the settings files for editors, or print one',
  ).action(async (name) => finish(await (await import('../commands/schema.ts')).schema(name, terminal)));
}
