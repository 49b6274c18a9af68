// What the database keeps and a check needs: the list's name as it was first, the key that signs links, how many readers there are. Opened
// for work only when it is up to date already, so that looking does not change it but for the name, which is remembered here.
import type { TokenKey } from '../../audience/token.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { DatabaseExamination } from '../../store/examine-database.ts';
import { databaseUrl } from '../environment.ts';
import { LIST_ID, rememberListId } from '../remember-list-id.ts';
import type { Terminal } from '../terminal.ts';
import { signingTokenKey } from '../token-keys.ts';
import { withDatabase } from '../with-database.ts';
import type { ClockReading } from './check-clock.ts';

export interface Keeping {
  readonly listId?: string;
  readonly key?: TokenKey;
  readonly readers?: number;
  /** Of the database server, if it has a clock of its own. */
  readonly clock: readonly ClockReading[];
}

export async function openKeeping(
  root: string,
  examination: DatabaseExamination | undefined,
  { listId }: Newsletter,
  terminal: Terminal,
): Promise<Keeping> {
  const clock =
    examination?.now === undefined
      ? []
      : [{ source: 'the database server', theirs: examination.now, ours: terminal.now() }];
  const known = examination?.settings[LIST_ID];
  // One that has moved lets nothing be written, and one with faults should be left alone.
  const isUsable =
    examination?.state === 'up to date' &&
    examination.faults.length === 0 &&
    examination.standing?.moved === undefined;
  if (!isUsable) return { ...(known === undefined ? {} : { listId: known }), clock };
  return withDatabase(root, databaseUrl(terminal), async ({ settings, subscribers }) => ({
    listId: await rememberListId(settings, listId),
    key: await signingTokenKey(settings),
    readers: (await subscribers.count()).confirmed,
    clock,
  }));
}
