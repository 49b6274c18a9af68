// Work that a keystroke asks for, done once however many keystrokes wait: each message that is already there is taken in first, so
// that only the last text is looked at. There is no fixed delay; a single keystroke is answered in the same moment.

/** A flood of changes (a macro, a paste played back) may put the work off so long, and no longer. */
const LONGEST_WAIT_MS = 100;
/** So long nothing was typed: time for what nobody waits for. */
const IDLE_MS = 300;

export interface Turns {
  /** Something has changed: `work` runs when no further message waits, `rest` when nothing has changed for a while. */
  soon(): void;
  /** Only the rest is to be done. */
  later(): void;
  /** True while a change waits for its turn. */
  isWaiting(): boolean;
  close(): void;
}

export function takeTurns({ work, rest }: { work: () => void; rest: () => void }): Turns {
  let latest = 0;
  let waitingSince: number | undefined;
  let idle: NodeJS.Timeout | undefined;
  let isClosed = false;

  const later = (): void => {
    clearTimeout(idle);
    if (!isClosed) idle = setTimeout(rest, IDLE_MS);
  };
  return {
    soon: () => {
      latest += 1;
      const mine = latest;
      waitingSince ??= performance.now();
      // Two rounds of the event loop: in the first, what has come in is read; in the second, it is taken in.
      setImmediate(() =>
        setImmediate(() => {
          if (waitingSince === undefined || isClosed) return;
          if (mine !== latest && performance.now() - waitingSince < LONGEST_WAIT_MS) return;
          waitingSince = undefined;
          later();
          work();
        }),
      );
    },
    later,
    isWaiting: () => waitingSince !== undefined,
    close: () => {
      isClosed = true;
      clearTimeout(idle);
    },
  };
}

/** Lets everything that waits have its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
