// Tells when something in the editors' ground has changed. Saving one file makes several events in a row, and so does a
// change of branch: they are gathered, and while one change is being worked on the next ones wait.
import { join, relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { BroadsideError } from '../model/errors.ts';

/** Editors write twice within a few milliseconds, and whoever looks on while they write wants to see it at once. */
const QUIET_MS = 30;

const WATCHED = ['issues', 'templates'];

export interface ProjectWatch {
  /** Resolves when nothing is watched any more; `onChange` is not called again. */
  close(): Promise<void>;
}

export interface WatchOptions {
  /** Told once when the system gives up watching (its limit of watched files, a removed disk). */
  readonly onError?: (error: BroadsideError) => void;
}

/**
 * Calls `onChange` with the paths (POSIX, relative to `root`, sorted) that were written, added or removed below `issues/` and
 * `templates/`, hidden files left out. It is never called while the promise of the last call is open.
 * @throws BroadsideError FILE_UNREADABLE when watching cannot begin
 */
export async function watchProject(
  root: string,
  onChange: (paths: readonly string[]) => void | Promise<void>,
  options: WatchOptions = {},
): Promise<ProjectWatch> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isClosed = false;

  const tell = async (): Promise<void> => {
    if (isBusy || isClosed || changed.size === 0) return;
    const paths = [...changed].sort();
    changed.clear();
    isBusy = true;
    try {
      await onChange(paths);
    } finally {
      isBusy = false;
    }
    // What came in meanwhile has been quiet long enough only if no timer is running.
    if (timer === undefined) await tell();
  };
  const note = (path: string): void => {
    changed.add(pathBelow(root, path));
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      void tell();
    }, QUIET_MS);
  };

  const watcher = watch(root, { ignored: (path) => isIgnored(root, path), ignoreInitial: true });
  for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, note);
  await new Promise<void>((resolve, reject) => {
    watcher.once('ready', resolve);
    watcher.once('error', reject);
  }).catch(async (error: unknown) => {
    await watcher.close();
    throw cannotWatch(root, error);
  });
  watcher.on('error', (error) => options.onError?.(cannotWatch(root, error)));
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** The folder itself is seen, so that a `templates/` made later is noticed; of what is in it, only the editors' ground. */
function isIgnored(root: string, path: string): boolean {
  const names = pathBelow(root, path).split('/');
  const [top = ''] = names;
  if (top === '') return false;
  return !WATCHED.includes(top) || names.some((name) => name.startsWith('.'));
}

function pathBelow(root: string, path: string): string {
  return relative(root, join(path)).split(sep).join('/');
}

function cannotWatch(root: string, cause: unknown): BroadsideError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BroadsideError('FILE_UNREADABLE', `${root} cannot be watched for changes: ${reason}`, {
    cause,
    place: root,
    hint: 'Stop the command and start it again after mending this; building by hand still works.',
  });
}
