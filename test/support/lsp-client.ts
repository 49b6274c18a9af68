// An editor as the language server sees it: starts the real program, speaks the protocol over its standard input and output, and
// remembers what was said. Messages are written byte by byte here, so that nothing of the server's own library is trusted.
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface ShownDiagnostic {
  readonly range: Range;
  readonly severity: number;
  readonly code: string;
  readonly codeDescription: { readonly href: string };
  readonly source: string;
  readonly message: string;
  readonly relatedInformation?: readonly {
    readonly location: { readonly uri: string };
    readonly message: string;
  }[];
}

export interface Publication {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly ShownDiagnostic[];
}

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests look at
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string };
}

/** As a full editor has them. */
export const ABILITIES = {
  general: { positionEncodings: ['utf-16'] },
  window: { workDoneProgress: true },
  workspace: {
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
  },
};

export type Client = ReturnType<typeof connect>;

const PATIENCE_MS = 15_000;

/** An editor of a program that was started for it. */
export function connect(child: ChildProcess) {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('the program has no streams');
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let complaints = '';
  stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  return {
    ...converse(stdin, stdout, () => complaints),
    child,
    /** The exit code. */
    exited,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** @param complaints What else the server has said, for the message of a test that waits in vain. */
export function converse(stdin: Writable, stdout: Readable, complaints: () => string = () => '') {
  const messages: Message[] = [];
  const listeners = new Set<() => void>();
  const noise: string[] = [];
  let lastId = 0;
  let buffer = Buffer.alloc(0);
  // The program may end before it has read everything.
  stdin.on('error', () => undefined);
  stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let message = take(); message !== undefined; message = take()) receive(message);
    for (const listener of listeners) listener();
  });

  const take = (): Message | undefined => {
    const headEnd = buffer.indexOf('\r\n\r\n');
    if (headEnd === -1) return undefined;
    const head = buffer.subarray(0, headEnd).toString();
    const length = /^Content-Length: (\d+)$/mu.exec(head)?.[1];
    if (length === undefined || !head.startsWith('Content-')) {
      noise.push(head);
      buffer = buffer.subarray(headEnd + 4);
      return { method: 'noise' };
    }
    const end = headEnd + 4 + Number(length);
    if (buffer.length < end) return undefined;
    const body = buffer.subarray(headEnd + 4, end).toString();
    buffer = buffer.subarray(end);
    return JSON.parse(body) as Message;
  };
  const receive = (message: Message): void => {
    messages.push(message);
    // What the server asks of an editor is granted.
    if (message.id !== undefined && message.method !== undefined) write({ id: message.id, result: null });
  };
  const write = (message: object): void => void stdin.write(framed(message));

  /** The first message that fits, those that have come already included. */
  const until = <T>(what: string, find: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        listeners.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => {
        listeners.delete(look);
        reject(
          new Error(
            `${what} did not come. The server said: ${JSON.stringify(messages.slice(-5))}; complaints: ${complaints().slice(0, 2000)}`,
          ),
        );
      }, PATIENCE_MS);
      listeners.add(look);
      look();
    });

  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests look at
  const ask = async (method: string, params: unknown): Promise<any> => {
    const answer = await answerTo(method, params);
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  };
  const answerTo = (method: string, params: unknown): Promise<Message> => {
    lastId += 1;
    const id = lastId;
    write({ id, method, params });
    return until(`The answer to ${method}`, () =>
      messages.find((one) => one.id === id && one.method === undefined),
    );
  };
  const tell = (method: string, params: unknown): void => write({ method, params });

  const publications = (uri?: string): readonly Publication[] =>
    messages
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => params as Publication)
      .filter((one) => uri === undefined || one.uri === uri);

  return {
    messages,
    noise,
    ask,
    answerTo,
    tell,
    until,
    publications,
    complaints,
    /** Bytes as they are. */
    raw: (bytes: string) => void stdin.write(bytes),
    endInput: () => void stdin.end(),
    initialize: async (roots: readonly string[], capabilities: object = ABILITIES, more: object = {}) => {
      const workspaceFolders = roots.map((root) => ({
        uri: pathToFileURL(root).href,
        name: path.basename(root),
      }));
      const rootUri = workspaceFolders[0]?.uri ?? null;
      const result = await ask('initialize', {
        processId: process.pid,
        rootUri,
        workspaceFolders,
        capabilities,
        ...more,
      });
      tell('initialized', {});
      return result;
    },
    open: (uri: string, text: string, version = 1) =>
      tell('textDocument/didOpen', { textDocument: { uri, languageId: 'markdown', version, text } }),
    /** Replaces the whole text, or the range. */
    change: (uri: string, version: number, text: string, range?: Range) =>
      tell('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [range === undefined ? { text } : { range, text }],
      }),
    close: (uri: string) => tell('textDocument/didClose', { textDocument: { uri } }),
    /** The last publication for the address, once there is one that fits. */
    diagnostics: (
      uri: string,
      fits: (found: Publication) => boolean = () => true,
    ): Promise<readonly ShownDiagnostic[]> =>
      until(`The right diagnostics of ${uri}`, () => {
        const last = publications(uri).at(-1);
        return last !== undefined && fits(last) ? last.diagnostics : undefined;
      }),
  };
}

/** As bytes of the wire (LSP 3.17, "Base Protocol"). */
export function framed(message: object): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
