// `status [N]`: what is to become of every issue and who got what; of one issue in full, by name where asked, or for one reader. Only looks.
import { usableAddress } from '../../audience/address.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { Database } from '../../store/open-database.ts';
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import { findIssue, parseIssues } from '../find-issue.ts';
import { openProject } from '../open-project.ts';
import { readStanding } from '../sending/read-standing.ts';
import { issueStatus } from '../status/issue-status.ts';
import { issueTable } from '../status/issue-table.ts';
import { type IssueStanding, stateWord, type TimeFrame, unsettled } from '../status/order-words.ts';
import { type NamedState, readerStatus, rowStatus } from '../status/row-status.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

export interface StatusOptions {
  readonly inDoubt?: true;
  readonly deferred?: true;
  readonly rejected?: true;
  readonly address?: string;
}

const LISTS = [
  ['--in-doubt', 'inDoubt'],
  ['--deferred', 'deferred'],
  ['--rejected', 'rejected'],
] as const satisfies readonly (readonly [string, NamedState])[];

export async function status(
  name: string | undefined,
  options: StatusOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const asked = readQuestion(name, options);
  const project = await openProject(terminal);
  const frame = { timeZone: project.settings.newsletter.timeZone, now: terminal.now() };
  const slug = name === undefined ? undefined : findIssue(parseIssues(project), name).slug;
  return withDatabase(project.root, databaseUrl(terminal), async (database) => {
    if (slug === undefined) return allIssues(database, frame);
    if (options.address !== undefined) return oneReader(database, slug, options.address, frame);
    return asked === undefined ? oneIssue(database, slug, frame) : namedRows(database, slug, asked, frame);
  });
}

/** Throws USAGE. */
function readQuestion(name: string | undefined, options: StatusOptions): NamedState | undefined {
  const given = [
    ...LISTS.filter(([, key]) => options[key] === true).map(([flag]) => flag),
    ...(options.address === undefined ? [] : ['--address']),
  ];
  const [first, second] = given;
  if (first !== undefined && second !== undefined)
    throw new BroadsideError('USAGE', `${first} and ${second} cannot be given together`);
  if (first !== undefined && name === undefined)
    throw new BroadsideError('USAGE', `${first} asks about one issue`, {
      hint: `Name it: \`broadside status N ${first}\`.`,
    });
  return LISTS.find(([, key]) => options[key] === true)?.[1];
}

async function oneIssue(database: Database, slug: string, frame: TimeFrame): Promise<CommandResult> {
  const standing = await readStanding(database, slug);
  const { orders, ledger, exchange } = database;
  const [reasons, history, inDoubt, nextDueAt] = await Promise.all([
    orders.reasons(slug),
    orders.history(slug),
    ledger.deliveries(slug, 'in doubt'),
    exchange.nextDueAt(slug),
  ]);
  const view = { ...standing, reasons, history, inDoubt, ...(nextDueAt === undefined ? {} : { nextDueAt }) };
  return issueStatus(view, frame);
}

async function namedRows(
  { ledger }: Database,
  slug: string,
  state: NamedState,
  frame: TimeFrame,
): Promise<CommandResult> {
  const rows = await ledger.deliveries(slug, state === 'inDoubt' ? 'in doubt' : state);
  return rowStatus(state, await ledger.counts(slug), rows, frame);
}

async function oneReader(
  { subscribers, inquiry, ledger }: Database,
  slug: string,
  text: string,
  frame: TimeFrame,
): Promise<CommandResult> {
  const { address } = usableAddress(text);
  const subscriber = await subscribers.find(address);
  const view = { issue: slug, address, subscriber, row: undefined, attempts: [] };
  if (subscriber === undefined) return readerStatus(view, frame);
  const row = await inquiry.delivery(slug, subscriber.id);
  const attempts = await ledger.attempts(slug, subscriber.id);
  return readerStatus({ ...view, row, attempts }, frame);
}

async function allIssues(database: Database, frame: TimeFrame): Promise<CommandResult> {
  const { ledger, orders, runs, subscribers } = database;
  const live = await runs.live();
  const standings: readonly IssueStanding[] = await Promise.all(
    (await ledger.issues()).map(async ({ slug }) => ({
      counts: await ledger.counts(slug),
      order: await orders.order(slug),
      runs: live.filter(({ issueSlug }) => issueSlug === undefined || issueSlug === slug),
    })),
  );
  const people = await subscribers.count();
  const last = standings.at(-1);
  return {
    exitCode: standings.every(({ counts }) => unsettled(counts) === 0) ? 0 : 3,
    value: {
      subscribers: people,
      issues: standings.map((standing) => ({
        ...standing.counts,
        state: stateWord(standing),
        ...(standing.order === undefined ? {} : { order: standing.order }),
      })),
      runs: live,
    },
    lines: (paint) => [
      `${countOf(people.confirmed, 'subscriber')} confirmed.`,
      '',
      ...(standings.length === 0
        ? [paint.dim('  Nothing was sent yet.')]
        : issueTable(standings, frame, paint)),
      ...nextStep(
        last === undefined
          ? '`broadside send N` sends an issue.'
          : `\`broadside status ${last.counts.issue}\` tells more of it.`,
        paint,
      ),
    ],
  };
}
