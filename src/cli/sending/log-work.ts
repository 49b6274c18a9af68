// A worker's doings as entries of a log and as figures, for machines that watch it. What fails of a relay is told and counted where it
// fails, by `observe-relays.ts`, and not once more here.

import { isRelayFailure } from '../../deliver/choose-relay.ts';
import type { Figures } from '../../server/figures.ts';
import type { Log } from '../log.ts';
import type { WorkObserver } from './worker-options.ts';

export function logWork(log: Log): WorkObserver {
  return {
    onBegin: (issue) => log.info({ issue }, 'issue is being sent'),
    onEnd: (issue, { run, counts, state, stoppedBy, nextDueAt }) => {
      const facts = { issue, run, counts, state, nextDueAt };
      if (stoppedBy === undefined) log.info(facts, 'issue is sent as far as it goes now');
      else log.error({ ...facts, code: stoppedBy.code, reason: stoppedBy.message }, 'issue was stopped');
    },
    onOverdue: ({ issueSlug: issue, sendAt, expiresAt }, lateMs) =>
      log.warn(
        { issue, sendAt, expiresAt, lateSeconds: Math.round(lateMs / 1000) },
        'issue is late and waits for a word',
      ),
    onTrouble: (error, issue) => {
      const { code, message, place } = error;
      if (!isRelayFailure(error)) log.warn({ issue, code, reason: message, place }, 'waiting');
    },
  };
}

/** Troubles are told at every failing attempt: how often is what the figure says. */
export function countWork(figures: Figures): WorkObserver {
  return {
    onTrouble: (error) => {
      if (!isRelayFailure(error)) figures.failure(error.code);
    },
  };
}
