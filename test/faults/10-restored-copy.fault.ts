// Fault test 10: a backup is taken while the issue is being sent, more is sent, the database is lost, and the backup is put in its place. The
// copy sends nothing by itself; what was sent since is known from the journal, or from the mail server's log; and after that everybody
// has it once. The same for a copy that was put back or opened elsewhere by hand.
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { compareWithLedger } from '../support/compare-with-ledger.ts';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type Ended, type FaultScene, faultScene, IS_FULL, SLUG } from '../support/fault-scene.ts';
import { openRaw } from '../support/open-raw.ts';
import type { TestServer } from '../support/postgres.ts';
import type { DotEvent, SinkEvent } from '../support/sink-log.ts';

const CONNECTIONS = 8;
const READERS = IS_FULL ? 1_000 : 200;
const ANSWER_MS = 40;
/** While the backup is taken: slow enough that it fits between, on a busy machine too. */
const SLOW_ANSWER_MS = 4000;

const lines: string[] = [];
afterAll(() => console.log(`10 restored copy: ${lines.join('; ')}`));

await onEachDatabase((on) => {
  const midway = async (): Promise<FaultScene> =>
    faultScene({
      ...on,
      readers: READERS,
      smtp: `connections=${CONNECTIONS}`,
      sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
    });

  test.each([
    { evidence: 'the journal', end: 'SIGINT' },
    { evidence: 'the mail server’s log', end: 'SIGKILL' },
  ] as const)('a backup taken during the send, and $evidence', async ({ evidence, end }) => {
    const scene = await midway();
    const run = scene.start(['send', '1', '--yes']);
    await scene.sink.until((events) => dots(events).length >= READERS / 5);
    const kept = path.join(scene.root, 'kept.db');
    await scene.sink.setRules([{ stage: 'dot', delayMs: SLOW_ANSWER_MS }]);
    well(await scene.run(['backup', 'kept.db']));
    const atBackup = dots(scene.sink.events()).length;
    await scene.sink.setRules([{ stage: 'dot', delayMs: ANSWER_MS }]);
    await scene.sink.until((events) => dots(events).length >= atBackup + READERS / 5);
    run.child.kill(end);
    await run.ended;
    const sentSince = dots(scene.sink.events()).length;
    expect(sentSince, 'the run was stopped in the middle').toBeLessThan(READERS);
    await scene.sink.setRules([]);

    const env = await loseDatabase(scene, on.server);
    if (end === 'SIGKILL') rmSync(path.join(scene.root, 'data/journal'), { recursive: true });
    well(await scene.run(['restore', kept], { env }));
    for (const argv of [
      ['send', '1', '--yes'],
      ['worker', '--once'],
      ['send', '1', '--missed', '--yes'],
    ])
      expect((await scene.run([...argv, '--json'], { env })).stdout).toContain('DATABASE_RESTORED');
    expect(dots(scene.sink.events()), 'it has sent nothing').toHaveLength(sentSince);

    if (end === 'SIGKILL') {
      const log = path.join(scene.root, 'mail.log');
      writeFileSync(
        log,
        scene.sink
          .events()
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      );
      well(await scene.run(['restore', '--sent-log', log], { env }));
    }
    const before = await ledgerAt(env.DATABASE_URL);
    well(await scene.run(['restore', '--release', '--yes'], { env }));
    well(await scene.run(['resume', '1'], { env }));
    const resumed = await scene.run(['send', '1', '--yes'], { env });
    expect([0, 3]).toContain(resumed.exitCode);
    const { accepted, inDoubt, inDoubtWithServer, ...faults } = await compareAt(scene, env.DATABASE_URL);
    expect(faults).toEqual({ lost: [], duplicates: [], wrong: [] });
    expect(accepted + inDoubt.length).toBe(READERS);
    expect(inDoubt.length).toBeLessThanOrEqual(CONNECTIONS);
    const history = await historyAt(env.DATABASE_URL);
    expect(history.filter(({ event }) => event === 'restored').length).toBeGreaterThan(0);
    const known = before.counts.accepted;
    lines.push(
      `${on.database}, ${evidence}: ${sentSince} sent before the loss, ${known} known as accepted when read, ${inDoubt.length} left in doubt, 0 twice, 0 missed`,
    );
  });

  test('a copy that nobody restored, put to work by hand', async () => {
    const scene = await midway();
    const run = scene.start(['send', '1', '--yes']);
    await scene.sink.until((events) => dots(events).length >= READERS / 5);
    run.child.kill('SIGINT');
    await run.ended;
    const copy = await copyByHand(scene, on.server);
    await scene.sink.setRules([]);
    well(await scene.run(['send', '1', '--yes']));
    expect(dots(scene.sink.events())).toHaveLength(READERS);
    const url = copy.putInPlace();
    const refused = await scene.run(['send', '1', '--yes', '--json'], { env: { DATABASE_URL: url } });
    expect(refused.stdout).toContain('DATABASE_RESTORED');
    expect(dots(scene.sink.events())).toHaveLength(READERS);
    well(await scene.run(['restore', '--release', '--yes'], { env: { DATABASE_URL: url } }));
    await scene.run(['resume', '1'], { env: { DATABASE_URL: url } });
    const after = await scene.run(['send', '1', '--yes'], { env: { DATABASE_URL: url } });
    expect(after.exitCode, after.stdout + after.stderr).toBe(0);
    const { accepted, ...faults } = await compareAt(scene, url);
    expect(faults).toEqual({ lost: [], duplicates: [], wrong: [], inDoubt: [], inDoubtWithServer: 0 });
    expect(accepted).toBe(READERS);
    lines.push(`${on.database}, by hand: held, then ${READERS} of ${READERS} once`);
  });
});

function dots(events: readonly SinkEvent[]): readonly DotEvent[] {
  return events.filter((event) => event.e === 'dot');
}

function well({ exitCode, stdout, stderr }: Ended): void {
  expect(exitCode, stdout + stderr).toBe(0);
}

/** The disk with the file is gone; of a server, the database is another, empty one. */
async function loseDatabase(
  scene: FaultScene,
  server: TestServer | undefined,
): Promise<{ readonly DATABASE_URL: string }> {
  if (server !== undefined) return { DATABASE_URL: await server.newDatabase() };
  for (const file of filesOf(scene.databaseUrl)) rmSync(file, { force: true });
  return { DATABASE_URL: scene.databaseUrl };
}

function filesOf(url: string): readonly string[] {
  const file = url.slice('sqlite:'.length);
  return ['', '-wal', '-shm'].map((end) => `${file}${end}`);
}

/** A file goes back over the live one; a database of a server is copied by its own means, and is another one then. */
async function copyByHand(
  scene: FaultScene,
  server: TestServer | undefined,
): Promise<{ putInPlace(): string }> {
  if (server !== undefined) {
    const url = await server.newDatabase();
    const [from, to] = [databaseName(scene.databaseUrl), databaseName(url)];
    const admin = await openRaw(scene.databaseUrl.replace(`/${from}?`, '/postgres?'));
    await admin.run(`drop database ${to}`);
    await admin.run(`create database ${to} template ${from}`);
    await admin.close();
    return { putInPlace: () => url };
  }
  const files = filesOf(scene.databaseUrl).filter((file) => existsSync(file));
  for (const file of files) copyFileSync(file, `${file}.copy`);
  return {
    putInPlace: () => {
      for (const file of filesOf(scene.databaseUrl)) rmSync(file, { force: true });
      for (const file of files) copyFileSync(`${file}.copy`, file);
      return scene.databaseUrl;
    },
  };
}

function databaseName(url: string): string {
  return /\/([^/?]+)\?/u.exec(url)?.[1] ?? '';
}

async function ledgerAt(url: string) {
  const database = await openDatabase(url);
  try {
    const [deliveries, counts] = await Promise.all([
      database.ledger.deliveries(SLUG),
      database.ledger.counts(SLUG),
    ]);
    return { deliveries, counts };
  } finally {
    await database.close();
  }
}

async function historyAt(url: string) {
  const database = await openDatabase(url);
  try {
    return await database.orders.history(SLUG);
  } finally {
    await database.close();
  }
}

async function compareAt(scene: FaultScene, url: string) {
  return compareWithLedger(scene.sink.events(), (await ledgerAt(url)).deliveries);
}
