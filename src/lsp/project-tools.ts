// What the language server is handed by `cli/`: the pure flow of compile.ts, and the disk. A door may know neither of them itself.
import type { SentDigest } from '../check/rule.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Issue, IssueFile } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { KeptIds } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import type { Press } from '../render/create-press.ts';

/** What every issue of a project is compiled with. */
export interface Settings {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  readonly ids: KeptIds;
  /** Paths relative to `issues/`. */
  readonly images: ReadonlySet<string>;
  /** Names in `issues/` that look as if they were meant to be issues, and are not read. */
  readonly strays?: readonly string[];
}

/** By POSIX path relative to the project: `issues/newsletter.yaml`. */
export type SettingsTexts = Readonly<Record<SettingsPath, string>>;

export const SETTINGS_PATHS = [
  'issues/newsletter.yaml',
  'issues/sources.yaml',
  'issues/ids.yaml',
  'issues/redirects.yaml',
] as const;

export type SettingsPath = (typeof SETTINGS_PATHS)[number];

/** Before any of them is read. */
export const NO_SETTINGS = Object.fromEntries(SETTINGS_PATHS.map((path) => [path, ''])) as SettingsTexts;

export interface ProjectTools {
  readonly compileSettings: (
    texts: SettingsTexts,
    names: Required<Pick<Settings, 'images' | 'strays'>>,
  ) => { readonly settings?: Settings; readonly diagnostics: readonly Diagnostic[] };
  /** Parses and checks one file, without what only the archive or the mail can show. */
  readonly readIssue: (
    file: IssueFile,
    settings: Settings,
  ) => { readonly issue: Issue; readonly diagnostics: readonly Diagnostic[] };
  /** What is remembered of the archive from an earlier check: of each text, if it was read with these settings. */
  readonly rememberedDigests: (
    root: string,
    settings: Settings,
  ) => Promise<(file: IssueFile) => IssueDigest | undefined>;
  /** What readers have of these issues, by slug; nothing of one that was never sent. Never rejects for want of a database. */
  readonly readSent: (
    root: string,
    paths: readonly string[],
    settings: Settings,
  ) => Promise<ReadonlyMap<string, SentDigest>>;
  /** Rejects when a template or a picture cannot be used. */
  readonly preparePress: (root: string, settings: Settings) => Promise<Press>;

  /** The project in which an editor who opens this folder works; undefined where there is none. */
  readonly findProject: (folder: string) => Promise<string | undefined>;
  /** Paths of all that is in `issues/`: `issues/0294.md`. */
  readonly listFiles: (root: string) => Promise<readonly string[]>;
  /** Paths of the pictures, relative to `issues/`. */
  readonly listImages: (root: string) => Promise<readonly string[]>;
  /** Undefined where there is no such file. Rejects when it is there and cannot be read. */
  readonly readText: (root: string, path: string) => Promise<string | undefined>;
  /** Tells of changed paths (POSIX, relative to `root`), for an editor that does not. */
  readonly watch: (
    root: string,
    onChange: (paths: readonly string[]) => void,
  ) => Promise<{ close(): Promise<void> }>;
}
