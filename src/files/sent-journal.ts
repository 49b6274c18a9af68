// Message ids that a server has taken, as text files beside the database: `data/journal/ISSUE/HOST.log`, a line for each commit of the
// ledger. Apart from the database on purpose: put an older copy of it back, and these files still tell who has the letter.
import {
  closeSync,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { IsoInstant } from '../model/calendar.ts';
import type { SentJournal, SentJournalReader } from '../model/sending-ports.ts';
import { isAbsence, unreadable } from './disk-error.ts';
import { isSafePath } from './safe-path.ts';

/** Relative to the project's folder: beside the default database, but not part of what is copied with it. */
export const JOURNAL_FOLDER = 'data/journal';

export interface SentJournalFiles extends SentJournal, SentJournalReader {
  /** Why the last `append` could not be written; undefined when it could. */
  problem(): string | undefined;
  close(): void;
}

/** A file that lines are being appended to. */
interface OpenLog {
  readonly file: number;
  /** Half a line stands at the end: the next one begins with a line break. */
  isTorn: boolean;
}

/** A worker goes from issue to issue; the file of the one before may be closed. */
const OPEN_LOGS = 8;
const BATCH_IDS = 20_000;

/**
 * Nothing is made before the first `append`.
 * @param folder Absolute: `JOURNAL_FOLDER` below the project's folder.
 * @param now Stands at the beginning of each line, so that a person can read when it was.
 */
export function openSentJournal(folder: string, now: () => IsoInstant): SentJournalFiles {
  const logs = new Map<string, OpenLog>();
  let problem: string | undefined;
  return {
    append(issueSlug, messageIds) {
      if (messageIds.length === 0) return;
      try {
        appendLine(logFor(folder, issueSlug, logs), `${now()} ${messageIds.join(' ')}\n`);
        problem = undefined;
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    },
    problem: () => problem,
    close() {
      for (const { file } of logs.values()) closeSync(file);
      logs.clear();
    },
    issues: async () => (await namesIn(folder)).filter(isSafePath).sort(),
    messageIds: (issueSlug) => messageIdsIn(join(folder, issueSlug)),
    lastAppendedAt: async (issueSlug) => {
      const times = await Promise.all(
        (await logsIn(join(folder, issueSlug))).map(async (path) => (await stat(path)).mtimeMs),
      );
      return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
    },
    forget: async (issueSlug) => {
      const log = logs.get(issueSlug);
      if (log !== undefined) closeSync(log.file);
      logs.delete(issueSlug);
      if (isSafePath(issueSlug)) await rm(join(folder, issueSlug), { recursive: true, force: true });
    },
  };
}

function logFor(folder: string, issueSlug: string, logs: Map<string, OpenLog>): OpenLog {
  const known = logs.get(issueSlug);
  if (known !== undefined) return known;
  if (!isSafePath(issueSlug)) throw new Error(`${issueSlug} cannot be the name of a folder`);
  const [oldest] = logs;
  if (oldest !== undefined && logs.size >= OPEN_LOGS) {
    closeSync(oldest[1].file);
    logs.delete(oldest[0]);
  }
  mkdirSync(join(folder, issueSlug), { recursive: true, mode: 0o700 });
  const file = openSync(join(folder, issueSlug, logName()), 'a+', 0o600);
  const log = { file, isTorn: !endsWithLineBreak(file, fstatSync(file)) };
  logs.set(issueSlug, log);
  return log;
}

/** Hosts may share the folder over a network, where appending is not whole: each has its own file. */
function logName(): string {
  return `${hostname().replaceAll(/[^\w.-]/gu, '-')}.log`;
}

function endsWithLineBreak(file: number, { size }: Stats): boolean {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() === '\n';
}

/**
 * One write, so that two processes do not mix their words. It is with the system then and outlives kill -9; a loss of power may take
 * it, and there the commit of the ledger, which is synced, says more.
 */
function appendLine(log: OpenLog, line: string): void {
  const bytes = Buffer.from(log.isTorn ? `\n${line}` : line, 'utf8');
  log.isTorn = true;
  const written = writeSync(log.file, bytes);
  if (written < bytes.length) throw new Error('the disk is full');
  log.isTorn = false;
}

async function* messageIdsIn(folder: string): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  for (const path of await logsIn(folder)) {
    try {
      for await (const line of createInterface({ input: createReadStream(path, 'utf8') })) {
        batch.push(...line.split(' ').filter(isMessageId));
        if (batch.length < BATCH_IDS) continue;
        yield batch;
        batch = [];
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  if (batch.length > 0) yield batch;
}

/** The instant at the beginning of a line has no @. */
function isMessageId(word: string): boolean {
  return word.includes('@');
}

async function logsIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  return names
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) => join(folder, name));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw unreadable(folder, error);
  }
}
