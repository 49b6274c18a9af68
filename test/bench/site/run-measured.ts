// A command goes in, what one whole process of it took comes out: wall time, processor time of all its threads, and the most memory
// it ever held. Read from /proc, because Node.js tells nothing of its children.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Taken {
  readonly wallS: number;
  /** User and system, all threads and children of it. */
  readonly cpuS: number;
  readonly peakMb: number;
}

export interface Told {
  readonly command: string;
  readonly argv: readonly string[];
  readonly cwd: string;
}

const LOOK_EVERY_MS = 10;
/** Of /proc/PID/stat: `USER_HZ`, 100 on every Linux there is. */
const TICKS_A_SECOND = 100;

/** @throws Error with what it said, where it did not end with 0 */
export async function runMeasured({ command, argv, cwd }: Told): Promise<Taken> {
  const cpuBefore = cpuOfChildren();
  const begun = performance.now();
  const child = spawn(command, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
  }
  let peakMb = 0;
  const look = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid));
  }, LOOK_EVERY_MS);
  let wallS = 0;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      wallS = (performance.now() - begun) / 1000;
    });
    child.once('close', resolve);
  }).finally(() => clearInterval(look));
  if (code !== 0) throw new Error(`${command} ${argv.join(' ')} ended with ${code}:\n${said}`);
  return { wallS, cpuS: cpuOfChildren() - cpuBefore, peakMb };
}

/** The kernel keeps the high-water mark: whatever was reached before the last look is seen. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/mu.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Seconds of all children that have ended: `cutime` and `cstime`, the 16th and 17th field (proc(5)). */
function cpuOfChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND;
}
