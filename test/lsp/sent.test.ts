// What the language server knows of readers: an issue that was sent, and names of files that nobody would get.
import { renameSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../support/lsp-client.ts';
import { issueText, testProject } from '../support/project.ts';
import { startClient } from '../support/start-client.ts';

const CHANGED = issueText(2, '2016-01-13').replace('Crane crews', 'Pilots');

async function editorIn(root: string): Promise<{ client: Client; uriOf(file: string): string }> {
  const client = startClient();
  onTestFinished(() => client.stop());
  await client.initialize([root]);
  return { client, uriOf: (file) => pathToFileURL(path.join(root, file)).href };
}

test('a changed word of a sent issue is told while it is typed, until a note says so', async () => {
  const project = testProject({ 'readers.csv': 'email\nana@example.org\n' });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked']);
  await project.run(['send', '2', '--yes']);
  const { client, uriOf } = await editorIn(project.root);
  const uri = uriOf('issues/0002.md');
  client.open(uri, CHANGED, 1);
  const found = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
  expect(found.map(({ code }) => code)).toEqual(['update-silent']);
  client.close(uri);
  client.open(uri, `${CHANGED}\n[Correction, 14 January] They were pilots.\n`, 2);
  expect(await client.diagnostics(uri, ({ version }) => version === 2)).toEqual([]);
});

test('an issue that is sent while it is open is known as sent from its next save', async () => {
  const project = testProject({ 'readers.csv': 'email\nana@example.org\n' });
  await project.run(['subscribers', 'import', 'readers.csv', '--consent', 'asked']);
  await project.run(['send', '1', '--yes']);
  const { client, uriOf } = await editorIn(project.root);
  const uri = uriOf('issues/0002.md');
  client.open(uri, issueText(2, '2016-01-13'), 1);
  // What is said of the other tells that the ledger was asked about both.
  const other = uriOf('issues/0001.md');
  client.open(other, issueText(1, '2016-01-06').replace('Crane crews', 'Pilots'), 1);
  await client.diagnostics(other, ({ diagnostics }) => diagnostics.length > 0);
  expect(await client.diagnostics(uri, ({ version }) => version === 1)).toEqual([]);
  await project.run(['send', '2', '--yes']);
  project.write('issues/0002.md', CHANGED);
  client.tell('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: CHANGED }],
  });
  client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  const found = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
  expect(found.map(({ code }) => code)).toEqual(['update-silent']);
});

test('a file that has not the name of an issue is told of, and no more once it has', async () => {
  const project = testProject({ 'issues/special.md': '# Nobody reads this\n' });
  const { client, uriOf } = await editorIn(project.root);
  const uri = uriOf('issues/special.md');
  const found = await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length > 0);
  expect(found.map(({ code }) => code)).toEqual(['issue-file']);
  renameSync(project.path('issues/special.md'), project.path('issues/inbox.md'));
  client.tell('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
  expect(await client.diagnostics(uri, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
});
