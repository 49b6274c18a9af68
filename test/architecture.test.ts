// The arrows of the house, kept: rooms, homes of libraries, no cycles, no upward or sideways import, no drawers. The code map in
// src/README.md must name every room and, of each dependency, its home.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = path.resolve(import.meta.dirname, '../src');

const STAGES = ['intake', 'parse', 'check', 'render', 'publish', 'audience', 'deliver'];
const DOORS = ['files', 'store', 'mail', 'net', 'server', 'lsp', 'cli'];
const ROOMS = ['model', ...STAGES, ...DOORS];
/** The pure flow. */
const FLOW = ['compile.ts', 'compile-settings.ts'];

/** Which rooms a room may import, itself left out. */
function allowed(room: string): readonly string[] {
  if (room === 'model') return [];
  if (STAGES.includes(room)) return ['model'];
  if (room === 'cli') return [...ROOMS, ...FLOW];
  if (room === 'main.ts') return ['cli'];
  if (room === 'broadside.js') return ['main.ts'];
  if (FLOW.includes(room)) return [...FLOW, 'model', 'parse', 'check', 'render', 'publish'];
  return ['model', ...STAGES];
}

/** The one room of each library. Absent here means: nobody may import it. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  unified: ['parse'],
  'remark-parse': ['parse'],
  vfile: ['parse'],
  'vfile-matter': ['parse'],
  yaml: ['parse'],
  zod: ['parse'],
  handlebars: ['render'],
  'hast-util-from-html': ['intake'],
  'mdast-util-to-markdown': ['intake'],
  'mdast-util-to-hast': ['intake', 'render'],
  'hast-util-sanitize': ['render'],
  'hast-util-to-html': ['intake', 'render'],
  '@css-inline/css-inline': ['render'],
  rss: ['publish'],
  saxes: ['publish', 'intake'],
  feedsmith: ['publish', 'intake'],
  entities: ['intake'],
  fflate: ['publish'],
  harfbuzzjs: ['publish'],
  'bidi-js': ['publish'],
  nodemailer: ['mail'],
  'postal-mime': ['mail'],
  imapflow: ['mail'],
  kysely: ['store'],
  pg: ['store'],
  'node:sqlite': ['store'],
  hono: ['server'],
  '@hono/node-server': ['server'],
  'rate-limiter-flexible': ['server'],
  yauzl: ['files'],
  htmlparser2: ['intake'],
  'smol-toml': ['intake'],
  'character-entities': ['intake'],
  chokidar: ['files'],
  'image-size': ['files'],
  commander: ['cli'],
  'csv-parse': ['cli', 'intake'],
  'csv-stringify': ['cli'],
  diff: ['cli'],
  mailauth: ['net'],
  pino: ['cli'],
  'prom-client': ['server'],
  undici: ['net'],
  'vscode-languageserver': ['lsp'],
  'vscode-languageserver-textdocument': ['lsp'],
  'github-slugger': ['model'],
  'temporal-polyfill': ['model'],
  // Small helpers on Markdown's tree are shared vocabulary; the rest of these are types only.
  'mdast-util-to-string': ['model', 'intake', 'parse', 'check', 'render', 'publish', 'cli'],
  mdast: [...ROOMS],
  hast: ['intake', 'render'],
  unist: [...ROOMS],
};

/** What a pure stage may have of Node itself: hashing is a function of its input. */
const PURE = [...STAGES.filter((stage) => stage !== 'deliver'), 'model'];
const PURE_BUILTINS = ['node:crypto', 'node:buffer', 'node:url', 'node:util'];
const IMPURE_WORDS =
  /\b(?:Math\.random|Date\.now|new Date\(\)|performance\.now|randomBytes|randomUUID|process\.|globalThis\.fetch|setTimeout)\b/u;

interface SourceFile {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(?:ts|js)$/u.test(file))
  .sort()
  .map((file) => {
    const text = readFileSync(path.join(SRC, file), 'utf8');
    return { file, room: file.split('/')[0] ?? file, text, imports: importsOf(text) };
  });

function importsOf(text: string): readonly string[] {
  const statements = text.matchAll(
    /^(?:import|export)\b[^;'"]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gmu,
  );
  return [...statements].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** Relative imports as files below src/. */
function ownImports({ file, imports }: SourceFile): readonly string[] {
  return imports
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name));
}

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(files.flatMap(ownImports).length).toBeGreaterThan(150);
});

test.each(files)('$file stands in a room', ({ room }) => {
  expect([...ROOMS, ...FLOW, 'main.ts', 'broadside.js']).toContain(room);
});

test.each(files)('$file imports nothing upward or sideways', (source) => {
  for (const target of ownImports(source)) {
    const room = target.split('/')[0] ?? target;
    if (room !== source.room) expect(allowed(source.room), `${source.file} → ${target}`).toContain(room);
    expect(target, 'an import names its file').toMatch(/\.ts$/u);
  }
});

test.each(files)('$file uses libraries in their homes only', ({ room, imports }) => {
  for (const name of imports.filter((one) => !one.startsWith('.')).map(packageOf)) {
    if (name.startsWith('node:') && HOMES[name] === undefined) {
      if (PURE.includes(room)) expect(PURE_BUILTINS, `${room} is pure`).toContain(name);
    } else {
      expect(HOMES[name] ?? [], `the home of ${name}`).toContain(room);
    }
  }
});

test.each(files.filter(({ room }) => PURE.includes(room)))(
  '$file asks neither clock nor chance',
  ({ text }) => {
    const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, '');
    expect(IMPURE_WORDS.exec(code)?.[0]).toBeUndefined();
  },
);

test('no import cycles, types included', () => {
  const graph = new Map(files.map((source) => [source.file, ownImports(source)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file) || trail.includes(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

test.each(files)('$file is no barrel, no drawer, and says what it is', ({ file, text }) => {
  expect(file).not.toMatch(/(?:^|\/)(?:utils?|helpers?|common|misc|index)(?:\/|\.ts$)/u);
  expect(text).not.toMatch(/^export \* from/mu);
  expect(text.replace(/^#!.*\n/u, '')).toMatch(/^\/\/ /u);
});

describe('the code map', () => {
  const map = readFileSync(path.join(SRC, 'README.md'), 'utf8');
  const firstReads = [...map.matchAll(/^\| `([a-z]+)\/` \|.*\| (.*) \|$/gmu)].flatMap(([, room, last = '']) =>
    [...last.matchAll(/`([a-z0-9-]+\.ts)`/gu)].map(([, file]) => `${room}/${file}`),
  );

  test.each(firstReads)('sends its reader to %s, which is there', (file) => {
    expect(files.map((source) => source.file)).toContain(file);
  });
  const manifest = JSON.parse(readFileSync(path.join(SRC, '../package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };

  test.each([...new Set(files.map(({ room }) => room))])('names the room %s', (room) => {
    expect(map).toContain(room.includes('.') ? `\`${room}\`` : `\`${room}/\``);
  });

  test.each(Object.keys(manifest.dependencies))('gives the reason for %s', (name) => {
    expect(map).toContain(`\`${name}\``);
  });

  test.each(
    Object.keys(HOMES).filter(
      (name) => !['mdast', 'hast', 'unist'].includes(name) && !name.startsWith('node:'),
    ),
  )('%s is a dependency', (name) => {
    expect(Object.keys(manifest.dependencies)).toContain(name);
  });
});
