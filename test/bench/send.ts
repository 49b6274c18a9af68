// `npm run bench:send`: how fast a newsletter leaves, beside what a program with nodemailer's pool does and what Postfix's own load
// generator does, all against the same `smtp-sink` on this machine, in one run. Prints Markdown; leaves nothing behind.
// Flags: --sizes=1000,10000 --rounds=3 --parts=sending,planning,workers --databases=SQLite,PostgreSQL --planned=1000000
import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startPostgres } from '../support/postgres.ts';
import { startSink } from '../support/start-sink.ts';
import { addReaders } from './send/add-readers.ts';
import { LETTER_OCTETS } from './send/letter.ts';
import type { SenderRun } from './send/report-run.ts';
import type { BroadsideJob } from './send/with-broadside.ts';

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000' },
    rounds: { type: 'string', default: '3' },
    parts: { type: 'string', default: 'sending,planning,workers' },
    databases: { type: 'string', default: 'SQLite,PostgreSQL' },
    planned: { type: 'string', default: '1000000' },
  },
});
const SIZES = flags.sizes.split(',').map(Number);
const ROUNDS = Number(flags.rounds);
const PARTS = flags.parts.split(',');
const PLANNED = Number(flags.planned);
/** Of the two that are held against: they keep their pace, so more tell nothing new. */
const BASELINE_MESSAGES = 1_000;
const CONNECTIONS = 10;
/** What a relay on another host takes to answer a whole message, for workers that wait more than they reckon. */
const FAR_RELAY_MS = 50;
const WORKER_MESSAGES = 4_000;

interface Sender {
  readonly name: string;
  readonly messages: number;
  run(): Promise<SenderRun>;
}

interface Row {
  readonly name: string;
  readonly runs: readonly SenderRun[];
}

const scratch = mkdtempSync(path.join(tmpdir(), 'broadside-bench-'));
const keyFile = path.join(scratch, 'dkim.pem');
writeFileSync(
  keyFile,
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);
const journal = path.join(scratch, 'journal');
let issues = 0;
const undo: (() => Promise<void> | void)[] = [() => rmSync(scratch, { recursive: true, force: true })];

try {
  const databases = await prepareDatabases();
  const sinkPort = await startSmtpSink();
  console.log(
    `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node.js ${process.version}, ${CONNECTIONS} connections, 60 KB multipart with fields and links of each reader's own, DKIM RSA-2048, medians of ${ROUNDS} interleaved rounds (least–most)\n`,
  );
  if (PARTS.includes('sending')) await benchSending(databases, sinkPort);
  if (PARTS.includes('planning')) await benchPlanning(databases, sinkPort);
  if (PARTS.includes('workers')) await benchWorkers(databases, sinkPort);
} finally {
  for (const one of undo.reverse()) await one();
}

/** Name → URL of an empty database: a file on this machine's disk, and a PostgreSQL of its own, both with every commit on the disk. */
async function prepareDatabases(): Promise<ReadonlyMap<string, () => Promise<string>>> {
  const makers = new Map<string, () => Promise<string>>();
  const wanted = flags.databases.split(',');
  let made = 0;
  if (wanted.includes('SQLite'))
    makers.set('SQLite', async () => {
      made += 1;
      return `sqlite:${path.join(scratch, `bench-${made}.db`)}`;
    });
  if (wanted.includes('PostgreSQL')) {
    const server = await startPostgres({ isDurable: true });
    if ('reason' in server) console.log(`PostgreSQL left out: ${server.reason}\n`);
    else {
      undo.push(() => server.stop());
      makers.set('PostgreSQL', () => server.newDatabase());
    }
  }
  return makers;
}

async function benchSending(
  databases: ReadonlyMap<string, () => Promise<string>>,
  port: number,
): Promise<void> {
  const baselines: Sender[] = [
    {
      name: '(a) nodemailer, pooled `sendMail`, DKIM',
      messages: BASELINE_MESSAGES,
      run: () => runChild('with-nodemailer.ts', [String(port), String(BASELINE_MESSAGES), keyFile]),
    },
    {
      name: '(b) `smtp-source`, nothing composed or signed',
      messages: BASELINE_MESSAGES,
      run: async () => runSmtpSource(port, BASELINE_MESSAGES),
    },
  ];
  const senders: Sender[] = [];
  for (const messages of SIZES) {
    for (const [database, make] of databases) {
      const url = await make();
      await addReaders(url, messages);
      for (const transport of ['pipelined', 'pool'] as const)
        senders.push({
          name: `Broadside, ${database}, ${transport === 'pool' ? "nodemailer's pool" : 'pipelined'}`,
          messages,
          run: () => runBroadside({ database: url, port, transport }),
        });
    }
  }
  const rows = await interleaved([...baselines, ...senders]);
  const [a, b] = rows.map(({ runs }) => rateOf(runs));
  console.log('## Sending\n');
  console.log('| sender | messages | messages/s | ÷ (a) | ÷ (b) | sender CPU ms/message | peak MB |');
  console.log('|---|--:|--:|--:|--:|--:|--:|');
  for (const { name, runs } of rows) {
    const rate = rateOf(runs);
    console.log(
      `| ${name} | ${runs[0]?.messages ?? 0} | ${ratesOf(runs)} | ${(rate / (a ?? rate)).toFixed(2)} | ${(rate / (b ?? rate)).toFixed(2)} | ${cpuOf(runs)} | ${peakOf(runs)} |`,
    );
  }
  console.log('');
}

/** A large list: how long its rows take to plan, and what sending holds in memory with all of them waiting. */
async function benchPlanning(
  databases: ReadonlyMap<string, () => Promise<string>>,
  port: number,
): Promise<void> {
  const sent = Math.min(PLANNED, 20_000);
  console.log(`## ${PLANNED} readers\n`);
  console.log(
    `| database | adding readers s | planning s | planning peak MB | sending ${sent} of them, messages/s | sending peak MB |`,
  );
  console.log('|---|--:|--:|--:|--:|--:|');
  for (const [name, make] of databases) {
    const url = await make();
    const begun = performance.now();
    await addReaders(url, PLANNED);
    const adding = (performance.now() - begun) / 1000;
    const slug = nextSlug();
    const planning = await runChild('with-broadside.ts', [
      jobOf({ database: url, port, transport: 'pipelined', slug, isOnlyPlanned: true }),
    ]);
    const sending = await runChild('with-broadside.ts', [
      jobOf({ database: url, port, transport: 'pipelined', slug, stopAfter: sent }),
    ]);
    console.log(
      `| ${name} | ${adding.toFixed(1)} | ${planning.seconds.toFixed(1)} | ${planning.peakMb.toFixed(0)} | ${(sending.messages / sending.seconds).toFixed(0)} | ${sending.peakMb.toFixed(0)} |`,
    );
  }
  console.log('');
}

/** Workers that share one issue. A far relay shows whether they stand in each other's way; a near one asks for more cores than there may be. */
async function benchWorkers(
  databases: ReadonlyMap<string, () => Promise<string>>,
  nearPort: number,
): Promise<void> {
  const make = databases.get('PostgreSQL');
  if (make === undefined) return;
  const far = await startSink({ rules: [{ stage: 'dot', delayMs: FAR_RELAY_MS }] });
  undo.push(() => far.stop());
  const url = await make();
  await addReaders(url, WORKER_MESSAGES);
  const senders: Sender[] = [
    ['near relay (`smtp-sink`)', nearPort] as const,
    [`far relay (${FAR_RELAY_MS} ms an answer)`, far.port] as const,
  ].flatMap(([relay, port]) =>
    [1, 2].map((workers) => ({
      name: `${relay}, ${workers} worker${workers === 1 ? '' : 's'}`,
      messages: WORKER_MESSAGES,
      run: () => runWorkers(workers, { database: url, port, transport: 'pipelined', slug: nextSlug() }),
    })),
  );
  const rows = await interleaved(senders);
  console.log('## Workers on PostgreSQL\n');
  console.log('| workers | messages | messages/s | ÷ one | CPU ms/message |');
  console.log('|---|--:|--:|--:|--:|');
  rows.forEach(({ name, runs }, index) => {
    const one = rateOf(rows[index - (index % 2)]?.runs ?? runs);
    console.log(
      `| ${name} | ${WORKER_MESSAGES} | ${ratesOf(runs)} | ${(rateOf(runs) / one).toFixed(2)} | ${cpuOf(runs)} |`,
    );
  });
  console.log('');
}

async function interleaved(senders: readonly Sender[]): Promise<readonly Row[]> {
  const rows = senders.map(({ name }) => ({ name, runs: [] as SenderRun[] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, sender] of senders.entries()) {
      const run = await sender.run();
      if (run.messages !== sender.messages)
        throw new Error(`${sender.name} sent ${run.messages} of ${sender.messages}`);
      rows[index]?.runs.push(run);
    }
  }
  return rows;
}

/** An issue of its own each time: the ledger grows as it does in life. */
function nextSlug(): string {
  issues += 1;
  return String(issues).padStart(4, '0');
}

type Job = Pick<BroadsideJob, 'database' | 'port' | 'transport'> & Partial<BroadsideJob>;

function jobOf(job: Job): string {
  const whole: BroadsideJob = { slug: nextSlug(), keyFile, connections: CONNECTIONS, journal, ...job };
  return JSON.stringify(whole);
}

function runBroadside(job: Job): Promise<SenderRun> {
  return runChild('with-broadside.ts', [jobOf(job)]);
}

/** All begin at once; the issue is planned before. */
async function runWorkers(workers: number, job: Job & { readonly slug: string }): Promise<SenderRun> {
  await runBroadside({ ...job, isOnlyPlanned: true });
  const runs = await Promise.all(Array.from({ length: workers }, () => runBroadside(job)));
  const beganAt = Math.min(...runs.map((run) => run.beganAt ?? 0));
  const endedAt = Math.max(...runs.map((run) => run.endedAt ?? 0));
  return {
    messages: runs.reduce((sum, run) => sum + run.messages, 0),
    seconds: endedAt - beganAt,
    cpuSeconds: runs.reduce((sum, run) => sum + run.cpuSeconds, 0),
    peakMb: Math.max(...runs.map(({ peakMb }) => peakMb)),
  };
}

/** Profiles are asked of the children by NODE_OPTIONS, as of any program. */
function runChild(file: string, args: readonly string[]): Promise<SenderRun> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'send', file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // As the program itself does it.
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(scratch, 'compiled') },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) =>
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(said) as SenderRun);
      else reject(new Error(`${file} ended with ${code}`));
    }),
  );
}

function runSmtpSource(port: number, messages: number): SenderRun {
  const command = `smtp-source -s ${CONNECTIONS} -l ${LETTER_OCTETS} -m ${messages} -c -d -f news@harbour.example.org -t reader@readers.example 127.0.0.1:${port}`;
  const { status, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%R %U %S'; time ${command} >/dev/null`], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin`, LC_ALL: 'C' },
  });
  const [seconds = 0, user = 0, system = 0] = stderr.trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  if (status !== 0) throw new Error(`smtp-source: ${stderr}`);
  return { messages, seconds, cpuSeconds: user + system, peakMb: 0 };
}

/** Postfix's own, which takes everything and keeps nothing. It will not run as root. */
async function startSmtpSink(): Promise<number> {
  const port = await freePort();
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const sink = spawn('smtp-sink', [...user, `127.0.0.1:${port}`, '1000'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  undo.push(() => void sink.kill());
  for (let tries = 0; tries < 100; tries += 1) {
    if (await answers(port)) return port;
    await sleep(20);
  }
  throw new Error('smtp-sink does not answer: it comes with Postfix (apt-get install postfix)');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('data', () => socket.end('QUIT\r\n'));
  });
}

function rateOf(runs: readonly SenderRun[]): number {
  return median(runs.map(({ messages, seconds }) => messages / seconds));
}

function ratesOf(runs: readonly SenderRun[]): string {
  const rates = runs.map(({ messages, seconds }) => messages / seconds);
  return `${median(rates).toFixed(0)} (${Math.min(...rates).toFixed(0)}–${Math.max(...rates).toFixed(0)})`;
}

function cpuOf(runs: readonly SenderRun[]): string {
  return median(runs.map(({ messages, cpuSeconds }) => (1000 * cpuSeconds) / messages)).toFixed(2);
}

function peakOf(runs: readonly SenderRun[]): string {
  const peak = Math.max(...runs.map(({ peakMb }) => peakMb));
  return peak === 0 ? '' : peak.toFixed(0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
