// A working folder goes in, the project's folder comes out: the one that holds `issues/`. An editor may stand anywhere inside
// the project, `issues/` itself included.
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BroadsideError } from '../model/errors.ts';

/**
 * The absolute path of `cwd`, if it holds a folder `issues/`, or else of the nearest folder above it whose `issues/` holds a
 * `newsletter.yaml` (other programs have folders of that name too).
 * @throws BroadsideError NO_PROJECT
 */
export async function findProject(cwd: string): Promise<string> {
  const start = resolve(cwd);
  if (await isFolder(join(start, 'issues'))) return start;
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (await isFile(join(dirname(folder), 'issues', 'newsletter.yaml'))) return dirname(folder);
  }
  throw new BroadsideError(
    'NO_PROJECT',
    `There is no issues/ folder in ${start}, nor in any folder above it`,
    {
      place: start,
    },
  );
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
