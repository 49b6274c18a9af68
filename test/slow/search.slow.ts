// The search in a real browser, from a server of plain files and from a folder: what it finds, how it is used by keyboard, and how many bytes
// a first query over a thousand issues costs.
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishArchive } from '../../src/publish/publish-archive.ts';
import { generateArchive } from '../bench/generate-archive.ts';
import { type IssueSample, inputOf } from '../publish/samples.ts';
import { press } from '../render/samples.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { copyOfShippedNewsletter, runBroadside } from '../support/run-broadside.ts';

const MOST_BYTES = 100_000;

describe.skipIf(chromiumPath === undefined)('in Chromium (needs a Chromium on this machine)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  const opened = async (address: string, hasScripts = true): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled: hasScripts });
    const page = await context.newPage();
    await page.goto(address);
    return page;
  };
  const ask = async (page: Page, query: string): Promise<string> => {
    await page.fill('#search-q', query);
    await page.press('#search-q', 'Enter');
    await untilTrue(page, IS_ANSWERED);
    return (await page.textContent('.search-count')) ?? '';
  };

  describe('the shipped newsletter, from a folder', () => {
    const project = copyOfShippedNewsletter();
    const address = pathToFileURL(path.join(project, 'out/site/search.html')).href;
    beforeAll(() => {
      expect(runBroadside(['build'], project)).toMatchObject({ exitCode: 0, stderr: '' });
    });
    afterAll(() => rmSync(project, { recursive: true, force: true }));

    test('finds, marks, and leads to the very item', async () => {
      const page = await opened(address);
      const faults: unknown[] = [];
      page.on('pageerror', (fault) => faults.push(fault));
      page.on('console', (message) => faults.push(message.text()));
      expect(await ask(page, 'BASRA tribe')).toMatch(/^Found: \d+$/u);
      const first = page.locator('.find').first();
      expect(await first.locator('mark').allTextContents()).toEqual(
        expect.arrayContaining(['Basra', 'tribes']),
      );
      expect(await first.locator('time').getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\d$/u);
      expect(page.url()).toMatch(/\?q=BASRA\+tribe$/u);
      await first.locator('a').click();
      await page.waitForURL(/issues\/.*#/u);
      const anchor = decodeURIComponent(new URL(page.url()).hash.slice(1));
      expect(await page.locator(`[id="${anchor}"]`).count()).toBe(1);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    test('an address with a query is a search; filters narrow it; nothing is said to be nothing', async () => {
      const page = await opened(`${address}?q=the&year=2014`);
      await page.waitForSelector('.find');
      const years = await page
        .locator('.find time')
        .evaluateAll((times) => times.map((time) => time.getAttribute('datetime')?.slice(0, 4)));
      expect(new Set(years)).toEqual(new Set(['2014']));
      const all = await ask(page, '');
      await page.selectOption('#search-year', '');
      await page.selectOption('#search-tag', { index: 1 });
      await untilTrue(
        page,
        `${IS_ANSWERED} && document.querySelector('.search-count').textContent !== ${JSON.stringify(all)}`,
      );
      expect(await page.locator('.find').count()).toBeGreaterThan(0);
      expect(await ask(page, 'xyzzyx')).toBe('Nothing was found. Fewer words, or other ones, find more.');
      await page.context().close();
    });

    test('works from the keyboard alone', async () => {
      const page = await opened(address);
      await page.locator('.search-or a').first().focus();
      await page.keyboard.press('/');
      await page.keyboard.type('Iraq');
      await page.waitForSelector('.find:nth-child(2)');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      const second = await page.locator('.find:nth-child(2) a').textContent();
      expect(await page.evaluate('document.activeElement.textContent')).toBe(second);
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate('document.activeElement.id')).toBe('search-q');
      await page.context().close();
    });

    test('without scripts it says what to do', async () => {
      const page = await opened(address, false);
      expect(await page.textContent('main')).toContain('Searching needs a script');
      expect(
        await page.locator('.search-or a[href="archive.html"], .search-or a[href="tags.html"]').count(),
      ).toBe(2);
      expect(await page.locator('#search-q').isDisabled()).toBe(true);
      await page.context().close();
    });
  });

  describe('a thousand issues of twenty items, from a server of files', () => {
    const { renderPage, siteStyles, siteScripts } = press();
    const arabic: IssueSample = {
      slug: '2016-01-01-arabic',
      date: '2016-01-01',
      title: 'خاص',
      language: 'ar',
      direction: 'rtl',
      entries: [{ id: 'a-1', headline: 'أسعار النِّفط في الموصل', text: 'ارتفعت الأسعار في المدينة. Élysée.' }],
    };
    const files = new Map(
      publishArchive(inputOf([...generatedSamples(), arabic], { renderPage, siteStyles, siteScripts })).map(
        ({ path: file, contents, mediaType }) => [`/${file.slice('site/'.length)}`, { contents, mediaType }],
      ),
    );
    let loaded: (readonly [name: string, bytes: number])[] = [];
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x.example');
      const file = files.get(decodeURIComponent(pathname));
      if (file === undefined) return response.writeHead(404).end();
      loaded.push([pathname, Buffer.byteLength(file.contents)]);
      return response.writeHead(200, { 'content-type': file.mediaType }).end(file.contents);
    });
    let address = '';
    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/search.html`;
    });
    afterAll(() => server.close());

    test.each(['dockers', 'kelmouth', 'dockers reservoir', 'the western ferry', 'con'])(
      'a first query "%s" costs less than 100 KB, uncompressed',
      async (query) => {
        loaded = [];
        const page = await opened(address);
        const found = await ask(page, query);
        const scripts = loaded.filter(([name]) => name.endsWith('.js'));
        const bytes = scripts.reduce((sum, [, size]) => sum + size, 0);
        console.log(`"${query}": ${found}, ${bytes} bytes in ${scripts.length} files of script and index`);
        expect(await page.locator('.find').count()).toBe(8);
        expect(bytes).toBeLessThan(MOST_BYTES);
        await page.context().close();
      },
    );

    test.each([
      ['نفط الموصل', ['النِّفط', 'الموصل']],
      ['اسعار مدينه', ['أسعار', 'الأسعار', 'المدينة']],
      ['elysee', ['Élysée']],
    ])('%s finds what is written in another way', async (query, marks) => {
      const page = await opened(address);
      expect(await ask(page, query)).toBe('Found: 1');
      expect(await page.locator('.find mark').allTextContents()).toEqual(marks);
      expect(await page.locator('.find-headline').getAttribute('dir')).toBe('rtl');
      await page.context().close();
    });
  });
});

/** The generated archive without its Markdown read: headlines, texts, tags and sources as they stand in it. */
function generatedSamples(): readonly IssueSample[] {
  return [...generateArchive({ issues: 1000, itemsPerIssue: 20 })].flatMap(([file, text]) => {
    const slug = /^issues\/(\d+)\.md$/u.exec(file)?.[1];
    if (slug === undefined) return [];
    const entries = text
      .split('\n### ')
      .slice(1)
      .map((item, index) => {
        const [, headline = ''] = /^\[(.*?)\]/u.exec(item) ?? [];
        const [, first = '', rest = '', tags = ''] = /\): (.*)\n\n(.*)\n\nTags: (.*)/u.exec(item) ?? [];
        return {
          id: `no-${Number(slug)}-${index}-${headline}`,
          headline,
          text: `${first} ${rest}`,
          tags: tags.split(', '),
        };
      });
    return [{ slug, date: /^date: (\S+)/mu.exec(text)?.[1] ?? '', entries }];
  });
}

const IS_ANSWERED = `document.querySelector('.search-count').textContent !== '' && !document.querySelector('.finds').hasAttribute('aria-busy')`;

/** Asked from outside again and again: the page's own policy forbids the browser to make a function of words. */
async function untilTrue(page: Page, condition: string): Promise<void> {
  await expect.poll(() => page.evaluate(condition), { timeout: 30_000 }).toBe(true);
}
