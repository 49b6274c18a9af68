// The list's name (RFC 2919) as it was when the first letter went out, or when the doctor first came: kept in the database, so that a
// change in newsletter.yaml can be told from the first choice.
import type { SettingStore } from '../model/ports.ts';

/** Key in the database's settings. */
export const LIST_ID = 'list-id';

/** @returns what it was the first time. */
export function rememberListId(settings: SettingStore, listId: string): Promise<string> {
  return settings.getOrCreate(LIST_ID, () => listId);
}
