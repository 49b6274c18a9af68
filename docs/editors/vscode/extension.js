// The extension: starts the language server of the Broadside that a newsletter uses, and hands VS Code's questions to it.
const { existsSync } = require('node:fs');
const path = require('node:path');
const { commands, window, workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

/** @type {LanguageClient | undefined} */
let client;

async function activate(context) {
  context.subscriptions.push(commands.registerCommand('broadside.restart', restart));
  await start();
}

async function start() {
  const selector = (language, pattern) => ({ scheme: 'file', language, pattern });
  client = new LanguageClient('broadside', 'Broadside', serverOptions(), {
    documentSelector: [
      selector('markdown', '**/issues/*.md'),
      selector('yaml', '**/issues/{newsletter,sources,ids,redirects}.yaml'),
    ],
  });
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `Broadside does not start: ${error.message}. Install it in the folder of the newsletter: npm install broadside`,
    );
  }
}

async function restart() {
  await client?.stop().catch(() => undefined);
  await start();
}

function serverOptions() {
  const [command, ...args] = workspace.getConfiguration('broadside').get('command', []);
  if (command !== undefined && command !== '') return { command, args };
  const own = (workspace.workspaceFolders ?? [])
    .map(({ uri }) => path.join(uri.fsPath, 'node_modules', 'broadside', 'src', 'broadside.js'))
    .find((file) => existsSync(file));
  // Not the Node.js of the editor itself, which may be older than Broadside needs.
  if (own !== undefined) return { command: 'node', args: [own, 'lsp'], transport: TransportKind.stdio };
  // On Windows the command of a package is a script, which only a shell can start.
  return { command: 'broadside', args: ['lsp'], options: { shell: process.platform === 'win32' } };
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
