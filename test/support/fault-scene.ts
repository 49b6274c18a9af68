// What every fault test begins with: a small newsletter in a throwaway folder, a database of its own, readers, a mail server that is a
// process of its own, and the program run as its users run it. Whatever was started is ended with the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Delivery, DeliveryCounts } from '../../src/model/delivery.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { type CompareOptions, type Comparison, compareWithLedger } from './compare-with-ledger.ts';
import type { TestServer } from './postgres.ts';
import { issueText, NEWSLETTER } from './project.ts';
import { ROOT } from './run-broadside.ts';
import { type SinkProcess, type StartSinkOptions, startSink } from './start-sink.ts';

/** As often as the acceptance bar says, or in the bounded form that ends within minutes. */
export const IS_FULL = process.env['BROADSIDE_FAULTS'] === 'full';

/** The issue that is sent: `issues/0001.md`. */
export const SLUG = '0001';

export type DatabaseName = 'SQLite' | 'PostgreSQL';

export interface SceneOptions {
  readonly database: DatabaseName;
  /** Needed for PostgreSQL. */
  readonly server?: TestServer;
  /** `reader-N@DOMAIN`, N from 1. */
  readonly readers: number;
  /** Taken in turns; one when left out. */
  readonly domains?: readonly string[];
  readonly sink?: StartSinkOptions;
  /** Put behind the URL of the mail server: `connections=8&pipelining=off`. */
  readonly smtp?: string;
  /** Octets of text in the issue, for messages that do not fit into one packet. */
  readonly issueOctets?: number;
}

export interface FaultScene {
  readonly root: string;
  readonly databaseUrl: string;
  readonly sink: SinkProcess;
  readonly env: Readonly<Record<string, string>>;
  /** Begins `broadside ARGV`. */
  start(argv: readonly string[], options?: StartOptions): Running;
  /** The same, to its end. */
  run(argv: readonly string[], options?: StartOptions): Promise<Ended>;
  /** Every row of the issue, and its sums, read now. */
  ledger(): Promise<{ readonly deliveries: readonly Delivery[]; readonly counts: DeliveryCounts }>;
  /** What the mail server saw against the ledger. Only once nothing runs any more. */
  compare(options?: CompareOptions): Promise<Comparison>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Modules loaded before the program, each with its settings as `NAME=VALUE` in `env`. */
  readonly preload?: readonly string[];
  readonly nodeFlags?: readonly string[];
}

export interface Running {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said on standard error so far. */
  complaints(): string;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const AT = '2026-01-05T08:00:00.000Z';
/** Rows of one statement stay below SQLite's limit of variables. */
const READERS_AT_ONCE = 500;

export async function faultScene(options: SceneOptions): Promise<FaultScene> {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-fault-'));
  const running = new Set<ChildProcess>();
  const sink = await startSink(options.sink);
  onTestFinished(async () => {
    for (const child of running) child.kill('SIGKILL');
    await sink.stop();
    rmSync(root, { recursive: true, force: true });
  });
  const databaseUrl = await newDatabase(root, options);
  writeProject(root, options.issueOctets ?? 0);
  await addReaders(databaseUrl, options);
  const smtp = options.smtp === undefined ? '' : `?${options.smtp}`;
  const env = { DATABASE_URL: databaseUrl, BROADSIDE_SMTP_URL: `${sink.url}${smtp}` };

  const start: FaultScene['start'] = (argv, { env: more = {}, preload = [], nodeFlags = [] } = {}) => {
    const child = spawn(
      process.execPath,
      [
        ...nodeFlags,
        ...preload.flatMap((file) => ['--import', file]),
        path.join(ROOT, 'src/broadside.js'),
        ...argv,
      ],
      {
        cwd: root,
        env: {
          PATH: process.env['PATH'] ?? '',
          HOME: process.env['HOME'] ?? '',
          TZ: 'Pacific/Kiritimati',
          ...env,
          ...more,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    running.add(child);
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
    const ended = new Promise<Ended>((resolve) =>
      child.once('close', (exitCode, signal) => {
        running.delete(child);
        resolve({ exitCode, signal, ...said });
      }),
    );
    return { pid: child.pid ?? 0, child, ended, complaints: () => said.stderr };
  };

  const ledger: FaultScene['ledger'] = async () => {
    const database = await openDatabase(databaseUrl, { root });
    try {
      const [deliveries, counts] = await Promise.all([
        database.ledger.deliveries(SLUG),
        database.ledger.counts(SLUG),
      ]);
      return { deliveries, counts };
    } finally {
      await database.close();
    }
  };

  return {
    root,
    databaseUrl,
    sink,
    env,
    start,
    run: (argv, more) => start(argv, more).ended,
    ledger,
    compare: async (more) => compareWithLedger(sink.events(), (await ledger()).deliveries, more),
  };
}

async function newDatabase(root: string, { database, server }: SceneOptions): Promise<string> {
  if (database === 'SQLite') return `sqlite:${path.join(root, 'data/broadside.db')}`;
  if (server === undefined) throw new Error('A scene on PostgreSQL needs a server');
  return server.newDatabase();
}

function writeProject(root: string, octets: number): void {
  const sentence = 'The harbour master counted every barge that came in before the tide turned at noon. ';
  // Paragraphs, for no mail program likes one of a hundred thousand characters.
  const paragraph = `${sentence.repeat(8).trim()}\n\n`;
  const filling = paragraph.repeat(Math.ceil(octets / paragraph.length));
  const files = {
    'issues/newsletter.yaml': `${NEWSLETTER}bounceAddress: bounce@harbour.example.org\n`,
    'issues/sources.yaml': `sources:\n  - { id: harbour-post, name: Harbour Post, verb: reports, kind: newspaper, domains: [harbourpost.example], home: https://harbourpost.example/ }\n`,
    [`issues/${SLUG}.md`]: `${issueText(1, '2016-01-06')}\n${filling}`,
  };
  mkdirSync(path.join(root, 'issues'), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, file), text);
}

async function addReaders(
  databaseUrl: string,
  { readers, domains = ['readers.example'] }: SceneOptions,
): Promise<void> {
  const database = await openDatabase(databaseUrl);
  try {
    for (let from = 1; from <= readers; from += READERS_AT_ONCE) {
      const numbers = Array.from(
        { length: Math.min(READERS_AT_ONCE, readers - from + 1) },
        (_, i) => from + i,
      );
      await database.subscribers.addAll(
        numbers.map((number) => ({
          address: `reader-${number}@${domains[number % domains.length] ?? ''}`,
          status: 'confirmed',
          consent: { text: 'Send me the news', source: 'test' },
        })),
        AT,
      );
    }
  } finally {
    await database.close();
  }
}
