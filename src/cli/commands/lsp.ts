// `lsp`: the proofreader inside an editor, over standard input and output, until the editor ends it.
import { Console } from 'node:console';
import { stat } from 'node:fs/promises';
import path from 'node:path';

import { preparePress, readIssue } from '../../compile.ts';
import { compileSettings } from '../../compile-settings.ts';
import { findProject } from '../../files/find-project.ts';
import { listFiles } from '../../files/list-files.ts';
import { listImages, readImages } from '../../files/read-images.ts';
import { readTemplates } from '../../files/read-templates.ts';
import { readText } from '../../files/read-text.ts';
import { watchProject } from '../../files/watch-project.ts';
import { createLanguageServer } from '../../lsp/create-language-server.ts';
import { NO_SETTINGS, type ProjectTools } from '../../lsp/project-tools.ts';
import { BroadsideError } from '../../model/errors.ts';
import type { ProjectFiles } from '../../model/project.ts';
import { digestKeys } from '../cache-keys.ts';
import { openDigests } from '../check-cache.ts';
import type { CommandResult } from '../command-result.ts';
import { programVersion } from '../program-version.ts';
import { readSent } from '../read-sent.ts';
import { manualUrl } from '../rule-manual.ts';
import type { Terminal } from '../terminal.ts';

/** Never resolves: the end of the editor, or its word, ends the process. */
export function lsp(terminal: Terminal): Promise<CommandResult> {
  if (terminal.isInteractive)
    terminal.complain('This speaks to an editor, not to people: docs/editors.md tells how. Ctrl-C ends it.');
  // Whatever else would print there would be taken for a message of the protocol.
  Object.assign(globalThis.console, new Console(process.stderr));
  createLanguageServer({
    input: process.stdin,
    output: process.stdout,
    version: programVersion(),
    manualUrl,
    tools: TOOLS,
  });
  return new Promise(() => undefined);
}

const TOOLS: ProjectTools = {
  readIssue,
  compileSettings: (texts, names) => {
    const { settings, diagnostics } = compileSettings({ ...NOTHING, ...settingsFiles(texts) });
    return { diagnostics, ...(settings !== undefined && { settings: { ...settings, ...names } }) };
  },
  rememberedDigests: async (root, settings) => {
    const [digests, keyOf] = [await openDigests(root), digestKeys(settings)];
    return (file) => digests.get(file.path, keyOf(file));
  },
  readSent: (root, paths, settings) =>
    // Standard error is what editors keep as the server's log.
    readSent(
      { root, issues: paths.map((file) => ({ path: file })), settings },
      { env: process.env, complain: (line) => process.stderr.write(`${line}\n`) },
    ),
  preparePress: async (root, settings) => {
    const [templates, images] = await Promise.all([readTemplates(root), readImages(root)]);
    return preparePress({ ...NOTHING, templates, images }, settings);
  },
  findProject: async (folder) => {
    const root = await findProject(folder).catch(absent);
    if (root === undefined) return undefined;
    return (await exists(path.join(root, 'issues', 'newsletter.yaml'))) ? root : undefined;
  },
  listFiles: (root) => listFiles(root, 'issues'),
  listImages: async (root) => (await listImages(root)).map((file) => file.slice('issues/'.length)),
  readText: async (root, file) => ((await exists(path.join(root, file))) ? readText(root, file) : undefined),
  watch: (root, onChange) => watchProject(root, onChange),
};

const NOTHING: ProjectFiles = {
  ...settingsFiles(NO_SETTINGS),
  issues: [],
  images: [],
  templates: new Map(),
};

function settingsFiles(
  texts: Parameters<ProjectTools['compileSettings']>[0],
): Pick<ProjectFiles, 'newsletter' | 'sources' | 'ids' | 'redirects'> {
  const file = <Path extends keyof typeof texts>(at: Path) => ({ path: at, value: texts[at] });
  return {
    newsletter: file('issues/newsletter.yaml'),
    sources: file('issues/sources.yaml'),
    ids: file('issues/ids.yaml'),
    redirects: file('issues/redirects.yaml'),
  };
}

function absent(error: unknown): undefined {
  if (!(error instanceof BroadsideError)) throw error;
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() === true;
}
