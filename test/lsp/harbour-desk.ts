// A newsletter of a harbour town in a throwaway folder, and an editor that has it open: what most tests of the language server begin
// with. In texts, `‸` marks the cursor.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { Client, Position, ShownDiagnostic } from '../support/lsp-client.ts';
import { NEWSLETTER as PAPER } from '../support/project.ts';
import { startClient } from '../support/start-client.ts';

export const NEWSLETTER = `${PAPER}sections:
  - { name: Ports and trade, aliases: [Ports], kind: items }
  - { name: Housing, kind: items }
  - { name: Live, kind: live }
`;

export const SOURCES = `# Whom we quote.
sources:
  - id: harbour-post
    name: Harbour Post
    variants: [HarbourPost, The Post]
    verb: reports
    kind: newspaper
    domains: [harbourpost.example]
    home: https://harbourpost.example/

  - id: coast-wire
    name: Coast Wire
    verb: report
    kind: agency
    domains: [coastwire.example]
`;

/** The issue that is being written; its archive are the three before it. */
export const head = (number = 14, date = '2016-01-27') =>
  `---\nnumber: ${number}\ndate: ${date}\ntags: [ports]\npreheader: The harbour this week, in four reports and one film.\n---\n`;

export const GOOD_ITEM = `### [Night ferry is back in service](https://harbourpost.example/night-ferry)

Harbour Post reports (26 January): The night ferry left at ten with every seat taken.

Tags: ferries
`;

const ARCHIVE: Readonly<Record<string, string>> = {
  'issues/0011.md': `${head(11, '2016-01-06')}\n## Ports and trade\n\n### [Dockers vote to end nine-week strike](https://harbourpost.example/dockers-vote)\n\nHarbour Post reports (5 January): Crane crews voted by four to one to go back.\n\nTags: strike, wages\n`,
  'issues/0012.md': `${head(12, '2016-01-13')}\n## Housing\n\n### [Rents frozen until the spring](https://coastwire.example/rents)\n\nCoast Wire report (12 January): The council voted late in the evening.\n\nTags: rents, wages\n`,
  'issues/0013.md': `${head(13, '2016-01-20')}\n## Ports and trade\n\n### [Cranes to be painted green](https://harbourpost.example/cranes)\n\nHarbour Post reports (19 January): Nobody was asked about the colour.\n\nTags: wages\n`,
};

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface HarbourDesk {
  readonly root: string;
  readonly client: Client;
  /** Of the issue that is being written. */
  readonly uri: string;
  uriOf(file: string): string;
  write(file: string, text: string): void;
  /** Shows the editor this text of the issue, whatever it had open before. */
  type(
    text: string,
    uri?: string,
  ): { readonly at: Position; readonly version: number; readonly text: string };
  /** What is said of it. */
  say(text: string, uri?: string): Promise<readonly ShownDiagnostic[]>;
  /** The answer to a request about the place of the cursor. */
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is what the tests look at
  askAt(method: string, text: string): Promise<any>;
}

/** A folder for a test or a file of tests; whoever calls it removes it. */
export function harbourFolder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(path.join(tmpdir(), 'broadside-lsp-'));
  const all = { 'issues/newsletter.yaml': NEWSLETTER, 'issues/sources.yaml': SOURCES, ...ARCHIVE, ...files };
  for (const [file, text] of Object.entries(all)) writeInto(root, file, text);
  writeInto(root, 'issues/images/cranes.png', PICTURE);
  return root;
}

export function writeInto(root: string, file: string, text: string | Uint8Array): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** One server for all tests of a file. */
export function useHarbourDesk(capabilities?: object): () => HarbourDesk {
  let desk: HarbourDesk | undefined;
  let version = 0;
  beforeAll(async () => {
    const root = harbourFolder();
    const client = startClient();
    await client.initialize([root], capabilities);
    const uriOf = (file: string) => pathToFileURL(path.join(root, file)).href;
    const uri = uriOf('issues/0014.md');
    const type: HarbourDesk['type'] = (marked, of = uri) => {
      const before = marked.split('‸')[0] ?? '';
      const text = marked.replace('‸', '');
      version += 1;
      client.close(of);
      client.open(of, text, version);
      return { at: positionAt(before), version, text };
    };
    desk = {
      root,
      client,
      uri,
      uriOf,
      type,
      write: (file, text) => writeInto(root, file, text),
      say: (text, of = uri) => {
        const typed = type(text, of);
        return client.diagnostics(of, (found) => found.version === typed.version);
      },
      askAt: (method, text) => {
        const { at } = type(text);
        return client.ask(method, { textDocument: { uri }, position: at });
      },
    };
    await client.until('The end of the archive', () =>
      client.messages.find(({ method, params }) => method === '$/progress' && params.value.kind === 'end'),
    );
  });
  afterAll(async () => {
    await desk?.client.stop();
    if (desk !== undefined) rmSync(desk.root, { recursive: true, force: true });
  });
  return () => {
    if (desk === undefined) throw new Error('the desk is not set up yet');
    return desk;
  };
}

/** Just behind `before`, in UTF-16 units. */
export function positionAt(before: string): Position {
  const lines = before.split(/\r\n|\n/u);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** The words of a text that a range covers. */
export function wordsOf(text: string, { start, end }: ShownDiagnostic['range']): string {
  const lines = text.split(/\r\n|\n/u);
  const line = lines[start.line] ?? '';
  return start.line === end.line ? line.slice(start.character, end.character) : line.slice(start.character);
}
