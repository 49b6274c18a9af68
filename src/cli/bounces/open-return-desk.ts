// The desk for what came back, opened on a database, with all keys that have ever signed for this list.
import type { IsoInstant } from '../../model/calendar.ts';
import type { Database } from '../../store/open-database.ts';
import { keepListId } from '../remember-list-id.ts';
import { storedTokenKeys } from '../token-keys.ts';
import { type ReturnDesk, returnDesk } from './return-desk.ts';

export interface DeskOptions {
  /** RFC 2919: what was signed for another list is worth nothing here. '' where nothing has to be proved. */
  readonly listId: string;
  readonly now: () => IsoInstant;
}

/** Opened anew for each reading: a key may have been added since. @throws BroadsideError SETTINGS_INVALID where the list had another name when letters went out. */
export async function openReturnDesk(database: Database, { listId, now }: DeskOptions): Promise<ReturnDesk> {
  const { returned, subscribers, inquiry, ledger, settings } = database;
  // Under another name nothing would be proved, and all of it would be put away as nobody's.
  if (listId !== '') await keepListId(settings, listId);
  return returnDesk({
    returned,
    subscribers,
    inquiry,
    ledger,
    proof: { listId, keys: await storedTokenKeys(settings) },
    now,
  });
}
