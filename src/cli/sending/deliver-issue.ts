// From "send this issue" to what came of it: looks how the issue stands, asks, tries the way out, and then schedules it, holds it back for a
// while, or sends it in a run of its own. `send` and `publish` both go this way.
import type { IsoInstant } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import { tagsOfIssue } from '../../model/tags-of-issue.ts';
import type { Database } from '../../store/open-database.ts';
import { oneReading } from '../bounces/keep-reading.ts';
import { countRejections } from '../bounces/read-bounces.ts';
import { countOf } from '../command-result.ts';
import type { ReadyIssue } from '../compile-one-issue.ts';
import { smtpUrl } from '../environment.ts';
import { OUTBOX, withRelays } from '../open-delivery.ts';
import { planIssue } from '../plan-issue.ts';
import { processClock } from '../process-clock.ts';
import { withSendingDatabase } from '../refuse-restored-copy.ts';
import { keepListId } from '../remember-list-id.ts';
import type { IssueStanding } from '../status/order-words.ts';
import { rowLines } from '../status/row-lines.ts';
import type { Terminal } from '../terminal.ts';
import { holdBack } from './hold-back.ts';
import { type Question, questionBefore, questionWithoutServer, type SendWish } from './may-send.ts';
import { readSendTime } from './read-send-time.ts';
import { readStanding } from './read-standing.ts';
import { runSend } from './run-send.ts';
import type { Intention } from './send-flags.ts';
import type { SentRun } from './send-report.ts';

export interface DeliverOptions {
  readonly database: string;
  /** Nothing is asked. */
  readonly isAgreed: boolean;
  readonly intention: Exclude<Intention, { kind: 'proof' }>;
  /** All runs together. */
  readonly ratePerSecond?: number;
  readonly connections?: number;
}

export interface ScheduledSend {
  readonly slug: string;
  readonly title: string;
  readonly sendAt: IsoInstant;
  readonly timeZone: string;
  readonly now: IsoInstant;
  /** Of now: who confirms until then is reached too. */
  readonly audience: number;
  readonly hasWorker: boolean;
}

export type Delivered =
  | { readonly kind: 'sent'; readonly run: SentRun }
  | { readonly kind: 'scheduled'; readonly scheduled: ScheduledSend }
  | { readonly kind: 'taken back'; readonly standing: IssueStanding; readonly title: string };

/** Throws SEND_UNDER_WAY, SEND_NOT_OPEN, SEND_OVERDUE, SETTINGS_INVALID, and NOT_CONFIRMED when nobody says yes. */
export async function deliverIssue(
  ready: Omit<ReadyIssue, 'diagnostics'>,
  options: DeliverOptions,
  terminal: Terminal,
): Promise<Delivered> {
  const { root, settings, issue, rendered } = ready;
  const { timeZone } = settings.newsletter;
  const { intention } = options;
  return withSendingDatabase(root, options.database, terminal, async (database, journal) => {
    const standing = await readStanding(database, issue.slug);
    const now = terminal.now();
    const tags = tagsOfIssue(issue, settings.newsletter.topics);
    const audience = await audienceOf(database, standing, intention, now, tags);
    const wish: SendWish = {
      intention,
      slug: issue.slug,
      title: issue.title,
      audience,
      timeZone,
      now,
      ...(intention.kind === 'schedule' ? { sendAt: readSendTime(intention.at, { timeZone, now }) } : {}),
    };
    const isForgotten =
      intention.kind !== 'schedule' && smtpUrl(terminal) === undefined && (await journal.issues()).length > 0;
    const plain = questionBefore(wish, standing);
    const question = isForgotten ? questionWithoutServer(plain, OUTBOX) : plain;
    const letters = lettersOf(wish, standing);
    if (letters === 0 && intention.kind !== 'schedule')
      return { kind: 'sent', run: await nothingToSend(database, standing, timeZone) } as const;
    if (intention.kind === 'in doubt' && !options.isAgreed)
      await nameDoubtful(database, issue.slug, timeZone, terminal);
    await ask(question, wish.title, options.isAgreed, terminal);
    await keepListId(database.settings, settings.newsletter.listId);
    const plan = planIssue(issue, rendered, settings.newsletter);
    if (wish.sendAt !== undefined) {
      await database.ledger.plan(plan, terminal.now());
      return scheduleIssue(database, wish, wish.sendAt, standing);
    }
    // The way out is tried first: nothing is planned for a server that cannot be reached.
    return withRelays(root, terminal, options, async (relays) => {
      if (intention.kind === 'send' && intention.holdMs !== undefined) {
        const isKept = await hold(
          database,
          wish,
          intention.holdMs,
          () => database.ledger.plan(plan, terminal.now()),
          terminal,
        );
        if (!isKept)
          return {
            kind: 'taken back',
            standing: await readStanding(database, issue.slug),
            title: issue.title,
          } as const;
      }
      const { ratePerSecond } = options;
      const run = await runSend(
        {
          ready,
          database,
          journal,
          relays,
          plan,
          intention,
          audience: letters,
          ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
        },
        terminal,
      );
      if (run.run.rejected > 0)
        await oneReading(
          () => countRejections(database, (words) => terminal.complain(`${words}.`), terminal),
          (error) => terminal.complain(error.message),
        );
      return { kind: 'sent', run } as const;
    });
  });
}

/** An issue that was taken back before it began is sent as if it were new: everybody in it was missed. */
async function audienceOf(
  { inquiry }: Database,
  { counts, order }: IssueStanding,
  { kind }: DeliverOptions['intention'],
  now: IsoInstant,
  tags: readonly string[] | undefined,
): Promise<number> {
  const isMissed = kind === 'missed' || order?.state === 'cancelled';
  return inquiry.audience(counts.issue, isMissed ? 'missed' : 'due', now, tags);
}

/** A word about those in doubt, where nobody is, is none about the others. */
function lettersOf({ intention, audience }: SendWish, { counts }: IssueStanding): number {
  if (intention.kind !== 'in doubt') return audience;
  return counts.inDoubt === 0 ? 0 : counts.inDoubt + audience;
}

async function ask(question: Question, title: string, isAgreed: boolean, terminal: Terminal): Promise<void> {
  if (isAgreed && question.isForPeople === undefined) return;
  // Nobody there is asked in vain; whoever says no has answered, and that is no failure of the issue's.
  if (!isAgreed && (await terminal.confirm(question.text))) return;
  if (terminal.isInteractive && !isAgreed) throw new BroadsideError('NOT_CONFIRMED', `${title} was not sent`);
  const { otherwise, refusal, hint } = question;
  throw new BroadsideError(otherwise, refusal, hint === undefined ? {} : { hint });
}

/** How it stands, without a run. */
async function nothingToSend(
  { exchange }: Database,
  { counts, order, runs }: IssueStanding,
  timeZone: string,
): Promise<SentRun> {
  const nextDueAt = await exchange.nextDueAt(counts.issue);
  return {
    counts,
    run: { accepted: 0, deferred: 0, rejected: 0, inDoubt: 0 },
    isInterrupted: false,
    slug: counts.issue,
    state: order?.state ?? 'planned',
    others: runs,
    timeZone,
    ...(nextDueAt === undefined ? {} : { nextDueAt }),
  };
}

async function nameDoubtful(
  { ledger }: Database,
  slug: string,
  timeZone: string,
  terminal: Terminal,
): Promise<void> {
  const rows = await ledger.deliveries(slug, 'in doubt');
  for (const line of rowLines(rows, timeZone, terminal.paint)) terminal.complain(line);
}

async function scheduleIssue(
  { orders }: Database,
  { slug, title, audience, timeZone, now }: SendWish,
  sendAt: IsoInstant,
  { runs }: IssueStanding,
): Promise<Delivered> {
  if (!(await orders.schedule(slug, sendAt, now))) throw begunMeanwhile(slug);
  const hasWorker = runs.some(({ kind }) => kind === 'worker');
  return { kind: 'scheduled', scheduled: { slug, title, sendAt, timeZone, now, audience, hasWorker } };
}

async function hold(
  { orders }: Database,
  { slug, audience }: SendWish,
  holdMs: number,
  plan: () => Promise<unknown>,
  terminal: Terminal,
): Promise<boolean> {
  const clock = processClock(terminal);
  await plan();
  const now = clock.now();
  const sendAt = new Date(Date.parse(now) + holdMs).toISOString();
  if (!(await orders.schedule(slug, sendAt, now))) throw begunMeanwhile(slug);
  return holdBack({
    orders,
    clock,
    terminal,
    slug,
    holdMs,
    readers: `to ${countOf(audience, 'subscriber')}`,
  });
}

function begunMeanwhile(slug: string): BroadsideError {
  return new BroadsideError('SEND_NOT_OPEN', `${slug} has begun to go out and cannot wait any more`);
}
