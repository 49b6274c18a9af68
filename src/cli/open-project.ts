// From the folder in which a command was typed to the project in it: its files, and its settings read. No issue is.
import { compileSettings, type Settings } from '../compile-settings.ts';
import { type Diagnostic, placeName } from '../model/diagnostic.ts';
import { BroadsideError } from '../model/errors.ts';
import type { ProjectFiles } from '../model/project.ts';
import { type ReadFiles, readFiles } from './read-files.ts';
import type { Terminal } from './terminal.ts';

export interface OpenProject {
  /** Absolute path of the folder that holds `issues/`. */
  readonly root: string;
  readonly files: ProjectFiles;
  readonly settings: Settings;
  /** Of the settings files alone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** @param read Where somebody has read them already. Throws NO_PROJECT, FILE_UNREADABLE, and SETTINGS_INVALID when `newsletter.yaml` cannot be used at all. */
export async function openProject(terminal: Terminal, read?: ReadFiles): Promise<OpenProject> {
  const { root, files } = read ?? (await readFiles(terminal));
  const { settings, diagnostics } = compileSettings(files);
  if (settings === undefined) throw unusableSettings(diagnostics);
  return { root, files, settings, diagnostics };
}

/** For commands that write into issues, which they do in the house format. Throws USAGE where issues are read in another dialect. */
export async function openHouseProject(terminal: Terminal): Promise<OpenProject> {
  const project = await openProject(terminal);
  const { dialect } = project.settings.newsletter;
  if (dialect === undefined) return project;
  throw new BroadsideError(
    'USAGE',
    `The issues of this newsletter are read as "${dialect}", and this command writes in the house format`,
    {
      place: 'issues/newsletter.yaml',
      hint: 'Write into the issue yourself; everything else works on it. docs/dialects.md tells how to change to the house format.',
    },
  );
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

function unusableSettings(diagnostics: readonly Diagnostic[]): BroadsideError {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (first === undefined)
    return new BroadsideError('SETTINGS_INVALID', 'issues/newsletter.yaml cannot be used');
  return new BroadsideError('SETTINGS_INVALID', first.reason, {
    place: placeName(first),
    ...(first.note === undefined ? {} : { hint: first.note }),
  });
}
