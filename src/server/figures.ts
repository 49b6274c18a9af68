// What happens while an issue goes out, as figures in the text form that Prometheus reads: counted where it happens, read from the ledger
// when somebody asks. Nothing in it names a reader; domains stand in it only while they rest.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AudienceEvent } from '../model/audience-ports.ts';
import type { DeliveryCounts, DeliveryOutcome } from '../model/delivery.ts';
import type { SendRun } from '../model/send-order.ts';
import type { DomainLimit } from '../model/sending-ports.ts';
import type { SubscriberStatus } from '../model/subscriber.ts';

/** What the database knows at this moment. */
export interface LedgerFigures {
  readonly subscribers: Readonly<Record<SubscriberStatus, number>>;
  /** Of issues that are not ended, and of the last few. */
  readonly issues: readonly DeliveryCounts[];
  readonly runs: readonly Pick<SendRun, 'kind'>[];
  readonly limits: readonly DomainLimit[];
  /** Since ever, by what happened; left out where nobody asked. */
  readonly audience?: Readonly<Partial<Record<AudienceEvent, number>>>;
}

export interface Figures {
  /** `Content-Type` of `text`. */
  readonly contentType: string;
  /** @throws whatever `read` throws: a ledger that cannot be read has no figures. */
  text(): Promise<string>;
  /** One conversation with a relay has ended. */
  conversation(relay: string, outcome: DeliveryOutcome['kind'], seconds: number): void;
  /** One request was answered. */
  visit(visit: { readonly route: string; readonly method: string; readonly status: number }): void;
  /** A mail about signing up has come to something. */
  signUpMail(kind: string, outcome: string): void;
  /** A run or a worker could not reach what it needs: the code of the failure. */
  failure(code: string): void;
}

/** Counting a million rows takes a while: however often it is asked, the database is not read more often than this. */
const READ_AGAIN_MS = 10_000;

/** Seconds; a relay on the same machine answers in milliseconds, RFC 5321 §4.5.3.2 lets the last answer take ten minutes. */
const CONVERSATION_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 600];

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);

const STATES = ['accepted', 'deferred', 'rejected', 'excluded', 'inDoubt', 'onTheWire', 'pending'] as const;

/** @param read Undefined where a process has no ledger to read. */
export function createFigures(
  read?: () => Promise<LedgerFigures>,
  monotonicMs = (): number => performance.now(),
): Figures {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'broadside_' });
  const conversations = new Counter({
    name: 'broadside_conversations_total',
    help: 'Conversations with a mail server that this process has ended, by what came of them',
    labelNames: ['relay', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'broadside_conversation_seconds',
    help: 'How long a conversation took, from handing the message over to its outcome',
    labelNames: ['relay'],
    buckets: CONVERSATION_SECONDS,
    registers,
  });
  const requests = new Counter({
    name: 'broadside_requests_total',
    help: 'Requests answered by the front door, by what they were for, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const signUpMails = new Counter({
    name: 'broadside_sign_up_mails_total',
    help: 'Mails about signing up, by kind and by what came of them',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const failures = new Counter({
    name: 'broadside_failures_total',
    help: 'Failures of settings, database or mail server, by code',
    labelNames: ['code'],
    registers,
  });
  const show = read === undefined ? undefined : ledgerGauges(registers);
  let last: { readonly at: number; readonly figures: Promise<LedgerFigures> } | undefined;
  return {
    contentType: registry.contentType,
    async text() {
      if (read !== undefined) {
        const now = monotonicMs();
        if (last === undefined || now - last.at > READ_AGAIN_MS) last = { at: now, figures: read() };
        try {
          show?.(await last.figures);
        } catch (error) {
          last = undefined;
          throw error;
        }
      }
      return registry.metrics();
    },
    conversation(relay, outcome, seconds) {
      conversations.inc({ relay, outcome });
      durations.observe({ relay }, seconds);
    },
    visit: ({ route, method, status }) => {
      // Whoever makes up methods must not make up figures.
      requests.inc({ route, method: METHODS.has(method) ? method : 'other', status });
    },
    signUpMail: (kind, outcome) => signUpMails.inc({ kind, outcome }),
    failure: (code) => failures.inc({ code }),
  };
}

/** @returns what puts the ledger's figures into the gauges; those that are no more are taken out. */
function ledgerGauges(registers: Registry[]): (figures: LedgerFigures) => void {
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name: `broadside_${name}`, help, labelNames, registers });
  const deliveries = gauge('deliveries', 'Rows of the ledger, by issue and state', ['issue', 'state']);
  const subscribers = gauge('subscribers', 'Subscribers, by status', ['status']);
  const runs = gauge('live_runs', 'Runs that hold a lease', ['kind']);
  const events = gauge('audience', 'What happened to the list since it began, by event', ['event']);
  const resting = gauge('domain_rest_seconds', 'For how long yet nobody writes to a domain', ['domain']);
  return (figures) => {
    for (const one of [deliveries, subscribers, runs, events, resting]) one.reset();
    for (const counts of figures.issues)
      for (const state of STATES) deliveries.set({ issue: counts.issue, state }, counts[state]);
    for (const [status, count] of Object.entries(figures.subscribers)) subscribers.set({ status }, count);
    for (const kind of ['send', 'worker'])
      runs.set({ kind }, figures.runs.filter((run) => run.kind === kind).length);
    for (const [event, count] of Object.entries(figures.audience ?? {})) events.set({ event }, count);
    for (const { domain, restMs } of figures.limits) if (restMs > 0) resting.set({ domain }, restMs / 1000);
  };
}
