// Shows how far a send has come while it runs: drawn over and over where somebody sits at a terminal, and in a log one plain line a minute,
// so that a long run is seen to be alive. The figures come from whoever sends, as often as it likes.
import type { RunClock } from '../../model/sending-ports.ts';
import type { Terminal } from '../terminal.ts';
import { plainProgress, progressLines, type SendFigures } from './progress-lines.ts';

/** Ten pictures a second are enough for the eye. */
const DRAW_MS = 100;
const LOG_MS = 60_000;

export interface ProgressWatch {
  update(figures: SendFigures): void;
  stop(): void;
}

export function watchProgress(
  terminal: Pick<Terminal, 'isProgressShown' | 'progress' | 'complain' | 'columns' | 'paint'>,
  clock: Pick<RunClock, 'monotonicMs'>,
): ProgressWatch {
  const { isProgressShown, paint } = terminal;
  let shownAtMs = isProgressShown ? Number.NEGATIVE_INFINITY : clock.monotonicMs();
  return {
    update: (figures) => {
      const nowMs = clock.monotonicMs();
      if (nowMs - shownAtMs < (isProgressShown ? DRAW_MS : LOG_MS)) return;
      shownAtMs = nowMs;
      if (isProgressShown) terminal.progress(progressLines(figures, paint, terminal.columns()).join('\n'));
      else terminal.complain(plainProgress(figures));
    },
    stop: () => terminal.progress(''),
  };
}
