// One run of `send`: registered, its lease kept, progress shown, Ctrl-C obeyed, and ended with a line in the history. What it sends and how is
// the business of `deliver/`.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { keepLease, type Lease } from '../../deliver/keep-lease.ts';
import { type SendReport, sendIssue } from '../../deliver/send-issue.ts';
import type { SentJournalFiles } from '../../files/sent-journal.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { IssueToPlan } from '../../model/ports.ts';
import type { SendOrder } from '../../model/send-order.ts';
import type { Relay, RunClock } from '../../model/sending-ports.ts';
import type { Database } from '../../store/open-database.ts';
import { figure } from '../command-result.ts';
import type { ReadyIssue } from '../compile-one-issue.ts';
import { readDkimKeys } from '../dkim-keys.ts';
import { smtpUrl } from '../environment.ts';
import { processClock } from '../process-clock.ts';
import { refuseRestoredCopy } from '../refuse-restored-copy.ts';
import type { Terminal } from '../terminal.ts';
import { letterComposer } from './letter-composer.ts';
import { underWay } from './may-send.ts';
import type { Intention } from './send-flags.ts';
import type { SentRun } from './send-report.ts';
import { brokenOffWords, STOPPING } from './stopping-words.ts';
import { watchProgress } from './watch-progress.ts';

export interface RunOptions {
  readonly ready: Omit<ReadyIssue, 'diagnostics'>;
  readonly database: Database;
  readonly journal: SentJournalFiles;
  readonly relays: readonly Relay[];
  readonly plan: IssueToPlan;
  readonly intention: Exclude<Intention, { kind: 'proof' }>;
  readonly ratePerSecond?: number;
  /** Letters that it means, as far as was known when it was asked. */
  readonly audience: number;
}

const SAME_LETTER =
  'The issue has changed since it began to go out. Those who are left get the letter that the first ones got; put corrections into the next issue too.';

/** For a database or mail servers that are away for a while; whoever sits there can stop it. */
const PATIENCE_MS = 120_000;
const HOUR_MS = 3_600_000;
/** 128 + 2: as shells tell of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

const NOTHING = { accepted: 0, deferred: 0, rejected: 0, inDoubt: 0 };

/** Throws SEND_UNDER_WAY. */
export async function runSend(options: RunOptions, terminal: Terminal): Promise<SentRun> {
  const { database, relays, ready, plan } = options;
  const { slug } = ready.issue;
  const { runs, ledger, orders, exchange } = database;
  const clock = processClock(terminal);
  const runId = randomUUID();
  const transport = relays.map((relay) => relay.transport.name).join(', ');
  const begunMs = clock.monotonicMs();
  const { other } = await runs.begin({
    id: runId,
    kind: 'send',
    issueSlug: slug,
    host: hostname(),
    pid: process.pid,
    transport,
    startedAt: clock.now(),
  });
  if (other !== undefined) throw underWay(slug, other);
  const lease = keepLease(runs, runId, clock, begunMs);
  let detail = 'broken off';
  try {
    await ledger.plan(plan, clock.now());
    // Once more: of an issue that this ledger had not heard of, the rows are there only now.
    await refuseRestoredCopy(database, options.journal, terminal);
    const order = await begin(options, clock);
    const report =
      order.state === 'sending'
        ? await sendRows(options, { runId, clock, order, lease, terminal })
        : undefined;
    if (report !== undefined) detail = runWords(report);
    const [counts, now, others] = await Promise.all([ledger.counts(slug), orders.order(slug), runs.live()]);
    const nextDueAt = await exchange.nextDueAt(slug);
    const { run = NOTHING, isInterrupted = false, stoppedBy } = report ?? {};
    return {
      run,
      isInterrupted,
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
      ...(nextDueAt === undefined ? {} : { nextDueAt }),
      counts,
      slug,
      transport,
      state: now?.state ?? order.state,
      others: others.filter(({ id }) => id !== runId),
      timeZone: ready.settings.newsletter.timeZone,
    };
  } catch (error) {
    if (error instanceof BroadsideError) detail = error.message;
    throw error;
  } finally {
    lease.stop();
    // A database that is away has told of itself by now; the run ends there by its lease.
    await runs.end(runId, clock.now(), detail).catch(ignoreFailure);
  }
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof BroadsideError)) throw error;
}

/** Says go, to whom it was meant. */
async function begin(
  { database: { orders }, ready, intention }: RunOptions,
  { now }: RunClock,
): Promise<SendOrder> {
  const { slug } = ready.issue;
  const { expiresAfterHours } = ready.settings.newsletter.delivery;
  const before = await orders.order(slug);
  if (intention.kind === 'in doubt') await orders.requeue(slug, 'in doubt', now());
  if (intention.kind === 'missed') await orders.requeue(slug, 'missed', now());
  // One that was taken back before it began is as new once it has a time again.
  if (before?.state === 'cancelled' && before.startedAt === undefined)
    await orders.schedule(slug, now(), now());
  return orders.start(slug, now(), later(now(), expiresAfterHours));
}

interface Sending {
  readonly runId: string;
  readonly clock: RunClock;
  readonly order: SendOrder;
  readonly lease: Lease;
  readonly terminal: Terminal;
}

async function sendRows(
  { database, journal, relays, ready, ratePerSecond, audience }: RunOptions,
  { runId, clock, order, lease, terminal }: Sending,
): Promise<SendReport> {
  const { root, settings, issue, rendered } = ready;
  const { slug } = issue;
  const { newsletter } = settings;
  const { ledger, exchange, pacing } = database;
  const date = new Date(order.startedAt ?? clock.now());
  const letter = letterComposer({
    database,
    slug,
    date: () => date,
    keysOf: (address) =>
      readDkimKeys(terminal, { root, domain: address.slice(address.lastIndexOf('@') + 1) }),
    now: clock.now,
    own: { newsletter, slug, rendered, date },
    onOtherLetter: () => terminal.complain(SAME_LETTER),
  });
  const progress = watchProgress(terminal, clock);
  const stop = new AbortController();
  const listening = terminal.onInterrupt({
    finish: () => {
      stop.abort();
      for (const line of STOPPING) terminal.complain(line);
    },
    atOnce: () => {
      terminal.progress('');
      for (const line of brokenOffWords(slug)) terminal.complain(line);
      terminal.endNow(INTERRUPTED);
    },
  });
  try {
    return await sendIssue({
      exchange,
      ledger,
      pacing,
      // Files in a folder are no mail: whoever has one gets a letter from another database all the same.
      ...(smtpUrl(terminal) === undefined ? {} : { journal }),
      relays,
      clock,
      letter,
      issueSlug: slug,
      runId,
      // A person has said yes to one that was to be given up: it is tried as long again.
      expiresAt: notPast(order.expiresAt, clock.now(), newsletter.delivery.expiresAfterHours),
      ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
      patienceMs: PATIENCE_MS,
      onProgress: (done) =>
        progress.update({
          ...done,
          slug,
          total: audience,
          ...(stop.signal.aborted ? { isStopping: true } : {}),
        }),
      onTrouble: troubleTeller(terminal),
      signal: AbortSignal.any([stop.signal, lease.lost]),
      isLeaseHeld: lease.isHeld,
    });
  } finally {
    listening.stop();
    progress.stop();
  }
}

/** Once for each kind of trouble, not once for each try. */
function troubleTeller(terminal: Terminal): (error: BroadsideError) => void {
  const told = new Set<string>();
  return (error) => {
    if (told.has(error.code)) return;
    told.add(error.code);
    terminal.complain(`${error.message}; waiting for it, at most ${PATIENCE_MS / 60_000} minutes.`);
  };
}

/** For the history: "accepted 210, deferred 4". */
function runWords({ run, stoppedBy, isInterrupted }: SendReport): string {
  const parts = [
    `accepted ${figure(run.accepted)}`,
    ...(run.deferred > 0 ? [`deferred ${figure(run.deferred)}`] : []),
    ...(run.rejected > 0 ? [`rejected ${figure(run.rejected)}`] : []),
    ...(run.inDoubt > 0 ? [`in doubt ${figure(run.inDoubt)}`] : []),
    ...(isInterrupted ? ['interrupted'] : []),
    ...(stoppedBy === undefined ? [] : [`stopped: ${stoppedBy.message}`]),
  ];
  return parts.join(', ');
}

function notPast(expiresAt: string | undefined, now: string, hours: number): string {
  return expiresAt === undefined || expiresAt <= now ? later(now, hours) : expiresAt;
}

function later(now: string, hours: number): string {
  return new Date(Date.parse(now) + hours * HOUR_MS).toISOString();
}
