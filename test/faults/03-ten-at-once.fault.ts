// Fault test 3: the same send command is started ten times at once. One of them sends, the others are told so and end; and when all is done,
// whoever starts it again sends nothing. By the mail server's own log everybody has one letter.
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type Ended, type FaultScene, faultScene, IS_FULL, SLUG } from '../support/fault-scene.ts';

const AT_ONCE = 10;
const CONNECTIONS = 4;
const READERS = IS_FULL ? 1_000 : 200;
const ROUNDS = IS_FULL ? 5 : 1;
/** Started when all is done. */
const AFTERWARDS = IS_FULL ? 10 : 2;
/** Each answer takes so long until all but one have ended: until then the send cannot come to its end, however slowly processes start. */
const ANSWER_MS = 1_000;

const lines: string[] = [];
afterAll(() => console.log(`3 ten at once: ${lines.join('; ')}`));

await onEachDatabase((on) => {
  test.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'round %i: one run, and then none',
    async () => {
      const scene = await faultScene({
        ...on,
        readers: READERS,
        domains: Array.from({ length: CONNECTIONS }, (_, n) => `d${n}.example`),
        smtp: `connections=${CONNECTIONS}`,
        sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
      });
      const first = await tenAtOnce(scene);
      const [sender, ...others] = first.toSorted((one, other) => (one.exitCode ?? 9) - (other.exitCode ?? 9));
      expect(sender?.exitCode, sender?.stderr).toBe(0);
      expect(others.map(({ exitCode }) => exitCode)).toEqual(others.map(() => 2));
      for (const { stdout } of others)
        expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'SEND_UNDER_WAY' } });
      expect(await runsOf(scene)).toBe(1);
      await expectOneLetterEach(scene);

      const dots = scene.sink.events().filter(({ e }) => e === 'dot').length;
      for (const { exitCode, stdout } of await Promise.all(
        begun(scene, AFTERWARDS).map(({ ended }) => ended),
      ))
        expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
          exitCode: 0,
          run: { accepted: 0 },
        });
      expect(scene.sink.events().filter(({ e }) => e === 'dot')).toHaveLength(dots);
      await expectOneLetterEach(scene);
      lines.push(
        `${on.database} ${AT_ONCE} started, 1 sent ${dots} messages to ${READERS} readers, ${AFTERWARDS} more sent 0`,
      );
    },
  );
});

function begun(scene: FaultScene, count: number) {
  return Array.from({ length: count }, () => scene.start(['send', '1', '--yes', '--json']));
}

/** All but one have ended before the server answers as fast as it can. */
async function tenAtOnce(scene: FaultScene): Promise<readonly Ended[]> {
  const runs = begun(scene, AT_ONCE);
  let ended = 0;
  const allButOne = new Promise<void>((resolve) => {
    for (const run of runs)
      void run.ended.then(() => {
        ended += 1;
        if (ended === AT_ONCE - 1) resolve();
      });
  });
  await allButOne;
  await scene.sink.setRules([]);
  return Promise.all(runs.map((run) => run.ended));
}

async function runsOf(scene: FaultScene): Promise<number> {
  const database = await openDatabase(scene.databaseUrl, { root: scene.root });
  try {
    return (await database.orders.history(SLUG)).filter(({ event }) => event === 'run began').length;
  } finally {
    await database.close();
  }
}

async function expectOneLetterEach(scene: FaultScene): Promise<void> {
  const { accepted, ...faults } = await scene.compare();
  expect(faults).toEqual({ inDoubt: [], inDoubtWithServer: 0, lost: [], duplicates: [], wrong: [] });
  expect(accepted).toBe(READERS);
}
