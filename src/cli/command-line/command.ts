// One command of the program, with what all of them have: `--json`, and no process that ends behind the back of whoever runs it.
import type { Command } from 'commander';
import type { CommandResult } from '../command-result.ts';

/** What a command hands its result to. */
export type Finish = (result: CommandResult) => Promise<void>;

export function command(parent: Command, nameAndArguments: string, description: string): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .option('--json', 'print the result as JSON')
    .exitOverride()
    .allowExcessArguments(false);
}
