// Keys and other small values that must outlive `out/`: read, or made and written once.
import type { Kysely } from 'kysely';
import type { SettingStore } from '../model/ports.ts';
import type { Tables } from './schema.ts';
import { translated } from './translate-error.ts';

export function settingStore(db: Kysely<Tables>, place: string): SettingStore {
  const read = (from: Kysely<Tables>, key: string) =>
    from.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
  return {
    getOrCreate: (key, make) =>
      translated(place, async () => {
        const known = await read(db, key);
        if (known !== undefined) return known.value;
        return db.transaction().execute(async (transaction) => {
          // Whoever comes second writes nothing and reads what the first one wrote.
          await transaction
            .insertInto('settings')
            .values({ key, value: make() })
            .onConflict((conflict) => conflict.column('key').doNothing())
            .execute();
          const written = await read(transaction, key);
          if (written === undefined) throw new Error(`The setting ${key} was written and is not there`);
          return written.value;
        });
      }),
    change: (key, change) =>
      translated(place, async () => {
        for (;;) {
          const known = await read(db, key);
          if (known === undefined) throw new Error(`There is no setting ${key}`);
          const value = change(known.value);
          // Somebody else may have changed it since it was read: then it is read again.
          const { numUpdatedRows } = await db
            .updateTable('settings')
            .set({ value })
            .where('key', '=', key)
            .where('value', '=', known.value)
            .executeTakeFirst();
          if (numUpdatedRows > 0n) return value;
        }
      }),
  };
}
