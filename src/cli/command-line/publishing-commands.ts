// What puts issues before readers of the archive: the build, books, live pages, the word to a hub.
import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';

export function addPublishingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'build', 'write the archive, the feeds and the mails to out/')
    .option('--strict', 'let warnings stop you too')
    .option('--base-url <url>', 'where this build will stand, if not at siteUrl: for a look at a branch')
    .action(async (options) => finish(await (await import('../commands/build.ts')).build(options, terminal)));
  command(program, 'export <issue-or-year>', 'an issue, or all of a year, as a book to take along')
    .option('--epub', 'for e-readers')
    .option('--pdf', 'for paper, printed by the Chromium or Chrome of this machine')
    .option('--out <dir>', 'where it is written; out/books if not given')
    .action(async (name, options) =>
      finish(await (await import('../commands/export-book.ts')).exportBook(name, options, terminal)),
    );
  command(program, 'ping', 'tell the hub which feeds are new, once they are on the web (WebSub)')
    .option('--dry-run', 'look what would be told, and tell nobody')
    .action(async (options) => finish(await (await import('../commands/ping.ts')).ping(options, terminal)));
  addLiveCommands(program, terminal, finish);
}

function addLiveCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const group = command(program, 'live', 'live pages: which there are, and what is to come').action(
    async () => finish(await (await import('../commands/live.ts')).listLive(terminal)),
  );
  command(group, 'add <issue> [text]', 'write an entry into a live page, and publish it')
    .option(
      '--time <time>',
      'HH:MM by the issue’s clock; now if not given; one to come is held back until then',
    )
    .option('--date <date>', 'its day, YYYY-MM-DD; today if not given')
    .option('--headline <words>', 'its headline')
    .option('--key', 'a key entry: it stands in the list at the top too')
    .option('--by <name>', 'who wrote it')
    .option('--edited-by <name>', 'who edited it')
    .option('--credit <agency>', 'on whose report it rests: AFP')
    .option('--file <path>', 'its text, as Markdown; - is what is piped in')
    .action(async (name, text, options) =>
      finish(await (await import('../commands/live.ts')).addLiveEntry(name, text, options, terminal)),
    );
  command(group, 'end <issue>', 'no more entries come; open pages stop asking').action(async (name) =>
    finish(await (await import('../commands/live.ts')).endLive(name, terminal)),
  );
  command(group, 'list', 'the same as without a word behind it').action(async () =>
    finish(await (await import('../commands/live.ts')).listLive(terminal)),
  );
}
