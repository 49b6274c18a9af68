// A worker's doings as plain lines on standard error, one a fact: what is begun and ended, what is late, what it waits for.
import { ERRORS } from '../../model/errors.ts';
import { figure } from '../command-result.ts';
import type { Terminal } from '../terminal.ts';
import { spanWords, utcWords } from '../words-of-time.ts';
import type { WorkObserver } from './worker-options.ts';

/** The same trouble is told again so often while it lasts. */
const REPEAT_MS = 60_000;

export function tellWork(terminal: Pick<Terminal, 'complain' | 'now' | 'paint'>): WorkObserver {
  const { paint } = terminal;
  const toldAt = new Map<string, number>();
  const say = (words: string): void =>
    terminal.complain(`${paint.dim(utcWords(terminal.now().replace(/\.\d+Z$/u, 'Z')))}  ${words}`);
  return {
    onBegin: (slug) => say(`${slug} is being sent`),
    onEnd: (slug, { run, counts, stoppedBy }) => {
      const left = counts.pending + counts.deferred;
      const others = [
        run.deferred > 0 ? `deferred ${figure(run.deferred)}` : '',
        run.rejected > 0 ? `rejected ${figure(run.rejected)}` : '',
        run.inDoubt > 0 ? paint.ask(`in doubt ${figure(run.inDoubt)}`) : '',
        left > 0 ? `${figure(left)} left` : 'nobody left',
        stoppedBy === undefined ? '' : paint.stop(`stopped: ${stoppedBy.message}`),
      ].filter((part) => part !== '');
      say(`${slug}: accepted ${figure(run.accepted)}, ${others.join(', ')}`);
    },
    onOverdue: ({ issueSlug }, lateMs) =>
      say(
        paint.ask(
          `${issueSlug} is ${spanWords(lateMs)} late and is not sent by itself: \`broadside send ${issueSlug}\`, if it should still go out`,
        ),
      ),
    onTrouble: (error, slug) => {
      const nowMs = Date.parse(terminal.now());
      const lastMs = toldAt.get(error.code) ?? Number.NEGATIVE_INFINITY;
      if (Math.abs(nowMs - lastMs) < REPEAT_MS) return;
      toldAt.set(error.code, nowMs);
      say(
        `${slug === undefined ? '' : `${slug}: `}${paint.ask(ERRORS[error.code].meaning)}: ${error.message}`,
      );
    },
  };
}
