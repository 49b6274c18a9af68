// Holds the outcome of a slow load until it is outdated. A load runs only when somebody asks, never twice at once, and once
// per change however many ask: those who come while it runs wait for it.

export interface Latest<T> {
  /** The outcome of a load that began after the last change before this call. Rejects as that load did. */
  get(): Promise<Loaded<T>>;
  /** What was loaded is outdated. Returns the new version. */
  outdate(): number;
  readonly version: number;
}

interface Loaded<T> {
  /** The version which was current when the load began. */
  readonly version: number;
  readonly value: T;
}

export function keepLatest<T>(load: () => Promise<T>): Latest<T> {
  let version = 0;
  let running: Promise<void> | undefined;
  let held: { readonly version: number; readonly outcome: Promise<T> } | undefined;

  async function run(): Promise<void> {
    const startedAt = version;
    const outcome = (async () => load())();
    // Failures are kept as well: asking again without a change would only fail again.
    await outcome.catch(() => undefined);
    held = { version: startedAt, outcome };
    running = undefined;
  }

  return {
    async get() {
      const asked = version;
      while (held === undefined || held.version < asked) {
        running ??= run();
        await running;
      }
      const { outcome, version: loadedAt } = held;
      return { version: loadedAt, value: await outcome };
    },
    outdate() {
      version += 1;
      return version;
    },
    get version() {
      return version;
    },
  };
}
