// The command line: which commands there are, what they take, and what happens to what they give back. The only place that
// prints a result or a failure and decides the exit code. A command is loaded when it is called: `check` in an editor's terminal
// should not wait for mail servers and databases.
import { Command, CommanderError } from 'commander';
import { BroadsideError } from '../model/errors.ts';
import { command, type Finish } from './command.ts';
import { failureLines, failureValue } from './failure-report.ts';
import { programVersion } from './program-version.ts';
import { REPORT_FORMATS, readReportFormat } from './read-report-format.ts';
import { readConnectionsFlag, readHoldFlag, readLogLevelFlag, readRateFlag } from './sending/read-flags.ts';
import { addSubscriberCommands } from './subscriber-commands.ts';
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
  addWritingCommands(program, terminal, finish);
  addLiveCommands(program, terminal, finish);
  addSendingCommands(program, terminal, finish);
  addLookingCommands(program, terminal, finish);
  addSubscriberCommands(program, terminal, finish);
  addBounceCommands(program, terminal, finish);
  addKeyCommands(program, terminal, finish);
  addLinkKeyCommands(program, terminal, finish);
  addKeepingCommands(program, terminal, finish);
  return program;
}

function addWritingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'init <dir>', 'make a new newsletter: settings, sources and a first issue')
    .option('--title <title>', 'its name; the folder’s name if not given')
    .action(async (dir, options) =>
      finish(await (await import('./commands/init.ts')).init(dir, options, terminal)),
    );
  command(
    program,
    'new [slug]',
    'begin the next issue, of what is ticked in the inbox; or with a slug a special without a number',
  )
    .option('--date <date>', 'its date, YYYY-MM-DD; today if not given')
    .action(async (slug, options) =>
      finish(await (await import('./commands/new.ts')).createIssue(slug, options, terminal)),
    );
  command(program, 'collect', 'ask your feeds for stories, and put what is new into issues/inbox.md')
    .option('--dry-run', 'ask, show what is new, and write nothing')
    .option('--fresh', 'ask all feeds for all they have, those too that failed and are given a rest')
    .option('--pace <seconds>', 'between two requests to one host', '1')
    .option('--opml <file>', 'ask nobody; write the feeds of a feed reader’s list into the settings')
    .action(async (options) =>
      finish(await (await import('./commands/collect.ts')).collect(options, terminal)),
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
          ? await (await import('./commands/import-issues.ts')).importIssues(files, options, terminal)
          : await (await import('./commands/import-dialect.ts')).importDialect(files, options, terminal),
      ),
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
      finish(await (await import('./commands/add.ts')).add(urls, options, terminal)),
    );
  command(program, 'reorder <issue>', 'sections into the newsletter’s order, the items of each newest first')
    .option('--dry-run', 'write nothing, print the changes as a patch')
    .action(async (name, options) =>
      finish(await (await import('./commands/reorder.ts')).reorder(name, options, terminal)),
    );
  command(program, 'check [issues...]', 'proofread all issues, or those named')
    .option('--fix', 'mend what can be mended without changing a meaning')
    .option('--dry-run', 'with --fix: write nothing, print the changes as a patch')
    .option('--strict', 'let warnings stop you too')
    .option('--format <name>', `who is to read the report: ${REPORT_FORMATS.join(', ')}`, readReportFormat)
    .action(async (names, options) =>
      finish(await (await import('./commands/check.ts')).check(names, options, terminal)),
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
      finish(await (await import('./commands/links.ts')).links(names, options, terminal)),
    );
  command(
    program,
    'explain [rule]',
    'what a rule asks for, with examples; without a name all of them',
  ).action(async (name) => finish(await (await import('./commands/explain.ts')).explain(name)));
  command(program, 'build', 'write the archive, the feeds and the mails to out/')
    .option('--strict', 'let warnings stop you too')
    .option('--base-url <url>', 'where this build will stand, if not at siteUrl: for a look at a branch')
    .action(async (options) => finish(await (await import('./commands/build.ts')).build(options, terminal)));
  command(program, 'ping', 'tell the hub which feeds are new, once they are on the web (WebSub)')
    .option('--dry-run', 'look what would be told, and tell nobody')
    .action(async (options) => finish(await (await import('./commands/ping.ts')).ping(options, terminal)));
  command(program, 'export <issue-or-year>', 'an issue, or all of a year, as a book to take along')
    .option('--epub', 'for e-readers')
    .option('--pdf', 'for paper, printed by the Chromium or Chrome of this machine')
    .option('--out <dir>', 'where it is written; out/books if not given')
    .action(async (name, options) =>
      finish(await (await import('./commands/export-book.ts')).exportBook(name, options, terminal)),
    );
  command(program, 'preview', 'look at the site and each mail while you write')
    .option('--port <number>', 'the port; 0 takes a free one', '4321')
    .action(async (options) =>
      finish(await (await import('./commands/preview.ts')).preview(options, terminal)),
    );
  command(program, 'lsp', 'the proofreader inside an editor (Language Server Protocol)')
    .option('--stdio', 'over standard input and output, which is how it speaks in any case')
    .action(async () => finish(await (await import('./commands/lsp.ts')).lsp(terminal)));
  command(
    program,
    'schema [name]',
    'write the JSON Schemas of the settings files for editors, or print one',
  ).action(async (name) => finish(await (await import('./commands/schema.ts')).schema(name, terminal)));
}

function addLiveCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const group = command(program, 'live', 'live pages: which there are, and what is to come').action(
    async () => finish(await (await import('./commands/live.ts')).listLive(terminal)),
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
      finish(await (await import('./commands/live.ts')).addLiveEntry(name, text, options, terminal)),
    );
  command(group, 'end <issue>', 'no more entries come; open pages stop asking').action(async (name) =>
    finish(await (await import('./commands/live.ts')).endLive(name, terminal)),
  );
  command(group, 'list', 'the same as without a word behind it').action(async () =>
    finish(await (await import('./commands/live.ts')).listLive(terminal)),
  );
}

function addSendingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'send <issue>', 'send an issue to every subscriber who has not had it')
    .option('--yes', 'do not ask')
    .option('--at <time>', 'not now: at "2026-12-01 08:00" by the newsletter’s clock, or with +01:00 or Z')
    .option('--hold <span>', 'wait 90s, 5m or 1h first; until then it can be taken back', readHoldFlag)
    .option('--missed', 'exactly those who did not get it: rejected and left out ones too')
    .option('--resend-in-doubt', 'once more to those of whom nobody knows; some may get it twice')
    .option(
      '--rate <number>',
      'at most so many a second, as 20 or 1200/m, together with all others that have a rate',
      readRateFlag,
    )
    .option(
      '--connections <number>',
      'conversations at once with each mail server, if it is set to no fewer',
      readConnectionsFlag,
    )
    .option('--proof <address>', 'send one copy, marked [Proof], to this address only')
    .action(async (name, options) =>
      finish(await (await import('./commands/send.ts')).send(name, options, terminal)),
    );
  command(program, 'publish', 'check, build, and send the newest issue not yet sent')
    .option('--yes', 'do not ask')
    .option('--demo', 'five invented readers and a throwaway database: nothing leaves this machine')
    .action(async (options) =>
      finish(await (await import('./commands/publish.ts')).publish(options, terminal)),
    );
  command(program, 'status [issue]', 'who got what, and what is to become of an issue')
    .option('--in-doubt', 'name those of whom nobody knows whether it arrived')
    .option('--deferred', 'name those who were refused for now')
    .option('--rejected', 'name those who were refused for good')
    .option('--address <address>', 'did this reader get it, and how is that known')
    .action(async (name, options) =>
      finish(await (await import('./commands/status.ts')).status(name, options, terminal)),
    );
  command(program, 'worker', 'send what is due, beside any number of other workers, until it is told to end')
    .option('--once', 'send what is due now, and end: for cron')
    .option(
      '--rate <number>',
      'at most so many a second, as 20 or 1200/m, together with all others that have a rate',
      readRateFlag,
    )
    .option(
      '--connections <number>',
      'conversations at once with each mail server, if it is set to no fewer',
      readConnectionsFlag,
    )
    .option('--metrics <host:port>', 'tell figures and health there, as 127.0.0.1:9464')
    .option('--log <level>', 'how much to tell: debug, info, warn or error', readLogLevelFlag)
    .option('--log-addresses', 'leave readers’ addresses in the log')
    .action(async (options) =>
      finish(await (await import('./commands/worker.ts')).worker(options, terminal)),
    );
  command(program, 'pause <issue>', 'begin no more letters of an issue, wherever it is being sent').action(
    async (name) => finish(await (await import('./commands/orders.ts')).pause(name, terminal)),
  );
  command(program, 'resume <issue>', 'let a paused issue go on').action(async (name) =>
    finish(await (await import('./commands/orders.ts')).resume(name, terminal)),
  );
  command(program, 'cancel <issue>', 'take a scheduled issue back, or stop one for good')
    .option('--yes', 'do not ask')
    .action(async (name, options) =>
      finish(await (await import('./commands/orders.ts')).cancel(name, options, terminal)),
    );
  command(program, 'serve', 'the front door for readers, the archive, and mails to whoever signs up')
    .option(
      '--listen <host:port>',
      'where readers are answered; BROADSIDE_LISTEN or 127.0.0.1:8080 if not given',
    )
    .option('--metrics <host:port>', 'where /metrics and /healthz are', '127.0.0.1:9464')
    .option('--log <level>', 'how much to tell: debug, info, warn or error', readLogLevelFlag)
    .action(async (options) => finish(await (await import('./commands/serve.ts')).serve(options, terminal)));
}

function addLookingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'doctor', 'look at all that a send leans on, and say how to mend what is amiss')
    .option('--offline', 'only what needs no network')
    .option(
      '--resolver <server>',
      'ask this name server instead of the machine’s own: ADDRESS or ADDRESS:PORT',
    )
    .option(
      '--sends-from <addresses>',
      'from where your mail leaves, where the relay’s own address is another',
    )
    .action(async (options) =>
      finish(await (await import('./commands/doctor.ts')).doctor(options, terminal)),
    );
}

function addKeyCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'dkim <selector>', 'make a key that signs your mail, and the DNS record for it')
    .option('--ed25519', 'a key of this kind, as a second signature; RSA if not given')
    .option('--domain <domain>', 'whose mail it signs; that of the sender’s address if not given')
    .option('--out <file>', 'where the key is written; data/dkim-SELECTOR.pem if not given')
    .option('--show <file>', 'make nothing; show the record of a key that is there')
    .action(async (selector, options) =>
      finish(await (await import('./commands/dkim.ts')).dkim(selector, options, terminal)),
    );
}

function addLinkKeyCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const keys = command(program, 'keys', 'the keys that sign links in mails').action(async () =>
    finish(await (await import('./commands/keys.ts')).listKeys(terminal)),
  );
  command(keys, 'rotate', 'add a key that signs from now on; links of the older ones work for ever').action(
    async () => finish(await (await import('./commands/keys.ts')).rotateKeys(terminal)),
  );
}

function addBounceCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const group = command(
    program,
    'bounces',
    'what came back of late, what it changed, and what waits to be looked at',
  ).action(async () => finish(await (await import('./commands/bounces.ts')).bounces(terminal)));
  command(
    group,
    'read [source]',
    'read a Maildir, a mailbox file, a folder of mails, imaps://…, or one mail from - (a pipe)',
  )
    .option('--recipient <address>', 'with -: the address that the mail was sent to')
    .action(async (source, options) =>
      finish(await (await import('./commands/bounces.ts')).readBouncesOf(source, options, terminal)),
    );
  command(group, 'list', 'the last hundred')
    .option('--class <class>', 'only these: hard, soft, sender-problem, complaint, unknown …')
    .option('--issue <slug>', 'only about this issue')
    .option('--open', 'only what somebody has to look at')
    .action(async (options) =>
      finish(await (await import('./commands/bounces.ts')).listBounces(options, terminal)),
    );
  command(group, 'show <id>', 'why it was taken for that, what it changed, and the mail itself').action(
    async (id) => finish(await (await import('./commands/bounces.ts')).showBounce(id, terminal)),
  );
  command(group, 'seen <ids...>', 'somebody has looked at these').action(async (ids) =>
    finish(await (await import('./commands/bounces.ts')).markBouncesSeen(ids, terminal)),
  );
}

function addKeepingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'backup <file>', 'all of the database in one file, also while an issue is being sent')
    .option('--force', 'replace a file that is there')
    .action(async (file, options) =>
      finish(await (await import('./commands/backup.ts')).backup(file, options, terminal)),
    );
  command(program, 'restore [file]', 'a backup into an empty database, which sends nothing until told')
    .option('--sent-log <files...>', 'read from a mail server’s log who has the letter already')
    .option('--release', 'from now on this is the database that sends')
    .option('--leave-out', 'with --release: send to nobody who may have been sent to since the backup')
    .option('--yes', 'do not ask')
    .action(async (file, options) =>
      finish(await (await import('./commands/restore.ts')).restore(file, options, terminal)),
    );
  const db = command(program, 'db', 'what the database is, and how many rows it holds').action(async () =>
    finish(await (await import('./commands/db.ts')).db(terminal)),
  );
  command(db, 'move <url>', 'everything into another, empty database; this one sends nothing more')
    .option('--yes', 'do not ask')
    .action(async (url, options) =>
      finish(await (await import('./commands/db.ts')).moveDb(url, options, terminal)),
    );
}
