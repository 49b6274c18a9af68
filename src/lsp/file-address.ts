// Addresses of the protocol (`file:///…/issues/0294.md`) as paths of this machine, and what a file is to a project.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isIssuePath, isYear } from '../model/issue-names.ts';
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

/** The folder whose `issues/` holds the file directly, or in the folder of a year. */
export function rootAbove(file: string): string | undefined {
  const above = path.dirname(file);
  const folder = isYear(path.basename(above)) ? path.dirname(above) : above;
  return path.basename(folder) === 'issues' ? path.dirname(folder) : undefined;
}

/** True of an issue in whatever dialect: which it is stands in settings that are not read yet. */
export function mayBeIssuePath(relative: string): boolean {
  return isIssuePath(relative) || isIssuePath(relative, 'bullets');
}

export function isSettingsPath(relative: string): relative is SettingsPath {
  return SETTINGS_PATHS.some((one) => one === relative);
}
