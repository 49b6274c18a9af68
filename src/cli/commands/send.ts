// `send N|SLUG`: through the ledger to whoever has not had it; or with --proof one copy to one address, never in the ledger.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { readAddress } from '../../audience/address.ts';
import type { RunCounts } from '../../deliver/judge-outcome.ts';
import { type SendReport, sendIssue } from '../../deliver/send-issue.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { SentCopy } from '../../model/ports.ts';
import type { RenderedIssue } from '../../model/rendered.ts';
import { RENEWAL_MS } from '../../model/sending-ports.ts';
import { toStoredText } from '../../store/schema.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import { failureLines, failureValue } from '../failure-report.ts';
import { mailComposer, tokenKey } from '../mail-composer.ts';
import { withDatabase, withTransport } from '../open-delivery.ts';
import { compileOneIssue, type ReadyIssue, refuseErrors } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import { planIssue } from '../plan-issue.ts';
import { processClock } from '../process-clock.ts';
import type { Terminal } from '../terminal.ts';

export interface SendCommandOptions {
  readonly yes?: true;
  readonly proof?: string;
}

/** What a run of sending came to. */
export interface SentRun extends SendReport {
  readonly slug: string;
  /** "smtp.example.org:587" or "out/outbox". */
  readonly transport: string;
}

export async function send(
  name: string,
  options: SendCommandOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const ready = await compileOneIssue(name, terminal);
  refuseErrors(ready);
  if (options.proof !== undefined) return sendProof(ready, options.proof, terminal);
  const { issue } = ready;
  if (issue.isDraft)
    throw new BroadsideError('ISSUE_IS_DRAFT', `${issue.path} is marked as a draft`, { place: issue.path });
  const run = await deliverIssue(
    ready,
    { database: databaseUrl(terminal), isAgreed: options.yes === true },
    terminal,
  );
  return {
    exitCode: exitCodeOf(run),
    value: runValue(run),
    lines: (paint) => [...runLines(run, paint), ...nextStep(nextFor(run), paint)],
  };
}

/** A server may take minutes to answer; breaking off then is what makes doubt. */
const STOPPING =
  'Stopping: waiting for the answers to what is on the wire. Breaking off now would leave those readers in doubt.';

const SAME_LETTER =
  'The issue has changed since it began to go out. Those who are left get the letter that the first ones got; put corrections into the next issue too.';

export interface DeliverOptions {
  readonly database: string;
  /** Nothing is asked. */
  readonly isAgreed: boolean;
}

/** Plans, asks, sends. Throws NOT_CONFIRMED when nobody says yes. */
export async function deliverIssue(
  { root, settings: { newsletter }, issue, rendered }: Omit<ReadyIssue, 'diagnostics'>,
  options: DeliverOptions,
  terminal: Terminal,
): Promise<SentRun> {
  return withDatabase(root, options.database, async (database) => {
    const { ledger, subscribers, settings, exchange, runs, orders } = database;
    if (!options.isAgreed) {
      const [{ confirmed }, counts] = await Promise.all([subscribers.count(), ledger.counts(issue.slug)]);
      const question = `Send ${issue.title} to ${countOf(confirmed - counts.accepted - counts.rejected, 'subscriber')}?`;
      if (!(await terminal.confirm(question))) {
        throw new BroadsideError('NOT_CONFIRMED', `${issue.title} was not sent`);
      }
    }
    // The way out is tried first: nothing is planned for a server that cannot be reached.
    return withTransport(root, terminal, async (transport) => {
      const mail = { newsletter, slug: issue.slug, rendered, date: new Date(terminal.now()) };
      const key = await tokenKey(settings);
      const own = await mailComposer(mail, { key });
      await ledger.plan(planIssue(issue, rendered, newsletter), terminal.now());
      const chooseLetter = async (): ReturnType<typeof mailComposer> => {
        const copy = await ledger.sentCopy(issue.slug);
        if (copy === undefined || !isOtherLetter(copy, rendered)) return own;
        terminal.complain(SAME_LETTER);
        return mailComposer({ ...mail, rendered: { ...rendered, ...letterOf(copy) } }, { key });
      };
      // Not before the first row is claimed: until then another run may plan the issue with another text.
      let letter: ReturnType<typeof mailComposer> | undefined;
      const { eligible, accepted, rejected, excluded } = await ledger.counts(issue.slug);
      const total = eligible - accepted - rejected - excluded;
      const stop = new AbortController();
      void terminal.untilInterrupted().then(() => {
        stop.abort();
        terminal.progress('');
        terminal.complain(STOPPING);
      });
      const runId = randomUUID();
      const { other } = await runs.begin({
        id: runId,
        kind: 'send',
        issueSlug: issue.slug,
        host: hostname(),
        pid: process.pid,
        transport: transport.name,
        startedAt: terminal.now(),
      });
      if (other !== undefined)
        throw new BroadsideError(
          'SEND_UNDER_WAY',
          `Process ${other.pid} on ${other.host} is sending ${issue.title}`,
        );
      await orders.start(issue.slug, terminal.now(), fiveDaysAfter(terminal.now()));
      const renewal = setInterval(() => void runs.renew(runId).catch(() => false), RENEWAL_MS);
      const report = await sendIssue({
        ledger,
        exchange,
        pacing: database.pacing,
        relays: [{ transport, weight: 1 }],
        clock: processClock(terminal),
        patienceMs: 0,
        expiresAt: fiveDaysAfter(terminal.now()),
        compose: async (claim) => {
          letter ??= chooseLetter();
          return (await letter)(claim);
        },
        issueSlug: issue.slug,
        runId,
        onProgress: (done) => terminal.progress(progressLine(done, total)),
        signal: stop.signal,
      }).finally(() => {
        clearInterval(renewal);
        return runs.end(runId, terminal.now());
      });
      terminal.progress('');
      return { ...report, slug: issue.slug, transport: transport.name };
    });
  });
}

const DAY_MS = 24 * 60 * 60 * 1000;

function fiveDaysAfter(instant: string): string {
  return new Date(Date.parse(instant) + 5 * DAY_MS).toISOString();
}

/** As the ledger keeps texts, a lone half of a sign is another one, and that is no change. */
function isOtherLetter(copy: SentCopy, rendered: RenderedIssue): boolean {
  return copy.html !== toStoredText(rendered.html) || copy.text !== toStoredText(rendered.text);
}

function letterOf({ subject, html, text }: SentCopy): Pick<RenderedIssue, 'subject' | 'html' | 'text'> {
  return { subject, html, text };
}

export function exitCodeOf({ counts, stoppedBy }: SentRun): 0 | 3 {
  return counts.deferred + counts.inDoubt + counts.pending > 0 || stoppedBy !== undefined ? 3 : 0;
}

/** For --json. */
export function runValue({ counts, run, transport, stoppedBy }: SentRun): object {
  return {
    ...counts,
    run,
    transport,
    ...(stoppedBy === undefined ? {} : { stoppedBy: failureValue(stoppedBy) }),
  };
}

/** Who got it, in a few aligned lines; a failure that stopped the run stands first. */
export function runLines(run: SentRun, paint: Paint): readonly string[] {
  const { counts, stoppedBy, transport, slug } = run;
  const isOutbox = !transport.includes(':');
  const rows = [
    [
      'accepted',
      counts.accepted,
      isOutbox
        ? `written to ${transport}/ as files, for no mail server is set; they count as sent`
        : `taken by ${transport}`,
    ],
    ['deferred', counts.deferred, 'refused for now; tried again later'],
    ['rejected', counts.rejected, 'refused for good'],
    ['excluded', counts.excluded, 'unsubscribed since it was planned'],
    ['in doubt', counts.inDoubt, 'cut off before an answer came'],
    ['pending', counts.pending, 'not begun'],
  ] as const;
  return [
    ...(stoppedBy === undefined ? [] : [...failureLines(stoppedBy, paint), '']),
    `${paint.strong(slug)}: ${countOf(counts.eligible, 'subscriber')} eligible, ${run.run.accepted} sent now`,
    '',
    ...factLines(
      rows
        .filter(([state, count]) => count > 0 || state === 'accepted')
        .map(([state, count, meaning]) => [state, String(count), meaning]),
      paint,
    ),
  ];
}

export function nextFor({ counts, slug, isInterrupted, stoppedBy }: SentRun): string {
  if (isInterrupted) return `\`broadside send ${slug}\` goes on where this stopped.`;
  if (stoppedBy !== undefined)
    return `\`broadside send ${slug}\` goes on where this stopped, once that is mended.`;
  if (counts.deferred + counts.pending > 0)
    return `\`broadside send ${slug}\` again, in half an hour or later, reaches those who are left.`;
  if (counts.inDoubt > 0) return `\`broadside status ${slug}\` names those in doubt.`;
  if (counts.eligible === 0)
    return '`broadside subscribers add ADDRESS` or `subscribers import FILE` brings in readers.';
  return `\`broadside status ${slug}\` shows who got it; sending it again reaches nobody twice.`;
}

async function sendProof(
  { root, settings: { newsletter }, issue, rendered }: ReadyIssue,
  address: string,
  terminal: Terminal,
): Promise<CommandResult> {
  const read = readAddress(address);
  if ('problem' in read)
    throw new BroadsideError('ADDRESS_INVALID', `${read.problem}: ${JSON.stringify(address)}`);
  const mail = { newsletter, slug: issue.slug, rendered, date: new Date(terminal.now()) };
  // A proof's links are signed with a key of the moment: they unsubscribe nobody.
  const key = { number: 255, secret: crypto.getRandomValues(new Uint8Array(32)) };
  const compose = await mailComposer(mail, { key, isProof: true });
  const id = Buffer.alloc(16).toString('base64url');
  const message = await compose({
    subscriber: { id, address: read.address },
    messageId: `proof.${randomUUID()}@${newsletter.listId}`,
  });
  return withTransport(root, terminal, async (transport) => {
    const outcome = await transport.send(message);
    const words = 'reply' in outcome ? outcome.reply.text : outcome.detail;
    const isAccepted = outcome.kind === 'accepted';
    return {
      exitCode: isAccepted ? 0 : 3,
      value: {
        issue: issue.slug,
        proof: read.address,
        outcome: outcome.kind,
        reply: words,
        transport: transport.name,
      },
      lines: (paint) => [
        `${isAccepted ? paint.done('proof sent') : paint.stop(outcome.kind)}  ${issue.title} to ${read.address} by ${transport.name}`,
        `  ${paint.dim(words)}`,
        ...nextStep(
          isAccepted
            ? `read it, then \`broadside send ${issue.slug}\`.`
            : 'see what the server says above, and try again.',
          paint,
        ),
      ],
    };
  });
}

function progressLine({ accepted, deferred, rejected, inDoubt }: RunCounts, total: number): string {
  const others = [
    deferred > 0 ? `${deferred} deferred` : '',
    rejected > 0 ? `${rejected} rejected` : '',
    inDoubt > 0 ? `${inDoubt} in doubt` : '',
  ];
  return [`${accepted} of ${total} accepted`, ...others.filter((part) => part !== '')].join(', ');
}
