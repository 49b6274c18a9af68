// Fault test 1: the program is killed, as by a loss of power, at eight points of a send. Each time the send is begun again and goes to
// its end. Nobody is missed, nobody gets it twice but who is named as in doubt, and of these there are no more than connections.
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type FaultScene, faultScene, IS_FULL, type StartOptions } from '../support/fault-scene.ts';
import type { SinkPoint } from '../support/sink-log.ts';

const CONNECTIONS = 8;
const READERS = IS_FULL ? 1_000 : 150;
const RUNS = IS_FULL ? 25 : 1;
/** A run that goes on may find rows that were put off: nobody here is refused, so this is never needed. */
const MOST_RESUMPTIONS = 3;
/** A message that is larger than what one read of a socket brings, so that it can be cut in the middle. */
const LONG_ISSUE_OCTETS = 60_000;
const FAULT_POINTS = path.join(import.meta.dirname, '../support/fault-points.ts');

const TRANSPORTS = ['pipelined', 'pool'] as const;

type Where =
  | { readonly inside: 'plan' | 'planned' | 'claimed' | 'uncommitted' }
  | { readonly wire: SinkPoint };

interface Point {
  readonly name: string;
  readonly at: Where;
  /** How often it is passed at least in one whole send: a kill is put off by up to so many times. */
  readonly times: number;
  readonly issueOctets?: number;
}

const POINTS: readonly Point[] = [
  { name: 'plan half written', at: { inside: 'plan' }, times: READERS },
  { name: 'planned', at: { inside: 'planned' }, times: 1 },
  { name: 'claimed', at: { inside: 'claimed' }, times: READERS / CONNECTIONS },
  { name: 'before MAIL', at: { wire: 'ehlo' }, times: CONNECTIONS },
  { name: 'after RCPT', at: { wire: 'rcpt' }, times: READERS },
  { name: 'in the middle of DATA', at: { wire: 'body' }, times: READERS, issueOctets: LONG_ISSUE_OCTETS },
  { name: 'final dot, before the 250', at: { wire: 'dot' }, times: READERS },
  { name: '250, before the commit', at: { inside: 'uncommitted' }, times: READERS / CONNECTIONS },
];

const seen = { kills: 0, sent: 0, inDoubt: 0, mostInDoubt: 0, inDoubtThatArrived: 0 };
afterAll(() =>
  console.log(
    `1 killed: ${seen.kills} kills, ${READERS} readers each; ${seen.sent} accepted, ${seen.inDoubt} in doubt (at most ${seen.mostInDoubt} a kill, ${seen.inDoubtThatArrived} of them had arrived), 0 lost, 0 twice`,
  ),
);

await onEachDatabase((on) => {
  describe.each(POINTS.map((point, index) => ({ ...point, index })))(
    '$name',
    ({ at, times, issueOctets, index }) => {
      // The bounded form has each point over one way of sending on one database, over the other on the other.
      const first = (index + (on.database === 'SQLite' ? 0 : 1)) % 2;
      const transports = IS_FULL ? TRANSPORTS : [TRANSPORTS[first]];
      const runs = Array.from({ length: RUNS }, (_, run) => run).flatMap((run) =>
        transports.map((transport) => ({ run, transport })),
      );
      test.each(runs)('run $run, $transport', async ({ run, transport }) => {
        const scene = await faultScene({
          ...on,
          readers: READERS,
          smtp: `connections=${CONNECTIONS}${transport === 'pool' ? '&pipelining=off' : ''}`,
          ...(issueOctets === undefined ? {} : { issueOctets }),
        });
        await killedSend(scene, at, nthOf(run, times));
        const left = await scene.ledger();
        expect(left.counts.inDoubt + left.counts.onTheWire).toBeLessThanOrEqual(CONNECTIONS);
        await toItsEnd(scene);
        const { accepted, inDoubt, inDoubtWithServer, ...faults } = await scene.compare();
        expect(faults).toEqual({ lost: [], duplicates: [], wrong: [] });
        expect(inDoubt.length).toBeLessThanOrEqual(CONNECTIONS);
        expect(accepted + inDoubt.length).toBe(READERS);
        seen.kills += 1;
        seen.sent += accepted;
        seen.inDoubt += inDoubt.length;
        seen.inDoubtThatArrived += inDoubtWithServer;
        seen.mostInDoubt = Math.max(seen.mostInDoubt, inDoubt.length);
      });
    },
  );
});

/** Spread over the whole send, another one each run. */
function nthOf(run: number, times: number): number {
  const share = RUNS === 1 ? 0.4 : (run + 0.5) / RUNS;
  return Math.max(1, Math.floor(times * share));
}

async function killedSend(scene: FaultScene, at: Where, nth: number): Promise<void> {
  const inside: StartOptions =
    'inside' in at
      ? { preload: [FAULT_POINTS], env: { FAULT_POINT: at.inside, FAULT_NTH: String(nth) } }
      : {};
  const run = scene.start(['send', '1', '--yes'], inside);
  // The connection that only asks what the server can do says EHLO too: it comes first.
  const asking = 'wire' in at && at.wire === 'ehlo' ? 1 : 0;
  if ('wire' in at)
    await scene.sink.arm({ point: at.wire, nth: nth + asking, pid: run.pid, signal: 'SIGKILL' });
  const { signal, stderr, stdout } = await run.ended;
  expect(signal, `it was not killed: ${stdout}${stderr}`).toBe('SIGKILL');
}

async function toItsEnd(scene: FaultScene): Promise<void> {
  for (let run = 0; run < MOST_RESUMPTIONS; run += 1) {
    const { exitCode, stdout, stderr } = await scene.run(['send', '1', '--yes']);
    const { counts } = await scene.ledger();
    if (counts.pending + counts.deferred === 0) {
      // 3 says that something is left: here only what is in doubt.
      expect(exitCode, stdout + stderr).toBe(counts.inDoubt + counts.onTheWire > 0 ? 3 : 0);
      return;
    }
  }
  throw new Error('The send came to no end');
}
