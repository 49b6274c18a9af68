// `bounces`: what came back of late. `bounces read SOURCE | list | show ID | seen ID…`. None of these sends anything.
import { readBeginning } from '../../mail/read-beginning.ts';
import type { KeptReturnedMail, ReturnedMailFilter } from '../../model/audience-ports.ts';
import { BOUNCE_CLASSES } from '../../model/bounce.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Database } from '../../store/open-database.ts';
import { MEANINGS, mailLines, reportLines } from '../bounces/bounce-report.ts';
import { openReturnDesk } from '../bounces/open-return-desk.ts';
import { nameOfSource, type ReadTally, readSource, tallyOf } from '../bounces/read-source.ts';
import { type CommandResult, countOf, factLines, figure, nextStep } from '../command-result.ts';
import { bouncesSource, databaseUrl } from '../environment.ts';
import { failureLines } from '../failure-report.ts';
import { openProject } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

const REPORT_DAYS = 30;
const DAY_MS = 86_400_000;
const SHOWN_OPEN = 10;
const LISTED = 100;
/** sysexits.h: a mail server that hands a mail over tries again later, and keeps it until then. */
const EX_TEMPFAIL = 75;

export async function bounces(terminal: Terminal): Promise<CommandResult> {
  return withProject(terminal, async ({ database }) => {
    const since = new Date(Date.parse(terminal.now()) - REPORT_DAYS * DAY_MS).toISOString();
    const source = bouncesSource(terminal);
    const open = await database.returned.list({ isOpen: true, limit: SHOWN_OPEN + 1 });
    const events = await database.figures.counts(since);
    const sumOf = (event: string): number =>
      events.filter((one) => one.event === event).reduce((sum, { count }) => sum + count, 0);
    const report = {
      days: REPORT_DAYS,
      counts: await database.returned.counts(since),
      suppressed: { bounced: sumOf('bounced'), complained: sumOf('complained') },
      open: open.slice(0, SHOWN_OPEN),
      isOpenCut: open.length > SHOWN_OPEN,
      ...(source === undefined ? {} : { source: nameOfSource(source) }),
    };
    return { exitCode: 0, value: report, lines: (paint) => reportLines(report, paint) };
  });
}

export async function readBouncesOf(
  named: string | undefined,
  options: { readonly recipient?: string },
  terminal: Terminal,
): Promise<CommandResult> {
  if (named === '-') return readStandardInput(options, terminal);
  if (options.recipient !== undefined)
    throw new BroadsideError('USAGE', '--recipient goes with - alone: the other ways tell it by themselves');
  const source = named ?? bouncesSource(terminal);
  if (source === undefined)
    throw new BroadsideError('USAGE', 'Name a source: a Maildir, a mailbox file, imaps://… or -', {
      hint: 'Or set BROADSIDE_BOUNCES.',
    });
  return withProject(terminal, async ({ database, root, listId }) => {
    const desk = await openReturnDesk(database, { listId, now: terminal.now });
    const tally = await readSource(source, named === undefined ? root : terminal.cwd, desk);
    return {
      exitCode: tally.stuck.length > 0 ? 1 : 0,
      value: tally,
      lines: (paint) => tallyLines(nameOfSource(source), tally, paint),
    };
  });
}

/** From a pipe of a mail server's: whatever goes wrong here must not cost the mail. */
async function readStandardInput(
  { recipient }: { readonly recipient?: string },
  terminal: Terminal,
): Promise<CommandResult> {
  try {
    const raw = await readBeginning(terminal.input());
    return await withProject(terminal, async ({ database, listId }) => {
      const desk = await openReturnDesk(database, { listId, now: terminal.now });
      const noted = await desk.takeMail({
        channel: 'stdin',
        name: 'standard input',
        raw,
        ...(recipient === undefined ? {} : { envelope: { to: recipient } }),
      });
      // A mail server would send on whatever is said here.
      return { exitCode: 0, value: tallyOf([noted]), lines: () => [] };
    });
  } catch (error) {
    const lines =
      error instanceof BroadsideError
        ? failureLines(error, terminal.paint)
        : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    for (const line of lines) terminal.complain(line);
    return { exitCode: EX_TEMPFAIL, value: undefined, lines: () => [] };
  }
}

export interface ListFlags {
  readonly class?: string;
  readonly issue?: string;
  readonly open?: true;
}

export async function listBounces(flags: ListFlags, terminal: Terminal): Promise<CommandResult> {
  const wanted = BOUNCE_CLASSES.find((one) => one === flags.class);
  if (flags.class !== undefined && wanted === undefined)
    throw new BroadsideError(
      'USAGE',
      `Unexpected class "${flags.class}", expected ${BOUNCE_CLASSES.join(', ')}`,
    );
  const filter: ReturnedMailFilter = {
    limit: LISTED,
    ...(wanted === undefined ? {} : { class: wanted }),
    ...(flags.issue === undefined ? {} : { issueSlug: flags.issue }),
    ...(flags.open === undefined ? {} : { isOpen: true }),
  };
  return withProject(terminal, async ({ database }) => {
    const mails = await database.returned.list(filter);
    return {
      exitCode: 0,
      value: mails,
      lines: (paint) =>
        mails.length === 0
          ? ['There is none.']
          : [
              ...mailLines(mails, paint),
              ...nextStep(
                mails.length === LISTED
                  ? `there may be more than these ${LISTED}; --class, --issue and --open choose among them.`
                  : '`broadside bounces show ID` shows why it was taken for that.',
                paint,
              ),
            ],
    };
  });
}

export async function showBounce(id: string, terminal: Terminal): Promise<CommandResult> {
  return withProject(terminal, async ({ database }) => {
    const mail = await database.returned.find(id);
    if (mail === undefined) throw new BroadsideError('USAGE', `Nothing that came back has the number ${id}`);
    const raw = mail.hasRaw ? await database.returned.raw(id) : undefined;
    // As octets: it is a stranger's, and a terminal obeys control characters.
    const text = raw === undefined ? undefined : withoutControls(Buffer.from(raw).toString());
    return {
      exitCode: 0,
      value: { ...mail, ...(raw === undefined ? {} : { raw: Buffer.from(raw).toString() }) },
      lines: (paint) => [
        ...showLines(mail, paint),
        ...(text === undefined ? [] : ['', ...text.split('\n')]),
        ...(mail.isSeen ? [] : nextStep(`\`broadside bounces seen ${id}\` puts it away.`, paint)),
      ],
    };
  });
}

export async function markBouncesSeen(ids: readonly string[], terminal: Terminal): Promise<CommandResult> {
  return withProject(terminal, async ({ database }) => {
    const count = await database.returned.markSeen(ids);
    return {
      exitCode: count === 0 ? 2 : 0,
      value: { seen: count },
      lines: (paint) => [`${paint.done('seen')}  ${countOf(count, 'mail')}`],
    };
  });
}

function tallyLines(source: string, tally: ReadTally, paint: Paint): readonly string[] {
  const { fresh, known, classes, effects, unproved, stuck } = tally;
  const kinds = BOUNCE_CLASSES.flatMap((one) => {
    const count = classes[one] ?? 0;
    return count === 0 ? [] : [[one, figure(count), MEANINGS[one]] as const];
  });
  const changes = Object.entries(effects).map(([effect, count]) => [effect, figure(count), ''] as const);
  return [
    `${paint.done('read')}  ${source}: ${countOf(fresh, 'new mail')}${known === 0 ? '' : paint.dim(`, ${figure(known)} known already`)}`,
    ...(kinds.length === 0 ? [] : ['', ...factLines(kinds, paint)]),
    ...(changes.length === 0 ? [] : ['', ...factLines(changes, paint)]),
    ...(unproved === 0
      ? []
      : ['', `Of ${figure(unproved)} nobody can prove whom they are about; they changed nothing.`]),
    ...stuck.map(({ name, problem }) => `${paint.stop('left')}  ${name}: ${problem}`),
    ...nextStep(
      stuck.length > 0
        ? 'mend what cannot be read, and read again: nothing is counted twice.'
        : '`broadside bounces` shows what came back of late, and what nobody has looked at.',
      paint,
    ),
  ];
}

function showLines(mail: KeptReturnedMail, paint: Paint): readonly string[] {
  const { verdict } = mail;
  const trace = Object.entries(verdict.trace).map(
    ([name, value]) => ['', `${name} ${String(value)}`] as const,
  );
  return factLines(
    [
      ['number', mail.id],
      ['came', `${mail.receivedAt} by ${mail.channel}`],
      ['is', `${mail.class}: ${MEANINGS[mail.class]}`],
      ['because', `${verdict.evidence.where}: ${verdict.evidence.text} (${verdict.evidence.basis})`],
      [
        'about',
        mail.address ?? (mail.subscriberId === undefined ? 'nobody who can be proved' : 'a reader forgotten'),
      ],
      ...(mail.issueSlug === undefined ? [] : [['issue', mail.issueSlug] as const]),
      ...(verdict.reportingMta === undefined ? [] : [['told by', verdict.reportingMta] as const]),
      ...verdict.recipients.map((one) => ['says', one.diagnostic ?? one.evidence.text] as const),
      ['changed', mail.effect === '' ? 'nothing' : mail.effect],
      ...(trace.length === 0 ? [] : [['traces', ''] as const, ...trace]),
    ],
    paint,
  );
}

function withoutControls(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[^\P{C}\n\t]/gu, '\u{fffd}');
}

interface Place {
  readonly database: Database;
  readonly root: string;
  readonly listId: string;
}

async function withProject(
  terminal: Terminal,
  use: (place: Place) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { root, settings, diagnostics } = await openProject(terminal);
  const error = diagnostics.find(
    ({ severity, path }) => severity === 'error' && path.endsWith('newsletter.yaml'),
  );
  if (error !== undefined) throw new BroadsideError('SETTINGS_INVALID', error.reason, { place: error.path });
  const { listId } = settings.newsletter;
  return withDatabase(root, databaseUrl(terminal), (database) => use({ database, root, listId }));
}
