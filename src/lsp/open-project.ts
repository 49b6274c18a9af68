// One newsletter's folder, as long as somebody works in it: its settings, the index of its issues, and the issues that stand in an
// editor, each checked again when it, the settings or another issue has changed. What was found is handed to `publish`.
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { createArchiveIndex } from '../check/archive/create-archive-index.ts';
import { isUnread } from '../check/check-issue.ts';
import { checkRendering } from '../check/check-rendering.ts';
import type { SentDigest } from '../check/rule.ts';
import type { ArchiveIndex } from '../model/archive-index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { dialectIn } from '../model/dialect.ts';
import { isIssuePath } from '../model/issue-names.ts';
import type { Press } from '../render/create-press.ts';
import { isSettingsPath, mayBeIssuePath } from './file-address.ts';
import { findStrays, isStrayPath } from './find-strays.ts';
import { keepSettings } from './keep-settings.ts';
import {
  NO_SETTINGS,
  type ProjectTools,
  SETTINGS_PATHS,
  type Settings,
  type SettingsPath,
} from './project-tools.ts';
import { checkAmong, diagnosticsOf, type Proof, proofread } from './proof.ts';
import { readArchive } from './read-archive.ts';
import { takeTurns } from './take-turns.ts';

export interface OpenProject {
  /** Absolute path of the folder that holds `issues/`. */
  readonly root: string;
  readonly archive: ArchiveIndex;
  readonly settings: Settings | undefined;
  /** Undefined for what is no issue, and while there are no settings to read it with. */
  proofOf(path: string): Proof | undefined;
  /** Of a settings file or of an issue that is open, as last published. */
  diagnosticsOf(path: string): readonly Diagnostic[];
  /** As it stands in the editor, or on the disk; undefined when it is neither there nor here. */
  textOf(path: string): Promise<string | undefined>;
  documentAt(path: string): TextDocument | undefined;
  /** A document was opened or changed. */
  touch(path: string, document: TextDocument): void;
  leave(path: string): void;
  changedOnDisk(paths: readonly string[]): Promise<void>;
  close(): void;
}

export interface ProjectEvents {
  /** `document` is given for what is open. */
  publish(found: {
    readonly path: string;
    readonly diagnostics: readonly Diagnostic[];
    readonly archive: ArchiveIndex;
    readonly document?: TextDocument | undefined;
  }): void;
  /** What went wrong and concerns nobody's text. */
  fail(error: unknown): void;
  /** The archive is being read; `done` is called when it has been. */
  progress(): { report(done: number, of: number): void; done(): void };
}

/** Resolves when issues can be checked by themselves; the archive is read behind the scenes. */
export async function openProject(
  root: string,
  tools: ProjectTools,
  events: ProjectEvents,
): Promise<OpenProject> {
  const archive = createArchiveIndex();
  const keeper = keepSettings(tools.compileSettings);
  const onDisk: Record<SettingsPath, string> = { ...NO_SETTINGS };
  const documents = new Map<string, TextDocument>();
  const proofs = new Map<string, Proof>();
  const published = new Map<string, string>();
  const touched = new Set<string>();
  let images: ReadonlySet<string> = new Set();
  let strays: readonly string[] = [];
  let sent: ReadonlyMap<string, SentDigest> = new Map();
  let isSentOld = false; // Another issue is open, or one was saved and may have been sent meanwhile.
  let press: Promise<Press | undefined> | undefined;
  let isArchiveRead = false;
  /** Counts up whenever a reading of the archive would give another index than the one under way. */
  let edition = 0;
  /** What the index knows of the other issues was read with settings that have changed since. */
  let isStale = false;
  let isClosed = false;

  const dialect = () =>
    keeper.settings === undefined
      ? dialectIn(onDisk['issues/newsletter.yaml'])
      : keeper.settings.newsletter.dialect;
  const isIssue = (path: string): boolean => isIssuePath(path, dialect());

  const guarded = (work: () => Promise<void>) => (): void => void work().catch(events.fail);

  const publish = (path: string, diagnostics: readonly Diagnostic[]): void => {
    const document = documents.get(path);
    const shown = JSON.stringify([document?.version, diagnostics]);
    if (published.get(path) === shown || isClosed) return;
    published.set(path, shown);
    events.publish({ path, diagnostics, archive, document });
  };

  const proofOf = (path: string): Proof | undefined => {
    const document = documents.get(path);
    const { settings } = keeper;
    if (document === undefined || settings === undefined || !isIssue(path)) return undefined;
    const before = proofs.get(path);
    if (before?.version === document.version && before.settings === settings) return before;
    const file = { path, text: document.getText(), version: document.version };
    const others = isArchiveRead ? { archive, sent } : undefined;
    const proof = proofread(file, settings, tools.readIssue, others, before);
    proofs.set(path, proof);
    return proof;
  };

  const show = (path: string): void => {
    const proof = proofOf(path);
    if (proof !== undefined) publish(path, diagnosticsOf(proof));
  };

  const readSettings = (): void => {
    const before = keeper.settings;
    const texts = Object.fromEntries(
      SETTINGS_PATHS.map((path) => [path, documents.get(path)?.getText() ?? onDisk[path]]),
    ) as typeof onDisk;
    keeper.update(texts, { images, strays });
    const told = [...published.keys()].filter((path) => !isIssue(path));
    for (const path of new Set([...SETTINGS_PATHS, ...told, ...keeper.diagnostics.map((one) => one.path)])) {
      const found = keeper.diagnostics.filter((one) => one.path === path);
      if (found.length > 0 || published.has(path) || documents.has(path)) publish(path, found);
    }
    if (keeper.settings === before) return;
    press = undefined;
    isSentOld = true;
    for (const path of documents.keys()) touched.add(path);
    isStale ||= before !== undefined && readingKey(before) !== readingKey(keeper.settings);
  };

  const work = async (): Promise<void> => {
    const paths = [...touched];
    touched.clear();
    if (paths.some(isSettingsPath)) {
      readSettings();
      paths.push(...touched);
      touched.clear();
    }
    for (const path of new Set(paths)) {
      try {
        show(path);
      } catch (error) {
        // A bug in one text must not keep the others from being looked at.
        events.fail(error);
      }
    }
  };

  const readAll = async (): Promise<void> => {
    const { settings } = keeper;
    if (settings === undefined) return;
    edition += 1;
    isStale = false;
    const mine = edition;
    const standing = (await tools.listFiles(root)).filter(isIssue);
    const paths = new Set([...standing, ...archive.all().map(({ path }) => path)]);
    const progress = events.progress();
    try {
      const isWhole = await readArchive({
        ...reading(settings),
        remembered: await tools.rememberedDigests(root, settings),
        paths: [...paths],
        isOver: () => isClosed || mine !== edition,
        onProgress: progress.report,
      });
      if (!isWhole) return;
    } finally {
      progress.done();
    }
    isArchiveRead = true;
    lookAgain();
  };

  const reading = (settings: Settings) => ({
    root,
    settings,
    archive,
    readText: tools.readText,
    remembered: () => undefined,
    isOpen: (path: string) => documents.has(path),
    isBusy: turns.isWaiting,
    onFailure: events.fail,
  });

  /** The other issues have changed: what is open is held against them anew. */
  const lookAgain = (): void => {
    const { settings } = keeper;
    if (!isArchiveRead || settings === undefined) return;
    for (const path of documents.keys()) {
      const proof = proofOf(path);
      if (proof !== undefined) archive.put(proof.digest);
    }
    for (const path of documents.keys()) {
      const proof = proofOf(path);
      if (proof === undefined) continue;
      proofs.set(path, { ...proof, among: checkAmong(proof.digest, settings, { archive, sent }) });
      show(path);
    }
  };

  const rest = async (): Promise<void> => {
    if (isStale || (edition === 0 && !isArchiveRead)) void readAll().catch(events.fail);
    else lookAgain();
    await readSent();
    await setMails();
  };

  const readSent = async (): Promise<void> => {
    const [settings, paths] = [keeper.settings, [...documents.keys()].filter(isIssue)];
    if (!isSentOld || settings === undefined || paths.length === 0) return;
    isSentOld = false;
    sent = await tools.readSent(root, paths, settings);
    lookAgain();
  };

  /** Sets the open issues as mail, for the rules that look at it. */
  const setMails = async (): Promise<void> => {
    const { settings } = keeper;
    if (settings === undefined) return;
    press ??= tools.preparePress(root, settings).catch((error: unknown) => {
      events.fail(error);
      return undefined;
    });
    const printing = await press;
    for (const path of [...documents.keys()]) {
      const proof = proofs.get(path);
      if (printing === undefined || proof === undefined || turns.isWaiting()) continue;
      if (proof.version !== documents.get(path)?.version || proof.settings !== settings) continue;
      if (isUnread(proof.own)) continue;
      const mailed = checkRendering(proof.issue, printing.renderIssue(proof.issue), settings);
      proofs.set(path, { ...proof, mailed });
      show(path);
    }
  };

  const turns = takeTurns({ work: guarded(work), rest: guarded(rest) });

  const readFromDisk = async (paths: readonly SettingsPath[]): Promise<void> => {
    for (const path of paths) onDisk[path] = (await tools.readText(root, path)) ?? '';
  };

  const changedOnDisk = async (paths: readonly string[]): Promise<void> => {
    const settingsPaths = SETTINGS_PATHS.filter((path) => paths.includes(path));
    await readFromDisk(settingsPaths);
    const hasImages = paths.some((path) => path.startsWith('issues/images'));
    if (hasImages) images = new Set(await tools.listImages(root));
    const hasStrays = paths.some((path) => isStrayPath(path));
    if (hasStrays || settingsPaths.length > 0) strays = await findStrays(root, tools.listFiles, dialect());
    isSentOld ||= paths.some((path) => documents.has(path));
    if (paths.some((path) => path.startsWith('templates/'))) press = undefined;
    if (hasImages || hasStrays || settingsPaths.length > 0) readSettings();
    const [settings, issues] = [keeper.settings, paths.filter(isIssue)];
    if (settings !== undefined && issues.length > 0) {
      await readArchive({ ...reading(settings), paths: issues, isOver: () => isClosed });
    }
    turns.soon();
  };

  await readFromDisk(SETTINGS_PATHS);
  images = new Set(await tools.listImages(root));
  strays = await findStrays(root, tools.listFiles, dialect());
  readSettings();
  void readAll().catch(events.fail);

  return {
    root,
    archive,
    get settings() {
      return keeper.settings;
    },
    proofOf,
    diagnosticsOf: (path) => {
      if (isSettingsPath(path)) return keeper.diagnostics.filter((one) => one.path === path);
      const proof = proofOf(path);
      return proof === undefined ? [] : diagnosticsOf(proof);
    },
    textOf: async (path) => documents.get(path)?.getText() ?? (await tools.readText(root, path)),
    documentAt: (path) => documents.get(path),
    touch: (path, document) => {
      if (!mayBeIssuePath(path) && !isSettingsPath(path)) return;
      isSentOld ||= !documents.has(path);
      documents.set(path, document);
      touched.add(path);
      turns.soon();
    },
    leave: (path) => {
      if (!documents.delete(path)) return;
      proofs.delete(path);
      if (isIssue(path)) {
        published.delete(path);
        events.publish({ path, diagnostics: [], archive });
      }
      changedOnDisk([path]).catch(events.fail);
    },
    changedOnDisk,
    close: () => {
      isClosed = true;
      turns.close();
    },
  };
}

/** All of the settings on which the reading of an issue depends. */
function readingKey(settings: Settings | undefined): string {
  if (settings === undefined) return '';
  const { newsletter, sources, ids } = settings;
  return JSON.stringify([{ ...newsletter, rules: {} }, sources, [...ids]]);
}
