// What sends an issue to subscribers, and tells what became of it.
import { type Command, Option } from 'commander';
import { readConnectionsFlag, readHoldFlag, readLogLevelFlag, readRateFlag } from '../sending/read-flags.ts';
import type { Terminal } from '../terminal.ts';
import { command, type Finish } from './command.ts';

const RATE = new Option(
  '--rate <number>',
  'at most so many a second, as 20 or 1200/m, together with all others that have a rate',
).argParser(readRateFlag);
const CONNECTIONS = new Option(
  '--connections <number>',
  'conversations at once with each mail server, if it is set to no fewer',
).argParser(readConnectionsFlag);

export function addSendingCommands(program: Command, terminal: Terminal, finish: Finish): void {
  command(program, 'send <issue>', 'send an issue to every subscriber who has not had it')
    .option('--yes', 'do not ask')
    .option('--at <time>', 'not now: at "2026-12-01 08:00" by the newsletter’s clock, or with +01:00 or Z')
    .option('--hold <span>', 'wait 90s, 5m or 1h first; until then it can be taken back', readHoldFlag)
    .option('--missed', 'exactly those who did not get it: rejected and left out ones too')
    .option('--resend-in-doubt', 'once more to those of whom nobody knows; some may get it twice')
    .addOption(RATE)
    .addOption(CONNECTIONS)
    .option('--proof <address>', 'send one copy, marked [Proof], to this address only')
    .action(async (name, options) =>
      finish(await (await import('../commands/send.ts')).send(name, options, terminal)),
    );
  command(program, 'publish', 'check, build, and send the newest issue not yet sent')
    .option('--yes', 'do not ask')
    .option('--demo', 'five invented readers and a throwaway database: nothing leaves this machine')
    .action(async (options) =>
      finish(await (await import('../commands/publish.ts')).publish(options, terminal)),
    );
  command(program, 'status [issue]', 'who got what, and what is to become of an issue')
    .option('--in-doubt', 'name those of whom nobody knows whether it arrived')
    .option('--deferred', 'name those who were refused for now')
    .option('--rejected', 'name those who were refused for good')
    .option('--address <address>', 'did this reader get it, and how is that known')
    .action(async (name, options) =>
      finish(await (await import('../commands/status.ts')).status(name, options, terminal)),
    );
  command(program, 'pause <issue>', 'begin no more letters of an issue, wherever it is being sent').action(
    async (name) => finish(await (await import('../commands/orders.ts')).pause(name, terminal)),
  );
  command(program, 'resume <issue>', 'let a paused issue go on').action(async (name) =>
    finish(await (await import('../commands/orders.ts')).resume(name, terminal)),
  );
  command(program, 'cancel <issue>', 'take a scheduled issue back, or stop one for good')
    .option('--yes', 'do not ask')
    .action(async (name, options) =>
      finish(await (await import('../commands/orders.ts')).cancel(name, options, terminal)),
    );
  command(program, 'worker', 'send what is due, beside any number of other workers, until it is told to end')
    .option('--once', 'send what is due now, and end: for cron')
    .addOption(RATE)
    .addOption(CONNECTIONS)
    .option('--metrics <host:port>', 'tell figures and health there, as 127.0.0.1:9464')
    .option('--log <level>', 'how much to tell: debug, info, warn or error', readLogLevelFlag)
    .option('--log-addresses', 'leave readers’ addresses in the log')
    .action(async (options) =>
      finish(await (await import('../commands/worker.ts')).worker(options, terminal)),
    );
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
      finish(await (await import('../commands/doctor.ts')).doctor(options, terminal)),
    );
  command(program, 'dkim <selector>', 'make a key that signs your mail, and the DNS record for it')
    .option('--ed25519', 'a key of this kind, as a second signature; RSA if not given')
    .option('--domain <domain>', 'whose mail it signs; that of the sender’s address if not given')
    .option('--out <file>', 'where the key is written; data/dkim-SELECTOR.pem if not given')
    .option('--show <file>', 'make nothing; show the record of a key that is there')
    .action(async (selector, options) =>
      finish(await (await import('../commands/dkim.ts')).dkim(selector, options, terminal)),
    );
}
