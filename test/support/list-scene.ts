// The front door as `serve` opens it, on a database of its own and with the real pages, but without a socket and at a clock that a test moves; beside
// it the desk, run until it has nothing more to do, and what it sent.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { onTestFinished } from 'vitest';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { makeToken, type TokenKey, type TokenPurpose } from '../../src/audience/token.ts';
import { openProject } from '../../src/cli/open-project.ts';
import { openFrontDoor, printerOf } from '../../src/cli/serving/open-front-door.ts';
import { runMailDesk } from '../../src/cli/serving/run-mail-desk.ts';
import { storedTokenKeys } from '../../src/cli/token-keys.ts';
import type { DeliveryOutcome } from '../../src/model/delivery.ts';
import type { ComposedMessage } from '../../src/model/message.ts';
import type { MailTransport } from '../../src/model/ports.ts';
import type { FrontDoor, FrontDoorOptions } from '../../src/server/create-front-door.ts';
import type { VisitLimits } from '../../src/server/list/visit-limits.ts';
import { type Database, openDatabase } from '../../src/store/open-database.ts';
import { tablesOf } from '../store/tables-of.ts';
import type { TestServer } from './postgres.ts';
import { issueText, NEWSLETTER } from './project.ts';
import { testTerminal } from './test-terminal.ts';

export const LIST_ID = 'harbour.example.org';
const START = '2026-03-01T12:00:00.000Z';

export interface SceneMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly raw: Uint8Array;
}

export interface ListScene {
  readonly root: string;
  readonly databaseUrl: string;
  readonly database: Database;
  readonly keys: readonly TokenKey[];
  readonly app: FrontDoor;
  /** What time it is. */
  now: string;
  later(ms: number): void;
  /** Without anything that a browser or a library would add. */
  ask(pathOrUrl: string, init?: RequestInit, remote?: string): Promise<Response>;
  /** As a browser sends a form of our own. */
  post(
    pathOrUrl: string,
    fields?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
    remote?: string,
  ): Promise<Response>;
  /** The form, filled in well; of the network `remote`. */
  signUp(address: string, remote?: string): Promise<Response>;
  /** A form token that is old enough. */
  formToken(): string;
  token(purpose: TokenPurpose, id: string): string;
  /** Runs the desk until it has nothing more to do. */
  sendMails(): Promise<readonly SceneMail[]>;
  /** A reader who has confirmed. @returns their id */
  addReader(address: string): Promise<string>;
  /** Every row of every table but the settings: what must be the same where nothing was changed. */
  state(): Promise<string>;
}

export interface ListSceneOptions {
  readonly limits?: VisitLimits;
  /** Needed for PostgreSQL. */
  readonly server?: TestServer;
  readonly converse?: (message: ComposedMessage) => DeliveryOutcome;
  readonly topics?: readonly string[];
  readonly onTrouble?: FrontDoorOptions['onTrouble'];
}

export async function listScene(options: ListSceneOptions = {}): Promise<ListScene> {
  const { limits, server, topics = ['ports', 'ships'] } = options;
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-list-'));
  mkdirSync(path.join(root, 'issues'));
  const files = {
    'newsletter.yaml': `${NEWSLETTER}topics: [${topics.join(', ')}]\n`,
    'sources.yaml': `sources:\n  - { id: harbour-post, name: Harbour Post, verb: reports, kind: newspaper, domains: [harbourpost.example], home: https://harbourpost.example/ }\n`,
    '0001.md': issueText(1, '2016-01-06'),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, 'issues', file), text);
  const databaseUrl =
    server === undefined ? `sqlite:${path.join(root, 'data/broadside.db')}` : await server.newDatabase();
  const database = await openDatabase(databaseUrl, { root });
  onTestFinished(async () => {
    await database.close();
    rmSync(root, { recursive: true, force: true });
  });
  const terminal = testTerminal({ cwd: root, now: () => scene.now });
  const project = await openProject(terminal);
  const printer = printerOf(project);
  const watch = {
    onTrouble:
      options.onTrouble ??
      ((error: unknown) => {
        throw error;
      }),
  };
  const app = openFrontDoor({
    project,
    printer,
    database,
    terminal,
    watch,
    ...(limits === undefined ? {} : { limits }),
  });
  const keys = await storedTokenKeys(database.settings);
  const [key] = keys;
  if (key === undefined) throw new Error('There is no key');
  let forms = 0;

  const scene: ListScene = {
    root,
    databaseUrl,
    database,
    keys,
    app,
    now: START,
    later: (ms) => {
      scene.now = new Date(Date.parse(scene.now) + ms).toISOString();
    },
    ask: async (place, init, remote = '192.0.2.1') =>
      app.request(new URL(place, 'https://harbour.example.org/').href, init, {
        incoming: { socket: { remoteAddress: remote } },
      }),
    post: (place, fields = {}, headers = { 'Sec-Fetch-Site': 'same-origin' }, remote) =>
      scene.ask(
        place,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams(fields).toString(),
        },
        remote,
      ),
    signUp: (address, remote) =>
      scene.post('/subscribe', { address, form: scene.formToken() }, undefined, remote),
    formToken: () => {
      forms += 1;
      const id = Buffer.alloc(16);
      id.writeUInt32BE(forms);
      const at = new Date(Date.parse(scene.now) - 60_000).toISOString();
      return makeDatedToken({ purpose: 'form', listId: LIST_ID, id: id.toString('base64url'), at }, key);
    },
    token: (purpose, id) => makeToken({ purpose, listId: LIST_ID, subscriberId: id }, key),
    sendMails: async () => {
      const sent: ComposedMessage[] = [];
      const stop = new AbortController();
      const transport: MailTransport = {
        name: 'test',
        connections: 3,
        send: async (message) => {
          sent.push(message);
          return options.converse?.(message) ?? { kind: 'accepted', reply: { code: 250, text: 'ok' } };
        },
        close: async () => {},
      };
      const { signUps, settings, pacing } = database;
      let inHand = 0;
      const next: typeof signUps.next = async (...args) => {
        const mail = await signUps.next(...args);
        if (mail !== undefined) inHand += 1;
        else if (inHand === 0) stop.abort();
        return mail;
      };
      const settle: typeof signUps.settle = async (...args) => {
        await signUps.settle(...args);
        inHand -= 1;
      };
      await runMailDesk({
        project,
        printer,
        database: { signUps: { ...signUps, next, settle }, settings, pacing },
        terminal,
        openRelays: async () => [{ transport, weight: 1 }],
        signal: stop.signal,
      });
      return Promise.all(sent.map(asRead));
    },
    addReader: async (address) => {
      const consent = { text: 'Send me the news', source: 'test' };
      await database.subscribers.add({ address, status: 'confirmed', consent }, scene.now);
      const reader = await database.subscribers.find(address);
      if (reader === undefined) throw new Error('The reader was added and is not there');
      return reader.id;
    },
    state: async () => JSON.stringify(await tablesOf(databaseUrl)),
  };
  return scene;
}

async function asRead({ envelope, raw }: ComposedMessage): Promise<SceneMail> {
  const { subject = '', text = '', html = '' } = await new PostalMime().parse(raw);
  return { to: envelope.to, subject, text, html, raw };
}
