// While `serve` serves: entries of live pages that were held back are published when their time comes, by the same build as any. It looks at the
// project when a file of it is saved and when an entry is due, and does nothing in between.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { watchProject } from '../../files/watch-project.ts';
import type { IsoInstant } from '../../model/calendar.ts';
import { BroadsideError } from '../../model/errors.ts';
import { slugOfPath } from '../../model/issue-names.ts';
import type { RunClock } from '../../model/sending-ports.ts';
import { liveNewsPath } from '../../model/site-paths.ts';
import { parseIssue } from '../../parse/parse-issue.ts';
import { asOfNow } from '../as-of-now.ts';
import { build } from '../commands/build.ts';
import { type OpenProject, openProject } from '../open-project.ts';
import type { Terminal } from '../terminal.ts';

export interface LivePagesOptions {
  readonly root: string;
  readonly terminal: Terminal;
  readonly clock: RunClock;
  readonly signal: AbortSignal;
  readonly onPublished: () => void;
  readonly onTrouble: (error: BroadsideError) => void;
}

/** Where nothing is held back, until a file is saved. A clock that was set anew is noticed by then, too. */
const LONGEST_WAIT_MS = 3_600_000;
const AFTER_TROUBLE_MS = 60_000;
const JUST_AFTER_MS = 50;

/** Resolves once `signal` is aborted. @throws what is a mistake of ours */
export async function keepLivePages(options: LivePagesOptions): Promise<void> {
  const { root, clock, signal, onTrouble } = options;
  let wake = new AbortController();
  let look: Look = { waitMs: 0 };
  const watch = await watchProject(root, () => wake.abort(), { onError: onTrouble }).catch(
    (error: unknown) => {
      // Without it entries that are known already still come in time.
      if (!(error instanceof BroadsideError)) throw error;
      onTrouble(error);
      return undefined;
    },
  );
  try {
    while (!signal.aborted) {
      wake = new AbortController();
      look = await publishDue(options, look.nextAt);
      await clock.sleep(look.waitMs, AbortSignal.any([signal, wake.signal]));
    }
  } finally {
    await watch?.close();
  }
}

interface Look {
  /** How long there is nothing to do. */
  readonly waitMs: number;
  /** When the next entry is due. */
  readonly nextAt?: IsoInstant;
}

/** @param dueAt What was found to be next the last time. */
async function publishDue(
  { terminal, clock, onPublished, onTrouble }: LivePagesOptions,
  dueAt: IsoInstant | undefined,
): Promise<Look> {
  try {
    const project = await openProject(terminal);
    const { files, nextAt } = asOfNow(project.files, project.settings, terminal.now());
    const isDue = dueAt !== undefined && Date.parse(dueAt) <= Date.parse(terminal.now());
    if (isDue || (await isBehind({ ...project, files }))) {
      const { exitCode } = await build({}, terminal);
      if (exitCode !== 0) {
        throw new BroadsideError('ISSUE_HAS_ERRORS', 'A live entry is due, and the archive cannot be built');
      }
      onPublished();
    }
    if (nextAt === undefined) return { waitMs: LONGEST_WAIT_MS };
    const untilMs = Math.max(0, Date.parse(nextAt) - Date.parse(clock.now())) + JUST_AFTER_MS;
    return { waitMs: Math.min(LONGEST_WAIT_MS, untilMs), nextAt };
  } catch (error) {
    if (!(error instanceof BroadsideError)) throw error;
    onTrouble(error);
    return { waitMs: AFTER_TROUBLE_MS, ...(dueAt === undefined ? {} : { nextAt: dueAt }) };
  }
}

/** Is there an entry that came due since its page was written, and is not on it? What an editor has not built otherwise waits for `build`. */
async function isBehind({ root, files, settings }: OpenProject): Promise<boolean> {
  for (const file of files.issues) {
    const slug = slugOfPath(file.path);
    const written = await publishedNews(path.join(root, 'out/site', liveNewsPath(slug)));
    if (written === undefined) continue;
    const { issue } = parseIssue(file, settings);
    const isMissing = issue.sections
      .flatMap(({ entries }) => entries)
      .some((entry) => {
        if (entry.kind !== 'live' || entry.at === undefined || written.ids.has(entry.id)) return false;
        return Date.parse(entry.at) > written.atMs;
      });
    if (isMissing && !issue.isDraft) return true;
  }
  return false;
}

async function publishedNews(
  file: string,
): Promise<{ readonly ids: ReadonlySet<string>; readonly atMs: number } | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const { entries } = JSON.parse(text) as { entries: readonly { readonly id: string }[] };
    return { ids: new Set(entries.map(({ id }) => id)), atMs: mtimeMs };
  } catch {
    // Never built, or no live page: nothing to bring up to date.
    return undefined;
  }
}
