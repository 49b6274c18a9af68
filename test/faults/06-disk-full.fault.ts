// Fault test 6: the disk fills up, 4 MB of it, at each thing that writes: planning, sending, building, backing up, restoring, moving, the
// journal. Each says so in plain words, leaves no half of a file, and goes on once there is room. Nobody gets an issue twice.
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { type Ended, type FaultScene, faultScene } from '../support/fault-scene.ts';
import type { SinkEvent } from '../support/sink-log.ts';
import { smallDisk, whyNoSmallDisk } from '../support/small-disk.ts';

const CONNECTIONS = 8;
const READERS = 300;
const ANSWER_MS = 30;

const lines: string[] = [];
afterAll(() => console.log(`6 disk full: ${lines.join('; ')}`));

const reason = whyNoSmallDisk();

describe.skipIf(reason !== undefined)(
  `a full disk${reason === undefined ? '' : ` (left out: ${reason})`}`,
  () => {
    test('at planning: nothing is planned, nothing is sent, and with room it goes', async () => {
      const { scene, disk } = await sceneOnSmallDisk();
      disk.fill(16_384);
      told(await scene.run(['send', '1', '--yes']));
      expect(dots(scene)).toEqual([]);
      disk.grow();
      expect((await scene.ledger()).counts.accepted).toBe(0);
      await toItsEnd(scene);
      await nobodyTwice(scene, 0);
      lines.push('planning');
    });

    test('while sending: it waits, and goes on by itself when there is room', async () => {
      const { scene, disk } = await sceneOnSmallDisk();
      const run = scene.start(['send', '1', '--yes']);
      await scene.sink.until((events) => dotsIn(events).length >= READERS / 4);
      disk.fill();
      await until(() => run.complaints().includes('disk'));
      const stalledAt = await standstill(scene);
      expect(stalledAt, 'it stands still, whoever is still to be sent to').toBeLessThan(READERS);
      disk.grow();
      const { exitCode, stdout, stderr } = await run.ended;
      expect(stderr).toMatch(/disk/iu);
      expect(exitCode, stdout + stderr).toBe(0);
      await nobodyTwice(scene, 0);
      lines.push(`sending (stood still after ${stalledAt} of ${READERS}, went on by itself)`);
    });

    test('while sending, and killed meanwhile: only what was on the wire is in doubt', async () => {
      const { scene, disk } = await sceneOnSmallDisk();
      const run = scene.start(['send', '1', '--yes']);
      await scene.sink.until((events) => dotsIn(events).length >= READERS / 4);
      disk.fill();
      await until(() => run.complaints().includes('disk'));
      run.child.kill('SIGKILL');
      await run.ended;
      disk.grow();
      const file = new DatabaseSync(databaseFile(scene));
      expect(file.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      file.close();
      await toItsEnd(scene);
      const inDoubt = await nobodyTwice(scene, CONNECTIONS);
      lines.push(`sending and killed (${inDoubt} in doubt)`);
    });

    test('of the journal: the send goes on, and says what is missing', async () => {
      const scene = await faultScene({
        database: 'SQLite',
        readers: READERS,
        smtp: `connections=${CONNECTIONS}`,
      });
      const disk = smallDisk(path.join(scene.root, 'data/journal'));
      disk.fill();
      const { exitCode, stdout, stderr } = await scene.run(['send', '1', '--yes']);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(stderr).toContain('The journal in data/journal/ could not be written');
      await nobodyTwice(scene, 0);
      lines.push('journal');
    });

    test('at a build: the last build stands as it was', async () => {
      const scene = await faultScene({ database: 'SQLite', readers: 1 });
      const out = path.join(scene.root, 'out');
      const disk = smallDisk(out);
      well(await scene.run(['build']));
      const before = snapshot(out);
      appendFileSync(
        path.join(scene.root, 'issues/0001.md'),
        `\n${'Another line of news came in. '.repeat(20)}\n`,
      );
      disk.fill();
      told(await scene.run(['build']));
      expect(snapshot(out)).toEqual(before);
      disk.grow();
      well(await scene.run(['build']));
      expect(snapshot(out)).not.toEqual(before);
      lines.push('build');
    });

    test('at a backup: the last one stands, and no half of the new one', async () => {
      const scene = await faultScene({ database: 'SQLite', readers: READERS });
      const folder = path.join(scene.root, 'kept');
      const disk = smallDisk(folder);
      well(await scene.run(['backup', 'kept/a.db']));
      const before = snapshot(folder);
      for (const leave of [0, 8192, 65_536]) {
        disk.fill(leave);
        told(await scene.run(['backup', 'kept/a.db', '--force']), 'kept/a.db');
        told(await scene.run(['backup', 'kept/b.db']), 'kept/b.db');
        expect(snapshot(folder)).toEqual(before);
      }
      disk.grow();
      well(await scene.run(['backup', 'kept/a.db', '--force']));
      well(await scene.run(['backup', 'kept/b.db']));
      lines.push('backup');
    });

    test('at a restore: no half of a database, and with room it goes', async () => {
      const scene = await faultScene({ database: 'SQLite', readers: READERS });
      well(await scene.run(['backup', 'kept.db']));
      const disk = smallDisk(path.join(scene.root, 'data'));
      for (const leave of [0, 65_536, 262_144]) {
        disk.fill(leave);
        told(await scene.run(['restore', 'kept.db']));
        expect(Object.keys(snapshot(path.join(scene.root, 'data')))).toEqual([]);
      }
      disk.grow();
      well(await scene.run(['restore', 'kept.db']));
      lines.push('restore');
    });

    test('at a move: the new one is as empty as it was, and the old one sends', async () => {
      const scene = await faultScene({
        database: 'SQLite',
        readers: READERS,
        smtp: `connections=${CONNECTIONS}`,
      });
      const folder = path.join(scene.root, 'there');
      const disk = smallDisk(folder);
      const to = `sqlite:${path.join(folder, 'press.db')}`;
      for (const leave of [0, 65_536, 262_144]) {
        disk.fill(leave);
        told(await scene.run(['db', 'move', to, '--yes']));
        expect(Object.keys(snapshot(folder))).toEqual([]);
      }
      well(await scene.run(['send', '1', '--yes']));
      await nobodyTwice(scene, 0);
      disk.grow();
      well(await scene.run(['db', 'move', to, '--yes']));
      expect((await scene.run(['send', '1', '--yes', '--json'])).stdout).toContain('DATABASE_MOVED');
      const there = await scene.run(['send', '1', '--yes', '--json'], { env: { DATABASE_URL: to } });
      expect(JSON.parse(there.stdout)).toMatchObject({ accepted: READERS, run: { accepted: 0 } });
      lines.push('move');
    });
  },
);

/** The folder with the database and the journal is the small disk; readers come in as an operator brings them in. */
async function sceneOnSmallDisk() {
  const scene = await faultScene({
    database: 'SQLite',
    readers: 1,
    smtp: `connections=${CONNECTIONS}`,
    sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
  });
  const disk = smallDisk(path.join(scene.root, 'data'));
  const addresses = Array.from({ length: READERS }, (_, n) => `reader-${n}@readers.example\n`);
  writeFileSync(path.join(scene.root, 'readers.csv'), `email\n${addresses.join('')}`);
  well(await scene.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked']));
  return { scene, disk };
}

function databaseFile({ databaseUrl }: FaultScene): string {
  return databaseUrl.slice('sqlite:'.length);
}

function dotsIn(events: readonly SinkEvent[]): readonly SinkEvent[] {
  return events.filter(({ e }) => e === 'dot');
}

function dots({ sink }: FaultScene): readonly SinkEvent[] {
  return dotsIn(sink.events());
}

/** @returns How many messages there are once no more come. */
async function standstill(scene: FaultScene): Promise<number> {
  let before = -1;
  let quiet = 0;
  while (quiet < 20) {
    const now = dots(scene).length;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return before;
}

async function until(is: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!is()) {
    if (performance.now() > deadline) throw new Error('It did not come to it within a minute');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function well({ exitCode, stdout, stderr }: Ended): void {
  expect(exitCode, stdout + stderr).toBe(0);
}

/** In plain words and no stack, with the place where that is the point. */
function told({ exitCode, stdout, stderr }: Ended, place = ''): void {
  expect(exitCode, stdout + stderr).toBe(2);
  expect(stderr).toMatch(/disk is full|disk .*failed, or is full/u);
  expect(stderr).toContain(place);
  expect(stderr).toContain('Next:');
  expect(stderr).not.toMatch(/^ +at \w.*:\d+:\d+/mu);
}

async function toItsEnd(scene: FaultScene): Promise<void> {
  const { exitCode, stdout, stderr } = await scene.run(['send', '1', '--yes']);
  const { counts } = await scene.ledger();
  expect(counts.pending + counts.deferred, stdout + stderr).toBe(0);
  expect(exitCode, stdout + stderr).toBe(counts.inDoubt > 0 ? 3 : 0);
}

/** @returns How many are in doubt. */
async function nobodyTwice(scene: FaultScene, mostInDoubt: number): Promise<number> {
  const { accepted, inDoubt, inDoubtWithServer: _, ...faults } = await scene.compare();
  expect(faults).toEqual({ lost: [], duplicates: [], wrong: [] });
  expect(inDoubt.length).toBeLessThanOrEqual(mostInDoubt);
  expect(accepted + inDoubt.length).toBe((await scene.ledger()).counts.eligible);
  expect(accepted).toBeGreaterThan(0);
  return inDoubt.length;
}

/** Every file but what fills the disk, hidden ones too, by path. */
function snapshot(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) mkdirSync(folder);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.filler'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(files.map((file) => [path.relative(folder, file), readFileSync(file, 'base64')]));
}
