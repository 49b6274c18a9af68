// From the folder in which a command was typed to everything that is known of the project in it.

import { createArchiveIndex } from '../check/archive/create-archive-index.ts';
import { digestIssue } from '../check/archive/digest-issue.ts';
import { checkInArchive, checkSettings } from '../check/check-archive.ts';
import {
  type CompiledIssue,
  compileIssue,
  compileSettings,
  preparePress,
  type Settings,
} from '../compile.ts';
import { findProject } from '../files/find-project.ts';
import { readProject } from '../files/read-project.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import { BroadsideError } from '../model/errors.ts';
import type { Issue } from '../model/issue.ts';
import type { ProjectFiles } from '../model/project.ts';
import { parseIssue } from '../parse/parse-issue.ts';
import { asOfNow } from './as-of-now.ts';
import { readSent } from './read-sent.ts';
import type { Terminal } from './terminal.ts';

export interface OpenProject {
  /** Absolute path of the folder that holds `issues/`. */
  readonly root: string;
  readonly files: ProjectFiles;
  readonly settings: Settings;
  /** Of the settings files alone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Throws NO_PROJECT, FILE_UNREADABLE, and SETTINGS_INVALID when `newsletter.yaml` cannot be used at all. */
export async function openProject(terminal: Terminal): Promise<OpenProject> {
  const root = await findProject(terminal.cwd);
  const files = await readProject(root);
  const { settings, diagnostics } = compileSettings(files);
  if (settings === undefined) throw unusableSettings(diagnostics);
  return { root, files, settings, diagnostics };
}

/**
 * @param siteUrl Where the archive stands this time, if not where the settings say. The list's own address stays where there is one; the
 * ids of feeds and letters are made of neither.
 */
export function atBaseUrl(project: OpenProject, siteUrl: string | undefined): OpenProject {
  if (siteUrl === undefined) return project;
  const { newsletter } = project.settings;
  const listUrl = newsletter.hasFrontDoor === true ? newsletter.listUrl : siteUrl;
  return { ...project, settings: { ...project.settings, newsletter: { ...newsletter, siteUrl, listUrl } } };
}

/** With what readers have of it, so that silent changes are found. */
export async function withSent(project: OpenProject, terminal: Terminal): Promise<OpenProject> {
  const { root, files, settings } = project;
  const sent = await readSent({ root, issues: files.issues, settings }, terminal);
  return { ...project, settings: { ...settings, sent } };
}

/** One issue ready to be mailed: what sending needs of a project. */
export interface ReadyIssue extends CompiledIssue {
  readonly root: string;
  readonly settings: Settings;
}

/** The named issue compiled, and no other: their texts are only read, for what the archive as a whole has to say of it. */
export async function compileOneIssue(name: string, terminal: Terminal): Promise<ReadyIssue> {
  const opened = await withSent(await openProject(terminal), terminal);
  const { root, settings } = opened;
  const { files } = asOfNow(opened.files, settings, terminal.now());
  const project = { ...opened, files };
  const issues = parseIssues(project);
  const { path } = findIssue(issues, name);
  const file = files.issues.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${path} was parsed and is not there`);
  const compiled = compileIssue(file, settings, preparePress(files, settings));
  const archive = createArchiveIndex(issues.map(digestIssue));
  const found = [
    ...compiled.diagnostics,
    ...checkSettings(settings, archive),
    ...checkInArchive(digestIssue(compiled.issue), archive, settings),
  ].sort(compareDiagnostics);
  return { ...compiled, diagnostics: [...project.diagnostics, ...found], root, settings };
}

/** All issues, parsed and not yet checked: for commands that only ask which there are. */
export function parseIssues({ files, settings }: OpenProject): readonly Issue[] {
  return files.issues.map((file) => parseIssue(file, settings).issue);
}

/** The issue named `294`, `0294`, `#294`, `issues/0294.md` or `2014-06-30-live-iraq`. Throws ISSUE_NOT_FOUND. */
export function findIssue<T extends Pick<Issue, 'slug' | 'number'>>(issues: readonly T[], name: string): T {
  const bare = name
    .replace(/^issues\//u, '')
    .replace(/\.md$/u, '')
    .replace(/^#/u, '');
  const found =
    issues.find(({ slug }) => slug === bare) ??
    issues.find(({ number }) => number !== undefined && String(number) === bare);
  if (found !== undefined) return found;
  const known = issues.slice(-5).map(({ number, slug }) => number ?? slug);
  throw new BroadsideError(
    'ISSUE_NOT_FOUND',
    `There is no issue "${name}"; the last ones are ${known.join(', ')}`,
  );
}

/** Throws ISSUE_HAS_ERRORS when the proofreader stops the issue, or the settings that it is made with. */
export function refuseErrors({ issue, diagnostics }: Pick<ReadyIssue, 'issue' | 'diagnostics'>): void {
  const concerned = diagnostics.filter(({ path }) => path === issue.path || path.endsWith('.yaml'));
  const first = concerned.find(({ severity }) => severity === 'error');
  if (first === undefined) return;
  throw new BroadsideError('ISSUE_HAS_ERRORS', `${first.reason} (${first.ruleId})`, placeOption(first));
}

/** The text of every file that a diagnostic may speak of, by path. */
export function textsOf(files: ProjectFiles): ReadonlyMap<string, string> {
  const { newsletter, sources, ids, redirects, issues } = files;
  const all = [newsletter, sources, ids, ...(redirects === undefined ? [] : [redirects]), ...issues];
  return new Map(all.map(({ path, value }) => [path, value]));
}

function unusableSettings(diagnostics: readonly Diagnostic[]): BroadsideError {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (first === undefined)
    return new BroadsideError('SETTINGS_INVALID', 'issues/newsletter.yaml cannot be used');
  return new BroadsideError('SETTINGS_INVALID', first.reason, {
    ...placeOption(first),
    ...(first.note === undefined ? {} : { hint: first.note }),
  });
}

function placeOption({ path, place }: Diagnostic): { place: string } {
  return { place: place === undefined ? path : `${path}:${place.start.line}:${place.start.column}` };
}
