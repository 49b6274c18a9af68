// The command line: which commands there are, what they take, and what happens to what they give back. The only place that
// prints a result or a failure and decides the exit code. A command is loaded when it is called: `check` in an editor's terminal
// should not wait for mail servers and databases.
import { Command, CommanderError } from 'commander';
import { BroadsideError } from '../model/errors.ts';
import type { Finish } from './command-line/command.ts';
import { addDraftingCommands } from './command-line/drafting-commands.ts';
import { addKeepingCommands } from './command-line/keeping-commands.ts';
import { addProofingCommands } from './command-line/proofing-commands.ts';
import { addPublishingCommands } from './command-line/publishing-commands.ts';
import { addReaderCommands } from './command-line/reader-commands.ts';
import { addSendingCommands } from './command-line/sending-commands.ts';
import { failureLines, failureValue } from './failure-report.ts';
import { programVersion } from './program-version.ts';
import type { Terminal } from './terminal.ts';

/** @returns The exit code: 0 fine, 1 diagnostics, 2 usage or settings, 3 deliveries left unsettled. */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const format = argv.includes('--json') ? 'json' : 'text';
  const printJson = (value: unknown): void => terminal.print(JSON.stringify(value, null, 2));
  const program = createProgram(terminal, async (result) => {
    terminal.progress('');
    if (format === 'json') {
      if (result.value !== undefined) printJson(result.value);
    } else for (const line of result.lines(terminal.paint)) terminal.print(line);
    exitCode = result.exitCode;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    terminal.progress('');
    // Help and version are "errors" of code 0; a mistyped command was explained by commander already.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (format === 'json') printJson({ error: failureValue(mistyped(error)) });
      return 2;
    }
    if (!(error instanceof BroadsideError)) throw error;
    if (format === 'json') printJson({ error: failureValue(error) });
    else for (const line of failureLines(error, terminal.paint)) terminal.complain(line);
    return error.code === 'ISSUE_HAS_ERRORS' ? 1 : 2;
  }
}

/** Commander's own words, without the name of the stream that it puts before them. */
function mistyped({ code, message }: CommanderError): BroadsideError {
  const words = code === 'commander.help' ? 'No command was given' : message.replace(/^error: /u, '');
  return new BroadsideError('USAGE', words.split('\n')[0] ?? words);
}

function createProgram(terminal: Terminal, finish: Finish): Command {
  const program = new Command('broadside')
    .description(
      'A press for numbered newsletters: Markdown in; proofread issues, mail, feeds and an archive out.',
    )
    .version(programVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .addHelpText(
      'after',
      '\nRun it in the folder that holds issues/. Every command takes --help and --json.',
    );
  addDraftingCommands(program.commandsGroup('Writing an issue:'), terminal, finish);
  addProofingCommands(program.commandsGroup('Proofreading and looking:'), terminal, finish);
  addPublishingCommands(program.commandsGroup('The archive:'), terminal, finish);
  addSendingCommands(program.commandsGroup('Sending:'), terminal, finish);
  addReaderCommands(program.commandsGroup('Readers:'), terminal, finish);
  addKeepingCommands(program.commandsGroup('Keeping:'), terminal, finish);
  return program;
}
