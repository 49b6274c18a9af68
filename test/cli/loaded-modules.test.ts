// A command loads what it needs. Most of the time in which a small one runs is loading, and on a server each of them runs every few minutes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { testProject } from '../support/project.ts';
import { ROOT, runBroadside } from '../support/run-broadside.ts';

const NOTING = path.join(ROOT, 'test/support/note-modules.ts');

const STAGES = ['src/check/', 'src/render/', 'src/publish/', 'src/lsp/'];
const LIBRARIES = ['feedsmith', 'handlebars', 'imapflow', 'hono', 'prom-client', 'nodemailer'];

test.each<[command: string, needs: readonly string[]]>([
  ['--version', []],
  ['subscribers list', []],
  ['status', []],
  ['worker --once', ['nodemailer']],
  ['check', ['src/check/', 'src/render/', 'handlebars']],
  ['send 1 --yes', ['src/check/', 'src/render/', 'handlebars', 'nodemailer']],
])('%s', (command, needs) => {
  const project = testProject();
  const list = project.path('loaded.txt');
  runBroadside(command.split(' '), project.root, {
    NODE_OPTIONS: `--import ${NOTING}`,
    LOADED_MODULES: list,
    BROADSIDE_SMTP_URL: 'smtp://127.0.0.1:1',
  });
  const loaded = readFileSync(list, 'utf8');
  const found = [...STAGES, ...LIBRARIES.map((name) => `node_modules/${name}/`)]
    .filter((part) => loaded.includes(part))
    .map((part) => part.replace(/^node_modules\/(.*)\/$/u, '$1'));
  expect(loaded).toContain('src/main.ts');
  expect(found.sort()).toEqual([...needs].sort());
});

test('build, where nothing has changed', () => {
  const project = testProject();
  const [first, second] = ['first.txt', 'second.txt'].map((name) => {
    const list = project.path(name);
    runBroadside(['build'], project.root, { NODE_OPTIONS: `--import ${NOTING}`, LOADED_MODULES: list });
    return readFileSync(list, 'utf8');
  });
  for (const stage of ['src/render/', 'src/parse/', 'node_modules/yaml/', 'node_modules/handlebars/']) {
    expect(first).toContain(stage);
    expect(second).not.toContain(stage);
  }
});
