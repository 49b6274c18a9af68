// `import` from the command line to the files: a small blog in the worst HTML that its program wrote becomes issues that the proofreader
// finds no error in; a second run changes nothing, and what an editor did since stays.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type TestProject, testProject } from '../support/project.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/import');
const BLOG = path.join(FIXTURES, 'harbour-blog.atom');
const NEWSLETTER = readFileSync(path.join(FIXTURES, 'newsletter.yaml'), 'utf8');
const SOURCES = readFileSync(path.join(FIXTURES, 'sources.yaml'), 'utf8');

function harbourSheet(): TestProject {
  const project = testProject({ 'issues/newsletter.yaml': NEWSLETTER, 'issues/sources.yaml': SOURCES });
  for (const name of ['0001.md', '0002.md']) rmSync(project.path(`issues/${name}`));
  return project;
}

/** Every file of the project, by path. */
function filesOf({ root }: TestProject): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths
      .filter((file) => /\.[a-z]+$/u.test(file) && !file.startsWith('out'))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(path.join(root, file), 'utf8')]),
  );
}

test('a blog is imported whole, without an error that its own posts did not have, and only once', async () => {
  const project = harbourSheet();
  const first = await project.run(['import', BLOG, '--json']);
  expect(first.exitCode).toBe(0);
  expect(first.json()).toMatchObject({
    exports: [{ format: 'blogger' }],
    isWhole: true,
    issues: { written: 5, edited: 0 },
    same: 1,
    pages: 1,
    redirects: 5,
  });
  const after = filesOf(project);
  for (const file of IMPORTED)
    await expect(after[file] ?? '').toMatchFileSnapshot(path.join(FIXTURES, 'expected', path.basename(file)));

  const check = await project.run(['check']);
  expect(check.exitCode).toBe(0);
  expect(check.output()).toContain('5 issues read');
  expect(check.output()).not.toContain('error');

  const second = await project.run(['import', BLOG, '--json']);
  expect(second.json()).toMatchObject({ issues: { written: 0, unchanged: 5 }, redirects: 0 });
  expect(filesOf(project)).toEqual(after);
});

const IMPORTED = [
  'issues/0041.md',
  'issues/0042.md',
  'issues/0043.md',
  'issues/0044.md',
  'issues/2015-10-20-what-we-saw-at-the-harbour-fair.md',
  'issues/redirects.yaml',
  'issues/ids.yaml',
  'import-report.md',
];

test('a look writes nothing', async () => {
  const project = harbourSheet();
  const before = filesOf(project);
  const { exitCode, json } = await project.run(['import', BLOG, '--dry-run', '--json']);
  expect(exitCode).toBe(0);
  expect(json()).toMatchObject({ isDryRun: true, issues: { written: 5 } });
  expect(filesOf(project)).toEqual(before);
});

test('what an editor has changed or taken away since stays so', async () => {
  const project = harbourSheet();
  await project.run(['import', BLOG]);
  const mine = `${readFileSync(project.path('issues/0042.md'), 'utf8')}\nAdded by hand.\n`;
  project.write('issues/0042.md', mine);
  rmSync(project.path('issues/0043.md'));

  const second = await project.run(['import', BLOG]);
  expect(second.output()).toMatch(/edited\s+1 {2}changed by you since, left alone/u);
  expect(second.output()).toMatch(/removed\s+1 {2}taken away by you/u);
  expect(readFileSync(project.path('issues/0042.md'), 'utf8')).toBe(mine);
  expect(existsSync(project.path('issues/0043.md'))).toBe(false);
  expect(readFileSync(project.path('import-report.md'), 'utf8')).toContain(
    'changed by you since, left alone',
  );

  const again = await project.run(['import', BLOG, '--again', '--json']);
  expect(again.json()).toMatchObject({ issues: { written: 1, edited: 1, unchanged: 3 } });
  expect(readFileSync(project.path('issues/0042.md'), 'utf8')).toBe(mine);
  expect(existsSync(project.path('issues/0043.md'))).toBe(true);
});

test('an issue that is there already is left alone, whatever an export says', async () => {
  const project = harbourSheet();
  project.write('issues/0042.md', 'Mine.\n');
  const { json } = await project.run(['import', BLOG, '--json']);
  expect(json()).toMatchObject({ issues: { written: 4, 'in the way': 1 } });
  expect(readFileSync(project.path('issues/0042.md'), 'utf8')).toBe('Mine.\n');
});

test('a forgotten ledger loses nothing: what is as it would be written is known again', async () => {
  const project = harbourSheet();
  await project.run(['import', BLOG]);
  rmSync(project.path('data/imported.jsonl'));
  const { json } = await project.run(['import', BLOG, '--json']);
  expect(json()).toMatchObject({ issues: { written: 0, unchanged: 5, 'in the way': 0 } });
});

test('redirects that an editor has written stay, and a claim on one is told of', async () => {
  const project = harbourSheet();
  const line = '"2015/10/harbour-fair.html": "about.html"\n';
  project.write('issues/redirects.yaml', line);
  await project.run(['import', BLOG]);
  const redirects = readFileSync(project.path('issues/redirects.yaml'), 'utf8');
  expect(redirects.startsWith(line)).toBe(true);
  expect(redirects.match(/harbour-fair/gu)).toHaveLength(1);
  expect(readFileSync(project.path('import-report.md'), 'utf8')).toMatch(
    /claimed twice; it leads to about\.html/u,
  );
});

test('two exports of one blog are imported once; two posts under one id are two', async () => {
  const project = harbourSheet();
  const both = await project.run(['import', BLOG, BLOG, '--json']);
  expect(both.json()).toMatchObject({ issues: { written: 5, 'in the way': 0 }, same: 8 });

  const twins = readFileSync(BLOG, 'utf8').replaceAll('.post-1002<', '.post-1001<');
  const other = harbourSheet();
  other.write('blog.atom', twins);
  expect((await other.run(['import', 'blog.atom', '--json'])).json()).toMatchObject({
    issues: { written: 5 },
  });
  expect((await other.run(['import', 'blog.atom', '--json'])).json()).toMatchObject({
    issues: { unchanged: 5 },
  });
});

test('another newsletter’s folder may be named', async () => {
  const project = harbourSheet();
  const elsewhere = harbourSheet();
  await elsewhere.run(['import', BLOG, '--into', project.root]);
  expect(existsSync(project.path('issues/0041.md'))).toBe(true);
  expect(existsSync(elsewhere.path('issues/0041.md'))).toBe(false);
});

test.each<[what: string, argv: readonly string[], says: RegExp]>([
  ['a program that nobody knows', [BLOG, '--from', 'papyrus'], /expected blogger, wordpress/u],
  ['a file that is no export', ['issues/sources.yaml'], /in a form that is known/u],
  ['a file that is not there', ['nowhere.xml'], /nowhere\.xml/u],
])('%s', async (_, argv, says) => {
  const project = harbourSheet();
  const { exitCode, complaints } = await project.run(['import', ...argv]);
  expect(exitCode).toBe(2);
  expect(complaints()).toMatch(says);
  expect(existsSync(project.path('data/imported.jsonl'))).toBe(false);
});

test('pictures are fetched only when that is asked for, and shown from where they are where they cannot be had', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const isThere = request.url === '/cranes.png' || request.url === '/cranes_(1).png?a=1&copy=2';
    response.writeHead(isThere ? 200 : 404, { 'content-type': isThere ? 'image/png' : 'text/html' });
    response.end(isThere ? PNG : 'gone');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const at = `http://127.0.0.1:${port}`;
  const page = `<!doctype html><html><head><title>Harbour Sheet Newsletter No. 9</title></head><body><article>
<img src="${at}/cranes.png" alt="Cranes"><img src="${at}/cranes_(1).png?a=1&amp;copy=2" alt="More cranes"><img src="${at}/gone.png" alt="Ferries"></article></body></html>`;
  const env = { BROADSIDE_NET_ALLOW: '127.0.0.1' };

  const plain = harbourSheet();
  plain.write('page.html', page);
  await plain.run(['import', 'page.html'], { env });
  expect(asked).toEqual([]);
  expect(readFileSync(plain.path('issues/0009.md'), 'utf8')).toContain(`![Cranes](${at}/cranes.png)`);

  const project = harbourSheet();
  project.write('page.html', page);
  await project.run(['import', 'page.html', '--pictures'], { env });
  const text = readFileSync(project.path('issues/0009.md'), 'utf8');
  const file = /!\[Cranes\]\((images\/0009-\w+\.png)\)/u.exec(text)?.[1] ?? '';
  expect(readFileSync(project.path(`issues/${file}`))).toEqual(PNG);
  expect(text).toMatch(/!\[More cranes\]\(images\/0009-\w+\.png\)/u);
  expect(text).toContain(`![Ferries](${at}/gone.png)`);
  expect(readFileSync(project.path('import-report.md'), 'utf8')).toMatch(/could not be fetched.*gone\.png/u);
  const second = await project.run(['import', 'page.html', '--pictures', '--json'], { env });
  expect(second.json()).toMatchObject({ issues: { unchanged: 1 } });
});

test('whoever names the program need not say in which of its forms the export is', async () => {
  const project = harbourSheet();
  const page = path.resolve(import.meta.dirname, '../fixtures/exports/page.mhtml');
  const found = await project.run(['import', page, '--json', '--dry-run']);
  const named = await project.run(['import', page, '--from', 'page', '--json', '--dry-run']);
  expect(named.json()).toEqual(found.json());
  expect(named.json()).toMatchObject({ issues: { written: 1 } });
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
