// Where a database is, so that a copy opened elsewhere is known for one. A file is known by its path on this machine, or, where a container
// or a mount gives it another name, by being the same file; a PostgreSQL database by its cluster and its number in it.
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { type Kysely, sql } from 'kysely';
import type { DatabaseLocation } from './database-location.ts';
import type { Tables } from './schema.ts';

export type DatabasePlace =
  | {
      readonly kind: 'sqlite';
      readonly host: string;
      readonly path: string;
      /** The file's number on its disk and when it was made: a copy has others. */
      readonly file: string;
    }
  | { readonly kind: 'postgres'; readonly cluster: string; readonly database: string };

/** Undefined for a database in memory, which is nowhere. */
export async function placeOf(
  db: Kysely<Tables>,
  location: DatabaseLocation,
): Promise<DatabasePlace | undefined> {
  if (location.kind === 'postgres') return placeOnServer(db);
  if (location.file === ':memory:') return undefined;
  const path = realpathSync(location.file);
  const { ino, birthtimeMs } = statSync(path);
  return { kind: 'sqlite', host: machine(), path, file: `${ino} ${birthtimeMs}` };
}

export function isSamePlace(known: DatabasePlace, now: DatabasePlace): boolean {
  if (known.kind === 'postgres' || now.kind === 'postgres') return samePlaceKey(known) === samePlaceKey(now);
  return (known.host === now.host && known.path === now.path) || known.file === now.file;
}

function samePlaceKey(place: DatabasePlace): string {
  return place.kind === 'postgres' ? `${place.cluster} ${place.database}` : '';
}

async function placeOnServer(db: Kysely<Tables>): Promise<DatabasePlace> {
  const { rows } = await sql<{ cluster: string; database: string }>`
    select (select system_identifier::text from pg_control_system()) as cluster,
      (select oid::text from pg_database where datname = current_database()) as database
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('The database server does not know itself');
  return { kind: 'postgres', ...row };
}

/** Not the machine's own id, which machine-id(5) asks to keep to itself. */
function machine(): string {
  let id = hostname();
  try {
    id = readFileSync('/etc/machine-id', 'utf8').trim() || id;
  } catch {
    // Only Linux has it, and not every container.
  }
  return createHash('sha256').update(`broadside ${id}`).digest('hex').slice(0, 16);
}
