// The door for readers, who they are, and what comes back of their letters.
import type { Command } from 'commander';
import { readLogLevelFlag } from '../sending/read-flags.ts';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';
import { addSubscriberCommands } from './subscriber-commands.ts';

export function addReaderCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'serve', 'the front door for readers, the archive, and mails to whoever signs up')
    .option(
      '--listen <host:port>',
      'where readers are answered; BROADSIDE_LISTEN or 127.0.0.1:8080 if not given',
    )
    .option('--metrics <host:port>', 'where /metrics and /healthz are', '127.0.0.1:9464')
    .option('--log <level>', 'how much to tell: debug, info, warn or error', readLogLevelFlag)
    .action(async (options) => finish(await (await import('../commands/serve.ts')).serve(options, terminal)));
  addSubscriberCommands(program, terminal, finish);
  addBounceCommands(program, terminal, finish);
}

function addBounceCommands(program: Command, terminal: Terminal, finish: Finish): void {
  const group = command(
    program,
    'bounces',
    'what came back of late, what it changed, and what waits to be looked at',
  ).action(async () => finish(await (await import('../commands/bounces.ts')).bounces(terminal)));
  command(
    group,
    'read [source]',
    'read a Maildir, a mailbox file, a folder of mails, imaps://…, or one mail from - (a pipe)',
  )
    .option('--recipient <address>', 'with -: the address that the mail was sent to')
    .action(async (source, options) =>
      finish(await (await import('../commands/bounces.ts')).readBouncesOf(source, options, terminal)),
    );
  command(group, 'list', 'the last hundred')
    .option('--class <class>', 'only these: hard, soft, sender-problem, complaint, unknown …')
    .option('--issue <slug>', 'only about this issue')
    .option('--open', 'only what somebody has to look at')
    .action(async (options) =>
      finish(await (await import('../commands/bounces.ts')).listBounces(options, terminal)),
    );
  command(group, 'show <id>', 'why it was taken for that, what it changed, and the mail itself').action(
    async (id) => finish(await (await import('../commands/bounces.ts')).showBounce(id, terminal)),
  );
  command(group, 'seen <ids...>', 'somebody has looked at these').action(async (ids) =>
    finish(await (await import('../commands/bounces.ts')).markBouncesSeen(ids, terminal)),
  );
}
