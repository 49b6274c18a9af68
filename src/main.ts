// Argv in, exit code out: 0 fine, 1 diagnostics, 2 usage or settings, 3 deliveries left unsettled.
import { runProgram } from './cli/program.ts';
import { processTerminal } from './cli/terminal.ts';

/** @param argv The words after the program's name. */
export async function main(argv: readonly string[]): Promise<number> {
  return runProgram(argv, processTerminal());
}
