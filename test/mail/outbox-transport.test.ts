import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openOutbox } from '../../src/mail/outbox-transport.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'broadside-outbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const message = (messageId: string, text: string) => ({
  envelope: { from: 'news@example.org', to: 'ada@example.org' },
  messageId,
  raw: Buffer.from(`Subject: x\r\n\r\n${text}`),
});

test('each message is a file; the same one again lands in the same file', async () => {
  const outbox = await openOutbox(path.join(folder, 'a/b'));
  const first = await outbox.send(message('0012.ab@example.org', 'one'));
  expect(first).toMatchObject({
    kind: 'accepted',
    reply: { text: expect.stringMatching(/0012\.ab\.eml.*nothing left this machine/u) },
  });
  await Promise.all([
    outbox.send(message('0012.ab@example.org', 'two')),
    outbox.send(message('0012.cd@example.org', 'three')),
  ]);
  expect(readdirSync(outbox.name).sort()).toEqual(['0012.ab.eml', '0012.cd.eml']);
  expect(readFileSync(path.join(outbox.name, '0012.ab.eml'), 'utf8')).toMatch(/two$/u);
  await outbox.close();
});

test.each(['../../out@x', '/etc/passwd@x', '.hidden@x', 'a:b*c?@x', `${'x'.repeat(500)}@x`])(
  '%s names a file inside the folder',
  async (id) => {
    const outbox = await openOutbox(path.join(folder, 'strange'));
    await outbox.send(message(id, 'text'));
    for (const name of readdirSync(outbox.name)) expect(name).toMatch(/^[\w-][\w.-]{0,120}\.eml$/u);
    expect(readdirSync(folder).sort()).toContain('strange');
  },
);

test('what cannot be written is told with its place, and leaves nothing', async () => {
  writeFileSync(path.join(folder, 'file'), '');
  await expect(openOutbox(path.join(folder, 'file/outbox'))).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    place: expect.stringContaining('outbox'),
  });
  const outbox = await openOutbox(path.join(folder, 'gone'));
  rmSync(outbox.name, { recursive: true });
  await expect(outbox.send(message('0012.ab@example.org', 'one'))).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
  });
});
