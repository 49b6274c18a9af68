// The whole world of one newsletter on this machine: its name server, its mail server with a certificate, the program that lets readers
// go, a database with one reader, two DKIM keys. All is in order; a test breaks one thing at a time.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import { readToken, readTokenKeys } from '../../src/audience/token.ts';
import { LINK_PATHS } from '../../src/model/markers.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type DnsServer, startDnsServer, type Zone, type ZoneEntry } from '../support/dns-server.ts';
import { type CommandRun, NEWSLETTER, type TestProject, testProject } from '../support/project.ts';
import { type Certificate, selfSigned } from '../support/self-signed.ts';
import { type SinkScript, type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

export const DOMAIN = 'harbour.example.org';
export const SENDS_FROM = '203.0.113.25';

export interface WorldOptions {
  readonly newsletter?: (text: string) => string;
  readonly smtp?: SinkScript;
  readonly certificate?: Certificate;
  /** Put in the place of names of the zone; undefined takes one away. */
  readonly zone?: Readonly<Record<string, ZoneEntry | undefined>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly web?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly now?: () => string;
  readonly dkim?: string;
  /** Before the doctor comes. */
  readonly prepare?: (project: TestProject) => Promise<void> | void;
}

export interface World {
  readonly project: TestProject;
  readonly dns: DnsServer;
  readonly smtp: SmtpSink;
  /** "POST /u/…", in order. */
  readonly asked: readonly string[];
  doctor(argv?: readonly string[]): Promise<CommandRun>;
}

let certificateOfAll: Certificate | undefined;

/** Made once: an RSA key takes a while. */
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed25519 = generateKeyPairSync('ed25519');
export const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const RSA_RECORD = `v=DKIM1; k=rsa; p=${spki(rsa.publicKey).toString('base64')}`;
export const ED25519_RECORD = `v=DKIM1; k=ed25519; p=${spki(ed25519.publicKey).subarray(-32).toString('base64')}`;
export const OTHER_RECORD = `v=DKIM1; k=rsa; p=${spki(otherRsa.publicKey).toString('base64')}`;

export const ZONE: Zone = {
  [DOMAIN]: { MX: [`10 mx.${DOMAIN}`], TXT: ['v=spf1 ip4:203.0.113.0/27 -all'] },
  [`mx.${DOMAIN}`]: { A: ['127.0.0.1'] },
  [`smtp.${DOMAIN}`]: { A: ['127.0.0.1'] },
  [`list.${DOMAIN}`]: { A: ['127.0.0.1'] },
  [`out.${DOMAIN}`]: { A: [SENDS_FROM] },
  '25.113.0.203.in-addr.arpa': { PTR: [`out.${DOMAIN}`] },
  [`2026a._domainkey.${DOMAIN}`]: { TXT: [RSA_RECORD] },
  [`2026e._domainkey.${DOMAIN}`]: { TXT: [ED25519_RECORD] },
  [`_dmarc.${DOMAIN}`]: { TXT: [`v=DMARC1; p=quarantine; rua=mailto:dmarc@${DOMAIN}`] },
};

export async function harbourWorld(options: WorldOptions = {}): Promise<World> {
  certificateOfAll ??= selfSigned([`smtp.${DOMAIN}`, `list.${DOMAIN}`]);
  const certificate = options.certificate ?? certificateOfAll;
  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([certificate.cert]);
  onTestFinished(() => tls.setDefaultCACertificates(trusted));

  const asked: string[] = [];
  const keys: { text: string } = { text: '' };
  const port = await serveLeaving(certificate, keys, asked, options.web);
  const newsletter = NEWSLETTER.replace(
    'listId:',
    `listUrl: https://list.${DOMAIN}:${port}/\nbounceAddress: bounce@${DOMAIN}\nlistId:`,
  );
  const project = testProject({
    'issues/newsletter.yaml': options.newsletter?.(newsletter) ?? newsletter,
    'keys/2026a.pem': pem(rsa.privateKey),
    'keys/2026e.pem': pem(ed25519.privateKey),
    'bounces/new/.keep': '',
  });
  const added = await project.run(['subscribers', 'add', 'ana@example.org', '--json']);
  if (added.exitCode !== 0) throw new Error(added.complaints());
  keys.text = await tokenKeysOf(project);
  const backup = await project.run(['backup', 'backup.db'], { now: () => new Date().toISOString() });
  if (backup.exitCode !== 0) throw new Error(backup.complaints());

  const zone = (): Zone =>
    Object.fromEntries(
      Object.entries({ ...ZONE, ...options.zone }).flatMap(([name, entry]) =>
        entry === undefined ? [] : [[name, entry]],
      ),
    );
  const dns = await startDnsServer(zone);
  onTestFinished(() => dns.close());
  const smtp = await startSmtpSink({
    tls: 'starttls',
    certificate,
    login: { user: 'news', password: 'a b' },
    ...options.smtp,
  });
  onTestFinished(() => smtp.close());
  await options.prepare?.(project);
  return {
    project,
    dns,
    smtp,
    asked,
    doctor: (argv = []) =>
      project.run(
        ['doctor', '--resolver', dns.server, '--sends-from', SENDS_FROM, ...(options.argv ?? []), ...argv],
        {
          env: {
            BROADSIDE_SMTP_URL: `smtp://news:a%20b@smtp.${DOMAIN}:${smtp.port}?hello=out.${DOMAIN}`,
            BROADSIDE_DKIM_KEYS: options.dkim ?? '2026a:keys/2026a.pem 2026e:keys/2026e.pem',
            BROADSIDE_NET_ALLOW: '127.0.0.1',
            BROADSIDE_BOUNCES: 'bounces',
            ...options.env,
          },
          now: options.now ?? (() => new Date().toISOString()),
        },
      ),
  };
}

/** As the program that answers there has to: a signed token is taken, whoever it names; a page for whoever only looks. */
async function serveLeaving(
  certificate: Certificate,
  keys: { readonly text: string },
  asked: string[],
  web: WorldOptions['web'],
): Promise<number> {
  const server = createServer(certificate, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (web?.(request, response) === true) return;
    const token = request.url?.slice(`/${LINK_PATHS.unsubscribe}`.length) ?? '';
    const known = readToken(token, { purpose: 'unsubscribe', listId: DOMAIN }, readTokenKeys(keys.text));
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const isOneClick = /List-Unsubscribe(?:=|"\r\n\r\n)One-Click/u.test(body);
      if (known === undefined || (request.method === 'POST' && !isOneClick))
        response.writeHead(400).end('no');
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<form method=post><button>Leave');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function tokenKeysOf(project: TestProject): Promise<string> {
  const database = await openDatabase('sqlite:data/broadside.db', { root: project.root });
  try {
    const secret = Buffer.alloc(32, 7).toString('base64url');
    return await database.settings.getOrCreate('token-keys', () => `1.${secret}`);
  } finally {
    await database.close();
  }
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}
