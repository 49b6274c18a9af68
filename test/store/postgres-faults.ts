// What only a server can do to us: cut connections, break transactions off, keep us waiting for a lock. Run by postgres.test.ts.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Claim } from '../../src/model/ports.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { hotPool, postgresPool } from '../../src/store/postgres-pool.ts';
import { translateError } from '../../src/store/translate-error.ts';
import { AT, addReaders, claimRows, plan, ready } from './sending.ts';

const OK = { kind: 'accepted', reply: { code: 250, text: 'ok' } } as const;

export function postgresFaults(newDatabase: () => Promise<string>): void {
  describe('with a server in trouble', () => {
    let database: Database;
    let other: pg.Client;
    let url: string;
    const unhandled: unknown[] = [];
    const remember = (error: unknown): void => {
      unhandled.push(error);
    };
    beforeEach(async () => {
      url = await newDatabase();
      database = await openDatabase(url);
      other = new pg.Client({ connectionString: url });
      await other.connect();
      unhandled.splice(0);
      process.on('unhandledRejection', remember);
    });
    afterEach(async () => {
      process.off('unhandledRejection', remember);
      await other.end();
      await database.close();
      expect(unhandled).toEqual([]);
    });
    const cut = async (): Promise<void> => {
      await other.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    };

    test('connections that are cut time and again lose nobody and take nobody twice', async () => {
      await addReaders(database, 120);
      await plan(database);
      await ready(database, '0012', 'run');
      const accepted = new Set<string>();
      let failures = 0;
      /** As the engine does it: asked again with the same until it is heard, and then what is not in hand goes back. */
      const stubbornly = async <T>(work: () => Promise<T>): Promise<T> => {
        for (;;) {
          try {
            return await work();
          } catch (error) {
            expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
            failures += 1;
            if (failures > 200) throw error;
          }
        }
      };
      let hand: readonly Claim[] = [];
      let rounds = 0;
      for (;;) {
        rounds += 1;
        for (const { messageId } of hand) {
          expect(accepted.has(messageId), 'sent twice').toBe(false);
          accepted.add(messageId);
        }
        const settlements = hand.map((claim) => ({ claim, outcome: OK }));
        const wanted = { issueSlug: '0012', limit: 5, exceptDomains: [] };
        const before = failures;
        const asked = stubbornly(() =>
          database.exchange.exchange({ runId: 'run', at: AT, settlements, wanted }),
        );
        if (rounds % 2 === 0) await cut();
        const { claims } = await asked;
        hand = claims;
        const isHeard = failures === before;
        if (!isHeard) await stubbornly(() => database.exchange.releaseLost('run', '0012', hand, AT));
        if (claims.length === 0 && isHeard) break;
      }
      expect(accepted.size).toBe(120);
      expect(failures).toBeGreaterThan(0);
      expect(await stubbornly(() => database.ledger.counts('0012'))).toMatchObject({
        accepted: 120,
        onTheWire: 0,
      });
    });

    test('a connection that breaks while nobody uses it is replaced', async () => {
      await plan(database);
      for (let n = 0; n < 5; n += 1) {
        await cut();
        const failure = await database.orders.order('0012').catch((error: unknown) => error);
        if (failure instanceof Error) expect(failure).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
      }
      // The last of them may not have been noticed yet.
      const order = () => database.orders.order('0012').catch(() => undefined);
      await expect.poll(order, { timeout: 20_000 }).toMatchObject({ state: 'planned' });
    });

    test.each(['the pool for everything', 'the pool of the hot path'])(
      'a connection of %s that breaks while it is in use and silent ends nothing but itself',
      async (which) => {
        const options = { busyTimeoutMs: 1000, leaseMs: 60_000 };
        const pool = which.includes('hot') ? hotPool(url, options) : postgresPool(url, options);
        const client: Pick<pg.PoolClient, 'query' | 'release'> = (await pool.connect()) as pg.PoolClient;
        await client.query('begin', []);
        await cut();
        const silent = async () =>
          (
            await other.query(
              "select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
            )
          ).rowCount;
        await expect.poll(silent, { timeout: 20_000 }).toBe(0);
        const used = () =>
          client.query('select 1', []).then(
            () => 'answers',
            (error: Error) => translateError(error, 'here'),
          );
        await expect.poll(used, { timeout: 20_000 }).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
        client.release(true);
        await pool.end();
      },
    );

    test.each(['the pool for everything', 'the pool of the hot path'])(
      'who stands still in a transaction on a connection of %s holds up the others no longer than a lease',
      async (which) => {
        await addReaders(database, 1);
        await plan(database);
        await ready(database, '0012', 'run');
        const options = { busyTimeoutMs: 1000, leaseMs: 300 };
        const pool = which.includes('hot') ? hotPool(url, options) : postgresPool(url, options);
        const frozen: Pick<pg.PoolClient, 'query' | 'release'> = (await pool.connect()) as pg.PoolClient;
        await frozen.query('begin', []);
        await frozen.query("select from issues where slug = '0012' for update", []);
        expect(await claimRows(database, '0012', 1, 'run', AT)).toHaveLength(1);
        // It wakes up, and finds that nothing came of what it had begun.
        const woken = await frozen.query('commit', []).then(
          () => 'committed',
          (error: Error) => translateError(error, 'here'),
        );
        expect(woken).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
        frozen.release(true);
        await pool.end();
      },
    );

    test('whoever waits for work is woken when the connection is lost, and again by a notice once it is back', async () => {
      // Begins to listen, and is woken by that.
      await database.signal.wait(600_000);
      const waiting = database.signal.wait(600_000);
      await cut();
      await waiting;
      const isListening = async (): Promise<boolean> => {
        const { rowCount } = await other.query(
          "select 1 from pg_stat_activity where application_name = 'broadside listener' and datname = current_database() and query = 'listen broadside_work' and state = 'idle'",
        );
        return rowCount === 1;
      };
      await expect.poll(isListening, { timeout: 20_000 }).toBe(true);
      // Listening again counts as a change too.
      await database.signal.wait(100);
      const again = database.signal.wait(600_000);
      await other.query('notify broadside_work');
      await again;
    });

    test('an exchange that is broken off by a deadlock is made again by itself', async () => {
      await addReaders(database, 1);
      await plan(database);
      await ready(database, '0012', 'run');
      // Only the exchange looks whether it is in a deadlock.
      await other.query("set deadlock_timeout = '1h'");
      await other.query('begin');
      await other.query('select from subscribers for update');
      const claiming = claimRows(database, '0012', 1, 'run', AT);
      const isWaiting = async () =>
        ((await other.query('select from pg_locks where not granted')).rowCount ?? 0) > 0;
      await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true);
      await other.query("select from issues where slug = '0012' for update");
      await other.query('commit');
      expect(await claiming).toHaveLength(1);
      expect(await database.ledger.counts('0012')).toMatchObject({ onTheWire: 1 });
    });

    test('an order waits for an exchange that is about to commit, and holds from its own commit on', async () => {
      await addReaders(database, 4);
      await plan(database);
      await ready(database, '0012', 'run');
      await other.query('begin');
      await other.query("select from issues where slug = '0012' for share");
      let isDone = false;
      const pausing = database.orders.pause('0012', AT).finally(() => {
        isDone = true;
      });
      const isWaiting = async () =>
        ((await other.query('select from pg_locks where not granted')).rowCount ?? 0) > 0;
      await expect.poll(isWaiting, { timeout: 20_000 }).toBe(true);
      expect(isDone).toBe(false);
      await other.query('commit');
      expect(await pausing).toMatchObject({ state: 'paused' });
      expect(await claimRows(database, '0012', 4, 'run', AT)).toEqual([]);
    });

    test('a lock that is never let go is told as that, and nothing is changed', async () => {
      await addReaders(database, 1);
      await plan(database);
      await ready(database, '0012', 'run');
      await other.query('begin');
      await other.query("select from issues where slug = '0012' for update");
      await expect(claimRows(database, '0012', 1, 'run', AT)).rejects.toMatchObject({
        code: 'DATABASE_LOCKED',
      });
      await other.query('rollback');
      expect(await claimRows(database, '0012', 1, 'run', AT)).toHaveLength(1);
    });
  });
}
