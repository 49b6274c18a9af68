// The language server: messages of an editor (Language Server Protocol 3.17) come in on one stream, answers and diagnostics go out
// on the other. Here stands only which message is answered by whom; nothing of a text is understood here.
import {
  CodeActionKind,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions, FIX_ALL } from './code-actions.ts';
import { complete } from './complete.ts';
import { pathOfUri } from './file-address.ts';
import { findDefinition } from './find-definition.ts';
import { findSymbols } from './find-symbols.ts';
import { hover } from './hover.ts';
import { documentLinks, foldingRanges, outline } from './outline.ts';
import type { ProjectTools } from './project-tools.ts';
import { readAbilities } from './read-abilities.ts';
import { createWorkspace, type OpenFile, type Workspace } from './workspace.ts';

export interface LanguageServerOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly tools: ProjectTools;
  /** Of the program. */
  readonly version: string;
  /** Where the manual explains a rule. */
  readonly manualUrl: (ruleId: string) => string;
}

/** After these a list of completions may be worth showing. */
const TRIGGERS = ['[', '(', '/', ',', ':', '#', ' '];

/** Ends the process when the editor says so, or when its stream ends: 0 after a shutdown, 1 without (LSP 3.17, "Exit"). */
export function createLanguageServer({
  input,
  output,
  tools,
  version,
  manualUrl,
}: LanguageServerOptions): void {
  const connection = connect(input, output);
  const documents = new TextDocuments(TextDocument);
  let workspace: Workspace | undefined;
  let isShutDown = false;
  // Without its editor the server has nothing to do (LSP 3.17, "Exit Notification").
  for (const end of ['end', 'close']) input.on(end, () => process.exit(isShutDown ? 0 : 1));

  connection.onInitialize((params) => {
    const made = createWorkspace({
      tools,
      connection,
      manualUrl,
      abilities: readAbilities(params.capabilities),
    });
    workspace = made;
    connection.onInitialized(async () => {
      await registerWatching(connection, params).catch(made.fail);
      for (const folder of foldersOf(params)) await made.openFolder(folder);
    });
    return capabilities(version);
  });
  connection.onShutdown(() => {
    isShutDown = true;
    return workspace?.close();
  });

  documents.onDidChangeContent(({ document }) => workspace?.touch(document));
  documents.onDidClose(({ document }) => workspace?.leave(document));
  documents.listen(connection);
  connection.onDidChangeWatchedFiles(({ changes }) =>
    workspace?.changedOnDisk(changes.map(({ uri }) => uri)),
  );

  /** What stands at an address, `nothing` for what is no issue of a project. */
  const about = async <T>(uri: string, answer: (file: OpenFile) => T | Promise<T>): Promise<T | null> => {
    const file = await workspace?.fileAt(uri);
    return file === undefined ? null : answer(file);
  };
  connection.onCodeAction((params) => about(params.textDocument.uri, (file) => codeActions(params, file)));
  connection.onCompletion((params) =>
    about(params.textDocument.uri, (file) => complete(params.position, file)),
  );
  connection.onHover((params) => about(params.textDocument.uri, (file) => hover(params.position, file)));
  connection.onDefinition((params) =>
    about(params.textDocument.uri, (file) => findDefinition(params.position, file)),
  );
  connection.onDocumentSymbol((params) => about(params.textDocument.uri, outline));
  connection.onFoldingRanges((params) => about(params.textDocument.uri, foldingRanges));
  connection.onDocumentLinks((params) => about(params.textDocument.uri, documentLinks));
  connection.onWorkspaceSymbol(async ({ query }) => findSymbols(query, (await workspace?.projects()) ?? []));

  connection.listen();
}

/** As `createConnection` does it, but for what stands behind a broken message: the library would leave that until more comes in. */
function connect(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Connection {
  const reader = new StreamMessageReader(input);
  reader.onError(() => setImmediate(() => input.emit('data', Buffer.alloc(0))));
  return createConnection(reader, new StreamMessageWriter(output));
}

function capabilities(version: string): InitializeResult {
  return {
    serverInfo: { name: 'broadside', version },
    capabilities: {
      // The one encoding that every client must understand, and ours.
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
      completionProvider: { triggerCharacters: TRIGGERS },
      hoverProvider: true,
      definitionProvider: true,
      documentSymbolProvider: { label: 'Broadside' },
      foldingRangeProvider: true,
      documentLinkProvider: {},
      workspaceSymbolProvider: true,
      workspace: { workspaceFolders: { supported: true, changeNotifications: false } },
    },
  };
}

/** Absolute paths. `rootUri` and `rootPath` are what older clients send. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (typeof rootUri === 'string' ? [rootUri] : []);
  const paths = uris.flatMap((uri) => pathOfUri(uri) ?? []);
  return paths.length === 0 && typeof rootPath === 'string' && rootPath !== '' ? [rootPath] : paths;
}

/** Asks the editor to tell of files that change; one that cannot be asked is helped out by our own watching. */
async function registerWatching(connection: Connection, { capabilities }: InitializeParams): Promise<void> {
  if (readAbilities(capabilities).tellsOfFiles !== true) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [{ globPattern: '**/issues/**' }, { globPattern: '**/templates/**' }],
  });
}
