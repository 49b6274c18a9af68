// Statements on a pinned connection leave at once, before the ones in front of them are answered: Kysely alone would wait each time.
import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { pinnedTo } from '../../src/store/pinned-connection.ts';
import { postgresConnection } from '../../src/store/postgres-pool.ts';
import { runStatement } from '../../src/store/run-statement.ts';

function silentClient() {
  const asked: { readonly text: string; readonly name?: string }[] = [];
  const answers: ((result: unknown) => void)[] = [];
  const query = (query: string | { text: string; name: string }): Promise<unknown> => {
    asked.push(typeof query === 'string' ? { text: query } : { text: query.text, name: query.name });
    return new Promise((resolve) => answers.push(resolve));
  };
  return { client: { query } as unknown as pg.PoolClient, asked, answers };
}

test('three statements are on their way before the first is answered, those with values under a name', async () => {
  const { client, asked, answers } = silentClient();
  const db = pinnedTo(postgresConnection(client));
  const results = [
    runStatement(db, 'begin', []),
    runStatement(db, 'select $1::int as n', [1]),
    runStatement(db, 'select $1::int as n', [2]),
  ];
  await setImmediate();
  expect(asked.map(({ text }) => text)).toEqual(['begin', 'select $1::int as n', 'select $1::int as n']);
  expect(asked[0]?.name).toBeUndefined();
  expect(asked[1]?.name).toMatch(/^broadside_\d+$/u);
  expect(asked[2]?.name).toBe(asked[1]?.name);
  for (const [n, answer] of answers.entries()) answer({ command: 'SELECT', rows: [{ n }], rowCount: 1 });
  expect(await Promise.all(results)).toEqual([[{ n: 0 }], [{ n: 1 }], [{ n: 2 }]]);
});

test('a commit tells what it was', async () => {
  const { client, answers } = silentClient();
  const committed = runStatement(pinnedTo(postgresConnection(client)), 'commit', []);
  await setImmediate();
  answers[0]?.({ command: 'ROLLBACK', rows: [], rowCount: null });
  expect(await committed).toEqual([{ command: 'ROLLBACK' }]);
});
