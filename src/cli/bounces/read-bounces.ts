// What programs do by themselves about what came back: a round through the mailbox of the settings, and through the letters that servers refused in the
// conversation. For `worker`, `serve`, and the end of a run.
import type { Database } from '../../store/open-database.ts';
import { countOf } from '../command-result.ts';
import { bouncesSource } from '../environment.ts';
import type { Terminal } from '../terminal.ts';
import { openReturnDesk } from './open-return-desk.ts';
import { nameOfSource, type ReadTally, readSource, tallyOf } from './read-source.ts';

export interface ReadBouncesOptions {
  /** From which a relative path of the setting counts. */
  readonly root: string;
  /** Undefined where the newsletter's settings are not at hand: then no mailbox is read, because nobody could be known by it. */
  readonly listId: string | undefined;
  /** Plain words for whoever looks on, without an address of a reader. Nothing is told of a round that changed nothing. */
  readonly tell: (words: string) => void;
}

/** @throws BroadsideError SETTINGS_INVALID, MAILBOX_UNREACHABLE, MAILBOX_LOGIN, FILE_UNREADABLE, and of the database */
export async function readBounces(
  database: Database,
  { root, listId, tell }: ReadBouncesOptions,
  terminal: Terminal,
): Promise<void> {
  await countRejections(database, tell, terminal);
  const source = bouncesSource(terminal);
  if (source === undefined || listId === undefined) return;
  const desk = await openReturnDesk(database, { listId, now: terminal.now });
  const tally = await readSource(source, root, desk);
  const words = tallyWords(tally);
  if (words !== '') tell(`${countOf(tally.fresh, 'mail')} came back to ${nameOfSource(source)}${words}`);
  for (const { name, problem } of tally.stuck) tell(`a mail stays where it is: ${name}: ${problem}`);
}

/** Letters that were refused for good count as if they had come back. */
export async function countRejections(
  database: Database,
  tell: (words: string) => void,
  terminal: Terminal,
): Promise<void> {
  // Whose they are the ledger knows; nothing has to be proved.
  const desk = await openReturnDesk(database, { listId: '', now: terminal.now });
  const tally = tallyOf(await desk.takeRejections());
  const words = tallyWords(tally);
  if (words !== '') tell(`${countOf(tally.fresh, 'letter was', 'letters were')} refused for good${words}`);
}

function tallyWords({ effects, fresh }: ReadTally): string {
  if (fresh === 0) return '';
  const changes = Object.entries(effects).map(([effect, count]) => `${countOf(count, 'reader')} ${effect}`);
  return changes.length === 0 ? '; nobody is suppressed for it' : `; ${changes.join(', ')}`;
}
