// What brings an issue into being: a new newsletter, the next issue, stories of feeds and pages, what other programs published.
import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';

export function addDraftingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'init <dir>', 'make a new newsletter: settings, sources and a first issue')
    .option('--title <title>', 'its name; the folder’s name if not given')
    .action(async (dir, options) =>
      finish(await (await import('../commands/init.ts')).init(dir, options, terminal)),
    );
  command(
    program,
    'new [slug]',
    'begin the next issue, of what is ticked in the inbox; or with a slug a special without a number',
  )
    .option('--date <date>', 'its date, YYYY-MM-DD; today if not given')
    .action(async (slug, options) =>
      finish(await (await import('../commands/new.ts')).createIssue(slug, options, terminal)),
    );
  command(program, 'collect', 'ask your feeds for stories, and put what is new into issues/inbox.md')
    .option('--dry-run', 'ask, show what is new, and write nothing')
    .option('--fresh', 'ask all feeds for all they have, those too that failed and are given a rest')
    .option('--pace <seconds>', 'between two requests to one host', '1')
    .option('--opml <file>', 'ask nobody; write the feeds of a feed reader’s list into the settings')
    .action(async (options) =>
      finish(await (await import('../commands/collect.ts')).collect(options, terminal)),
    );
  command(program, 'add [urls...]', 'read pages on the web, and write them into the draft as items')
    .option('--issue <issue>', 'into this issue; into the newest draft if not given')
    .option('--section <name>', 'into this section; into the likeliest if not given')
    .option(
      '--from <file>',
      'addresses out of any text in a file; - is what is piped in, such as the clipboard',
    )
    .option('--mail <place>', 'addresses out of mails: a Maildir, a mailbox file, a mail, or imaps://…')
    .option('--excerpt', 'take over what the page says of itself, or its first paragraphs')
    .option('--add-source', 'give publishers that are new a row in issues/sources.yaml')
    .option('--anyway', 'add what an issue has told already, too')
    .option('--dry-run', 'write nothing, print the items')
    .action(async (urls, options) =>
      finish(await (await import('../commands/add.ts')).add(urls, options, terminal)),
    );
  command(
    program,
    'import <files...>',
    'issues from what another program published: its export, a folder, saved pages, mails, plain text',
  )
    .option('--from <name>', 'which program made it; found out if not given')
    .option('--dialect <name>', 'they are issues in Markdown already, written so: bullets, lines, bold-lead')
    .option('--into <dir>', 'the newsletter that they go into; the one of this folder if not given')
    .option('--dry-run', 'look what would come of it, and write nothing')
    .option('--again', 'write anew what was imported before and you have not changed since')
    .option('--pictures', 'fetch the pictures too; without it they are shown from where they are')
    .action(async (files, options) =>
      finish(
        options.dialect === undefined
          ? await (await import('../commands/import-issues.ts')).importIssues(files, options, terminal)
          : await (await import('../commands/import-dialect.ts')).importDialect(files, options, terminal),
      ),
    );
  command(program, 'reorder <issue>', 'sections into the newsletter’s order, the items of each newest first')
    .option('--dry-run', 'write nothing, print the changes as a patch')
    .action(async (name, options) =>
      finish(await (await import('../commands/reorder.ts')).reorder(name, options, terminal)),
    );
}
