// The names in `issues/` of a project come out that look as if they were meant to be issues, and are not read.
import type { Dialect } from '../model/dialect.ts';
import { isStrayName } from '../model/issue-names.ts';
import type { ProjectTools } from './project-tools.ts';

const FOLDER = 'issues/';

export async function findStrays(
  root: string,
  listFiles: ProjectTools['listFiles'],
  dialect: Dialect | undefined,
): Promise<readonly string[]> {
  return (await listFiles(root))
    .filter((path) => isStrayPath(path, dialect))
    .map((path) => path.slice(FOLDER.length));
}

/** A file of that name has come or gone; what is in folders below is nobody's issue. */
export function isStrayPath(path: string, dialect?: Dialect): boolean {
  const name = path.slice(FOLDER.length);
  return path.startsWith(FOLDER) && !name.includes('/') && isStrayName(name, dialect);
}
