// Fault test 9: readers leave, pause, are cut off by a bounce or are forgotten while the issue is being sent, each as near as can be to the moment at which
// their own row is taken. The truth is a trigger of the test's own, which writes down in the very transaction how the reader's row
// stood: whose row was not taken yet gets nothing.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type DatabaseName, faultScene, IS_FULL, SLUG } from '../support/fault-scene.ts';
import { openRaw, type RawDatabase } from '../support/open-raw.ts';
import { planOnly } from '../support/plan-only.ts';
import { monotonicMs } from '../support/sink-log.ts';

const CONNECTIONS = 8;
const LEAVING = IS_FULL ? 1_000 : 150;
/** Of these, so many leave by the command, a process each. */
const BY_COMMAND = 3;
/** There are others between them. */
const READERS = 3 * LEAVING;
/** Slow enough that leaving keeps pace. */
const ANSWER_MS = IS_FULL ? 25 : 60;
/** How far ahead of the row that is taken next the leaving aims: 0 is the same moment. */
const AHEAD = [0, 2, 4, 6, 8, 10, 12, 16, 24];

const lines: string[] = [];
afterAll(() => console.log(`9 leaving while sent: ${lines.join('; ')}`));

await onEachDatabase((on) => {
  test('nobody is written to after they left', async () => {
    const scene = await faultScene({
      ...on,
      readers: READERS,
      smtp: `connections=${CONNECTIONS}`,
      sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
    });
    // Planned, and nothing sent: the order in which rows are taken is that of their message ids.
    await planOnly(scene);
    const raw = await openRaw(scene.databaseUrl);
    await watchLeaving(raw, on.database);
    const order = (await scene.ledger()).deliveries.toSorted((one, other) =>
      one.messageId < other.messageId ? -1 : 1,
    );
    const database = await openDatabase(scene.databaseUrl);
    const run = scene.start(['send', '1', '--yes']);
    await scene.sink.until((events) => events.some(({ e }) => e === 'mail'));

    const leftAt = new Map<string, number>();
    const commands: Promise<unknown>[] = [];
    let isOver = false;
    void run.ended.then(() => (isOver = true));
    for (let turn = 0; leftAt.size < LEAVING && !isOver; turn += 1) {
      // Rows of those who left in time are passed over without a MAIL.
      const begun = scene.sink.events().filter(({ e }) => e === 'mail').length;
      const passed = await raw.rows("select 1 as x from deliveries where status = 'excluded'");
      const row = order[begun + passed.length + (AHEAD[turn % AHEAD.length] ?? 0)];
      if (row === undefined) break;
      if (leftAt.has(row.address)) {
        await sleep(1);
        continue;
      }
      if (leftAt.size % Math.ceil(LEAVING / BY_COMMAND) === 1) {
        // Two readers who are far from their turn: a process takes its time to start.
        const later = order[Math.min(begun + 150, READERS - 1)];
        if (later !== undefined && !leftAt.has(later.address))
          commands.push(
            scene.run(['subscribers', 'remove', later.address]).then(({ exitCode }) => {
              expect(exitCode).toBe(0);
              leftAt.set(later.address, monotonicMs());
            }),
          );
      }
      await database.subscribers.unsubscribe(row.subscriberId, 'test', new Date().toISOString());
      leftAt.set(row.address, monotonicMs());
    }
    await Promise.all(commands);
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stdout + stderr).toBe(0);
    await database.close();

    const stood = new Map(
      (await raw.rows('select address, stood from fault_leavings')).map(({ address, stood }) => [
        String(address),
        String(stood),
      ]),
    );
    await raw.close();
    expect(stood.size).toBeGreaterThanOrEqual(leftAt.size);
    const { deliveries } = await scene.ledger();
    const status = new Map(deliveries.map((row) => [row.address, row.status]));
    const written = new Map<string, number>();
    let mailAt = new Map<number, number>();
    for (const event of scene.sink.events()) {
      if (event.e === 'mail') mailAt = mailAt.set(event.c, event.at);
      if (event.e === 'rcpt') written.set(event.to, mailAt.get(event.c) ?? event.at);
    }

    const before = [...stood].filter(([, state]) => state === 'pending').map(([address]) => address);
    const wronged = before.filter((address) => written.has(address) || status.get(address) !== 'excluded');
    expect(wronged, 'written to after they left').toEqual([]);
    // Whoever was not to be left out was reached all the same.
    const { accepted, inDoubt, lost, duplicates, wrong } = await scene.compare();
    expect({ inDoubt, lost, duplicates, wrong }).toEqual({
      inDoubt: [],
      lost: [],
      duplicates: [],
      wrong: [],
    });
    // A row that was taken and given back before its turn on the wire counts as not taken.
    const excluded = deliveries.filter((row) => row.status === 'excluded').map(({ address }) => address);
    expect(excluded.filter((address) => !stood.has(address))).toEqual([]);
    expect(accepted + excluded.length).toBe(READERS);
    // Both ends of the race were run, or nothing was raced.
    expect(before.length).toBeGreaterThan(LEAVING / 20);
    expect(stood.size - before.length).toBeGreaterThan(LEAVING / 20);
    const trailing = [...leftAt].flatMap(([address, at]) => {
      const mail = written.get(address);
      return mail === undefined || mail < at ? [] : [mail - at];
    });
    lines.push(
      `${on.database}: ${stood.size} left, ${before.length} before their row was taken and got nothing, ${stood.size - before.length} after; of these MAIL came after the leaving for ${trailing.length}, by ${Math.max(0, ...trailing).toFixed(1)} ms at most`,
    );
  });
});

/** The others: so many in all, of each kind as many. */
const CHANGING = IS_FULL ? 1_000 : 120;
const CHANGES = ['pause', 'bounce', 'erase'] as const;

await onEachDatabase((on) => {
  test('nobody is written to after they paused, bounced or were forgotten', async () => {
    const scene = await faultScene({
      ...on,
      readers: 3 * CHANGING,
      smtp: `connections=${CONNECTIONS}`,
      sink: { rules: [{ stage: 'dot', delayMs: ANSWER_MS }] },
    });
    await planOnly(scene);
    const raw = await openRaw(scene.databaseUrl);
    await watchChanges(raw, on.database);
    const order = (await scene.ledger()).deliveries.toSorted((one, other) =>
      one.messageId < other.messageId ? -1 : 1,
    );
    const database = await openDatabase(scene.databaseUrl);
    const run = scene.start(['send', '1', '--yes']);
    await scene.sink.until((events) => events.some(({ e }) => e === 'mail'));
    const changed = new Map<string, (typeof CHANGES)[number]>();
    let isOver = false;
    void run.ended.then(() => (isOver = true));
    for (let turn = 0; changed.size < CHANGING && !isOver; turn += 1) {
      const begun = scene.sink.events().filter(({ e }) => e === 'mail').length;
      const passed = await raw.rows("select 1 as x from deliveries where status = 'excluded'");
      const row = order[begun + passed.length + (AHEAD[turn % AHEAD.length] ?? 0)];
      if (row === undefined) break;
      if (changed.has(row.subscriberId)) {
        await sleep(1);
        continue;
      }
      const what = CHANGES[changed.size % CHANGES.length] ?? 'pause';
      const at = new Date().toISOString();
      const pausedUntil = new Date(Date.now() + 24 * 3_600_000).toISOString();
      if (what === 'pause') await database.audience.choose(row.subscriberId, { pausedUntil }, 'test', at);
      if (what === 'bounce') await database.audience.suppress(row.address, 'bounced', 'test', at);
      if (what === 'erase') expect(await database.audience.erase(row.subscriberId, 'test', at)).toBe(true);
      changed.set(row.subscriberId, what);
    }
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stdout + stderr).toBe(0);
    const stood = new Map(
      (await raw.rows('select id, stood from fault_changes')).map(({ id, stood }) => [
        String(id),
        String(stood),
      ]),
    );
    await raw.close();
    expect(stood.size).toBe(changed.size);
    const written = Map.groupBy(
      scene.sink.events().flatMap((event) => (event.e === 'rcpt' ? [event.to] : [])),
      (to) => to,
    );
    // A row of somebody who is forgotten is left out in the transaction that forgets them.
    const before = order.filter(({ subscriberId }) =>
      ['pending', 'excluded'].includes(stood.get(subscriberId) ?? ''),
    );
    expect(
      before.filter(({ address }) => written.has(address)).map(({ address }) => address),
      'written to afterwards',
    ).toEqual([]);
    const { deliveries } = await scene.ledger();
    await database.close();
    const rowOf = new Map(deliveries.map((row) => [row.subscriberId, row]));
    for (const { subscriberId } of before) expect(rowOf.get(subscriberId)?.status).toBe('excluded');
    for (const [id, what] of changed)
      if (what === 'erase') expect(rowOf.get(id)).toMatchObject({ address: '', domain: '' });
    // Everybody else was reached, once.
    const others = order.filter(({ subscriberId }) => !stood.has(subscriberId));
    expect(others.filter(({ address }) => written.get(address)?.length !== 1)).toEqual([]);
    expect(before.length).toBeGreaterThan(CHANGING / 20);
    expect(stood.size - before.length).toBeGreaterThan(CHANGING / 20);
    lines.push(
      `${on.database}: ${stood.size} paused, bounced or forgotten, ${before.length} before their row was taken and got nothing`,
    );
  });
});

async function watchChanges(raw: RawDatabase, database: DatabaseName): Promise<void> {
  await raw.run('create table fault_changes (id text, stood text)');
  const note = `insert into fault_changes select new.id, coalesce((select d.status from deliveries d
    where d.issue_slug = '${SLUG}' and d.subscriber_id = new.id), 'none')`;
  const condition = `(new.status = 'suppressed' and old.status <> 'suppressed')
    or (new.paused_until is not null and old.paused_until is null)`;
  if (database === 'SQLite') {
    await raw.run(
      `create trigger fault_change after update on subscribers when ${condition} begin ${note}; end`,
    );
    return;
  }
  await raw.run(
    `create function fault_change() returns trigger language plpgsql as $$ begin ${note}; return null; end $$`,
  );
  await raw.run(`create trigger fault_change after update on subscribers for each row when (${condition})
    execute function fault_change()`);
}

async function watchLeaving(raw: RawDatabase, database: DatabaseName): Promise<void> {
  await raw.run('create table fault_leavings (address text, stood text)');
  const note = `insert into fault_leavings select new.address, coalesce((select d.status from deliveries d
    where d.issue_slug = '${SLUG}' and d.subscriber_id = new.id), 'none')`;
  const condition = "new.status = 'unsubscribed' and old.status <> 'unsubscribed'";
  if (database === 'SQLite') {
    await raw.run(`create trigger fault_leaving after update of status on subscribers when ${condition}
      begin ${note}; end`);
    return;
  }
  await raw.run(
    `create function fault_leaving() returns trigger language plpgsql as $$ begin ${note}; return null; end $$`,
  );
  await raw.run(`create trigger fault_leaving after update of status on subscribers for each row when (${condition})
    execute function fault_leaving()`);
}
