// One run at a time of a command that cron may start while another is at work: a small file says whose turn it is. Left behind by a run that was
// killed, it is taken over: whether the process is still there can be asked on the same machine, and elsewhere its age tells.
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isAbsence, systemCode, unwritable } from './disk-error.ts';

export interface RunLock {
  release(): Promise<void>;
}

/** No run is as long as that; on another machine there is nothing else to go by. */
const LEFT_BEHIND_MS = 60 * 60_000;

/** Undefined where another run is at work. @throws BroadsideError FILE_UNWRITABLE */
export async function takeRunLock(path: string): Promise<RunLock | undefined> {
  const own = JSON.stringify({ host: hostname(), pid: process.pid, at: new Date().toISOString() });
  try {
    await mkdir(dirname(path), { recursive: true });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (await tookIt(path, own)) return { release: () => release(path, own) };
      const other = await readFile(path, 'utf8').catch(() => undefined);
      if (other !== undefined && !(await isLeftBehind(path, other))) return undefined;
      if (other !== undefined) await takeAway(path, other);
    }
    return undefined;
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function tookIt(path: string, own: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(own, 'utf8').finally(() => file.close());
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isLeftBehind(path: string, text: string): Promise<boolean> {
  const made = await stat(path).catch(() => undefined);
  if (made === undefined || Date.now() - made.mtimeMs > LEFT_BEHIND_MS) return true;
  const [host, pid] = readMark(text);
  if (host !== hostname() || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return systemCode(error) === 'ESRCH';
  }
}

/** One of two that find it left behind moves it away; the other finds that it has moved what the first has made, and puts it back. */
async function takeAway(path: string, expected: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) === expected) await rm(aside, { force: true });
    else await rename(aside, path);
  } catch (error) {
    if (!isAbsence(error)) throw error;
  }
}

async function release(path: string, own: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === own) await rm(path, { force: true });
}

function readMark(text: string): readonly [host: string, pid: number] {
  try {
    const { host, pid } = JSON.parse(text) as { host?: unknown; pid?: unknown };
    return [String(host), Number.isSafeInteger(pid) && Number(pid) > 0 ? Number(pid) : process.pid];
  } catch {
    return ['', process.pid];
  }
}
