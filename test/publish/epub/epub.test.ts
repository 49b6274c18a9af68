// The e-book: what OCF and the package document ask, links and pictures as a book has them, and the same bytes in every zone.
import { execFileSync } from 'node:child_process';
import { EpubCheck } from '@likecoin/epubcheck-ts';
import { unzipSync } from 'fflate';
import { HtmlValidate } from 'html-validate';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../../src/model/issue.ts';
import { bookOf } from '../../../src/publish/epub/book.ts';
import { BOOK_COLOURS } from '../../../src/publish/epub/book-colours.ts';
import { epubArchive } from '../../../src/publish/epub/epub-archive.ts';
import { epubFiles } from '../../../src/publish/epub/epub-files.ts';
import { printPage } from '../../../src/publish/epub/print-page.ts';
import { xhtmlOf } from '../../../src/publish/epub/xhtml-of.ts';
import { publishedIssues } from '../../../src/publish/publish-input.ts';
import { ARABIC, CRANES, NEWSLETTER, press, WHOLE } from '../../render/samples.ts';
import { HOUSE_TEMPLATES, HOUSE_WORDS } from '../../support/house-templates.ts';

const PRESS = press();
const ISSUES = newestFirst([WHOLE, ARABIC]);
const INPUT = {
  newsletter: NEWSLETTER,
  images: [{ ...CRANES, contents: Uint8Array.from(Buffer.from('ffd8ffe000104a46494600', 'hex')) }],
  say: PRESS.say,
  renderBlocks: PRESS.renderBlocks,
};
const published = publishedIssues({
  issues: ISSUES,
  rendered: new Map(ISSUES.map((issue) => [issue.slug, PRESS.renderIssue(issue)])),
});
const whole = bookOf(
  INPUT,
  published.filter(({ issue }) => issue === WHOLE),
);
const arabic = bookOf(
  INPUT,
  published.filter(({ issue }) => issue === ARABIC),
);
const year = bookOf(INPUT, published, '2026');

describe.each([
  ['an issue', whole],
  ['an issue from right to left', arabic],
  ['a year', year],
])('%s', (_, book) => {
  const files = epubFiles(book, PRESS.bookStyles);
  const paths = new Set(files.map(({ path }) => path));

  test('is well-formed XML throughout', () => {
    for (const { path, contents } of files.filter((file) => /\.(?:xhtml|opf|xml|svg)$/u.test(file.path))) {
      const parser = new SaxesParser({ xmlns: true });
      parser.on('error', (fault) => {
        throw new Error(`${path}: ${fault.message}`);
      });
      parser.write(String(contents)).close();
    }
  });

  test('names every file in its package, and every link inside leads to one', () => {
    const opf = String(files.find(({ path }) => path.endsWith('.opf'))?.contents);
    const named = [...opf.matchAll(/href="([^"]*)"/gu)].map(([, href = '']) => `EPUB/${decodeURI(href)}`);
    expect(new Set(named)).toEqual(
      new Set([...paths].filter((path) => path.startsWith('EPUB/') && !path.endsWith('.opf'))),
    );
    for (const { path, contents } of files.filter((file) => file.path.endsWith('.xhtml'))) {
      for (const [, link = ''] of String(contents).matchAll(
        /(?:href|src)="(?!https?:|mailto:|#)([^"#]*)/gu,
      )) {
        const target = new URL(link, `https://x.example/${encodeURI(path)}`).pathname.slice(1);
        expect(paths, `${path} → ${link}`).toContain(decodeURI(target));
      }
    }
  });
});

test('the package says what it is, in which direction pages turn, and how it can be read', () => {
  const opf = (book: typeof whole): string => String(epubFiles(book, '')[2]?.contents);
  expect(opf(whole)).toContain(`<dc:identifier id="id">${NEWSLETTER.listId}/0012</dc:identifier>`);
  expect(opf(whole)).toContain('<meta property="dcterms:modified">2026-01-12T00:00:00Z</meta>');
  expect(opf(whole)).toContain('<spine page-progression-direction="ltr">');
  expect(opf(whole)).toContain('<meta property="schema:accessMode">visual</meta>');
  expect(opf(arabic)).toContain('<spine page-progression-direction="rtl">');
  expect(opf(year)).toContain(`${NEWSLETTER.listId}/2026`);
});

describe('text of a page', () => {
  const shown: string[] = [];
  const place = {
    siteUrl: 'https://x.example/a/',
    chapters: new Set(['0012']),
    hasImage: (path: string) => path === 'images/cranes.jpg',
    show: (path: string) => shown.push(path),
  };
  test.each([
    ['<br>one&nbsp;<hr class="x">', '<br/>one&#160;<hr class="x"/>'],
    ['<a href="../issues/0012.html#a">', '<a href="0012.xhtml#a">'],
    [
      '<a class="permalink" href="../issues/0012.html#a">',
      '<a class="permalink" href="https://x.example/a/issues/0012.html#a">',
    ],
    ['<a href="../issues/0013.html">', '<a href="https://x.example/a/issues/0013.html">'],
    ['<a href="../tags/oil.html" rel="tag">', '<a href="https://x.example/a/tags/oil.html">'],
    ['<p lang="ar" dir="rtl">', '<p lang="ar" dir="rtl" xml:lang="ar">'],
    ['<img src="../images/cranes.jpg" alt="C" loading="lazy">', '<img src="../images/cranes.jpg" alt="C"/>'],
    ['<img src="../images/none.avif" alt="N">', '<span class="film-by">[N]</span>'],
    ['<script src="x"></script>a', 'a'],
  ])('%s', (html, xhtml) => {
    expect(xhtmlOf(html, place)).toBe(xhtml);
  });
  test('tells which pictures it shows', () => {
    expect(shown).toEqual(['images/cranes.jpg']);
  });
});

describe('the archive', () => {
  const octets = epubArchive(epubFiles(whole, PRESS.bookStyles), whole.date);

  test('begins with its media type, stored, where everybody looks for it', () => {
    expect(Buffer.from(octets.subarray(30, 58)).toString('latin1')).toBe('mimetypeapplication/epub+zip');
    expect(Object.keys(unzipSync(octets))).toEqual(epubFiles(whole, '').map(({ path }) => path));
  });

  test.each(['Pacific/Kiritimati', 'America/Los_Angeles'])('has the same bytes in %s', (zone) => {
    const script = `import { epubArchive } from './src/publish/epub/epub-archive.ts';
      process.stdout.write(Buffer.from(epubArchive([{ path: 'mimetype', contents: 'x' }, { path: 'a', contents: 'y'.repeat(99) }], '2016-01-28')).toString('hex'));`;
    const made = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: new URL('../../../', import.meta.url),
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    });
    const here = epubArchive(
      [
        { path: 'mimetype', contents: 'x', mediaType: '' },
        { path: 'a', contents: 'y'.repeat(99), mediaType: '' },
      ],
      '2016-01-28',
    );
    expect(made).toBe(Buffer.from(here).toString('hex'));
  });
});

describe('EPUBCheck, as it is for Node.js,', () => {
  // It leaves it open which elements may stand in which.
  const validator = new HtmlValidate({
    rules: {
      'element-permitted-content': 'error',
      'element-permitted-occurrences': 'error',
      'element-permitted-order': 'error',
      'element-permitted-parent': 'error',
      'element-required-content': 'error',
    },
  });
  const misplaced = (files: Parameters<typeof epubArchive>[0]) =>
    files
      .filter(({ path }) => path.endsWith('.xhtml'))
      .flatMap(({ path, contents }) =>
        validator
          .validateStringSync(String(contents).replace(/^<\?xml.*\?>\n/u, ''))
          .results.flatMap(({ messages }) => messages.map(({ message }) => `RSC-005 ${path}: ${message}`)),
      );
  const judge = async (files: Parameters<typeof epubArchive>[0]) => {
    const { messages } = await EpubCheck.validate(epubArchive(files, whole.date));
    const faults = messages
      .filter(({ severity }) => ['fatal', 'error', 'warning'].includes(severity))
      .map(({ id, message, location }) => `${id} ${location?.path ?? ''}: ${message}`);
    return [...faults, ...misplaced(files)];
  };

  test.each([
    ['an issue', whole],
    ['an issue from right to left', arabic],
    ['a year', year],
  ])('finds nothing in %s', async (_, book) => {
    expect(await judge(epubFiles(book, PRESS.bookStyles))).toEqual([]);
  });

  test.each<[string, string, string, string | RegExp, string]>([
    ['a link that leads nowhere', 'RSC-012', 'EPUB/nav.xhtml', /\.xhtml#[^"]*"/u, '.xhtml#nowhere"'],
    [
      'a picture that the package does not name',
      'RSC',
      'EPUB/package.opf',
      /<item id="picture-1"[^>]*>/u,
      '',
    ],
    ['an element where none may stand', 'RSC-005', 'EPUB/issues/colophon.xhtml', '<h1', '<li>x</li><h1'],
    ['a package without a title', 'RSC-005', 'EPUB/package.opf', /<dc:title>.*<\/dc:title>/u, ''],
  ])('notices %s', async (_, id, file, part, instead) => {
    const files = epubFiles(whole, PRESS.bookStyles).map((one) =>
      one.path === file ? { ...one, contents: String(one.contents).replace(part, instead) } : one,
    );
    expect((await judge(files)).join('\n')).toContain(id);
  });
});

test('a year from right to left: its title has the comma of its script, and titles and days stand apart', () => {
  const newsletter = { ...NEWSLETTER, title: 'نشرة الميناء', language: 'ar' };
  const book = bookOf({ ...INPUT, newsletter }, published, '2026');
  expect(book.title).toBe('نشرة الميناء، 2026');
  const nav = String(epubFiles(book, '').find(({ path }) => path === 'EPUB/nav.xhtml')?.contents);
  expect(nav).toMatch(/<bdi>[^<]+<\/bdi> <span class="date"><bdi>[^<]+<\/bdi>/u);
});

test('nothing in it tells of a page that changes while it is read', () => {
  for (const { contents } of epubFiles(whole, '')) expect(String(contents)).not.toMatch(/live-bar|noscript/u);
  expect(whole.chapters[0]?.xhtml).toContain('class="moment key"');
});

test('on paper names of places are short, and links still lead to them', () => {
  const page = printPage(year, '');
  const ids = [...page.matchAll(/ id="([^"]*)"/gu)].map(([, id]) => id);
  const links = [...page.matchAll(/ href="#([^"]*)"/gu)].map(([, anchor]) => anchor);
  expect(ids.filter((id = '') => !/^p\d+$/u.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((anchor) => !ids.includes(anchor))).toEqual([]);
});

test('on paper every link to another issue of the book stays inside', () => {
  const page = printPage(year, PRESS.bookStyles);
  expect(page).not.toMatch(/\.xhtml|epub:|src="\.\.\//u);
  expect(page).toMatch(/<div lang="en" dir="ltr" id="p\d+">/u);
});

test('the cover has the colours of the house', () => {
  const tokens = HOUSE_TEMPLATES.get('styles/tokens.css')?.source ?? '';
  for (const [name, colour] of Object.entries(BOOK_COLOURS))
    expect(tokens).toContain(`--light-${name}: ${colour};`);
  expect(HOUSE_WORDS.size).toBeGreaterThan(1);
});
