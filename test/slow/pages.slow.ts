// Every page and mail of the shipped newsletter, and every page about a subscription, in a real browser: accessible (axe, 0 violations) in both schemes, no wider than
// a telephone, silent in the console, asking nobody else for anything; and valid HTML.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIST_PAGES, listPrinter } from '../render/list-samples.ts';
import { axeViolations, overflowOf } from '../support/axe-violations.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { deadLinks } from '../support/crawl-site.ts';
import { copyOfShippedNewsletter, runBroadside } from '../support/run-broadside.ts';
import { IS_WHOLE } from '../support/slow-form.ts';

const project = copyOfShippedNewsletter();
const built = runBroadside(['build'], project);
const out = path.join(project, 'out');
const pages = readdirSync(out, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.html'))
  .sort();

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the newsletter builds into pages and mails', () => {
  expect(built.stderr).toBe('');
  expect(built.exitCode).toBe(0);
  expect(pages.length).toBeGreaterThan(40);
});

test('no link that stays in the archive is dead: of pages, feeds, maps and calendars', () => {
  const files = readdirSync(path.join(out, 'site'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      path: path.relative(out, file).split(path.sep).join('/'),
      contents: /\.(?:png|jpe?g)$/u.test(file) ? '' : readFileSync(file, 'utf8'),
      mediaType: '',
    }));
  expect(deadLinks(files, 'https://iraqfocus.example.org/')).toEqual([]);
});

test('the home page is small: all of it but pictures, as it comes over the wire uncompressed', () => {
  const sizes = ['site/index.html', 'site/styles/site.css'].map(
    (file) => statSync(path.join(out, file)).size,
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(60 * 1024);
});

const validator = new HtmlValidate({ extends: ['html-validate:recommended'] });

async function faultsOfHtml(file: string): Promise<readonly string[]> {
  const report = await validator.validateString(readFileSync(file, 'utf8'), file);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`),
  );
}

test.each(pages)('valid HTML: %s', async (page) => {
  expect(await faultsOfHtml(path.join(out, page))).toEqual([]);
});

describe.skipIf(chromiumPath === undefined)('in Chromium (needs a Chromium on this machine)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  // Pages of tags, of sources, of months and of numbered issues are alike: some of them stand for all in CI.
  const isAlike = (page: string): boolean =>
    /(?:tags|sources|archive)[/\\]|[/\\]\d{4}(?:\.html|[/\\])/u.test(page);
  const opened = pages.filter(
    (page, n) => IS_WHOLE || !isAlike(page) || n % 8 === 0 || page.includes('0294'),
  );

  test.each(opened)('%s, light and dark', async (page) => {
    const context = await browser.newContext(NARROW);
    const asked: string[] = [];
    await context.route(/^https?:/u, (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    const tab = await context.newPage();
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    if (page === path.join('site', '404.html')) await openAnywhere(tab);
    else await tab.goto(pathToFileURL(path.join(out, page)).href);
    const found = await faultsInBothSchemes(tab);
    await context.close();
    expect(found).toEqual(NO_FAULTS);
    expect(errors).toEqual([]);
    // A mail's pictures have their addresses on the newsletter's own site; a page asks for nothing.
    const others = asked.filter(
      (url) => !(page.startsWith('email/') && url.startsWith('https://iraqfocus.example.org/images/')),
    );
    expect(others).toEqual([]);
  });

  const turned = copyOfShippedNewsletter();
  afterAll(() => rmSync(turned, { recursive: true, force: true }));
  /** One page of each kind, of the same newsletter as if it were written in Arabic. */
  const KINDS = [
    ...[
      'index',
      'archive',
      'tags',
      'sources',
      'statement',
      'corrections',
      'events',
      'about',
      'search',
      'feeds',
    ],
    ...['issues/0294', 'issues/2014-06-30-live-iraq', 'archive/2016', 'tags/mosul', 'sources/reuters'],
  ];

  test('the newsletter builds from right to left', () => {
    const file = path.join(turned, 'issues/newsletter.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('language: en', 'language: ar'));
    expect(runBroadside(['build'], turned)).toMatchObject({ exitCode: 0 });
  });

  test.each(KINDS)('from right to left: %s, light and dark', async (kind) => {
    const file = path.join(turned, 'out/site', `${kind}.html`);
    expect(await faultsOfHtml(file)).toEqual([]);
    const context = await browser.newContext(NARROW);
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(file).href);
    // What a reader opens is looked at too.
    await tab.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    const found = await faultsInBothSchemes(tab);
    await context.close();
    expect(found).toEqual(NO_FAULTS);
  });

  /** As a server shows what is not there: at some address, its links beginning at the host's root. */
  async function openAnywhere(tab: Page): Promise<void> {
    await tab.route('http://archive.test/**', (route) => {
      const { pathname } = new URL(route.request().url());
      return route.fulfill({
        path: path.join(out, 'site', pathname.endsWith('.css') ? pathname : '404.html'),
      });
    });
    await tab.goto('http://archive.test/gone/far/below.html');
  }

  const printer = listPrinter();
  // In CI one after the other from left to right and from right to left.
  const listPages = Object.entries(LIST_PAGES).flatMap(([name, page], n) =>
    (IS_WHOLE ? ['en', 'ar', 'ckb'] : [n % 2 === 0 ? 'en' : 'ar']).map((language) => ({
      name,
      page,
      language,
    })),
  );

  test.each(listPages)(
    'about a subscription: $name, $language, light and dark',
    async ({ page, language }) => {
      const context = await browser.newContext(NARROW);
      const { html } = printer.page(page, language);
      await context.route('**/*', (route) =>
        route.request().url().endsWith(printer.styles.path)
          ? route.fulfill({ contentType: 'text/css', body: printer.styles.contents })
          : route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
      );
      const tab = await context.newPage();
      await tab.goto('https://list.example.org/subscribe');
      const small = await tab.evaluate(SMALL_TARGETS);
      const found = await faultsInBothSchemes(tab);
      await context.close();
      expect(found).toEqual(NO_FAULTS);
      expect(small, 'lower than 44 pixels').toEqual([]);
    },
  );
});

/** A telephone. */
const NARROW = { viewport: { width: 360, height: 740 }, bypassCSP: true };
const NO_FAULTS = {
  light: { violations: [], pixelsWiderThanTheWindow: 0 },
  dark: { violations: [], pixelsWiderThanTheWindow: 0 },
};

/** One page, opened once: what axe finds, and what stands out of the window, by light and in the dark. */
async function faultsInBothSchemes(tab: Page): Promise<object> {
  const found: Record<string, object> = {};
  for (const scheme of ['light', 'dark'] as const) {
    await tab.emulateMedia({ colorScheme: scheme });
    found[scheme] = {
      violations: await axeViolations(tab),
      pixelsWiderThanTheWindow: await overflowOf(tab),
    };
  }
  return found;
}

/** What is pressed with a thumb, but for what people do not see; a box to tick is as high as its label. */
const SMALL_TARGETS = `[...document.querySelectorAll('main a, .facts a, button, select, .choice, input')]
  .filter((each) => !each.closest('.trap') && each.type !== 'hidden' && !/radio|checkbox/.test(each.type))
  .map((each) => [each.outerHTML.slice(0, 80), Math.round(each.getBoundingClientRect().height)])
  .filter(([, height]) => height < 44)
  .map(String)`;
