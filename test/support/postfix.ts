// A Postfix of the test's own: configuration, queue and log in a throwaway folder, on a loopback port, with TLS asked for and a certificate
// made for it. It takes every message and holds it, so that its queue is the list of what arrived. Nothing of it is left.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Queued {
  readonly queueId: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Without angle brackets; as Postfix wrote it into its log. */
  readonly messageId: string;
}

export interface Postfix {
  /** `smtp://localhost:PORT`. */
  readonly url: string;
  /** The certificate that the server shows, for NODE_EXTRA_CA_CERTS. */
  readonly certificate: string;
  /** What is in its queue, once its log has a line for each. */
  queue(): Promise<readonly Queued[]>;
  /** How many wait to be tried again. */
  deferred(): number;
  /** A queued message as Postfix holds it, CRLF line ends. */
  message(queueId: string): Buffer;
  /** Takes everything out of the queue. */
  empty(): void;
  stop(): Promise<void>;
}

const SBIN = '/usr/sbin';
const LOG_TIMEOUT_MS = 10_000;
/** Postfix's daemons of the master.cf that it comes with, without those that would deliver anything. */
const SERVICES = `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

/** Why there can be none here: the name under which its tests are skipped. Undefined when there can. */
export function whyNoPostfix(): string | undefined {
  if (process.getuid?.() !== 0) return "Postfix's master must be started as root";
  const found = spawnSync(`${SBIN}/postconf`, ['-d', 'mail_version'], { encoding: 'utf8' });
  if (found.status !== 0) return 'Postfix is not installed';
  return spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl is not installed';
}

export interface PostfixOptions {
  /** Lines that go before those of the same name, and services more; of the folder of its settings. */
  readonly settings?: (config: string) => { readonly main: string; readonly master: string };
}

export async function startPostfix({ settings }: PostfixOptions = {}): Promise<Postfix> {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-postfix-'));
  // Its daemons run as another account and must get in.
  chmodSync(root, 0o755);
  const config = path.join(root, 'etc');
  const log = path.join(root, 'log');
  const certificate = path.join(root, 'cert.pem');
  const key = path.join(root, 'key.pem');
  for (const folder of ['etc', 'spool', 'data']) mkdirSync(path.join(root, folder));
  const [, , uid, gid] = execFileSync('getent', ['passwd', 'postfix'], { encoding: 'utf8' }).split(':');
  chownSync(path.join(root, 'data'), Number(uid), Number(gid));
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate],
    ],
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const more = settings?.(config) ?? { main: '', master: '' };
  writeFileSync(
    path.join(config, 'master.cf'),
    `127.0.0.1:${port} inet n - n - - smtpd\n${SERVICES}${more.master}`,
  );
  writeFileSync(
    path.join(config, 'main.cf'),
    withSettings(mainCf({ root, log, certificate, key }), more.main),
  );
  const postfix = (order: string) =>
    spawnSync(`${SBIN}/postfix`, ['-c', config, order], { encoding: 'utf8' });
  const tool = (name: string, args: readonly string[]) =>
    execFileSync(path.join(SBIN, name), ['-c', config, ...args], { maxBuffer: 1 << 28 });
  const started = postfix('start');
  const stop = async (): Promise<void> => {
    postfix('stop');
    rmSync(root, { recursive: true, force: true });
  };
  if (started.status !== 0) {
    await stop();
    throw new Error(`postfix start: ${started.stderr}`);
  }
  return {
    url: `smtp://localhost:${port}`,
    certificate,
    async queue() {
      const entries = tool('postqueue', ['-j'])
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as QueueEntry);
      const deadline = performance.now() + LOG_TIMEOUT_MS;
      for (;;) {
        const ids = messageIdsOf(readFileSync(log, 'utf8'));
        const isWhole = entries.every(({ queue_id }) => ids.has(queue_id));
        if (!isWhole && performance.now() < deadline) {
          await sleep(50);
          continue;
        }
        return entries.map(({ queue_id: queueId, sender, recipients }) => ({
          queueId,
          sender,
          recipients: recipients.map(({ address }) => address),
          messageId: ids.get(queueId) ?? '',
        }));
      }
    },
    deferred: () => tool('postqueue', ['-j']).toString('utf8').split('"queue_name": "deferred"').length - 1,
    message: (queueId) =>
      Buffer.from(tool('postcat', ['-qbh', queueId]).toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
    empty: () => void spawnSync(`${SBIN}/postsuper`, ['-c', config, '-d', 'ALL']),
    stop,
  };
}

interface QueueEntry {
  readonly queue_id: string;
  readonly sender: string;
  readonly recipients: readonly { readonly address: string }[];
}

function mainCf(paths: {
  readonly root: string;
  readonly log: string;
  readonly certificate: string;
  readonly key: string;
}): string {
  return `compatibility_level = 3.6
queue_directory = ${paths.root}/spool
data_directory = ${paths.root}/data
maillog_file = ${paths.log}
maillog_file_prefixes = ${paths.root}
myhostname = mx.postfix.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access static:HOLD, permit_mynetworks, reject
smtpd_tls_cert_file = ${paths.certificate}
smtpd_tls_key_file = ${paths.key}
smtpd_tls_security_level = encrypt
`;
}

/** Postfix warns of a setting that stands there twice. */
function withSettings(main: string, more: string): string {
  const names = new Set(more.split('\n').map((line) => line.split('=')[0]?.trim()));
  return `${main
    .split('\n')
    .filter((line) => !names.has(line.split('=')[0]?.trim()))
    .join('\n')}\n${more}`;
}

/** Queue id → message id: cleanup's own line for each message. */
function messageIdsOf(log: string): ReadonlyMap<string, string> {
  return new Map(
    [...log.matchAll(/postfix\/cleanup\[\d+\]: ([0-9A-Za-z]+): message-id=<([^>]*)>/gu)].map(
      ([, queueId = '', id = '']) => [queueId, id],
    ),
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
