import { spawnSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSentJournal, type SentJournalFiles } from '../../src/files/sent-journal.ts';
import { scratchFolder, smallDisk } from './scratch.ts';

const AT = '2026-01-09T08:00:00.000Z';
const id = (n: number): string => `0294.${String(n).padStart(32, '0')}@list.example.org`;

async function read(journal: SentJournalFiles, slug: string): Promise<string[]> {
  return (await Array.fromAsync(journal.messageIds(slug))).flat();
}

test('what was appended is read back, by issue, also by another process and after more was added', async () => {
  const folder = join(await scratchFolder(), 'journal');
  const journal = openSentJournal(folder, () => AT);
  expect(await journal.issues(), 'nothing is made for looking').toEqual([]);
  journal.append('0294', [id(1), id(2)]);
  journal.append('بيان', [id(3)]);
  journal.append('0294', []);
  journal.append('0294', [id(4)]);
  const other = openSentJournal(folder, () => AT);
  expect(await other.issues()).toEqual(['0294', 'بيان']);
  expect(await read(other, '0294')).toEqual([id(1), id(2), id(4)]);
  expect(await read(other, 'بيان')).toEqual([id(3)]);
  expect(await read(other, '0001')).toEqual([]);
  other.append('0294', [id(5)]);
  expect(await read(journal, '0294')).toEqual([id(1), id(2), id(4), id(5)]);
  const [file = ''] = await readdir(join(folder, '0294'));
  expect(await readFile(join(folder, '0294', file), 'utf8')).toBe(
    `${AT} ${id(1)} ${id(2)}\n${AT} ${id(4)}\n${AT} ${id(5)}\n`,
  );
  expect((await stat(join(folder, '0294', file))).mode & 0o777).toBe(0o600);
  expect(journal.problem()).toBeUndefined();
  journal.close();
  other.close();
});

test('half a line at the end is passed over, and what comes later stands on a line of its own', async () => {
  const folder = await scratchFolder();
  const journal = openSentJournal(folder, () => AT);
  journal.append('0294', [id(1)]);
  journal.close();
  const [file = ''] = await readdir(join(folder, '0294'));
  await appendFile(join(folder, '0294', file), `${AT} ${id(2)} 0294.00`);
  const after = openSentJournal(folder, () => AT);
  expect(await read(after, '0294')).toEqual([id(1), id(2)]);
  after.append('0294', [id(3)]);
  expect(await read(after, '0294')).toEqual([id(1), id(2), id(3)]);
  after.close();
});

test('never throws: a folder that cannot be made, a name that is none', async () => {
  const folder = join(await scratchFolder({ taken: 'a file' }), 'taken');
  const journal = openSentJournal(folder, () => AT);
  journal.append('0294', [id(1)]);
  expect(journal.problem()).toMatch(/ENOTDIR|EEXIST/u);
  journal.append('../0294', [id(1)]);
  expect(journal.problem()).toContain('cannot be the name of a folder');
  journal.close();
});

test('a full disk is told, and what could be written is read (needs leave to mount a small disk)', async (context) => {
  const disk = await smallDisk();
  if (disk === undefined) return context.skip('no leave to mount');
  const journal = openSentJournal(join(disk, 'journal'), () => AT);
  let taken = 0;
  for (; journal.problem() === undefined; taken += 10)
    journal.append(
      '0294',
      Array.from({ length: 10 }, (_, n) => id(taken + n)),
    );
  expect(journal.problem()).toMatch(/disk is full|ENOSPC/u);
  const ids = await read(journal, '0294');
  expect(ids.length).toBeGreaterThan(taken - 20);
  // A torn id is none: whole ones stand in their order.
  expect(ids.filter((one) => one.endsWith('@list.example.org'))).toEqual(
    Array.from({ length: ids.filter((one) => one.endsWith('@list.example.org')).length }, (_, n) => id(n)),
  );
  journal.append('0294', [id(1)]);
  expect(journal.problem()).toBeDefined();
  // There is room again.
  const [host = ''] = await readdir(join(disk, 'journal/0294'));
  await writeFile(join(disk, 'journal/0294', host), '');
  journal.append('0294', [id(7)]);
  expect(journal.problem()).toBeUndefined();
  expect(await read(journal, '0294')).toEqual([id(7)]);
  journal.close();
});

test('survives kill -9 between the append and whatever comes after', async () => {
  const folder = await scratchFolder();
  const script = `
    const { openSentJournal } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/files/sent-journal.ts'))});
    openSentJournal(${JSON.stringify(folder)}, () => ${JSON.stringify(AT)}).append('0294', [${JSON.stringify(id(1))}]);
    process.kill(process.pid, 'SIGKILL');`;
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal).toBe('SIGKILL');
  expect(
    await read(
      openSentJournal(folder, () => AT),
      '0294',
    ),
  ).toEqual([id(1)]);
});

test('more issues than files are kept open, each in its own', async () => {
  const folder = await scratchFolder();
  const journal = openSentJournal(folder, () => AT);
  for (const round of [0, 100])
    for (let issue = 0; issue < 20; issue += 1) journal.append(`${issue}`, [id(round + issue)]);
  for (let issue = 0; issue < 20; issue += 1)
    expect(await read(journal, `${issue}`)).toEqual([id(issue), id(100 + issue)]);
  journal.close();
});

test('is forgotten by issue, and knows when it was written to last', async () => {
  const folder = await scratchFolder();
  const journal = openSentJournal(folder, () => AT);
  journal.append('0293', [id(1)]);
  journal.append('0294', [id(2)]);
  await utimes(join(folder, '0293', `${hostname()}.log`), new Date(AT), new Date(AT));
  expect(await journal.lastAppendedAt('0293')).toBe(AT);
  expect(await journal.lastAppendedAt('0001')).toBeUndefined();
  await journal.forget('0293');
  await journal.forget('../journal');
  expect(await journal.issues()).toEqual(['0294']);
  journal.append('0293', [id(3)]);
  expect(await read(journal, '0293')).toEqual([id(3)]);
  journal.close();
});

test('a file of it that cannot be read is told by its name', async (context) => {
  if (process.getuid?.() === 0) return context.skip('nothing is forbidden to this user');
  const folder = await scratchFolder();
  await mkdir(join(folder, '0294'));
  await writeFile(join(folder, '0294/other.log'), id(1));
  await chmod(join(folder, '0294/other.log'), 0o000);
  await expect(
    read(
      openSentJournal(folder, () => AT),
      '0294',
    ),
  ).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
  });
});
