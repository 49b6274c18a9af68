// Fault test 23: who is on the list? The same form with addresses that are unknown, waiting, readers', gone, and cut off: the same status and the same
// octets, the same statements to the database, and no difference in time that anybody could see.
import { StatementSync } from 'node:sqlite';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { type ListScene, listScene } from '../support/list-scene.ts';
import { INSEPARABLE_T, sampleInTurns, welchT } from '../support/welch.ts';

const SAMPLES = IS_FULL ? 10_000 : 1500;
/** Each kind has as many addresses, of the same length. */
const ADDRESSES = 100;
const CLASSES = ['unknown', 'waiting', 'reader1', 'leaving', 'bounced', 'blocked'] as const;
type Class = (typeof CLASSES)[number];

const lines: string[] = [];
afterAll(() => console.log(`23 enumeration: ${lines.join('; ')}`));

const address = (kind: Class, n: number): string =>
  `${kind.padEnd(7, 'x')}-${String(n % ADDRESSES).padStart(3, '0')}@example.org`;

async function listWithEverybody(): Promise<ListScene> {
  const list = await listScene({
    limits: createVisitLimits({
      ...VISIT_LIMITS,
      signUpsAnHour: 1e9,
      signUpsADay: 1e9,
      allSignUpsAnHour: 1e9,
    }),
  });
  const { audience } = list.database;
  for (let n = 0; n < ADDRESSES; n += 1) {
    await list.signUp(address('waiting', n));
    await list.addReader(address('reader1', n));
    const id = await list.addReader(address('leaving', n));
    await audience.leave(id, 'test', list.now);
    await audience.suppress(address('bounced', n), 'bounced', 'test', list.now);
    await audience.suppress(address('blocked', n), 'complained', 'test', list.now);
  }
  await list.sendMails();
  return list;
}

/** What SQLite is told to do, in order. */
function watchStatements(): { taken(): readonly string[] } {
  let seen: string[] = [];
  const { prototype } = StatementSync as unknown as {
    prototype: Record<string, (...args: unknown[]) => unknown>;
  };
  for (const name of ['run', 'all', 'get', 'iterate']) {
    const original = prototype[name];
    if (original === undefined) throw new Error(`There is no ${name}`);
    prototype[name] = function (this: { sourceSQL: string }, ...args: unknown[]) {
      seen.push(this.sourceSQL);
      return original.apply(this, args);
    };
    onTestFinished(() => {
      prototype[name] = original;
    });
  }
  return {
    taken: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
  };
}

test('the same answer, by the same statements', async () => {
  const list = await listWithEverybody();
  const watch = watchStatements();
  const answers = new Map<string, string>();
  const statements = new Map<string, string>();
  for (const kind of CLASSES) {
    await list.signUp(address(kind, 0));
    watch.taken();
    const response = await list.signUp(address(kind, 1));
    statements.set(kind, watch.taken().join('\n'));
    const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
    answers.set(kind, [response.status, ...headers, await response.text()].join('\n'));
  }
  expect(statements.get('unknown')).toContain('insert into "sign_ups"');
  expect([...new Set(statements.values())]).toHaveLength(1);
  expect([...new Set(answers.values())]).toHaveLength(1);
  expect(answers.get('reader1')).not.toContain('reader1');
});

test('and no difference in time', async () => {
  const list = await listWithEverybody();
  let n = 0;
  const classes = Object.fromEntries(
    CLASSES.map((kind) => [
      kind,
      async () => {
        n += 1;
        const response = await list.signUp(address(kind, Math.floor(n / CLASSES.length)));
        if (response.status !== 200) throw new Error(`Status ${response.status}`);
        await response.text();
      },
    ]),
  );
  await sampleInTurns(classes, 100);
  const samples = await sampleInTurns(classes, SAMPLES);
  const first = samples['unknown'] ?? [];
  const found = CLASSES.slice(1).map((kind) => [kind, welchT(first, samples[kind] ?? [])] as const);
  lines.push(`${SAMPLES} of each, t ${found.map(([kind, t]) => `${kind} ${t.toFixed(2)}`).join(', ')}`);
  for (const [kind, t] of found) expect(t, kind).toBeLessThan(INSEPARABLE_T);
});
