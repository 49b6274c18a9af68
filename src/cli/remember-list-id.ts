// The list's name (RFC 2919) as it was when the first letter went out, or when the doctor first came: kept in the database, so that a
// change in newsletter.yaml can be told from the first choice.
import { BroadsideError } from '../model/errors.ts';
import type { SettingStore } from '../model/ports.ts';

/** Key in the database's settings. */
export const LIST_ID = 'list-id';

/** @throws BroadsideError SETTINGS_INVALID when it was another the first time: letters would leave in whose name no reader's filter and no old link is. */
export async function keepListId(settings: SettingStore, listId: string): Promise<void> {
  const first = await rememberListId(settings, listId);
  if (first.toLowerCase() === listId.toLowerCase()) return;
  throw new BroadsideError('SETTINGS_INVALID', `listId was ${first} and is now ${listId}`, {
    place: 'issues/newsletter.yaml',
    hint: `Put listId: ${first} back: readers’ filters and the links to leave in all letters sent rest on it (RFC 2919 §3).`,
  });
}

/** @returns what it was the first time. */
export function rememberListId(settings: SettingStore, listId: string): Promise<string> {
  return settings.getOrCreate(LIST_ID, () => listId);
}
