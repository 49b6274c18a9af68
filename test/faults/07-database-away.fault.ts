// Fault test 7: the database goes away under a send. PostgreSQL stopped for a while, its connections cut over and over, its server killed
// and started clean; a SQLite file locked by another program. The send waits, or ends in plain words and goes on when it is begun
// again; nobody is missed, nobody gets it twice.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { type FaultScene, faultScene, IS_FULL, type Running } from '../support/fault-scene.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

const CONNECTIONS = 8;
const READERS = IS_FULL ? 4_000 : 400;
/** Slow enough that the send is under way for some seconds. */
const ANSWER_MS = 20;
const AWAY_MS = IS_FULL ? 30_000 : 5_000;
const CUTS = IS_FULL ? 100 : 20;
const LOCK_MS = IS_FULL ? 20_000 : 8_000;
/** A run that ends because the database is away, and is begun again by whoever looks after it. */
const MOST_RUNS = 2 * CUTS;

const server = await startPostgres({ isDurable: true });
const power = 'reason' in server ? undefined : server.power;
const reason = 'reason' in server ? server.reason : 'a server that somebody else started cannot be stopped';
const lines: string[] = [];
afterAll(async () => {
  if (!('reason' in server)) await server.stop();
  console.log(`7 database away: ${lines.join('; ')}`);
});

describe.skipIf(power === undefined)(
  `PostgreSQL${power === undefined ? ` (left out: ${reason})` : ''}`,
  () => {
    const postgres = server as TestServer;

    test.each([
      { name: 'stopped for a while', how: 'fast' },
      { name: 'killed, then started clean', how: 'immediate' },
    ] as const)('$name', async ({ name, how }) => {
      const scene = await sceneOn('PostgreSQL', postgres);
      const run = scene.start(['send', '1', '--yes']);
      await messages(scene, READERS / 4);
      await power?.off(how);
      await sleep(AWAY_MS);
      await power?.on();
      const runs = await toItsEnd(scene, run);
      lines.push(`${name} ${AWAY_MS / 1000} s, ${await outcome(scene, 1)}, ${runs} runs`);
    });

    test('connections cut over and over', async () => {
      const scene = await sceneOn('PostgreSQL', postgres);
      let cuts = 0;
      const admin = new pg.Client({ connectionString: scene.databaseUrl });
      await admin.connect();
      let run = scene.start(['send', '1', '--yes']);
      await messages(scene, 10);
      let runs = 1;
      let ends = 0;
      void run.ended.then(() => (ends += 1));
      while (cuts < CUTS) {
        const { rowCount } = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
        cuts += rowCount ?? 0;
        await sleep(READERS / CUTS / 4);
        if (ends === runs) {
          if (await isDone(scene)) break;
          run = scene.start(['send', '1', '--yes']);
          runs += 1;
          void run.ended.then(() => (ends += 1));
        }
      }
      await admin.end();
      runs += (await toItsEnd(scene, run)) - 1;
      expect(cuts).toBeGreaterThanOrEqual(CUTS);
      lines.push(`${cuts} connections cut, ${await outcome(scene, runs)}, ${runs} runs`);
    });
  },
);

describe('SQLite', () => {
  test('locked by another program', async () => {
    const scene = await sceneOn('SQLite');
    const run = scene.start(['send', '1', '--yes']);
    await messages(scene, READERS / 4);
    const other = new DatabaseSync(scene.databaseUrl.replace('sqlite:', ''), { timeout: 5_000 });
    other.exec('begin immediate');
    await sleep(LOCK_MS);
    other.exec('rollback');
    other.close();
    const runs = await toItsEnd(scene, run);
    lines.push(`SQLite locked ${LOCK_MS / 1000} s, ${await outcome(scene, 1)}, ${runs} runs`);
  });
});

function sceneOn(database: 'SQLite' | 'PostgreSQL', postgres?: TestServer): Promise<FaultScene> {
  return faultScene({
    database,
    ...(postgres === undefined ? {} : { server: postgres }),
    readers: READERS,
    smtp: `connections=${CONNECTIONS}`,
    sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
  });
}

function messages(scene: FaultScene, least: number): Promise<void> {
  return scene.sink.until((events) => events.filter(({ e }) => e === 'answer').length >= least);
}

async function isDone(scene: FaultScene): Promise<boolean> {
  const { counts } = await scene.ledger();
  return counts.eligible > 0 && counts.pending + counts.deferred === 0;
}

/** Each run that ends before its time must say why in plain words, and leave with the code for it. @returns how many runs it took. */
async function toItsEnd(scene: FaultScene, first: Running): Promise<number> {
  let run = first;
  for (let runs = 1; runs <= MOST_RUNS; runs += 1) {
    const { exitCode, signal, stdout, stderr } = await run.ended;
    expect(signal).toBeNull();
    expect([0, 2, 3], stdout + stderr).toContain(exitCode);
    // A stack is the mark of a bug.
    expect(stderr).not.toMatch(/^\s+at .*\.[jt]s:\d+/mu);
    if (await isDone(scene)) return runs;
    expect(exitCode, stdout + stderr).not.toBe(0);
    run = scene.start(['send', '1', '--yes']);
  }
  throw new Error('The send came to no end');
}

/** @param outages How often answers may have been cut off from what they say. */
async function outcome(scene: FaultScene, outages: number): Promise<string> {
  const { accepted, inDoubt, inDoubtWithServer: _, ...faults } = await scene.compare();
  expect(faults).toEqual({ lost: [], duplicates: [], wrong: [] });
  expect(accepted + inDoubt.length).toBe(READERS);
  expect(inDoubt.length).toBeLessThanOrEqual(outages * CONNECTIONS);
  return `${accepted} of ${READERS} accepted, ${inDoubt.length} in doubt`;
}
