// `send N|SLUG`: through the ledger to whoever has not had it, now or at a time; or with --proof one copy to one address.
import { BroadsideError } from '../../model/errors.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { compileOneIssue, refuseErrors } from '../compile-one-issue.ts';
import { databaseUrl } from '../environment.ts';
import type { Paint } from '../paint.ts';
import { type Delivered, deliverIssue, type ScheduledSend } from '../sending/deliver-issue.ts';
import { readIntention, type SendFlags } from '../sending/send-flags.ts';
import { sendProof } from '../sending/send-proof.ts';
import { exitCodeOf, nextFor, runLines, runValue } from '../sending/send-report.ts';
import { takenBack } from '../sending/taken-back.ts';
import type { Terminal } from '../terminal.ts';
import { momentWords, spanWords, utcWords } from '../words-of-time.ts';

export async function send(name: string, flags: SendFlags, terminal: Terminal): Promise<CommandResult> {
  terminal.spareMemory();
  const intention = readIntention(flags);
  const ready = await compileOneIssue(name, terminal);
  refuseErrors(ready);
  if (intention.kind === 'proof') return sendProof(ready, intention.address, terminal);
  const { issue } = ready;
  if (issue.isDraft)
    throw new BroadsideError('ISSUE_IS_DRAFT', `${issue.path} is marked as a draft`, { place: issue.path });
  const delivered = await deliverIssue(
    ready,
    {
      database: databaseUrl(terminal),
      isAgreed: flags.yes === true,
      intention,
      ...(flags.rate === undefined ? {} : { ratePerSecond: flags.rate }),
      ...(flags.connections === undefined ? {} : { connections: flags.connections }),
    },
    terminal,
  );
  return resultOf(delivered);
}

function resultOf(delivered: Delivered): CommandResult {
  switch (delivered.kind) {
    case 'sent': {
      const { run } = delivered;
      return {
        exitCode: exitCodeOf(run),
        value: runValue(run),
        lines: (paint) => [...runLines(run, paint), ...nextStep(nextFor(run), paint)],
      };
    }
    case 'scheduled':
      return {
        exitCode: 0,
        value: scheduledValue(delivered.scheduled),
        lines: (paint) => scheduledLines(delivered.scheduled, paint),
      };
    case 'taken back':
      return takenBack(delivered.standing, delivered.title);
  }
}

function scheduledValue({ slug, sendAt, timeZone, now, audience, hasWorker }: ScheduledSend): object {
  return {
    issue: slug,
    state: 'scheduled',
    sendAt: utcWords(sendAt),
    local: momentWords(sendAt, timeZone),
    timeZone,
    inSeconds: Math.round((Date.parse(sendAt) - Date.parse(now)) / 1000),
    audience,
    hasWorker,
  };
}

function scheduledLines(
  { slug, title, sendAt, timeZone, now, audience, hasWorker }: ScheduledSend,
  paint: Paint,
): readonly string[] {
  return [
    `${paint.done('scheduled')}  ${title}`,
    '',
    ...factLines(
      [
        ['goes out', momentWords(sendAt, timeZone)],
        ['in UTC', utcWords(sendAt)],
        ['that is', `in ${spanWords(Date.parse(sendAt) - Date.parse(now))}`],
        ['to', `${countOf(audience, 'subscriber')}, and whoever confirms until then`],
      ],
      paint,
    ),
    ...nextStep(
      hasWorker
        ? `nothing: the worker that is running sends it. \`broadside cancel ${slug}\` takes it back.`
        : 'start a `broadside worker` and let it run, or have cron run `broadside worker --once`: no worker is running now, and nobody else sends it then.',
      paint,
    ),
  ];
}
