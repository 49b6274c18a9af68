// `status [N]`: the ledger's counts, per issue or for one, and the rows that are not settled.
import type { Delivery, DeliveryCounts } from '../../model/delivery.ts';
import { type CommandResult, countOf, factLines, nextStep } from '../command-result.ts';
import { databaseUrl } from '../environment.ts';
import { withDatabase } from '../open-delivery.ts';
import { findIssue, openProject, parseIssues } from '../open-project.ts';
import type { Paint } from '../paint.ts';
import type { Terminal } from '../terminal.ts';

export async function status(name: string | undefined, terminal: Terminal): Promise<CommandResult> {
  const project = await openProject(terminal);
  const slug = name === undefined ? undefined : findIssue(parseIssues(project), name).slug;
  return withDatabase(project.root, databaseUrl(terminal), async ({ ledger, subscribers }) => {
    if (slug !== undefined) {
      const counts = await ledger.counts(slug);
      const open = (await ledger.deliveries(slug)).filter(isWorthNaming);
      return oneIssue(counts, open);
    }
    const sent = await ledger.issues();
    const counts = await Promise.all(sent.map((issue) => ledger.counts(issue.slug)));
    return allIssues(counts, await subscribers.count());
  });
}

/** Rows that a person has to know of by name. */
function isWorthNaming({ status: state }: Delivery): boolean {
  return state === 'deferred' || state === 'rejected' || state === 'claimed' || state === 'excluded';
}

const STATES = ['accepted', 'deferred', 'rejected', 'excluded', 'inDoubt', 'pending'] as const;

const MEANINGS: Readonly<Record<(typeof STATES)[number], string>> = {
  accepted: 'the next server took it',
  deferred: 'refused for now; tried again later',
  rejected: 'refused for good',
  excluded: 'left out on purpose: unsubscribed since it was planned',
  inDoubt: 'cut off before an answer came; never sent again by itself',
  pending: 'not begun',
};

function oneIssue(counts: DeliveryCounts, open: readonly Delivery[]): CommandResult {
  const isSettled = counts.deferred + counts.inDoubt + counts.pending === 0;
  return {
    exitCode: isSettled ? 0 : 3,
    value: counts,
    lines: (paint) => [
      `${paint.strong(counts.issue)}: ${countOf(counts.eligible, 'subscriber')} eligible`,
      '',
      ...factLines(
        STATES.map((state) => [nameOf(state), String(counts[state]), MEANINGS[state]]),
        paint,
      ),
      ...(open.length > 0 ? ['', ...open.map((row) => rowLine(row, paint))] : []),
      ...nextStep(nextFor(counts), paint),
    ],
  };
}

function allIssues(
  counts: readonly DeliveryCounts[],
  subscribers: Readonly<Record<string, number>>,
): CommandResult {
  const isSettled = counts.every(({ deferred, inDoubt, pending }) => deferred + inDoubt + pending === 0);
  const last = counts.at(-1);
  return {
    exitCode: isSettled ? 0 : 3,
    value: { subscribers, issues: counts },
    lines: (paint) => [
      `${countOf(subscribers['confirmed'] ?? 0, 'subscriber')} confirmed.`,
      '',
      ...(counts.length === 0 ? [paint.dim('  Nothing was sent yet.')] : tableLines(counts, paint)),
      ...nextStep(
        last === undefined
          ? '`broadside send N` sends an issue.'
          : `\`broadside status ${last.issue}\` names who is left.`,
        paint,
      ),
    ],
  };
}

function tableLines(counts: readonly DeliveryCounts[], paint: Paint): readonly string[] {
  const nameWidth = Math.max(5, ...counts.map(({ issue }) => issue.length));
  const heading = [
    'issue'.padEnd(nameWidth),
    ...['eligible', ...STATES].map((state) => nameOf(state).padStart(8)),
  ];
  return [
    `  ${paint.dim(heading.join(' '))}`,
    ...counts.map((row) => {
      const figures = [row.eligible, ...STATES.map((state) => row[state])].map((figure) =>
        String(figure).padStart(8),
      );
      return `  ${[row.issue.padEnd(nameWidth), ...figures].join(' ')}`;
    }),
  ];
}

function rowLine(
  { address, status: state, enhancedCode, responseCode, response, reason }: Delivery,
  paint: Paint,
): string {
  const colour = state === 'rejected' ? paint.stop : paint.ask;
  const code = enhancedCode ?? responseCode ?? '';
  return `  ${colour((state === 'claimed' ? 'in doubt' : state).padEnd(8))}  ${address}  ${paint.dim(`${code} ${reason ?? response ?? ''}`.trim())}`;
}

function nameOf(state: string): string {
  return state === 'inDoubt' ? 'in doubt' : state;
}

function nextFor({ issue, eligible, deferred, pending, inDoubt }: DeliveryCounts): string {
  if (eligible === 0) return `\`broadside send ${issue}\` sends it.`;
  if (pending + deferred > 0) return `\`broadside send ${issue}\` goes on with those who are left.`;
  if (inDoubt > 0) return 'ask those in doubt whether it came; they are not written to again by themselves.';
  return 'nothing: everybody is settled.';
}
