// Whole tables of a PostgreSQL database, read through a cursor and filled in batches in one transaction: what copying asks of it.
import pg from 'pg';
import { retried } from './retried.ts';
import type { TablePlan } from './table-plan.ts';
import type { TableRow, TableSession, TableSessionOptions } from './table-session.ts';

const BATCH_ROWS = 2000;
const CONNECT_TIMEOUT_MS = 10_000;

export async function openPostgresTables(
  url: string,
  { busyTimeoutMs }: TableSessionOptions,
): Promise<TableSession> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: busyTimeoutMs,
  });
  // Told by the next query; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  return {
    kind: 'postgres',
    begin: async (mode, tables) => {
      if (mode === 'snapshot')
        return void (await client.query('begin isolation level repeatable read read only'));
      await retried(async () => {
        try {
          await client.query('begin isolation level repeatable read');
          // Locked before the first look: the snapshot is of after it (PostgreSQL manual, LOCK).
          await client.query(`lock table ${lockedInTurn(tables)} in exclusive mode`);
        } catch (error) {
          await client.query('rollback').catch(() => {});
          throw error;
        }
      });
    },
    commit: async () => void (await client.query('commit')),
    rollback: async () => void (await client.query('rollback')),
    count: async (table) => {
      const { rows } = await client.query<{ rows: string }>(
        `select count(*) as rows from "${table.name}"${whereOf(table)}`,
      );
      return Number(rows[0]?.rows);
    },
    rows: (table) => rowsOf(client, table),
    insert: async (table, rows) => {
      const names = table.columns.map(({ name }) => name);
      const columns = names.map((name) => `"${name}"`).join(', ');
      const objects = rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
      await client.query(
        `insert into "${table.name}" (${columns}) select ${columns} from json_populate_recordset(null::"${table.name}", $1::json)`,
        [JSON.stringify(objects)],
      );
    },
    filled: async (table) => {
      const [key] = table.key;
      if (key?.kind !== 'integer' || table.key.length > 1) return;
      // Rows that brought their number along have not moved the counter that numbers new ones.
      await client.query(
        `select setval(pg_get_serial_sequence($1, $2), (select max("${key.name}") from "${table.name}"))`,
        [`"${table.name}"`, key.name],
      );
    },
    execute: async (statements) => {
      for (const statement of statements) await client.query(statement);
    },
    setting: async (key) => {
      const { rows } = await client.query<{ value: string }>('select value from settings where key = $1', [
        key,
      ]);
      return rows[0]?.value;
    },
    putSetting: async (key, value) => {
      await client.query(
        'insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = $2',
        [key, value],
      );
    },
    close: () => client.end(),
  };
}

/** In the order in which those who write take them, or both would wait for each other. */
const WRITTEN_FIRST = [
  'issues',
  'deliveries',
  'delivery_attempts',
  'sign_ups',
  'returned_mails',
  'subscribers',
];
const WRITTEN_LAST = 'audience_counts';

function lockedInTurn(tables: readonly TablePlan[]): string {
  const names = tables.map(({ name }) => name);
  const turn = (name: string): number => {
    if (name === WRITTEN_LAST) return WRITTEN_FIRST.length + 1;
    const first = WRITTEN_FIRST.indexOf(name);
    return first < 0 ? WRITTEN_FIRST.length : first;
  };
  return names
    .toSorted((one, other) => turn(one) - turn(other))
    .map((name) => `"${name}"`)
    .join(', ');
}

async function* rowsOf(client: pg.Client, table: TablePlan): AsyncGenerator<readonly TableRow[]> {
  const columns = table.columns.map(({ name }) => `"${name}"::text`).join(', ');
  const reals = table.columns.flatMap(({ kind }, index) => (kind === 'real' ? [index] : []));
  await client.query(
    `declare broadside_rows no scroll cursor for select ${columns} from "${table.name}"${whereOf(table)}`,
  );
  try {
    while (true) {
      const { rows } = await client.query<(string | null)[]>({
        text: `fetch ${BATCH_ROWS} from broadside_rows`,
        rowMode: 'array',
      });
      if (rows.length === 0) return;
      // The same number in the same figures as the other database's.
      for (const row of rows)
        for (const index of reals) row[index] = row[index] == null ? null : String(Number(row[index]));
      yield rows;
    }
  } finally {
    // After an error the transaction is over and the cursor with it.
    await client.query('close broadside_rows').catch(() => {});
  }
}

function whereOf({ where }: TablePlan): string {
  return where === undefined ? '' : ` where ${where}`;
}
