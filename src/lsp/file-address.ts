// Addresses of the protocol (`file:///…/issues/0294.md`) as paths of this machine, and what a file is to a project.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isIssueName } from '../model/issue-names.ts';
import { SETTINGS_PATHS, type SettingsPath } from './project-tools.ts';

/** Undefined for what is no file: a new text without a name, a version in a history. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? path.resolve(fileURLToPath(uri)) : undefined;
  } catch {
    return undefined;
  }
}

export function uriOfPath(root: string, relative: string): string {
  return pathToFileURL(path.join(root, relative)).href;
}

/** POSIX, relative to `root`. */
export function relativeTo(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

/** The folder whose `issues/` holds the file directly. */
export function rootAbove(file: string): string | undefined {
  const folder = path.dirname(file);
  return path.basename(folder) === 'issues' ? path.dirname(folder) : undefined;
}

export function isIssuePath(relative: string): boolean {
  const [folder, name = '', ...deeper] = relative.split('/');
  return folder === 'issues' && deeper.length === 0 && isIssueName(name);
}

export function isSettingsPath(relative: string): relative is SettingsPath {
  return SETTINGS_PATHS.some((one) => one === relative);
}
