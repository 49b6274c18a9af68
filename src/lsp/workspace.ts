// All newsletters of one editor. A file belongs to the folder whose `issues/` holds it, if that has a newsletter.yaml; of any other
// file nothing is known and nothing is said.
import path from 'node:path';
import type { Connection } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  isSettingsPath,
  mayBeIssuePath,
  pathOfUri,
  relativeTo,
  rootAbove,
  uriOfPath,
} from './file-address.ts';
import { type OpenProject, openProject, type ProjectEvents } from './open-project.ts';
import type { ProjectTools } from './project-tools.ts';
import type { Proof } from './proof.ts';
import type { Abilities } from './read-abilities.ts';
import { showDiagnostic } from './show-diagnostic.ts';
import { showProgress } from './show-progress.ts';

export interface WorkspaceOptions {
  readonly tools: ProjectTools;
  readonly connection: Connection;
  readonly manualUrl: (ruleId: string) => string;
  readonly abilities: Abilities;
}

/** A file that stands in the editor, with all that is known of it in this moment. */
export interface OpenFile {
  readonly path: string;
  readonly document: TextDocument;
  readonly project: OpenProject;
  /** Of an issue; undefined for a settings file. */
  readonly proof: Proof | undefined;
  readonly options: WorkspaceOptions;
}

export interface Workspace {
  openFolder(folder: string): Promise<void>;
  touch(document: TextDocument): void;
  leave(document: TextDocument): void;
  changedOnDisk(uris: readonly string[]): void;
  fileAt(uri: string): Promise<OpenFile | undefined>;
  projects(): Promise<readonly OpenProject[]>;
  fail(error: unknown): void;
  close(): Promise<void>;
}

export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { tools, connection, abilities } = options;
  const projects = new Map<string, Promise<OpenProject | undefined>>();
  const watches: Promise<{ close(): Promise<void> } | undefined>[] = [];
  const documents = new Map<string, TextDocument>();

  const fail = (error: unknown): void => {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };

  /** Of an absolute path; opened when it is asked for the first time. */
  const projectAt = (root: string): Promise<OpenProject | undefined> => {
    const known = projects.get(root);
    if (known !== undefined) return known;
    const opening = tools
      .findProject(root)
      .then((found) => (found === root ? open(root) : undefined))
      .catch((error: unknown) => {
        fail(error);
        return undefined;
      });
    projects.set(root, opening);
    return opening;
  };

  const open = async (root: string): Promise<OpenProject> => {
    const events: ProjectEvents = {
      fail,
      progress: () => showProgress(connection, abilities, path.basename(root)),
      publish: ({ path: file, diagnostics, archive, document }) => {
        const around = { root, archive, manualUrl: options.manualUrl, document };
        void connection.sendDiagnostics({
          uri: document?.uri ?? uriOfPath(root, file),
          ...(document !== undefined && { version: document.version }),
          diagnostics: diagnostics.map((found) => showDiagnostic(found, around)),
        });
      },
    };
    const project = await openProject(root, tools, events);
    if (!abilities.tellsOfFiles) {
      const watch = tools.watch(root, (paths) => void project.changedOnDisk(paths).catch(fail));
      watches.push(
        watch.catch((error: unknown) => {
          fail(error);
          return undefined;
        }),
      );
    }
    return project;
  };

  /** A folder that was no project may have become one. */
  const openAgain = (root: string): void => {
    projects.delete(root);
    for (const document of documents.values()) if (placeOf(document.uri)?.root === root) touch(document);
  };

  /** The project of a file that it could read, and what the file is called there. */
  const placeOf = (uri: string): { root: string; relative: string } | undefined => {
    const file = pathOfUri(uri);
    const root = file === undefined ? undefined : rootAbove(file);
    if (file === undefined || root === undefined) return undefined;
    const relative = relativeTo(root, file);
    return mayBeIssuePath(relative) || isSettingsPath(relative) ? { root, relative } : undefined;
  };

  const touch = (document: TextDocument): void => {
    const place = placeOf(document.uri);
    if (place === undefined) return;
    documents.set(document.uri, document);
    void projectAt(place.root).then((project) => {
      // It may have been closed again while its project was opened.
      if (documents.has(document.uri)) project?.touch(place.relative, document);
    }, fail);
  };

  return {
    fail,
    touch,
    openFolder: async (folder) => {
      const root = await tools.findProject(folder);
      if (root !== undefined) await projectAt(root);
    },
    leave: (document) => {
      const place = placeOf(document.uri);
      if (place === undefined || !documents.delete(document.uri)) return;
      void projectAt(place.root).then((project) => project?.leave(place.relative), fail);
    },
    changedOnDisk: (uris) => {
      const paths = uris.flatMap((uri) => pathOfUri(uri) ?? []);
      for (const [root, opening] of projects) {
        const inside = paths
          .map((file) => relativeTo(root, file))
          .filter((file) => /^(?:issues|templates)\//u.test(file));
        if (inside.length === 0) continue;
        void opening
          .then((project) => (project === undefined ? openAgain(root) : project.changedOnDisk(inside)))
          .catch(fail);
      }
    },
    fileAt: async (uri) => {
      const place = placeOf(uri);
      const document = documents.get(uri);
      if (place === undefined || document === undefined) return undefined;
      const project = await projectAt(place.root);
      if (project === undefined || project.documentAt(place.relative) === undefined) return undefined;
      return { path: place.relative, document, project, proof: project.proofOf(place.relative), options };
    },
    projects: async () => (await Promise.all(projects.values())).filter((project) => project !== undefined),
    close: async () => {
      for (const project of await Promise.all(projects.values())) project?.close();
      for (const watch of await Promise.all(watches)) await watch?.close();
    },
  };
}
