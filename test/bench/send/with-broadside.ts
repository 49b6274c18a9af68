// Broadside's own way, as the `send` command goes it, in a process of its own: the letter planned in the database, rows claimed and
// settled there, each reader's message composed, signed and handed over. `node with-broadside.ts JOB` (JSON, see `BroadsideJob`).
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mailComposer } from '../../../src/cli/mail-composer.ts';
import { processClock } from '../../../src/cli/process-clock.ts';
import { spareMemory } from '../../../src/cli/spare-memory.ts';
import { signingTokenKey } from '../../../src/cli/token-keys.ts';
import { readDkimKey } from '../../../src/deliver/dkim-key.ts';
import { letterFields } from '../../../src/deliver/letter.ts';
import { sendIssue } from '../../../src/deliver/send-issue.ts';
import { openSentJournal } from '../../../src/files/sent-journal.ts';
import { openRelays } from '../../../src/mail/open-relays.ts';
import { openDatabase } from '../../../src/store/open-database.ts';
import { HTML, LIST_URL, SUBJECT, TEXT } from './letter.ts';
import { reportRun } from './report-run.ts';

export interface BroadsideJob {
  readonly database: string;
  readonly port: number;
  readonly slug: string;
  readonly transport: 'pool' | 'pipelined';
  readonly connections: number;
  readonly keyFile: string;
  /** Folder for the journal of what was taken. */
  readonly journal: string;
  /** Rows are written, nothing is sent. */
  readonly isOnlyPlanned?: true;
  /** Ends as if Ctrl-C had been pressed once so many are accepted. */
  readonly stopAfter?: number;
}

const FROM = { name: 'Harbour News', address: 'news@harbour.example.org' };
const DOMAIN = 'harbour.example.org';

spareMemory();
const job = JSON.parse(process.argv[2] ?? '') as BroadsideJob;
const clock = processClock({ now: () => new Date().toISOString() });
const { ledger, settings, exchange, runs, orders, pacing, close } = await openDatabase(job.database);
const fields = letterFields(
  {
    title: 'Harbour News',
    siteUrl: LIST_URL,
    listUrl: LIST_URL,
    listId: DOMAIN,
    owner: FROM.address,
    unsubscribeAddress: FROM.address,
    from: FROM,
  },
  job.slug,
);

if (job.isOnlyPlanned === true) await reportRun(plan);
else await send();
await close();

async function plan(): Promise<number> {
  const issue = {
    slug: job.slug,
    messageIdDomain: DOMAIN,
    textHash: '',
    subject: SUBJECT,
    copy: { markdown: '', html: HTML, text: TEXT, fields },
  };
  return (await ledger.plan(issue, clock.now())).added;
}

async function send(): Promise<void> {
  await plan();
  const letter = { slug: job.slug, fields, subject: SUBJECT, html: HTML, text: TEXT, date: new Date() };
  const pem = readFileSync(job.keyFile);
  const signing = {
    keys: [readDkimKey({ selector: 'bench', domain: DOMAIN, pem: pem.toString('utf8'), place: job.keyFile })],
    clock,
  };
  const compose = await mailComposer(letter, { key: await signingTokenKey(settings), signing });
  const pipelining = job.transport === 'pool' ? '&pipelining=off' : '';
  const [relay] = await openRelays(
    `smtp://127.0.0.1:${job.port}?connections=${job.connections}${pipelining}`,
  );
  if (relay === undefined) throw new Error('no relay');
  const journal = openSentJournal(job.journal, clock.now);
  const stop = new AbortController();
  const runId = randomUUID();
  const run = { id: runId, kind: 'worker' as const, host: 'bench', pid: process.pid };
  await runs.begin({ ...run, transport: relay.transport.name, startedAt: clock.now() });
  await orders.start(job.slug, clock.now(), new Date(Date.now() + 86_400_000).toISOString());
  await reportRun(async () => {
    const { run: done, stoppedBy } = await sendIssue({
      ledger,
      exchange,
      pacing,
      journal,
      relays: [relay],
      clock,
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      patienceMs: 0,
      letter: { compose, prepare: compose.prepare },
      issueSlug: job.slug,
      runId,
      onProgress: ({ accepted }) => {
        if (accepted >= (job.stopAfter ?? Number.POSITIVE_INFINITY)) stop.abort();
      },
      signal: stop.signal,
    });
    if (stoppedBy !== undefined) throw stoppedBy;
    return done.accepted;
  });
  journal.close();
  await relay.transport.close();
}
