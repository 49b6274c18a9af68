// What a worker has done since it began, by issue: an observer that only counts.
import type { RunCounts } from '../../deliver/judge-outcome.ts';
import type { WorkObserver } from './worker-options.ts';

export interface IssueTally extends RunCounts {
  readonly issue: string;
  /** Code of the error that stopped it, the last time. */
  readonly stoppedBy?: string;
}

export interface WorkerTally extends WorkObserver {
  issues(): readonly IssueTally[];
  /** Slugs of issues that are late and wait for a word. */
  overdue(): readonly string[];
}

export function workerTally(): WorkerTally {
  const issues = new Map<string, IssueTally>();
  const overdue = new Set<string>();
  return {
    issues: () => [...issues.values()],
    overdue: () => [...overdue],
    onOverdue: ({ issueSlug }) => void overdue.add(issueSlug),
    onEnd: (issue, { run, stoppedBy }) => {
      const before = issues.get(issue);
      issues.set(issue, {
        issue,
        accepted: (before?.accepted ?? 0) + run.accepted,
        deferred: (before?.deferred ?? 0) + run.deferred,
        rejected: (before?.rejected ?? 0) + run.rejected,
        inDoubt: (before?.inDoubt ?? 0) + run.inDoubt,
        ...(stoppedBy === undefined ? {} : { stoppedBy: stoppedBy.code }),
      });
    },
  };
}
