// A Dovecot of the test's own: a real IMAP server on loopback ports, with a certificate made for it and one Maildir. Nothing of it is left.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canSign, selfSigned } from './self-signed.ts';

export interface Dovecot {
  readonly imapPort: number;
  readonly imapsPort: number;
  readonly user: string;
  readonly password: string;
  /** Of the server, which signed it itself; its name is `localhost`. */
  readonly certificate: string;
  /** Puts a mail into the mailbox. */
  deliver(name: string, text: string): void;
  /** Names of all files, flags behind them. */
  files(): readonly string[];
  /** Letters of keywords, as the mailbox keeps them. */
  keywords(): string;
  stop(): Promise<void>;
}

const BINARY = '/usr/sbin/dovecot';
const PASSWORD = 'battery?/@:';

/** Why there can be none here: the name under which its tests are skipped. Undefined when there can. */
export function whyNoDovecot(): string | undefined {
  if (spawnSync(BINARY, ['--version']).status !== 0) return 'Dovecot is not installed';
  return canSign ? undefined : 'openssl is not installed';
}

export async function startDovecot(): Promise<Dovecot> {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-dovecot-'));
  chmodSync(root, 0o755);
  const [imapPort, imapsPort] = [await freePort(), await freePort()];
  const { key, cert } = selfSigned(['localhost'], 2);
  writeFileSync(path.join(root, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(path.join(root, 'cert.pem'), cert);
  const { uid, gid, username } = userInfo();
  // Root's mail is nobody's to read; all others run the whole of it as themselves.
  const isRoot = uid === 0;
  const [mailUid, mailGid] = isRoot ? idsOf('nobody') : [uid, gid];
  const maildir = path.join(root, 'mail');
  for (const folder of ['', 'new', 'cur', 'tmp']) {
    mkdirSync(path.join(maildir, folder));
    if (isRoot) chownSync(path.join(maildir, folder), mailUid, mailGid);
  }
  const own = isRoot
    ? ''
    : `default_login_user = ${username}\ndefault_internal_user = ${username}\ndefault_internal_group = ${execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()}\n`;
  writeFileSync(
    path.join(root, 'dovecot.conf'),
    `protocols = imap
base_dir = ${root}/run
state_dir = ${root}/run
log_path = ${root}/log
listen = 127.0.0.1
ssl = yes
ssl_cert = <${root}/cert.pem
ssl_key = <${root}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = 1
first_valid_gid = 1
${own}service imap-login {
  chroot =
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = ${imapsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
passdb {
  driver = static
  args = password={PLAIN}${PASSWORD}
}
userdb {
  driver = static
  args = uid=${mailUid} gid=${mailGid} home=${root}/mail
}
mail_location = maildir:${root}/mail
`,
  );
  const log = path.join(root, 'log');
  writeFileSync(log, '');
  if (isRoot) chmodSync(log, 0o666);
  const child = spawn(BINARY, ['-F', '-c', path.join(root, 'dovecot.conf')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await answering(imapPort);
  } catch (error) {
    const said = readFileSync(log, 'utf8');
    await stop();
    throw new Error(`Dovecot did not start: ${said}`, { cause: error });
  }
  return {
    imapPort,
    imapsPort,
    user: 'bounces',
    password: PASSWORD,
    certificate: cert,
    deliver: (name, text) => {
      const file = path.join(maildir, 'new', name);
      writeFileSync(file, text);
      if (isRoot) chownSync(file, mailUid, mailGid);
    },
    files: () => ['new', 'cur'].flatMap((folder) => readdirSync(path.join(maildir, folder))).sort(),
    keywords: () => readFileSync(path.join(maildir, 'dovecot-keywords'), 'utf8'),
    stop,
  };
}

function idsOf(user: string): readonly [number, number] {
  const [, , uid, gid] = execFileSync('getent', ['passwd', user], { encoding: 'utf8' }).split(':');
  return [Number(uid), Number(gid)];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      const end = (answer: boolean): void => {
        socket.destroy();
        resolve(answer);
      };
      socket.once('data', () => end(true)).once('error', () => end(false));
      socket.setTimeout(2_000, () => end(false));
    });
    if (isUp) return;
    if (tries === 50) throw new Error('It does not answer');
    await sleep(100);
  }
}
