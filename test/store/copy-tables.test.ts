// What arrives is compared with what was sent: a target that loses, changes or adds something is found out.
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { copyTables } from '../../src/store/copy-tables.ts';
import type { TablePlan } from '../../src/store/table-plan.ts';
import type { TableRow, TableSession } from '../../src/store/table-session.ts';
import { sqliteTables } from '../../src/store/tables-in-sqlite.ts';

const PLAN: readonly TablePlan[] = [
  {
    name: 'rows',
    columns: [
      { name: 'id', kind: 'integer' },
      { name: 'word', kind: 'text' },
      { name: 'share', kind: 'real' },
    ],
    key: [{ name: 'id', kind: 'integer' }],
  },
];

function tables(fill: (database: DatabaseSync) => void = () => {}): TableSession {
  const database = new DatabaseSync(':memory:');
  database.exec('create table rows (id integer primary key, word text, share real)');
  fill(database);
  return sqliteTables(database);
}

const source = (): TableSession =>
  tables((database) => {
    const insert = database.prepare('insert into rows values (?, ?, ?)');
    for (let id = 0; id < 5000; id += 1) insert.run(id, id % 3 === 0 ? null : `word ${id}`, id / 3);
  });

test('all rows of all batches arrive, fractions to their last figure', async () => {
  const to = tables();
  const [sum] = await copyTables(source(), to, PLAN);
  expect(sum).toMatchObject({ table: 'rows', rows: 5000 });
  expect(await Array.fromAsync(to.rows(PLAN[0] as TablePlan))).toEqual(
    await Array.fromAsync(source().rows(PLAN[0] as TablePlan)),
  );
});

test.each<[string, (rows: readonly TableRow[]) => readonly TableRow[]]>([
  ['loses a row', (rows) => rows.slice(1)],
  [
    'takes nothing for an empty text',
    (rows) => rows.map(([id, word, share]) => [id, word ?? '', share] as TableRow),
  ],
  [
    'changes a figure',
    (rows) => rows.map(([id, word, share]) => [id, word, id === '7' ? '2.3' : share] as TableRow),
  ],
  [
    'exchanges the words of two rows',
    (rows) => {
      const words = new Map([
        ['1', 'word 2'],
        ['2', 'word 1'],
      ]);
      return rows.map(([id = null, word, share]) => [id, words.get(id ?? '') ?? word, share] as TableRow);
    },
  ],
])('a target that %s is found out', async (_, spoil) => {
  const to = tables();
  const spoiling: TableSession = { ...to, insert: (table, rows) => to.insert(table, spoil(rows)) };
  await expect(copyTables(source(), spoiling, PLAN)).rejects.toMatchObject({
    code: 'DATABASE_FAILED',
    message: expect.stringContaining('rows'),
  });
});
