// What keeps the newsletter safe: its database, and the keys of its links.
import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';

export function addKeepingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'backup <file>', 'all of the database in one file, also while an issue is being sent')
    .option('--force', 'replace a file that is there')
    .action(async (file, options) =>
      finish(await (await import('../commands/backup.ts')).backup(file, options, terminal)),
    );
  command(program, 'restore [file]', 'a backup into an empty database, which sends nothing until told')
    .option('--sent-log <files...>', 'read from a mail server’s log who has the letter already')
    .option('--release', 'from now on this is the database that sends')
    .option('--leave-out', 'with --release: send to nobody who may have been sent to since the backup')
    .option('--yes', 'do not ask')
    .action(async (file, options) =>
      finish(await (await import('../commands/restore.ts')).restore(file, options, terminal)),
    );
  const db = command(program, 'db', 'what the database is, and how many rows it holds').action(async () =>
    finish(await (await import('../commands/db.ts')).db(terminal)),
  );
  command(db, 'move <url>', 'everything into another, empty database; this one sends nothing more')
    .option('--yes', 'do not ask')
    .action(async (url, options) =>
      finish(await (await import('../commands/db.ts')).moveDb(url, options, terminal)),
    );
  const keys = command(program, 'keys', 'the keys that sign links in mails').action(async () =>
    finish(await (await import('../commands/keys.ts')).listKeys(terminal)),
  );
  command(keys, 'rotate', 'add a key that signs from now on; links of the older ones work for ever').action(
    async () => finish(await (await import('../commands/keys.ts')).rotateKeys(terminal)),
  );
}
