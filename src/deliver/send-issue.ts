// Sends one planned issue: claims rows that are due, composes, hands over, and writes down what came of each, as many at once as the
// way out takes. At any moment at most that many rows are claimed, so a crash leaves at most that many in doubt.
import type { DeliveryCounts, DeliveryOutcome, SettledOutcome } from '../model/delivery.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ComposedMessage } from '../model/message.ts';
import type { Claim, Clock, DeliveryLedger, MailTransport } from '../model/ports.ts';
import type { DeliveryExchange } from '../model/sending-ports.ts';
import { nextAttemptAt } from './retry-policy.ts';

export interface SendOptions {
  readonly ledger: Pick<DeliveryLedger, 'counts'>;
  readonly exchange: Pick<DeliveryExchange, 'exchange'>;
  readonly transport: MailTransport;
  readonly clock: Clock;
  /** One reader's message. Called once the row is claimed: from then on nobody can change the issue's letter. */
  readonly compose: (claim: Claim) => ComposedMessage | Promise<ComposedMessage>;
  readonly issueSlug: string;
  /** Names this run in the ledger; never used twice. */
  readonly runId: string;
  readonly onProgress?: (done: RunCounts) => void;
  /** Aborted: what is on the wire is finished, nothing more is begun. */
  readonly signal?: AbortSignal;
}

/** What this run did. */
export interface RunCounts {
  readonly accepted: number;
  readonly deferred: number;
  readonly rejected: number;
  readonly inDoubt: number;
}

export interface SendReport {
  /** The whole issue, earlier runs included. */
  readonly counts: DeliveryCounts;
  readonly run: RunCounts;
  /** What stopped the run before its end: login, connection, sender, database. Running again goes on where it stopped. */
  readonly stoppedBy?: BroadsideError;
  readonly isInterrupted: boolean;
}

/** A connection may break under a message that it never took (a server's limit per connection); so often another one is tried. */
const TRIES = 3;

/** @throws BroadsideError when the ledger itself cannot be read any more; Error when its sums do not balance. */
export async function sendIssue(options: SendOptions): Promise<SendReport> {
  const { exchange, transport, clock, issueSlug, runId, signal } = options;
  const run = { accepted: 0, deferred: 0, rejected: 0, inDoubt: 0 };
  const failures: unknown[] = [];
  const onTheWire = new Set<Promise<void>>();
  const isHalted = () => failures.length > 0 || signal?.aborted === true;

  const begin = (claim: Claim): void => {
    const work = deliver(claim, options, (error) => failures.push(error))
      .then((result) => {
        if (result === undefined) return;
        run[result] += 1;
        options.onProgress?.({ ...run });
      })
      .catch((error: unknown) => void failures.push(error))
      .finally(() => onTheWire.delete(work));
    onTheWire.add(work);
  };

  while (!isHalted()) {
    const free = transport.connections - onTheWire.size;
    if (free === 0) {
      await Promise.race(onTheWire);
      continue;
    }
    const wanted = { issueSlug, limit: free, exceptDomains: [] };
    const { claims } = await exchange
      .exchange({ runId, at: clock.now(), settlements: [], wanted })
      .catch((error: unknown) => {
        failures.push(error);
        return { claims: [] };
      });
    if (claims.length === 0) break;
    // Halted while the rows were being claimed: they go back as if nobody had touched them.
    if (isHalted())
      await Promise.all(
        claims.map((claim) => release(claim, options).catch((error: unknown) => failures.push(error))),
      );
    else claims.forEach(begin);
  }
  await Promise.all(onTheWire);
  return report(options, run, failures);
}

/** @param halt Called before a row goes back: once none is claimed the letter may change, and this run has the old one. */
async function deliver(
  claim: Claim,
  options: SendOptions,
  halt: (error: unknown) => void,
): Promise<keyof RunCounts | undefined> {
  let message: ComposedMessage;
  try {
    message = await options.compose(claim);
  } catch (error) {
    halt(error);
    await release(claim, options);
    return undefined;
  }
  let outcome: DeliveryOutcome;
  try {
    outcome = await sendPatiently(options.transport, message);
  } catch (error) {
    // The port promises that then nothing was taken. Of any other error nothing is known: the row stays in doubt.
    halt(error);
    if (error instanceof BroadsideError) await release(claim, options);
    return undefined;
  }
  if (outcome.kind === 'sender-refused') {
    halt(
      new BroadsideError(
        'SMTP_SENDER_REFUSED',
        `${options.transport.name} refused the sender: ${outcome.reply.text}`,
      ),
    );
    await release(claim, options);
    return undefined;
  }
  return settle(claim, outcome, options);
}

async function sendPatiently(transport: MailTransport, message: ComposedMessage): Promise<DeliveryOutcome> {
  let outcome = await transport.send(message);
  for (let tries = 1; tries < TRIES && outcome.kind === 'not-begun'; tries += 1)
    outcome = await transport.send(message);
  return outcome;
}

async function settle(
  claim: Claim,
  outcome: SettledOutcome,
  { exchange, clock }: SendOptions,
): Promise<keyof RunCounts> {
  const now = clock.now();
  const write = (settled: SettledOutcome, next?: string) =>
    exchange.exchange({
      runId: claim.runId,
      at: now,
      settlements: [{ claim, outcome: settled, ...(next !== undefined && { nextAttemptAt: next }) }],
    });
  if (outcome.kind === 'accepted' || outcome.kind === 'rejected') {
    await write(outcome);
    return outcome.kind;
  }
  if (outcome.kind === 'in-doubt') {
    await write(outcome);
    return 'inDoubt';
  }
  const next = nextAttemptAt({ attempt: claim.attempt, firstAttemptAt: claim.firstAttemptAt, now });
  if (next !== undefined) {
    await write(outcome, next);
    return 'deferred';
  }
  await write({ kind: 'rejected', reply: givenUp(outcome) });
  return 'rejected';
}

function givenUp(outcome: Extract<DeliveryOutcome, { kind: 'deferred' | 'not-begun' }>) {
  const reply = outcome.kind === 'deferred' ? outcome.reply : { text: outcome.detail };
  return { ...reply, text: `Given up after 5 days of trying: ${reply.text}` };
}

async function release(claim: Claim, { exchange, clock }: SendOptions): Promise<void> {
  const outcome = { kind: 'not-begun' as const, detail: 'The run stopped before it began' };
  await exchange.exchange({ runId: claim.runId, at: clock.now(), settlements: [{ claim, outcome }] });
}

async function report(
  { ledger, issueSlug, signal }: SendOptions,
  run: RunCounts,
  failures: readonly unknown[],
): Promise<SendReport> {
  const bug = failures.find((failure) => !(failure instanceof BroadsideError));
  if (bug !== undefined) throw bug;
  const [stoppedBy] = failures.filter((failure) => failure instanceof BroadsideError);
  const counts = await ledger.counts(issueSlug);
  const { eligible, accepted, deferred, rejected, excluded, inDoubt, onTheWire, pending } = counts;
  const sum = accepted + deferred + rejected + excluded + inDoubt + onTheWire + pending;
  if (eligible !== sum)
    throw new Error(
      `The ledger of ${issueSlug} does not balance: ${eligible} eligible, ${sum} accounted for`,
    );
  return {
    counts,
    run,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    isInterrupted: signal?.aborted === true,
  };
}
