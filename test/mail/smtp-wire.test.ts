import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { connectSocket } from '../../src/mail/connect-socket.ts';
import { createWire, type Wire } from '../../src/mail/smtp-wire.ts';

/** A wire, and the other end of it. */
async function wireTo(): Promise<{ readonly wire: Wire; readonly other: Socket }> {
  const accepted = Promise.withResolvers<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accepted.resolve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const wire = createWire(await connectSocket({ host: '127.0.0.1', port, connectMs: 5000 }));
  const other = (await accepted.promise).on('error', () => {});
  onTestFinished(() => {
    wire.destroy();
    other.destroy();
    server.close();
  });
  return { wire, other };
}

test('replies come in order, those before the end as well', async () => {
  const { wire, other } = await wireTo();
  other.end('220 one\r\n250-two\r\n250 two\r\n');
  expect((await wire.reply(5000)).text).toBe('220 one');
  expect((await wire.reply(5000)).text).toBe('250-two\n250 two');
  await expect(wire.reply(5000)).rejects.toThrow('closed the connection');
  await expect(wire.reply(5000)).rejects.toThrow('closed the connection');
});

test('a server that goes on talking is cut off', async () => {
  const { wire, other } = await wireTo();
  const isCut = new Promise((resolve) => other.once('end', resolve));
  other.write('250 and another thing\r\n'.repeat(1000));
  other.resume();
  await isCut;
  for (let n = 0; n <= 20; n += 1) await wire.reply(5000);
  await expect(wire.reply(5000)).rejects.toThrow('talks without being asked');
});

test('it is quiet until something comes that nobody asked for', async () => {
  const { wire, other } = await wireTo();
  expect(wire.isQuiet()).toBe(true);
  other.write('2');
  await expect.poll(() => wire.isQuiet()).toBe(false);
});

test('a limit counts to the end of a reply, not to its last octet', async () => {
  const { wire, other } = await wireTo();
  const timer = setInterval(() => other.write('x'), 10);
  other.write('250 ');
  await expect(wire.reply(200)).rejects.toThrow('no answer within 0.2 seconds');
  clearInterval(timer);
});

test('a block that the other end does not take has its limit', async () => {
  const { wire, other } = await wireTo();
  other.pause();
  await expect(wire.push([Buffer.alloc(64 * 1024 * 1024)], 200)).rejects.toThrow(
    'no answer within 0.2 seconds',
  );
  expect(wire.isQuiet()).toBe(false);
});

test('parts are handed over together, and arrive in order', async () => {
  const { wire, other } = await wireTo();
  let heard = '';
  other.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  wire.write('MAIL\r\n', Buffer.from('RCPT\r\n'), '.\r\n');
  await expect.poll(() => heard).toBe('MAIL\r\nRCPT\r\n.\r\n');
});

test('goodbye is said, and the answer waited for', async () => {
  const { wire, other } = await wireTo();
  let heard = '';
  other.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
    setTimeout(() => other.end('221 bye\r\n'), 20);
  });
  await wire.quit();
  expect(heard).toBe('QUIT\r\n');
});
