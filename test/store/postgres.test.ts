// The contract on a real PostgreSQL. Where none can be started the tests are skipped by name, with the reason.
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { startPostgres } from '../support/postgres.ts';
import { issueWith } from './one-letter.ts';
import { postgresFaults } from './postgres-faults.ts';
import { ready, takeRows } from './sending.ts';

const server = await startPostgres();
const reason = 'reason' in server ? ` (skipped: ${server.reason})` : '';

/** Made anew, and after so many the first of them once more: making one costs more than most tests. No test has so many open. */
const DATABASES = 8;
const made: string[] = [];
let given = 0;

/** One that stands at the newest version, as a rule, and has nothing in it. */
const newDatabase = (): Promise<string> => givenDatabase(emptied);
/** One without a table. */
const bareDatabase = (): Promise<string> => givenDatabase(bared);

async function givenDatabase(cleared: (client: pg.Client) => Promise<unknown>): Promise<string> {
  if ('reason' in server) return '';
  given += 1;
  const used = made[given % DATABASES];
  if (made.length < DATABASES || used === undefined) {
    const url = await server.newDatabase();
    made.push(url);
    return url;
  }
  await withClient(used, cleared);
  return used;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const bared = (client: pg.Client) => client.query('drop schema public cascade; create schema public');

/** Its rows go and its tables stay, where they are those that the program makes: with nothing added, and none of an earlier version. */
async function emptied(client: pg.Client): Promise<void> {
  if ((await shapeOf(client)) !== (await wanted())) {
    await bared(client);
    return;
  }
  const { rows } = await client.query<{ statement: string }>(`
    select format('delete from %I', tablename) as statement
      from pg_tables where schemaname = 'public' and tablename not like 'kysely%'
    union all select format('alter sequence %I restart', sequencename) from pg_sequences where schemaname = 'public'`);
  await client.query(
    ['set session_replication_role = replica', ...rows.map(({ statement }) => statement)].join('; '),
  );
}

let newest: string | undefined;
async function wanted(): Promise<string> {
  if (newest === undefined && !('reason' in server)) {
    const url = await server.newDatabase();
    await (await openDatabase(url)).close();
    newest = await withClient(url, shapeOf);
  }
  return newest ?? '';
}

/** Its tables, indexes and columns, its constraints, triggers and functions, and which migrations it has had. */
async function shapeOf(client: pg.Client): Promise<string> {
  const parts = [
    "select concat(relname, relkind, relnatts) from pg_class where relnamespace = 'public'::regnamespace",
    "select concat(conname, contype) from pg_constraint where connamespace = 'public'::regnamespace",
    'select concat(tgname) from pg_trigger where not tgisinternal',
    "select concat(proname, prosrc) from pg_proc where pronamespace = 'public'::regnamespace",
  ];
  const { rows } = await client.query(parts.map((part) => `(${part})`).join(' union all '));
  const shape = rows.map((row: Record<string, unknown>) => Object.values(row).join()).sort();
  if (!shape.some((line) => line.startsWith('kysely_migration'))) return '';
  const migrations = await client.query('select name from kysely_migration order by name');
  return JSON.stringify([shape, migrations.rows]);
}

afterAll(async () => {
  if (!('reason' in server)) await server.stop();
});

describe.skipIf(reason !== '')(`PostgreSQL${reason}`, async () => {
  const { storeContract } = await import('./contract.ts');
  storeContract(newDatabase, bareDatabase);
  postgresFaults(newDatabase);

  test('a claim waits for an unsubscribing that is about to commit, and leaves that reader out', async () => {
    const url = await newDatabase();
    const database = await openDatabase(url);
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    const at = '2026-01-09T08:00:00Z';
    for (const name of ['ada', 'eve']) {
      const reader = {
        address: `${name}@example.org`,
        status: 'confirmed' as const,
        consent: { text: 'yes', source: 'test' },
      };
      await database.subscribers.add(reader, at);
    }
    await database.ledger.plan(
      { slug: '0012', messageIdDomain: 'example.org', textHash: 'x', subject: 's' },
      at,
    );

    await ready(database, '0012', 'run');
    await other.query('begin');
    await other.query("update subscribers set status = 'unsubscribed' where address = 'ada@example.org'");
    let isDone = false;
    const claiming = takeRows(database, '0012', 5, 'run', at).finally(() => {
      isDone = true;
    });
    const isWaiting = async () =>
      (await other.query('select from pg_locks where not granted')).rowCount !== 0;
    while (!isDone && !(await isWaiting()));
    await other.query('commit');
    expect((await claiming).map(({ subscriber }) => subscriber.address)).toEqual(['eve@example.org']);
    expect(await database.ledger.counts('0012')).toMatchObject({ excluded: 1, onTheWire: 1 });
    await other.end();
    await database.close();
  });

  test.each([
    {
      who: 'a plan waits for a claim',
      first: [
        "select from issues where slug = '0012' for share",
        "update deliveries set status = 'claimed', run_id = 'other', attempts = 1",
      ],
      kept: 'one',
    },
    {
      who: 'a claim waits for a plan',
      first: ["select from issues where slug = '0012' for update", "update issues set sent_text = 'two'"],
      kept: 'two',
    },
  ])('$who that is about to commit, and sees it', async ({ who, first, kept }) => {
    const url = await newDatabase();
    const database = await openDatabase(url);
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    const at = '2026-01-09T08:00:00Z';
    const consent = { text: 'yes', source: 'test' };
    await database.subscribers.add({ address: 'ada@example.org', status: 'confirmed', consent }, at);
    await database.ledger.plan(issueWith('one'), at);
    await ready(database, '0012', 'run');
    await other.query('begin');
    for (const statement of first) await other.query(statement);
    let isDone = false;
    const { ledger } = database;
    const work: Promise<unknown> = who.startsWith('a plan')
      ? ledger.plan(issueWith('three'), at)
      : takeRows(database, '0012', 1, 'run', at);
    const done = work.finally(() => {
      isDone = true;
    });
    const isWaiting = async () =>
      (await other.query('select from pg_locks where not granted')).rowCount !== 0;
    while (!isDone && !(await isWaiting()));
    expect(isDone).toBe(false);
    await other.query('commit');
    await done;
    expect((await ledger.sentCopy('0012'))?.text).toBe(kept);
    await other.end();
    await database.close();
  });

  test('a database that is not there is told without the password', async () => {
    const url = (await newDatabase()).replace(/(:\/\/)([^/]*)@([^?]*)/u, '$1$2:sec%2Fret@/nowhere');
    const failure = await openDatabase(url).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.stringContaining('nowhere'),
    });
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/sec(?:%2F|\/)ret/u);
  });
});

describe('a PostgreSQL server', () => {
  test.each([
    ['is not there', 'postgres://ada:secret@127.0.0.1:1/broadside', 'DATABASE_UNREACHABLE'],
    ['has no such name', 'postgres://ada:secret@nowhere.invalid/broadside', 'DATABASE_UNREACHABLE'],
    ['is written wrongly', 'postgres://ada:secret@[bad/broadside', 'SETTINGS_INVALID'],
    ['has a password with marks in it', 'postgres://ada:sec/ret?x@127.0.0.1:1/broadside', 'SETTINGS_INVALID'],
  ])('that %s is told without the password', async (_name, url, code) => {
    const failure = await openDatabase(url).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    const { message, place, cause } = failure as { message: string; place?: string; cause?: unknown };
    expect([message, place, String(cause), JSON.stringify(cause)].join(' ')).not.toMatch(/sec\/?ret/u);
  });
});
