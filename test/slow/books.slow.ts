// Books of the shipped newsletter, by the judgement of others: epubcheck says that the e-book is valid, pdfinfo that the PDF is tagged. And
// `build --base-url`: everything absolute follows, ids do not.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { copyOfShippedNewsletter, runBroadside } from '../support/run-broadside.ts';

const project = copyOfShippedNewsletter();
const books = path.join(project, 'out/books');
afterAll(() => rmSync(project, { recursive: true, force: true }));

const JAR = ['/usr/bin/epubcheck', '/usr/share/java/epubcheck.jar'].find((place) => existsSync(place));
const hasPdfinfo = spawnSync('pdfinfo', ['-v']).error === undefined;

describe.skipIf(JAR === undefined)('with epubcheck (needs Debian’s epubcheck)', () => {
  // A year: one run of it takes half a minute on a busy machine.
  test.each(['2016'])('the e-book %s is valid', (name) => {
    const run = runBroadside(['export', name, '--epub', '--json'], project);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const [file = ''] = (JSON.parse(run.stdout) as { files: string[] }).files;
    const check = spawnSync('java', ['-jar', realpathSync(JAR ?? ''), file], { encoding: 'utf8' });
    expect(`${check.stdout}${check.stderr}`).toContain('0 fatals / 0 errors / 0 warnings');
  });
});

describe.skipIf(chromiumPath === undefined || !hasPdfinfo)(
  'with Chromium and pdfinfo (poppler-utils)',
  () => {
    test('the PDF is tagged, has a title, page numbers and A5 pages', () => {
      const env = { BROADSIDE_CHROMIUM: chromiumPath ?? '' };
      expect(runBroadside(['export', '294', '--pdf'], project, env)).toMatchObject({
        exitCode: 0,
        stderr: '',
      });
      const file = path.join(books, '0294.pdf');
      const facts = spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout;
      expect(facts).toMatch(/^Title: +Iraq Occupation Focus, Newsletter No\. 294$/mu);
      expect(facts).toMatch(/^Tagged: +yes$/mu);
      expect(facts).toMatch(/A5/u);
      expect(readFileSync(file, 'latin1')).toContain('/Outlines');
      const text = spawnSync('pdftotext', ['-f', '2', '-l', '2', file, '-'], { encoding: 'utf8' }).stdout;
      expect(text.trim()).toMatch(/\n2$/u);
    });
  },
);

test('without a browser it says what to do, and writes nothing', () => {
  const run = runBroadside(['export', '293', '--pdf'], project, { PATH: '/nowhere' });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('BROADSIDE_CHROMIUM');
  expect(existsSync(path.join(books, '0293.pdf'))).toBe(false);
});

test('build --base-url moves everything absolute and no id', () => {
  const read = (file: string): string => readFileSync(path.join(project, 'out/site', file), 'utf8');
  expect(runBroadside(['build'], project)).toMatchObject({ exitCode: 0 });
  const ids = (feed: string): unknown => JSON.parse(feed).items.map(({ id }: { id: string }) => id);
  const before = read('feed.json');
  const canonical = /rel="canonical" href="([^"]*)"/u;
  const [, old = ''] = canonical.exec(read('index.html')) ?? [];
  const run = runBroadside(['build', '--base-url', 'https://look.example.net/branch-7'], project);
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(canonical.exec(read('index.html'))?.[1]).toBe('https://look.example.net/branch-7/');
  for (const file of ['sitemap.xml', 'issues/0294.html']) {
    // What the editors wrote themselves stays as they wrote it.
    expect(read(file).split('</head>')[0], file).not.toContain(`"${old}`);
    expect(read(file), file).toContain('https://look.example.net/branch-7/');
  }
  expect(ids(read('feed.json'))).toEqual(ids(before));
  expect(runBroadside(['build', '--base-url', 'ftp://x'], project).exitCode).toBe(2);
});
