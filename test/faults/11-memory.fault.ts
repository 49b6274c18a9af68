// Fault test 11: a large list is planned and sent by one process. What it holds in memory and the handles that it has open stay as they are,
// however many have been sent. Read from Linux's own books on the process.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { onEachDatabase } from '../support/fault-databases.ts';
import { type DatabaseName, faultScene, IS_FULL } from '../support/fault-scene.ts';

const READERS: Readonly<Record<DatabaseName, number>> = IS_FULL
  ? { SQLite: 1_000_000, PostgreSQL: 1_000_000 }
  : { SQLite: 20_000, PostgreSQL: 12_000 };
const CONNECTIONS = 10;
const MOST_MB = 300;
/** At the end, against when a third was sent. */
const MOST_GROWTH = 1.15;
const SAMPLE_MS = 250;
/** A million letters take half an hour where nothing else runs, and hours where much does. */
const TIMEOUT_MS = IS_FULL ? 6 * 3_600_000 : 600_000;

interface Sample {
  readonly rssMb: number;
  readonly handles: number;
  readonly sent: number;
}

const lines: string[] = [];
afterAll(() => console.log(`11 memory: ${lines.join('; ')}`));

await onEachDatabase((on) => {
  test.skipIf(process.platform !== 'linux')('stays flat (needs /proc)', { timeout: TIMEOUT_MS }, async () => {
    const readers = READERS[on.database];
    const scene = await faultScene({
      ...on,
      readers,
      smtp: `connections=${CONNECTIONS}`,
      sink: { isBrief: true },
    });
    const run = scene.start(['send', '1', '--yes']);
    const samples: Sample[] = [];
    const sampling = setInterval(() => {
      const sample = sampleOf(run.pid);
      if (sample !== undefined) samples.push({ ...sample, sent: scene.sink.events().length });
    }, SAMPLE_MS);
    const { exitCode, stdout, stderr } = await run.ended;
    clearInterval(sampling);
    expect(exitCode, stdout + stderr).toBe(0);
    const { counts } = await scene.ledger();
    expect(counts.accepted).toBe(readers);
    const recipients = new Set(scene.sink.events().map((event) => (event.e === 'dot' ? event.rcpt[0] : '')));
    expect(recipients.size).toBe(readers);
    expect(scene.sink.events()).toHaveLength(readers);

    const peak = Math.max(...samples.map(({ rssMb }) => rssMb));
    const third = window(samples, readers / 3, readers / 2);
    const end = window(samples, (readers * 5) / 6, readers);
    lines.push(
      `${on.database}: ${readers} sent, peak ${peak.toFixed(0)} MB, ${third.rssMb.toFixed(0)} MB after a third, ${end.rssMb.toFixed(0)} MB at the end, ${third.handles} then ${end.handles} handles`,
    );
    expect(peak).toBeLessThan(MOST_MB);
    expect(end.rssMb).toBeLessThanOrEqual(MOST_GROWTH * third.rssMb);
    // A connection more or less may be open as the sample is taken.
    expect(end.handles).toBeLessThanOrEqual(third.handles + 2);
  });
});

/** Medians of what was seen while so many were sent. */
function window(samples: readonly Sample[], from: number, to: number): Sample {
  const within = samples.filter(({ sent }) => sent >= from && sent <= to);
  expect(within.length, 'too few samples').toBeGreaterThan(2);
  const middle = (values: readonly number[]): number =>
    values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
  return {
    rssMb: middle(within.map(({ rssMb }) => rssMb)),
    handles: middle(within.map(({ handles }) => handles)),
    sent: to,
  };
}

/** Undefined once it is over. */
function sampleOf(pid: number): Pick<Sample, 'rssMb' | 'handles'> | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const rssKb = Number(/^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1]);
    // It has ended, and nobody has asked how.
    if (Number.isNaN(rssKb)) return undefined;
    return { rssMb: rssKb / 1024, handles: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}
