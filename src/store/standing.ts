// What a database knows of itself: where it is, whether it is held or has moved, when it was backed up. Kept among its settings under
// a prefix of its own, which no copy takes along.
import type { Kysely } from 'kysely';
import { type DatabasePlace, isSamePlace } from './database-place.ts';
import type { Tables } from './schema.ts';
import { OWN_SETTINGS } from './table-plan.ts';

export const STANDING_KEYS = {
  place: `${OWN_SETTINGS}place`,
  held: `${OWN_SETTINGS}held`,
  moved: `${OWN_SETTINGS}moved`,
  lastBackup: `${OWN_SETTINGS}last-backup`,
  /** Only in a backup, and in one that was put into the place of a database by hand. */
  manifest: `${OWN_SETTINGS}manifest`,
  acknowledged: `${OWN_SETTINGS}acknowledged`,
} as const;

export interface Held {
  /** One sentence, no final stop. */
  readonly reason: string;
  readonly heldAt: string;
  /** It knows less than was sent; otherwise it is only not where it was. */
  readonly isOlder: boolean;
  /** When the backup was made, where it is one. */
  readonly backupAt?: string;
}

export interface Standing {
  readonly place?: DatabasePlace;
  readonly held?: Held;
  readonly moved?: { readonly to: string; readonly movedAt: string };
  readonly lastBackup?: { readonly at: string; readonly file: string };
  readonly manifest?: { readonly madeAt: string; readonly from: string };
  /** Of an issue, how many message ids the journal had when the database was released: those are explained. */
  readonly acknowledged: Readonly<Record<string, number>>;
}

export async function readStanding(db: Kysely<Tables>): Promise<Standing> {
  const rows = await db
    .selectFrom('settings')
    .select(['key', 'value'])
    .where('key', 'like', `${OWN_SETTINGS}%`)
    .execute();
  const known = new Map(rows.map(({ key, value }) => [key, JSON.parse(value)]));
  const entries = Object.entries(STANDING_KEYS).flatMap(([name, key]) =>
    known.has(key) ? [[name, known.get(key)]] : [],
  );
  return { acknowledged: {}, ...Object.fromEntries(entries) };
}

export async function writeStanding(
  db: Kysely<Tables>,
  name: keyof typeof STANDING_KEYS,
  value: object,
): Promise<void> {
  const text = JSON.stringify(value);
  await db
    .insertInto('settings')
    .values({ key: STANDING_KEYS[name], value: text })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
    .execute();
}

export async function clearStanding(
  db: Kysely<Tables>,
  names: readonly (keyof typeof STANDING_KEYS)[],
): Promise<void> {
  const keys = names.map((name) => STANDING_KEYS[name]);
  await db.deleteFrom('settings').where('key', 'in', keys).execute();
}

/**
 * Of a database that is opened for the first time, or by a program that knows of this for the first time. Where the file is known by being the
 * same one, its new path is written.
 */
export async function rememberPlace(db: Kysely<Tables>, now: DatabasePlace | undefined): Promise<void> {
  if (now === undefined) return;
  const { place, held, manifest } = await readStanding(db);
  if (held !== undefined || manifest !== undefined) return;
  if (place === undefined || (isSamePlace(place, now) && JSON.stringify(place) !== JSON.stringify(now)))
    await writeStanding(db, 'place', now);
}
