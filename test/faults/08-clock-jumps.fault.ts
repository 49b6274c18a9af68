// Fault test 8: the wall clock is set a day forward and a day back, and summer time begins and ends, while an issue is being sent and while
// one is scheduled. Nothing goes out early, twice or never: leases hold by a clock that nobody can set, and a time that was meant is an
// instant. The truth is the mail server's log; the clock is that of each process, moved from outside.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { type OnDatabase, onEachDatabase } from '../support/fault-databases.ts';
import { type Ended, type FaultScene, faultScene, IS_FULL, type Running } from '../support/fault-scene.ts';

const SHIFTED_CLOCK = path.join(import.meta.dirname, '../support/shifted-clock.ts');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const CONNECTIONS = 4;
const READERS = IS_FULL ? 1_000 : 120;
const FEW = 12;
/** So slow that a run cannot come to its end while the clock is set, however slowly other processes start. */
const ANSWER_MS = 1500;
/** In which a worker would have begun, had it wanted to: it looks at its orders whenever one is changed. */
const WATCHED_MS = 3_000;

const lines: string[] = [];
afterAll(() => console.log(`8 clock jumps: ${lines.join('; ')}`));

interface Clocked {
  readonly scene: FaultScene;
  /** Sets the clock of all processes, those that run too. */
  set(instant: string): void;
  /** Moves it. */
  shift(ms: number): void;
  start(argv: readonly string[]): Running;
  run(argv: readonly string[]): Promise<Ended>;
  /** Messages whose final dot the server has. */
  arrived(): number;
}

async function clocked(on: OnDatabase, readers: number, delayMs = 0): Promise<Clocked> {
  const scene = await faultScene({
    ...on,
    readers,
    domains: Array.from({ length: CONNECTIONS }, (_, n) => `d${n}.example`),
    smtp: `connections=${CONNECTIONS}`,
    sink: { rules: [{ stage: 'dot', delayMs }] },
  });
  const file = path.join(scene.root, 'clock');
  let offsetMs = 0;
  const write = (ms: number): void => {
    offsetMs = ms;
    writeFileSync(file, String(ms));
  };
  write(0);
  const options = { preload: [SHIFTED_CLOCK], env: { CLOCK_FILE: file } };
  return {
    scene,
    set: (instant) => write(Date.parse(instant) - Date.now()),
    shift: (ms) => write(offsetMs + ms),
    start: (argv) => scene.start(argv, options),
    run: (argv) => scene.run(argv, options),
    arrived: () => scene.sink.events().filter(({ e }) => e === 'dot').length,
  };
}

async function expectOneLetterEach({ scene }: Clocked, readers: number): Promise<void> {
  const { accepted, ...faults } = await scene.compare();
  expect(faults).toEqual({ inDoubt: [], inDoubtWithServer: 0, lost: [], duplicates: [], wrong: [] });
  expect(accepted).toBe(readers);
}

/** In the bounded form summer time begins on one database and ends on the other. */
function onTurns<T>({ database }: OnDatabase, [first, second]: readonly [T, T]): readonly T[] {
  if (IS_FULL) return [first, second];
  return [database === 'SQLite' ? first : second];
}

await onEachDatabase((on) => {
  describe('while it is being sent', () => {
    test.each(
      onTurns(on, [
        // Just before summer time begins and ends in the newsletter's London.
        ['over the beginning of summer time', '2027-03-28T00:59:58.000Z'],
        ['over its end', '2027-10-31T00:59:58.000Z'],
      ] as const),
    )('the clock goes a day forward and back, %s', async (name, begin) => {
      const clock = await clocked(on, READERS, ANSWER_MS);
      const { scene } = clock;
      clock.set(begin);
      const run = clock.start(['send', '1', '--yes']);
      for (const shiftMs of [DAY_MS, -2 * DAY_MS, DAY_MS]) {
        const before = clock.arrived();
        await scene.sink.until((events) => events.filter(({ e }) => e === 'dot').length > before);
        clock.shift(shiftMs);
        // Whoever looks by the new clock sees a live run, and no reader in doubt.
        const second = await clock.run(['send', '1', '--yes', '--json']);
        expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'SEND_UNDER_WAY' } });
        const { counts } = await scene.ledger();
        expect(counts.inDoubt).toBe(0);
      }
      await scene.sink.setRules([]);
      const { exitCode, stderr } = await run.ended;
      expect(exitCode, stderr).toBe(0);
      await expectOneLetterEach(clock, READERS);
      lines.push(`${on.database} ${name}: ${READERS} once each`);
    });

    test('readers who were refused for now are tried again, and once, whichever way the clock went', async () => {
      const clock = await clocked(on, FEW);
      // Of the mailbox, not of the domain, which would be let rest for a while.
      await clock.scene.sink.setRules([{ stage: 'rcpt', to: '@d1.example', reply: '450 4.2.1 later' }]);
      clock.set('2027-03-28T00:59:58.000Z');
      expect((await clock.run(['send', '1', '--yes'])).exitCode).toBe(3);
      await clock.scene.sink.setRules([]);
      const before = clock.arrived();
      // A day back nothing is due, and nothing is lost.
      clock.shift(-DAY_MS);
      await clock.run(['send', '1', '--yes']);
      expect(clock.arrived()).toBe(before);
      clock.shift(DAY_MS + 31 * MINUTE_MS);
      expect((await clock.run(['send', '1', '--yes'])).exitCode).toBe(0);
      await expectOneLetterEach(clock, FEW);
    });
  });

  describe('while it is scheduled', () => {
    test.each(
      onTurns(on, [
        // Scheduled in winter for a time of the first summer morning: 02:30 in London is 01:30 UTC.
        ['2027-03-27T20:00:00.000Z', '2027-03-28 02:30', '2027-03-28T01:30:00.000Z'],
        // Scheduled in summer for the first winter morning: 08:00 is 08:00 UTC, and not an hour before.
        ['2027-10-30T20:00:00.000Z', '2027-10-31 08:00', '2027-10-31T08:00:00.000Z'],
      ] as const),
    )('at %s for %s it goes at %s: not before, not twice', async (planned, local, due) => {
      const clock = await clocked(on, FEW);
      clock.set(planned);
      expect((await clock.run(['send', '1', '--at', local, '--yes'])).exitCode).toBe(0);
      const dueMs = Date.parse(due);
      const once = async (atMs: number): Promise<number> => {
        clock.set(new Date(atMs).toISOString());
        await clock.run(['worker', '--once']);
        return clock.arrived();
      };
      // An hour before, which is where a wrong offset would put it; and a minute, for the process takes some time to start.
      expect(await once(dueMs - 60 * MINUTE_MS)).toBe(0);
      expect(await once(dueMs - MINUTE_MS)).toBe(0);
      expect(await once(dueMs)).toBe(FEW);
      expect(await once(dueMs - DAY_MS)).toBe(FEW);
      expect(await once(dueMs + DAY_MS)).toBe(FEW);
      await expectOneLetterEach(clock, FEW);
      lines.push(`${on.database} scheduled for ${local}: sent at ${due}`);
    });

    test('a clock that goes forward under a worker starts nothing early; put right, the issue goes once', async () => {
      const clock = await clocked(on, FEW);
      clock.set('2027-03-27T20:00:00.000Z');
      await clock.run(['send', '1', '--at', '2027-03-27 20:20', '--yes']);
      const worker = clock.start(['worker']);
      await saying(worker, 'worker is ready');
      await looked(clock);
      // A day: late beyond what is sent without asking. Half an hour: only the monotonic clock knows that it is too early.
      for (const jumpMs of [DAY_MS, 30 * MINUTE_MS]) {
        clock.shift(jumpMs);
        await looked(clock);
        expect(clock.arrived()).toBe(0);
        clock.shift(-jumpMs);
      }
      expect(worker.complaints()).toContain('issue is late and waits for a word');
      await looked(clock);
      expect(clock.arrived()).toBe(0);
      worker.child.kill('SIGTERM');
      await worker.ended;
      // Its time has come, by a clock that is right.
      clock.set('2027-03-27T20:21:00.000Z');
      await clock.run(['worker', '--once']);
      await expectOneLetterEach(clock, FEW);
      lines.push(`${on.database} forward under a worker: 0 early`);
    });

    test('a clock that goes back under a worker delays the issue and loses it not', async () => {
      const clock = await clocked(on, FEW);
      clock.set('2027-10-31T00:59:50.000Z');
      const worker = clock.start(['worker']);
      await saying(worker, 'worker is ready');
      await clock.run(['send', '1', '--at', '2027-10-31T01:00:10Z', '--yes']);
      clock.shift(-DAY_MS);
      await looked(clock);
      expect(clock.arrived()).toBe(0);
      clock.set('2027-10-31T01:00:11.000Z');
      await looked(clock);
      await clock.scene.sink.until((events) => events.filter(({ e }) => e === 'answer').length >= FEW);
      worker.child.kill('SIGTERM');
      await worker.ended;
      await expectOneLetterEach(clock, FEW);
      lines.push(`${on.database} back under a worker: sent when it was right again`);
    });
  });
});

async function saying({ complaints }: Running, words: string): Promise<void> {
  await expect.poll(complaints, { timeout: 60_000 }).toContain(words);
}

/** The worker is made to look at its orders, and had the time to begin. */
async function looked(clock: Clocked): Promise<void> {
  await clock.run(['pause', '1']);
  await clock.run(['resume', '1']);
  await sleep(WATCHED_MS);
}
