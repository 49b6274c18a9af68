// The part of the command line that is about readers: who they are, how they come in and go, and how many there are.
import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';

export function addSubscriberCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const group = program.command('subscribers').description('who receives the newsletter').exitOverride();
  command(group, 'add <address>', 'add one who asked for it')
    .option('--name <name>', 'the reader’s name')
    .option('--consent <text>', 'how they asked for it', 'added by the editor at the reader’s request')
    .option('--tag <tag>', 'a word of yours for them; may be given several times', collected)
    .option('--language <tag>', 'of the pages and mails about the subscription, as en or ar')
    .action(async (address, options) =>
      finish(await (await import('../commands/subscribers.ts')).addSubscriber(address, options, terminal)),
    );
  command(group, 'remove <address>', 'unsubscribe one').action(async (address) =>
    finish(await (await import('../commands/subscribers.ts')).removeSubscriber(address, terminal)),
  );
  command(group, 'show <address>', 'all that is known of one: state, consents, letters, what came back')
    .option('--export <file>', 'write it to a file that the person may have')
    .action(async (address, options) =>
      finish(
        await (await import('../commands/show-subscriber.ts')).showSubscriber(address, options, terminal),
      ),
    );
  withFilters(command(group, 'list', 'everyone, with their state, or those that flags choose'))
    .option('--limit <number>', 'no more than so many')
    .action(async (options) =>
      finish(await (await import('../commands/list-subscribers.ts')).listSubscribers(options, terminal)),
    );
  withFilters(command(group, 'tag [addresses...]', 'put words of yours on readers, or take them off'))
    .option('--add <tag>', 'put it on; may be given several times', collected)
    .option('--remove <tag>', 'take it off; may be given several times', collected)
    .option('--all', 'all readers')
    .action(async (addresses, options) =>
      finish(
        await (await import('../commands/tag-subscribers.ts')).tagSubscribers(addresses, options, terminal),
      ),
    );
  command(group, 'suppress <address>', 'nobody writes to it any more, whoever signs it up')
    .requiredOption('--reason <text>', 'why; kept')
    .action(async (address, options) =>
      finish(
        await (await import('../commands/suppress-subscriber.ts')).suppressAddress(
          address,
          options,
          terminal,
        ),
      ),
    );
  command(group, 'lift <address>', 'take a suppression back, so that they may sign up again')
    .option('--reason <text>', 'why; kept', 'subscribers lift')
    .action(async (address, options) =>
      finish(
        await (await import('../commands/suppress-subscriber.ts')).liftAddress(address, options, terminal),
      ),
    );
  command(group, 'erase <address>', 'forget a person; only a keyed hash of the address stays')
    .option('--yes', 'do not ask')
    .action(async (address, options) =>
      finish(
        await (await import('../commands/suppress-subscriber.ts')).eraseSubscriber(
          address,
          options,
          terminal,
        ),
      ),
    );
  command(group, 'import <file>', 'bring in a list: CSV, JSON or plain text, from here or another program')
    .option('--consent <text>', 'how these people said yes; kept with each of them; asked for if not given')
    .option('--from <format>', 'which program it is from, where its shape does not tell')
    .option('--tag <tag>', 'a word of yours for all of them; may be given several times', collected)
    .option('--language <tag>', 'for those of whom none is known')
    .option('--dry-run', 'say what would become of each row, and write nothing')
    .option('--report <file>', 'write what became of every row to a new file, .csv or .jsonl')
    .action(async (file, options) =>
      finish(
        await (await import('../commands/import-subscribers.ts')).importSubscribers(file, options, terminal),
      ),
    );
  withFilters(command(group, 'export', 'everyone, or those that flags choose, on standard output'))
    .option('--format <name>', 'csv or json; csv if not given')
    .action(async (options) =>
      finish(await (await import('../commands/export-subscribers.ts')).exportSubscribers(options, terminal)),
    );
  command(program, 'stats', 'how the list grows and what became of the issues: counts only')
    .option('--since <span>', 'from when on: 90d, 12w, 1y or a day', '90d')
    .option('--link', 'a link for a day to the same as a page with pictures')
    .action(async (options) => finish(await (await import('../commands/stats.ts')).stats(options, terminal)));
}

function withFilters(narrowed: Command): Command {
  return narrowed
    .option('--status <status>', 'unconfirmed, confirmed, unsubscribed or suppressed')
    .option('--tag <tag>', 'with this word of yours')
    .option('--topic <topic>', 'who want this topic, or all')
    .option('--domain <domain>', 'with an address there')
    .option('--language <tag>', 'who read in it: ar finds ar-IQ too')
    .option('--search <text>', 'with this in the address or the name');
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
