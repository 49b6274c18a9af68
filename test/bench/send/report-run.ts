// What one sender says of itself when it is done: a line of JSON on standard output, read by `send.ts`.

export interface SenderRun {
  readonly messages: number;
  readonly seconds: number;
  /** User and system time of the sender alone, from the first message to the last. */
  readonly cpuSeconds: number;
  /** Of the whole process, its start included. */
  readonly peakMb: number;
  /** Of the machine's monotonic clock: when the first message and the last were due. */
  readonly beganAt?: number;
  readonly endedAt?: number;
}

/** @param send Resolves to how many messages were taken. */
export async function reportRun(send: () => Promise<number>): Promise<void> {
  const before = process.cpuUsage();
  const beganAt = monotonicSeconds();
  const messages = await send();
  const endedAt = monotonicSeconds();
  const { user, system } = process.cpuUsage(before);
  const run: SenderRun = {
    messages,
    seconds: endedAt - beganAt,
    cpuSeconds: (user + system) / 1e6,
    // Kibibytes on every system that Node runs on (libuv).
    peakMb: process.resourceUsage().maxRSS / 1024,
    beganAt,
    endedAt,
  };
  console.log(JSON.stringify(run));
}

/** The same origin in every process. */
function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}
