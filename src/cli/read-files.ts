// From the folder in which a command was typed to the files of the project in it; nothing is understood yet, and nothing loaded that would.
import { findProject } from '../files/find-project.ts';
import { readProject } from '../files/read-project.ts';
import type { ProjectFiles } from '../model/project.ts';
import type { Terminal } from './terminal.ts';

export interface ReadFiles {
  /** Absolute path of the folder that holds `issues/`. */
  readonly root: string;
  readonly files: ProjectFiles;
}

/** Throws NO_PROJECT and FILE_UNREADABLE. */
export async function readFiles(terminal: Pick<Terminal, 'cwd'>): Promise<ReadFiles> {
  const root = await findProject(terminal.cwd);
  return { root, files: await readProject(root) };
}

/** The text of every file that a diagnostic may speak of, by path. */
export function textsOf(files: ProjectFiles): ReadonlyMap<string, string> {
  const { newsletter, sources, ids, redirects, issues } = files;
  const all = [newsletter, sources, ids, ...(redirects === undefined ? [] : [redirects]), ...issues];
  return new Map(all.map(({ path, value }) => [path, value]));
}
