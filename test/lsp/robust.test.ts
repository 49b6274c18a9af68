// What the language server does with an editor that dies, stutters or talks nonsense.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readIssue } from '../../src/compile.ts';
import { compileSettings } from '../../src/compile-settings.ts';
import { createLanguageServer } from '../../src/lsp/create-language-server.ts';
import type { ProjectTools } from '../../src/lsp/project-tools.ts';
import { ABILITIES, converse, framed } from '../support/lsp-client.ts';
import { startClient } from '../support/start-client.ts';
import { GOOD_ITEM, harbourFolder, head, NEWSLETTER, SOURCES, useHarbourDesk } from './harbour-desk.ts';

const GOOD = `${head()}\n## Ports and trade\n\n${GOOD_ITEM}`;

/** Of the test that asks: several run at the same time, and each ends its own server. */
type Finished = (work: () => Promise<void>) => void;

async function startEditor(onTestFinished: Finished, nodeFlags: readonly string[] = [], more: object = {}) {
  const root = harbourFolder();
  const client = startClient({ nodeFlags });
  onTestFinished(async () => {
    await client.stop();
    rmSync(root, { recursive: true, force: true });
  });
  await client.initialize([root], ABILITIES, more);
  return { client, root, uri: pathToFileURL(path.join(root, 'issues/0014.md')).href };
}

describe.concurrent('the end', () => {
  test('after a shutdown is 0', async ({ expect, onTestFinished }) => {
    const { client } = await startEditor(onTestFinished);
    expect(await client.ask('shutdown', undefined)).toBeNull();
    const late = await client.answerTo('textDocument/hover', {
      textDocument: { uri: 'file:///x' },
      position: { line: 0, character: 0 },
    });
    expect(late.error ?? late.result).not.toBeUndefined();
    client.tell('exit', undefined);
    expect(await client.exited).toBe(0);
    expect(client.complaints()).toBe('');
  });

  test('without a shutdown is 1', async ({ expect, onTestFinished }) => {
    const { client } = await startEditor(onTestFinished);
    client.tell('exit', undefined);
    expect(await client.exited).toBe(1);
  });

  test('of the stream is the end of the program', async ({ expect, onTestFinished }) => {
    const { client } = await startEditor(onTestFinished);
    client.endInput();
    expect(await client.exited).toBe(1);
  });

  test('of the editor is the end of the program', async ({ expect, onTestFinished }) => {
    const editor = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => editor.once('exit', resolve));
    const { client } = await startEditor(onTestFinished, [], { processId: editor.pid });
    expect(await client.exited).toBe(1);
  });
});

describe('nonsense', () => {
  const desk = useHarbourDesk();
  let lastNumber = 100;
  /** An issue that was not open before. */
  const fresh = () => {
    lastNumber += 1;
    return { client: desk().client, uri: desk().uriOf(`issues/0${lastNumber}.md`) };
  };

  test('on standard input is passed over', async () => {
    const { client, uri } = fresh();
    client.raw('GET / HTTP/1.1\r\n\r\n');
    client.raw('Content-Length: x\r\n\r\n');
    client.raw('Content-Length: 9\r\n\r\n{"json": ');
    client.raw('no header at all\r\n\r\n');
    client.open(uri, GOOD.replace('Harbour', 'Harbuor'));
    expect((await client.diagnostics(uri)).map(({ code }) => code)).toContain('source-unknown');
  });

  test('in a request is answered with an error, and the next one is answered', async () => {
    const { client, uri } = fresh();
    client.open(uri, GOOD);
    for (const [method, params] of [
      ['textDocument/hover', {}],
      ['textDocument/completion', null],
      ['textDocument/codeAction', { textDocument: { uri } }],
      ['workspace/symbol', { query: 7 }],
      ['textDocument/unheardOf', {}],
    ] as const) {
      expect((await client.answerTo(method, params)).error, method).toBeDefined();
    }
    client.tell('textDocument/didChange', { textDocument: { uri }, contentChanges: [{ text: 'x' }] });
    client.tell('textDocument/didOpen', {});
    client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri: 'file://%zz', type: 2 }, { uri: 7 }] });
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols).toHaveLength(1);
  });

  test('about texts that are not open says nothing', async () => {
    const { client, uri } = fresh();
    client.change(uri, 2, 'x');
    client.close(uri);
    const params = { textDocument: { uri }, position: { line: 0, character: 0 } };
    expect(await client.ask('textDocument/hover', params)).toBeNull();
    expect(client.publications(uri)).toEqual([]);
  });

  test('a message in many small pieces is one message', async () => {
    const { client, uri } = fresh();
    const textDocument = {
      uri,
      languageId: 'markdown',
      version: 1,
      text: GOOD.replace('Night', '🚢 Nacht').replace('Harbour', 'Harbuor'),
    };
    const bytes = Buffer.from(framed({ method: 'textDocument/didOpen', params: { textDocument } }));
    for (let at = 0; at < bytes.length; at += 7) client.child.stdin?.write(bytes.subarray(at, at + 7));
    expect((await client.diagnostics(uri)).map(({ code }) => code)).toContain('source-unknown');
  });

  test('printed by anything else does not reach the protocol', async ({ expect, onTestFinished }) => {
    const chatter = 'setInterval(() => { console.log("noise"); console.info("noise"); }, 5)';
    const { client, uri } = await startEditor(onTestFinished, [
      '--import',
      `data:text/javascript,${encodeURIComponent(chatter)}`,
    ]);
    client.open(uri, GOOD);
    await client.diagnostics(uri);
    await client.until('The noise', () => (client.complaints().includes('noise') ? true : undefined));
    // What was printed before the server had begun is not its affair.
    const begun = client.messages.findIndex(({ id }) => id === 1);
    expect(client.messages.slice(begun).filter(({ method }) => method === 'noise')).toEqual([]);
  });

  test.for([
    ['of a megabyte', 'The harbour is shut. '.repeat(50_000)],
    ['of 30,000 headings', '## \n### \n'.repeat(15_000)],
    ['of brackets', '['.repeat(200_000)],
    ['of control characters', '\u0000\u202e\ufffe'.repeat(1000)],
  ] as const)('in a text %s holds nobody up', async ([, text]) => {
    const { client, uri } = fresh();
    client.open(uri, text);
    await client.diagnostics(uri);
    const begun = performance.now();
    await client.answerTo('textDocument/documentSymbol', { textDocument: { uri } });
    await client.answerTo('textDocument/completion', {
      textDocument: { uri },
      position: { line: 0, character: 100_000 },
    });
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('a bug of our own', () => {
  test('in one request or in one text leaves the rest as it was', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const files: Record<string, string> = {
      'issues/newsletter.yaml': NEWSLETTER,
      'issues/sources.yaml': SOURCES,
    };
    const tools: ProjectTools = {
      compileSettings: (texts, names) => {
        const file = (at: keyof typeof texts) => ({ path: at, value: texts[at] });
        const { settings, diagnostics } = compileSettings({
          newsletter: file('issues/newsletter.yaml'),
          sources: file('issues/sources.yaml'),
          ids: file('issues/ids.yaml'),
          issues: [],
          images: [],
          templates: new Map(),
        });
        return { diagnostics, ...(settings !== undefined && { settings: { ...settings, ...names } }) };
      },
      readIssue: (file, settings) => {
        if (file.value.includes('BUG')) throw new Error('a bug of our own');
        return readIssue(file, settings);
      },
      readSent: () => Promise.resolve(new Map()),
      rememberedDigests: () => Promise.resolve(() => undefined),
      preparePress: () => Promise.reject(new Error('no templates here')),
      findProject: (folder) => Promise.resolve(folder),
      listFiles: () => Promise.resolve([]),
      listImages: () => Promise.resolve([]),
      readText: (_, file) => Promise.resolve(files[file]),
      watch: () => Promise.reject(new Error('no watching here')),
    };
    createLanguageServer({
      input,
      output,
      tools,
      version: '0',
      manualUrl: (id) => `https://manual.example/#${id}`,
    });
    const client = converse(input, output);
    await client.initialize(['/harbour'], {}, { processId: null });
    const [good, bad] = ['file:///harbour/issues/0014.md', 'file:///harbour/issues/0015.md'];
    client.open(bad, `${GOOD}BUG`);
    client.open(good, GOOD);
    await client.diagnostics(good);
    const answer = await client.answerTo('textDocument/documentSymbol', { textDocument: { uri: bad } });
    expect(answer.error?.message).toContain('a bug of our own');
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument: { uri: good } });
    expect(symbols).not.toEqual([]);
    const told = await client.until('A word about the bug', () =>
      client.messages.find(
        ({ method, params }) => method === 'window/logMessage' && params.message.includes('a bug of our own'),
      ),
    );
    expect(told.params.type).toBe(1);
    client.change(bad, 2, GOOD);
    expect(await client.diagnostics(bad, ({ version }) => version === 2)).toBeDefined();
  });
});
