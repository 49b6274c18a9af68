// A real mail server: Debian's Postfix takes what Broadside sends over STARTTLS, and its own queue and log must agree with the ledger,
// row by row. After a clean run, and after one that was killed half-way and went on.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TokenKey } from '../../src/audience/token.ts';
import { readVerp } from '../../src/audience/verp.ts';
import { storedTokenKeys } from '../../src/cli/token-keys.ts';
import type { Delivery } from '../../src/model/delivery.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type FaultScene, faultScene } from '../support/fault-scene.ts';
import { type Postfix, type Queued, startPostfix, whyNoPostfix } from '../support/postfix.ts';

const READERS = 200;
const CONNECTIONS = 8;
/** Killed when about so many are in the queue. */
const KILL_AFTER = 60;

const reason = whyNoPostfix();
let postfix: Postfix;
beforeAll(async () => {
  if (reason === undefined) postfix = await startPostfix();
});
afterAll(() => postfix?.stop());

describe.skipIf(reason !== undefined)(
  `Postfix${reason === undefined ? '' : ` (left out: ${reason})`}`,
  () => {
    describe.each(['', '&pipelining=off'])('asked by tls=required%s', (more) => {
      const env = () => ({
        BROADSIDE_SMTP_URL: `${postfix.url}?tls=required&connections=${CONNECTIONS}${more}`,
        NODE_EXTRA_CA_CERTS: postfix.certificate,
      });

      test('holds each message once, under the id and for the reader that the ledger says', async () => {
        postfix.empty();
        const scene = await faultScene({ database: 'SQLite', readers: READERS });
        const { exitCode, stderr } = await scene.run(['send', '1', '--yes'], { env: env() });
        expect(stderr).toBe('');
        expect(exitCode).toBe(0);
        const { deliveries } = await scene.ledger();
        expect(deliveries.filter(({ status }) => status === 'accepted')).toHaveLength(READERS);
        const queue = await postfix.queue();
        expect(agreement(queue, deliveries, await keysOf(scene))).toEqual([]);
        expect(queue).toHaveLength(READERS);
      });

      test('and after a run that was killed goes on, none twice', async () => {
        postfix.empty();
        const scene = await faultScene({ database: 'SQLite', readers: READERS });
        const run = scene.start(['send', '1', '--yes'], { env: env() });
        await queued(scene, KILL_AFTER);
        run.child.kill('SIGKILL');
        expect((await run.ended).signal).toBe('SIGKILL');
        const { exitCode } = await scene.run(['send', '1', '--yes'], { env: env() });
        const { deliveries, counts } = await scene.ledger();
        expect(agreement(await postfix.queue(), deliveries, await keysOf(scene))).toEqual([]);
        expect(counts.accepted + counts.inDoubt + counts.onTheWire).toBe(READERS);
        expect(counts.inDoubt + counts.onTheWire).toBeLessThanOrEqual(CONNECTIONS);
        expect(exitCode).toBe(counts.inDoubt + counts.onTheWire > 0 ? 3 : 0);
      });
    });
  },
);

async function queued(scene: FaultScene, least: number): Promise<void> {
  for (;;) {
    const { counts } = await scene.ledger();
    if (counts.accepted >= least) return;
  }
}

async function keysOf({ databaseUrl, root }: FaultScene): Promise<readonly TokenKey[]> {
  const database = await openDatabase(databaseUrl, { root });
  try {
    return await storedTokenKeys(database.settings);
  } finally {
    await database.close();
  }
}

const BY_JOURNAL = 'Taken by the mail server, says the journal of what was sent';

/** On what queue and ledger do not agree, in words. Of a row in doubt there may be one message or none. */
function agreement(
  queue: readonly Queued[],
  deliveries: readonly Delivery[],
  keys: readonly TokenKey[],
): readonly string[] {
  const wrong: string[] = [];
  let byJournal = 0;
  const rows = new Map(deliveries.map((row) => [row.address, row]));
  const seen = new Map<string, number>();
  for (const { queueId, sender, recipients, messageId } of queue) {
    const [address = '', ...others] = recipients;
    const row = rows.get(address);
    seen.set(address, (seen.get(address) ?? 0) + 1);
    if (others.length > 0) wrong.push(`${queueId} has ${recipients.length} recipients`);
    // An envelope sender of each reader's own, which names them.
    const named = readVerp(sender, { listId: 'harbour.example.org' }, keys)?.subscriberId;
    if (named === undefined || named !== row?.subscriberId) wrong.push(`${queueId} comes from ${sender}`);
    if (row?.messageId !== messageId)
      wrong.push(`${queueId} for ${address} is ${messageId}, not ${row?.messageId}`);
    // What Postfix answered, as the ledger keeps it, names the very file of the queue. Of letters that were taken when the run was killed the
    // answer is lost, and that they were is known from the journal.
    if (row?.response === BY_JOURNAL) byJournal += 1;
    else if (row?.status === 'accepted' && !(row.response ?? '').endsWith(`queued as ${queueId}`))
      wrong.push(`${address}: ${row.response}, and it is ${queueId}`);
    if (row?.status !== 'accepted' && row?.status !== 'claimed')
      wrong.push(`${address} is ${row?.status}, and is in the queue`);
  }
  if (byJournal > CONNECTIONS) wrong.push(`${byJournal} answers are lost`);
  for (const { address, status } of deliveries) {
    const copies = seen.get(address) ?? 0;
    if (copies > 1) wrong.push(`${address} is in the queue ${copies} times`);
    if (status === 'accepted' && copies === 0) wrong.push(`${address} is accepted and not in the queue`);
  }
  return wrong;
}
