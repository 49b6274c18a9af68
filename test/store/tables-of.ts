// Every row of every table of a database, as it stands there: what tests ask that want to know what is not there any more.
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { tablePlan } from '../../src/store/table-plan.ts';

type Rows = readonly Record<string, unknown>[];

/** Without settings: keys are random, and may spell anything. */
export async function tablesOf(url: string): Promise<Readonly<Record<string, Rows>>> {
  const names = (await tablePlan()).map(({ name }) => name).filter((name) => name !== 'settings');
  const tables: Record<string, Rows> = {};
  for (const name of names) tables[name] = await runRaw(url, `select * from ${name}`);
  return tables;
}

/** One statement, past the store. */
export async function runRaw(url: string, statement: string): Promise<Rows> {
  if (url.startsWith('sqlite:')) {
    const file = new DatabaseSync(url.slice('sqlite:'.length), { timeout: 5000 });
    try {
      return file.prepare(statement).all();
    } finally {
      file.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
