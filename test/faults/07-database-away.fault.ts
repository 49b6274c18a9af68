// Fault test 7: the database goes away under a send. PostgreSQL stopped for a while, its connections cut over and over, its server killed
// and started clean; a SQLite file locked by another program. The send waits, or ends in plain words and goes on when it is begun
// again; nobody is missed, nobody gets it twice.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { type FaultScene, faultScene, IS_FULL, type Running } from '../support/fault-scene.ts';
import { openRaw } from '../support/open-raw.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

const CONNECTIONS = 8;
const READERS = IS_FULL ? 4_000 : 400;
/** Slow enough that the send is under way for some seconds. */
const ANSWER_MS = 20;
const AWAY_MS = IS_FULL ? 30_000 : 5_000;
const CUTS = IS_FULL ? 100 : 20;
/** Commits by which rows were taken. */
const LOST_EVERY = 10;
const LOCK_MS = IS_FULL ? 20_000 : 8_000;
/** An outage that is longer than a send has patience for ends it, and whoever looks after it begins it again. */
const MOST_RUNS = 3;

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
      lines.push(`${name} ${AWAY_MS / 1000} s, ${await outcome(scene, runs)}`);
    });

    test('connections cut over and over', async () => {
      const scene = await sceneOn('PostgreSQL', postgres);
      const admin = await openRaw(scene.databaseUrl);
      const run = scene.start(['send', '1', '--yes']);
      let cuts = 0;
      for (let turn = 0; cuts < CUTS; turn += 1) {
        // Every cut meets a run that has got further since the last one.
        await messages(scene, Math.ceil(((turn + 1) * READERS) / (CUTS + 2)));
        const cut = await admin.rows(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        cuts += cut.length;
      }
      await admin.close();
      const runs = await toItsEnd(scene, run);
      lines.push(`${cuts} connections cut, ${await outcome(scene, runs)}`);
    });

    test('answers to commits are lost', async () => {
      const scene = await sceneOn('PostgreSQL', postgres);
      const run = scene.start(['send', '1', '--yes'], {
        preload: [path.join(import.meta.dirname, '../support/fault-points.ts')],
        env: { FAULT_POINT: 'unanswered', FAULT_NTH: String(LOST_EVERY) },
      });
      const runs = await toItsEnd(scene, run);
      expect(run.complaints()).not.toBe('');
      lines.push(`every ${LOST_EVERY}th answer lost, ${await outcome(scene, runs)}`);
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
    lines.push(`SQLite locked ${LOCK_MS / 1000} s, ${await outcome(scene, runs)}`);
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

/** A database that comes back in time costs nothing: what was on the wire is written down as it was answered. */
async function outcome(scene: FaultScene, runs: number): Promise<string> {
  const { accepted, inDoubt, ...faults } = await scene.compare();
  expect(faults).toEqual({ inDoubtWithServer: 0, lost: [], duplicates: [], wrong: [] });
  expect(inDoubt).toEqual([]);
  expect(accepted).toBe(READERS);
  expect(runs).toBe(1);
  return `${accepted} of ${READERS} accepted by the same run, none in doubt`;
}
