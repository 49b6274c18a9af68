// What docs/editors.md and the folder for VS Code say of the program is so: the words that start it, the kinds of files, the names.
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FIX_ALL } from '../../src/lsp/code-actions.ts';
import { SETTINGS_PATHS } from '../../src/lsp/project-tools.ts';
import { testProject } from '../support/project.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const manual = readFileSync(path.join(ROOT, 'docs/editors.md'), 'utf8');
const FENCE = '`'.repeat(3);
/** What stands in the manual's blocks of a language. */
const blocksOf = (language: string) =>
  manual
    .split(`\n${FENCE}${language}\n`)
    .slice(1)
    .map((rest) => rest.split(`${FENCE}\n`)[0] ?? '');

test.each(['lua', 'toml'])('the settings in %s start the server for Markdown and YAML', (language) => {
  const [settings = ''] = blocksOf(language);
  const words = [...settings.matchAll(/["']([^"']+)["']/gu)].map(([, word]) => word);
  expect(words).toEqual(
    expect.arrayContaining(['npx', '--no-install', 'broadside', 'lsp', 'markdown', 'yaml']),
  );
});

test('the settings in JSON are JSON, and name what there is', () => {
  const [onSaving, schemas] = blocksOf('json').map((text) => JSON.parse(text));
  expect(Object.keys(onSaving['[markdown]']['editor.codeActionsOnSave'])).toEqual([FIX_ALL]);
  expect(Object.values(schemas['yaml.schemas'])).toEqual(SETTINGS_PATHS);
});

describe('the extension for VS Code', () => {
  const folder = path.join(ROOT, 'docs/editors/vscode');
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

  interface Started {
    readonly server: { readonly command: string; readonly args: readonly string[] };
    readonly client: {
      readonly documentSelector: readonly { readonly language: string; readonly pattern: string }[];
    };
  }

  /** Activates it in a VS Code that only remembers what it is told. */
  async function activate(root: string, command: readonly string[] = []): Promise<Started> {
    const started: Started[] = [];
    const fakes: Readonly<Record<string, unknown>> = {
      vscode: {
        commands: { registerCommand: () => ({ dispose: () => undefined }) },
        window: { showErrorMessage: (text: string) => expect.fail(text) },
        workspace: {
          workspaceFolders: [{ uri: { fsPath: root } }],
          getConfiguration: () => ({ get: () => command }),
        },
      },
      'vscode-languageclient/node': {
        TransportKind: { stdio: 0 },
        LanguageClient: class {
          constructor(_id: string, _name: string, server: Started['server'], client: Started['client']) {
            started.push({ server, client });
          }
          start = () => Promise.resolve();
        },
      },
    };
    const hooked = Module as unknown as { _load: (name: string, ...rest: unknown[]) => unknown };
    const load = hooked._load;
    hooked._load = (name, ...rest) => fakes[name] ?? load(name, ...rest);
    onTestFinished(() => {
      hooked._load = load;
    });
    const require = createRequire(import.meta.url);
    const main = path.join(folder, manifest.main);
    delete require.cache[main];
    await require(main).activate({ subscriptions: [] });
    return started[0] ?? expect.fail('no server was started');
  }

  test('starts the Broadside of the folder, or else that of the machine, or what the settings say', async () => {
    const project = testProject({ 'node_modules/broadside/src/broadside.js': '' });
    const own = project.path('node_modules/broadside/src/broadside.js');
    expect((await activate(project.root)).server).toMatchObject({ command: 'node', args: [own, 'lsp'] });
    expect((await activate(testProject().root)).server).toMatchObject({
      command: 'broadside',
      args: ['lsp'],
    });
    const told = await activate(project.root, ['node', '/elsewhere/broadside.js', 'lsp']);
    expect(told.server).toEqual({ command: 'node', args: ['/elsewhere/broadside.js', 'lsp'] });
  });

  test('speaks of issues and settings files, and wakes where there are some', async () => {
    const { client } = await activate(testProject().root);
    expect(client.documentSelector.map(({ language }) => language)).toEqual(['markdown', 'yaml']);
    for (const name of SETTINGS_PATHS)
      expect(client.documentSelector[1]?.pattern).toContain(path.basename(name, '.yaml'));
    expect(manifest.activationEvents).toContain('workspaceContains:issues/newsletter.yaml');
  });
});
