// A web server of this machine, started for a test and stopped with it.
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, onTestFinished } from 'vitest';

export type WebServer = 'caddy' | 'nginx';

export const WEB_SERVERS: readonly WebServer[] = ['caddy', 'nginx'];

export function isInstalled(name: WebServer): boolean {
  return spawnSync(name, [name === 'nginx' ? '-v' : 'version']).error === undefined;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no port');
  return address.port;
}

/**
 * @param folder Its home: it writes nowhere else.
 * @param status Of a page that tells that it is there, once it is.
 */
export async function startWebServer(
  name: WebServer,
  argv: readonly string[],
  { folder, status }: { readonly folder: string; readonly status: () => Promise<number> },
): Promise<void> {
  const child = spawn(name, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder },
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  onTestFinished(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
  });
  await expect.poll(() => status().catch(() => said), { timeout: 15_000 }).toBe(200);
}

/** The settings of a server inside what nginx asks for around it, in a folder of the test's own. */
export function aroundNginx(folder: string, server: string): string {
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/temp/${kind};`,
  );
  return `daemon off;\npid ${folder}/pid;\nerror_log stderr crit;\nevents {}\nhttp {\n${temps.join('\n')}\naccess_log ${folder}/access.log;\n${server}\n}\n`;
}
