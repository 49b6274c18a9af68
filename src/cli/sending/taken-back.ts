// What became of an issue whose undo window ended with a word against it, told. A worker whose clock is a little ahead may have begun in the
// last moment, and the word may have been to wait and not to stop: "nobody has it" is said only where that is so.
import { type CommandResult, countOf, nextStep } from '../command-result.ts';
import type { IssueStanding } from '../status/order-words.ts';

export function takenBack({ counts, order }: IssueStanding, title: string): CommandResult {
  const slug = counts.issue;
  const had = counts.accepted + counts.inDoubt + counts.onTheWire;
  const holders =
    had === 0 ? 'nobody has it' : `${countOf(had, 'reader has', 'readers have')} it, or may have`;
  const isPaused = order?.state === 'paused';
  const next = isPaused
    ? `\`broadside resume ${slug}\` lets it go ${had === 0 ? 'at its time' : 'on'}.`
    : had === 0
      ? `\`broadside send ${slug}\` sends it when it is ready.`
      : `\`broadside status ${slug}\` shows who; \`broadside send ${slug} --missed\` sends it to the others after all.`;
  return {
    exitCode: 0,
    value: { ...counts, state: order?.state },
    lines: (paint) => [
      `${paint.done(isPaused ? 'paused' : 'taken back')}  ${title}: ${holders}`,
      ...nextStep(next, paint),
    ],
  };
}
