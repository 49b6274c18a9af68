// What one sender says of itself when it is done: a line of JSON on standard output, read by `send.ts`.

export interface SenderRun {
  readonly messages: number;
  readonly seconds: number;
  /** User and system time of the sender alone, from the first message to the last. */
  readonly cpuSeconds: number;
  /** Of the whole process, its start included. */
  readonly peakMb: number;
}

/** Runs `send` and prints what it took. */
export async function reportRun(messages: number, send: () => Promise<void>): Promise<void> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await send();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const run: SenderRun = {
    messages,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    // Kibibytes on every system that Node runs on (libuv).
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(run));
}
