// Fault test 2: four workers share an issue, each as if on a machine of its own. One after the other is killed and replaced, one is frozen
// until its lease is over and then wakes up. Every reader's message is accepted once or is in doubt, and the sums balance.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type FaultScene, faultScene, IS_FULL, type Running, SLUG } from '../support/fault-scene.ts';
import { openRaw } from '../support/open-raw.ts';
import { planOnly } from '../support/plan-only.ts';

const WORKERS = 4;
const CONNECTIONS = 8;
const READERS = IS_FULL ? 20_000 : 1_200;
const KILL_EVERY_MS = IS_FULL ? 2_000 : 1_000;
/** So slow that workers are killed many times before all is sent. */
const ANSWER_MS = IS_FULL ? 40 : 60;
/** Messages between two kills. */
const LEAST_BETWEEN = READERS / 20;
/** On a machine that has much else to do. */
const START_TIMEOUT_MS = 180_000;
const OTHER_HOST = path.join(import.meta.dirname, '../support/other-host.ts');

const lines: string[] = [];
afterAll(() => console.log(`2 workers killed: ${lines.join('; ')}`));

await onEachDatabase((on) => {
  test('every reader once, or in doubt', async () => {
    const scene = await faultScene({
      ...on,
      readers: READERS,
      domains: ['one.example', 'two.example', 'three.example'],
      smtp: `connections=${CONNECTIONS}`,
      sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
    });
    await planOnly(scene);
    await begin(scene);
    let started = 0;
    const startWorker = (): Running => {
      started += 1;
      return scene.start(['worker'], { preload: [OTHER_HOST], env: { FAULT_HOST: `host-${started}` } });
    };
    const workers = Array.from({ length: WORKERS }, startWorker);
    await scene.sink.until((events) => events.some(({ e }) => e === 'answer'));

    // One of them stands still, and nobody can tell it from a dead one.
    const frozen = workers[0] ?? startWorker();
    await freeze(scene, frozen);
    let kills = 0;
    while (!(await isTaken(scene))) {
      await sleep(KILL_EVERY_MS);
      // On a slow machine workers are not killed faster than they start.
      const before = answersOf(scene);
      while (answersOf(scene) < before + LEAST_BETWEEN && !(await isTaken(scene))) await sleep(50);
      const victim = workers[1 + (kills % (WORKERS - 1))];
      if (victim === undefined) throw new Error('There is no worker to kill');
      victim.child.kill('SIGKILL');
      await victim.ended;
      await expireLease(scene, victim.pid);
      workers[workers.indexOf(victim)] = startWorker();
      kills += 1;
      if (kills === 2) frozen.child.kill('SIGCONT');
    }
    // One that has only just been started listens to nothing yet.
    await untilRegistered(scene, workers);
    for (const { child } of workers) child.kill('SIGTERM');
    for (const worker of workers) {
      const { exitCode, signal, stderr } = await worker.ended;
      expect({ exitCode, signal }, stderr).toEqual({ exitCode: 0, signal: null });
    }

    const { counts } = await scene.ledger();
    const { eligible, accepted, deferred, rejected, excluded, inDoubt, onTheWire, pending } = counts;
    expect(accepted + deferred + rejected + excluded + inDoubt + onTheWire + pending).toBe(eligible);
    expect(eligible).toBe(READERS);
    const found = await scene.compare();
    expect({ ...found, inDoubt: [], inDoubtWithServer: 0 }).toEqual({
      accepted: READERS - found.inDoubt.length,
      inDoubt: [],
      inDoubtWithServer: 0,
      lost: [],
      duplicates: [],
      wrong: [],
    });
    expect(kills).toBeGreaterThanOrEqual(IS_FULL ? 5 : 3);
    expect(found.inDoubt.length).toBeLessThanOrEqual(kills * CONNECTIONS);
    lines.push(
      `${on.database}: ${kills} killed of ${started}, one frozen, ${found.accepted} of ${READERS} accepted once, ${found.inDoubt.length} in doubt`,
    );
  });
});

function answersOf(scene: FaultScene): number {
  return scene.sink.events().filter(({ e }) => e === 'answer').length;
}

/** As `send` says go, without sending by itself. */
async function begin(scene: FaultScene): Promise<void> {
  const { orders, close } = await openDatabase(scene.databaseUrl);
  const now = Date.now();
  await orders.start(SLUG, new Date(now).toISOString(), new Date(now + 86_400_000).toISOString());
  await close();
}

/**
 * Not in the middle of a transaction: nobody could write meanwhile, on SQLite for as long as it stands, on PostgreSQL for the minute after
 * which the server undoes what it had begun.
 */
async function freeze(scene: FaultScene, { pid, child }: Running): Promise<void> {
  for (;;) {
    child.kill('SIGSTOP');
    try {
      await expireLease(scene, pid, 500);
      return;
    } catch {
      child.kill('SIGCONT');
      await sleep(50);
    }
  }
}

/** As the minute would do that nobody wants to wait for. */
async function expireLease(scene: FaultScene, pid: number, lockTimeoutMs?: number): Promise<void> {
  const raw = await openRaw(scene.databaseUrl, lockTimeoutMs);
  try {
    await raw.run(`update runs set lease_until_ms = 0 where pid = ${pid}`);
  } finally {
    await raw.close();
  }
}

async function untilRegistered(scene: FaultScene, workers: readonly Running[]): Promise<void> {
  const raw = await openRaw(scene.databaseUrl);
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const known = new Set((await raw.rows('select pid from runs')).map(({ pid }) => Number(pid)));
    if (workers.every(({ pid }) => known.has(pid))) break;
    const missing = workers.filter(({ pid }) => !known.has(pid));
    // One that has ended by itself says why.
    for (const { child, ended } of missing)
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`A worker ended at once: ${JSON.stringify(await ended)}`);
    if (performance.now() > deadline) {
      const late = missing.map(({ pid }) => workers.findIndex((worker) => worker.pid === pid));
      throw new Error(`Workers did not register: ${late.join(', ')}`);
    }
    await sleep(50);
  }
  await raw.close();
}

/** Nothing is left that a worker could take. */
async function isTaken(scene: FaultScene): Promise<boolean> {
  const { counts } = await scene.ledger();
  return counts.pending + counts.deferred === 0;
}
