// Exports as each program writes them, invented posts in them, broken ones too: what each is taken for, each post of it, and all that is said of it.
// `….expected.json` beside an export is what comes out.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { EXPORT_FORMATS } from '../../../src/intake/exports/export-formats.ts';
import { testProject } from '../../support/project.ts';
import { readExport, readZip } from '../../support/read-export.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/exports');
const NAMES = readdirSync(FIXTURES).filter((name) => !name.endsWith('.expected.json'));
const FILES = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.expected.json'))
  .map(({ name }) => name);

const FOLDERS = NAMES.filter((name) => !FILES.includes(name));

describe('exports of other programs', () => {
  test.each(NAMES)('%s', async (name) => {
    const read = await readExport(path.join(FIXTURES, name));
    await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(
      path.join(FIXTURES, `${name}.expected.json`),
    );
  });
});

test('each format has an export among them', async () => {
  const known = await Promise.all(
    NAMES.map(async (name) => (await readExport(path.join(FIXTURES, name))).format),
  );
  expect([...new Set(known)].sort()).toEqual(EXPORT_FORMATS.map(({ name }) => name).sort());
});

test.each(FILES)('%s in pieces that end anywhere is the same', async (name) => {
  const whole = await readExport(path.join(FIXTURES, name));
  for (const pieceBytes of [1, 7, 1_000])
    expect(await readExport(path.join(FIXTURES, name), pieceBytes)).toEqual(whole);
});

test('a zip of a folder is the same as the folder', async () => {
  for (const name of FOLDERS) {
    const folder = await readExport(path.join(FIXTURES, name));
    if (folder.format === 'mbox') continue;
    const file = testProject().path('export.zip');
    writeFileSync(file, zipSync(zippable(path.join(FIXTURES, name), name)));
    expect(await readZip(file), name).toEqual(folder);
  }
});

function zippable(folder: string, name: string): Record<string, Uint8Array> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [
        `${name}/${path.relative(folder, file).replaceAll('\\', '/')}`,
        new Uint8Array(readFileSync(file)),
      ];
    }),
  );
}

test.each([
  ['what Google puts around a blog', ['Blogger/Blogs/Harbour/feed.atom', 'archive_browser.html']],
  ['a site of another making', ['index.html', 'scripts/a.js']],
  ['nothing', []],
])('%s is no folder that is known', (_, paths) => {
  expect(
    EXPORT_FORMATS.filter(({ folder, mails }) => folder?.recognise(paths) || mails?.recogniseFolder(paths)),
  ).toEqual([]);
});

test('nobody’s address gets into an archive', async () => {
  for (const name of NAMES) {
    const { posts } = await readExport(path.join(FIXTURES, name));
    expect(JSON.stringify(posts.map(({ authors }) => authors)), name).not.toMatch(/@| at \w+\./u);
  }
});
