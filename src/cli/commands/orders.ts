// `pause N`, `resume N`, `cancel N`: a word about an issue that every run obeys, in this process and in others, within a second or two. Said
// twice it changes nothing more.
import { BroadsideError } from '../../model/errors.ts';
import type { Issue } from '../../model/issue.ts';
import type { SendOrder } from '../../model/send-order.ts';
import type { Database } from '../../store/open-database.ts';
import { type CommandResult, countOf, factLines, figure, nextStep } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import { findIssue, parseIssues } from '../find-issue.ts';
import { openProject } from '../open-project.ts';
import { readStanding } from '../sending/read-standing.ts';
import type { IssueStanding } from '../status/order-words.ts';
import type { Terminal } from '../terminal.ts';
import { withDatabase } from '../with-database.ts';

interface Subject {
  readonly database: Database;
  readonly issue: Issue;
  /** As it was before the word. */
  readonly before: IssueStanding;
}

export async function pause(name: string, terminal: Terminal): Promise<CommandResult> {
  return withSubject(name, terminal, async ({ database, issue, before }) => {
    if (before.order?.state === 'planned') throw notBegun(issue.slug);
    refuseGoneOut(before, 'pause');
    const after = await database.orders.pause(issue.slug, terminal.now());
    if (after?.state !== 'paused') throw notOpen(issue.slug, after);
    return said(database, issue, 'paused', {
      isNew: before.order?.state !== 'paused',
      next: ({ slug }) => `\`broadside resume ${slug}\` lets it go on.`,
    });
  });
}

export async function resume(name: string, terminal: Terminal): Promise<CommandResult> {
  return withSubject(name, terminal, async ({ database, issue, before }) => {
    if (before.order?.state === 'planned') throw notBegun(issue.slug);
    const after = await database.orders.resume(issue.slug, terminal.now());
    if (after === undefined || after.state === 'cancelled') throw notOpen(issue.slug, after);
    return said(database, issue, after.state === 'scheduled' ? 'scheduled' : 'going on', {
      isNew: before.order?.state === 'paused',
      next: ({ slug, hasWorker }) =>
        hasWorker
          ? `nothing: the worker that is running goes on with it; \`broadside status ${slug}\` shows it.`
          : `\`broadside send ${slug}\` goes on with it, or a \`broadside worker\`.`,
    });
  });
}

export async function cancel(
  name: string,
  options: { readonly yes?: true },
  terminal: Terminal,
): Promise<CommandResult> {
  return withSubject(name, terminal, async ({ database, issue, before }) => {
    const { slug } = issue;
    const { counts, order } = before;
    if (order === undefined) throw notBegun(slug);
    const left = counts.pending + counts.deferred;
    refuseGoneOut(before, 'cancel');
    const had = counts.accepted + counts.onTheWire;
    const question = `Cancel ${issue.title}? ${countOf(had, 'reader has it', 'readers have it')} already, ${countOf(left, 'will not get it', 'will not get it')}.`;
    const isNew = order.state !== 'cancelled';
    if (isNew && options.yes === undefined && !(await terminal.confirm(question)))
      throw new BroadsideError('NOT_CONFIRMED', `${issue.title} was not cancelled`);
    await database.orders.cancel(slug, terminal.now());
    return said(database, issue, 'cancelled', {
      isNew,
      next: ({ accepted }) =>
        accepted > 0
          ? `${countOf(accepted, 'reader has', 'readers have')} it: if it was wrong, put a correction into the next issue. \`broadside send ${slug} --missed\` sends it to the others after all.`
          : `nothing: nobody has it. \`broadside send ${slug}\` sends it when it is ready.`,
    });
  });
}

interface Saying {
  /** False: it was so already. */
  readonly isNew: boolean;
  readonly next: (about: { slug: string; accepted: number; hasWorker: boolean }) => string;
}

async function said(
  database: Database,
  issue: Issue,
  state: string,
  { isNew, next }: Saying,
): Promise<CommandResult> {
  const { slug, title } = issue;
  const { counts, order, runs } = await readStanding(database, slug);
  const { accepted, onTheWire, pending, deferred } = counts;
  const hasWorker = runs.some(({ kind }) => kind === 'worker');
  return {
    exitCode: 0,
    value: { ...counts, state: order?.state, changed: isNew },
    lines: (paint) => [
      `${paint.done(state)}  ${title}${isNew ? '' : paint.dim(', as it was already')}`,
      '',
      ...factLines(
        [
          ['accepted', figure(accepted), 'have it'],
          ...(onTheWire > 0
            ? [['on the wire', figure(onTheWire), 'begun before: is finished'] as const]
            : []),
          ['left', figure(pending + deferred), 'not begun, or refused for now'],
        ],
        paint,
      ),
      ...nextStep(next({ slug, accepted, hasWorker }), paint),
    ],
  };
}

async function withSubject(
  name: string,
  terminal: Terminal,
  use: (subject: Subject) => Promise<CommandResult>,
): Promise<CommandResult> {
  const project = await openProject(terminal);
  const issue = findIssue(parseIssues(project), name);
  return withDatabase(project.root, databaseUrl(terminal), async (database) =>
    use({ database, issue, before: await readStanding(database, issue.slug) }),
  );
}

/** Everybody is settled: an order would only stand in the way of whoever is added later. */
function refuseGoneOut({ counts, order }: IssueStanding, word: string): void {
  if (order?.state !== 'sending' || counts.pending + counts.deferred + counts.onTheWire > 0) return;
  throw new BroadsideError(
    'SEND_NOT_OPEN',
    `${counts.issue} has gone out: there is nothing left to ${word}`,
    {
      hint: 'What readers have cannot be called back; put a correction into the next issue.',
    },
  );
}

function notBegun(slug: string): BroadsideError {
  return new BroadsideError('SEND_NOT_OPEN', `${slug} is neither scheduled nor being sent`, {
    hint: `\`broadside send ${slug}\` sends it.`,
  });
}

function notOpen(slug: string, order: SendOrder | undefined): BroadsideError {
  return order?.state === 'cancelled'
    ? new BroadsideError('SEND_NOT_OPEN', `${slug} was cancelled`, {
        hint: `\`broadside send ${slug} --missed\` sends it to those who have not got it.`,
      })
    : notBegun(slug);
}
