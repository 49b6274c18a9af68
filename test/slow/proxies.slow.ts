// The web servers of `docs/deploying.md` in front of `serve`, with the very files of that page: what readers and mail providers meet from outside. Where
// neither is installed, it is left out by name.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeToken } from '../../src/audience/token.ts';
import { runProgram } from '../../src/cli/program.ts';
import { storedTokenKeys } from '../../src/cli/token-keys.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { testProject } from '../support/project.ts';
import { ROOT } from '../support/run-broadside.ts';
import { selfSigned } from '../support/self-signed.ts';
import { testTerminal } from '../support/test-terminal.ts';
import {
  aroundNginx,
  freePort,
  isInstalled,
  startWebServer,
  WEB_SERVERS,
  type WebServer,
} from '../support/web-server.ts';

const file = (name: string): string => readFileSync(path.join(ROOT, 'docs/deploying', name), 'utf8');

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of the client: any of 127.0.0.0/8. */
  readonly from?: string;
}

/** Puts the web server there; its files are those of the guide but for ports, certificates and folders. */
async function inFront(name: WebServer, backend: string): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), `broadside-${name}-`));
  const [port, plain] = [await freePort(), await freePort()];
  const { cert, key } = selfSigned(['list.example.org']);
  writeFileSync(path.join(folder, 'cert.pem'), cert);
  writeFileSync(path.join(folder, 'key.pem'), key);
  const argv = name === 'caddy' ? caddy(folder, port, backend) : nginx(folder, { port, plain }, backend);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const status = () => ask(port, '/subscribe').then((answer) => answer.status);
  await startWebServer(name, argv, { folder, status });
  return port;
}

function caddy(folder: string, port: number, backend: string): readonly string[] {
  const config = file('Caddyfile')
    .replace(
      'example.org, list.example.org {',
      `https://list.example.org:${port} {\n\ttls ${folder}/cert.pem ${folder}/key.pem`,
    )
    .replace('127.0.0.1:8080', backend);
  writeFileSync(
    path.join(folder, 'Caddyfile'),
    `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${config}`,
  );
  return ['run', '--config', path.join(folder, 'Caddyfile'), '--adapter', 'caddyfile'];
}

function nginx(
  folder: string,
  { port, plain }: { port: number; plain: number },
  backend: string,
): readonly string[] {
  const server = file('nginx.conf')
    .replaceAll(/^\tlisten \[::\].*\n/gmu, '')
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replace('listen 443', `listen 127.0.0.1:${port}`)
    .replace(/ssl_certificate \S+;/u, `ssl_certificate ${folder}/cert.pem;`)
    .replace(/ssl_certificate_key \S+;/u, `ssl_certificate_key ${folder}/key.pem;`)
    .replace('/var/log/nginx/broadside.log', `${folder}/error.log`)
    .replace('127.0.0.1:8080', backend);
  mkdirSync(path.join(folder, 'temp'));
  writeFileSync(path.join(folder, 'main.conf'), aroundNginx(folder, server));
  return ['-c', path.join(folder, 'main.conf'), '-e', 'stderr'];
}

function ask(
  port: number,
  target: string,
  { method = 'GET', headers = {}, body, from }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        path: target,
        method,
        servername: 'list.example.org',
        rejectUnauthorized: false,
        agent: false,
        headers: { Host: 'list.example.org', ...headers },
        ...(from === undefined ? {} : { localAddress: from }),
      },
      async (response) => {
        const parts = await Array.fromAsync(response);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      },
    );
    asking.once('error', reject);
    asking.end(body);
  });
}

async function serving() {
  const project = testProject();
  await project.run(['build']);
  await project.run(['subscribers', 'add', 'ana@example.org']);
  await project.run(['subscribers', 'add', 'bob@example.org']);
  const ended = Promise.withResolvers<void>();
  const terminal = testTerminal({
    cwd: project.root,
    env: { BROADSIDE_TRUSTED_PROXIES: '127.0.0.1 ::1' },
    now: () => new Date().toISOString(),
    interrupted: ended.promise,
  });
  const running = runProgram(['serve', '--listen', ':0', '--metrics', ':0', '--json'], terminal);
  onTestFinished(async () => {
    ended.resolve();
    await running;
  });
  await expect.poll(() => terminal.output(), { timeout: 20_000 }).toContain('metrics');
  const { listen } = JSON.parse(terminal.output()) as { listen: string };
  const database = await openDatabase(`sqlite:${project.path('data/broadside.db')}`);
  onTestFinished(() => database.close());
  const [key] = await storedTokenKeys(database.settings);
  const linkOf = async (address: string): Promise<string> => {
    const reader = await database.subscribers.find(address);
    if (key === undefined || reader === undefined) throw new Error('There is no reader');
    return `/u/${makeToken({ purpose: 'unsubscribe', listId: 'harbour.example.org', subscriberId: reader.id }, key)}`;
  };
  return { database, linkOf, backend: new URL(listen).host, terminal };
}

describe.each(WEB_SERVERS)('%s in front', (name) => {
  test.skipIf(!isInstalled(name))(
    'passes on what readers and providers send',
    { timeout: 90_000 },
    async () => {
      const { database, linkOf, backend, terminal } = await serving();
      const port = await inFront(name, backend);

      const bodies = [
        ['ana@example.org', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
        [
          'bob@example.org',
          'multipart/form-data; boundary=q',
          '--q\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--q--\r\n',
        ],
      ] as const;
      for (const [address, type, body] of bodies) {
        const answer = await ask(port, await linkOf(address), {
          method: 'POST',
          headers: { 'Content-Type': type },
          body,
        });
        expect([answer.status, answer.body.toString()]).toEqual([200, 'You are unsubscribed.\n']);
        expect(answer.headers['location']).toBeUndefined();
        expect((await database.subscribers.find(address))?.status).toBe('unsubscribed');
      }

      // A visitor's own address, whatever they say of themselves: one who guesses is told to wait, the others are not.
      for (let n = 0; n < 61; n += 1) {
        const headers = { 'X-Forwarded-For': `203.0.113.${n}`, Forwarded: `for=203.0.113.${n}` };
        const { status } = await ask(port, '/u/wrong', { from: '127.0.0.2', headers });
        expect(status).toBe(n < 60 ? 404 : 429);
      }
      expect((await ask(port, '/u/wrong', { from: '127.0.0.3' })).status).toBe(404);
      expect(terminal.complaints()).not.toContain('BROADSIDE_TRUSTED_PROXIES');

      const home = await ask(port, '/', { headers: { 'Accept-Encoding': 'br' } });
      expect([home.status, home.headers['content-encoding']]).toEqual([200, 'br']);
      const again = await ask(port, '/', { headers: { 'If-None-Match': String(home.headers['etag']) } });
      expect(again.status).toBe(304);
      const page = await ask(port, '/subscribe');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.headers['strict-transport-security']).toBe('max-age=31536000');
      // Each has its own word for what is far too long; neither lets it through.
      const tooLong = await ask(port, '/subscribe', { method: 'POST', body: 'x'.repeat(3_000_000) }).catch(
        () => ({ status: 413 }),
      );
      expect([413, 502]).toContain(tooLong.status);
    },
  );
});
