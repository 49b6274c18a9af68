import { afterEach, describe, expect, test } from 'vitest';
import { openRelays } from '../../src/mail/open-relays.ts';
import type { SmtpOptions } from '../../src/mail/smtp-transport.ts';
import { type HostileServer, startHostileServer } from '../support/hostile-server.ts';
import { shortTimeouts } from '../support/short-timeouts.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

async function server(): Promise<HostileServer> {
  const started = await startHostileServer();
  closing.push(started);
  return started;
}

async function opened(urls: string, options: SmtpOptions = {}) {
  const relays = await openRelays(urls, { timeouts: shortTimeouts(5000), ...options });
  for (const { transport } of relays) closing.push(transport);
  return relays;
}

test('every server is asked once, and stands with its weight and rate', async () => {
  const [first, second] = [await server(), await server()];
  const relays = await opened(
    `smtp://127.0.0.1:${first.port}?weight=3&rate=600/m\n  smtp://127.0.0.1:${second.port}`,
  );
  expect(relays.map(({ transport, ...rest }) => ({ name: transport.name, ...rest }))).toEqual([
    { name: `127.0.0.1:${first.port}`, weight: 3, ratePerSecond: 10 },
    { name: `127.0.0.1:${second.port}`, weight: 1 },
  ]);
  expect([first.connections(), second.connections()]).toEqual([1, 1]);
});

describe('connections at once', () => {
  test.each<[string, SmtpOptions, readonly number[]]>([
    ['A', {}, [5]],
    ['A', { connections: 12 }, [12]],
    ['A?connections=3', { connections: 12 }, [3]],
    ['A B', { connections: 12 }, [12, 12]],
    ['A?weight=4 B', { connections: 12 }, [12, 3]],
    ['A?weight=100 B', { connections: 12 }, [12, 1]],
    ['A?weight=4 B?connections=9', { connections: 12 }, [12, 9]],
  ])('of %s with %j are %j', async (urls, options, expected) => {
    const { port } = await server();
    const relays = await opened(urls.replaceAll(/[AB]/gu, `smtp://127.0.0.1:${port}`), options);
    expect(relays.map(({ transport }) => transport.connections)).toEqual(expected);
  });
});

test('one that cannot be used is told, and the others are let go', async () => {
  const [good, gone] = [await server(), await startHostileServer()];
  await gone.close();
  const failed = openRelays(`smtp://127.0.0.1:${good.port} smtp://ada:secret@127.0.0.1:${gone.port}`);
  await expect(failed).rejects.toMatchObject({
    code: 'SMTP_UNREACHABLE',
    place: `127.0.0.1:${gone.port}`,
    message: expect.not.stringContaining('secret'),
  });
  await expect.poll(() => good.open()).toBe(0);
});

test('a mistake in one address is told before any server is asked', async () => {
  const good = await server();
  await expect(
    openRelays(`smtp://127.0.0.1:${good.port} smtp://mail.example.org?speed=9`),
  ).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  expect(good.connections()).toBe(0);
});
