import { get } from 'node:http';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { createPreview } from '../../src/server/create-preview.ts';
import { type RunningServer, serve } from '../../src/server/listen.ts';
import { createReloadChannel } from '../../src/server/reload-channel.ts';
import { exampleState } from './example-state.ts';

const running: RunningServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

describe('serve', () => {
  it('answers on a port of the system’s choice, at this computer only', async () => {
    const { app } = createPreview({ load: async () => exampleState() });
    const server = await start(app);
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/u);
    expect(await (await fetch(server.url)).text()).toContain('Proof desk');
    expect(await statusWithHost(server.port, 'evil.example')).toBe(403);
  });

  it('says so when the port is taken', async () => {
    const app = new Hono();
    const { port } = await start(app);
    await expect(serve(app, { port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: `Another program already listens on port ${port}`,
    });
  });

  it('says so when the address belongs to another computer', async () => {
    await expect(serve(new Hono(), { port: 0, host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
    });
  });

  it('forgets pages that leave, and ends the rest when it stops', async () => {
    const channel = createReloadChannel();
    const app = new Hono().get('/events', () => channel.connect('1'));
    const server = await start(app);

    const leaving = new AbortController();
    const left = await fetch(`${server.url}events`, { signal: leaving.signal });
    const staying = (await fetch(`${server.url}events`)).body?.getReader();
    await left.body?.getReader().read();
    await staying?.read();
    expect(channel.size).toBe(2);

    leaving.abort();
    await waitFor(() => channel.size === 1);
    channel.announce('2');
    expect(new TextDecoder().decode((await staying?.read())?.value)).toBe('data: 2\n\n');

    const ended = staying?.read().catch(() => ({ done: true }));
    await server.close();
    expect(await ended).toMatchObject({ done: true });
    await waitFor(() => channel.size === 0);
  });
});

async function start(app: Parameters<typeof serve>[0]): Promise<RunningServer> {
  const server = await serve(app, { port: 0 });
  running.push(server);
  return server;
}

/** `fetch` does not let a caller choose the Host header. */
function statusWithHost(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
