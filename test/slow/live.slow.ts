// A live page as its readers have it, in a real browser: served by `serve` and as plain files; entries come by the command while it is read. What is
// being read is not moved, the focus stays, and without a script all of it is there.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { axeViolations, overflowOf } from '../support/axe-violations.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { liveIssue } from '../support/live-issue.ts';
import { type TestProject, testProject } from '../support/project.ts';
import { testTerminal } from '../support/test-terminal.ts';

const SLUG = '2016-01-20-live-vote';
const PAGE = `issues/${SLUG}.html`;
/** A little longer than the page's script waits between two questions. */
const ROUND_MS = 25_000;

async function liveProject(more: Parameters<typeof liveIssue>[0] = {}): Promise<TestProject> {
  const project = testProject();
  project.write(`issues/${SLUG}.md`, liveIssue(more));
  const { exitCode } = await project.run(['build']);
  expect(exitCode).toBe(0);
  return project;
}

/** The address of the site in the proof desk. */
async function previewed(project: TestProject): Promise<string> {
  const ended = Promise.withResolvers<void>();
  const terminal = testTerminal({ cwd: project.root, interrupted: ended.promise });
  const running = runProgram(['preview', '--json', '--port', '0'], terminal);
  onTestFinished(async () => {
    ended.resolve();
    await running;
  });
  await expect.poll(() => terminal.output(), { timeout: 20_000 }).toContain('http');
  return `${(JSON.parse(terminal.output().split('\n')[0] ?? '') as { url: string }).url}site/`;
}

async function served(project: TestProject): Promise<string> {
  const ended = Promise.withResolvers<void>();
  const terminal = testTerminal({ cwd: project.root, interrupted: ended.promise });
  const running = runProgram(['serve', '--json', '--listen', ':0', '--metrics', '127.0.0.1:0'], terminal);
  onTestFinished(async () => {
    ended.resolve();
    await running;
  });
  await expect.poll(() => terminal.output(), { timeout: 10_000 }).toContain('metrics');
  return (JSON.parse(terminal.output().split('\n')[0] ?? '') as { listen: string }).listen;
}

/** Any web server with nothing but files, no tags and no policy of its own. */
async function asFiles(project: TestProject): Promise<string> {
  const server = createServer((request, response) => {
    try {
      const file = readFileSync(
        path.join(project.path('out/site'), new URL(request.url ?? '', 'http://a').pathname),
      );
      const type = {
        '.html': 'text/html',
        '.css': 'text/css',
        '.js': 'text/javascript',
        '.json': 'application/json',
      };
      response.setHeader(
        'Content-Type',
        type[path.extname(request.url ?? '') as '.html'] ?? 'application/octet-stream',
      );
      response.end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
}

function add(project: TestProject, time: string, headline: string) {
  return project.run([
    'live',
    'add',
    SLUG,
    `They said so at ${time}.`,
    '--date',
    '2016-01-20',
    '--time',
    time,
    '--headline',
    headline,
  ]);
}

describe.skipIf(chromiumPath === undefined)(
  'a live page in Chromium (needs a Chromium on this machine)',
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(async () => browser?.close());

    async function opened(url: string, options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 390, height: 700 }, ...options });
      onTestFinished(() => context.close());
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) faults.push(message.text());
      });
      onTestFinished(() => expect(faults).toEqual([]));
      if (options.javaScriptEnabled !== false) await page.clock.install();
      await page.goto(url);
      return page;
    }

    const placeOf = (page: Page, id: string): Promise<number> =>
      page.evaluate(`document.getElementById('${id}').getBoundingClientRect().top`);

    test.each([
      ['served by `serve`', served],
      ['as plain files', asFiles],
    ])('%s: new entries wait to be asked for; place and focus stay', async (_, serve) => {
      const project = await liveProject();
      const page = await opened(`${await serve(project)}${PAGE}`);
      const held = page.locator('.moment', { hasText: 'Fifth count' });
      const id = (await held.getAttribute('id')) ?? '';
      await held.locator('.when a').focus();
      await held.evaluate((entry) => entry.scrollIntoView({ block: 'center' }));
      const before = await placeOf(page, id);

      await add(project, '21:10', 'Recount is asked for');
      await add(project, '21:20', 'Recount is refused');
      await page.clock.runFor(ROUND_MS);
      const news = page.locator('.live-news');
      await expect.poll(() => news.textContent()).toBe('2 new entries');
      expect(await page.title()).toMatch(/^\(2\) /u);
      expect(await placeOf(page, id)).toBe(before);
      expect(await page.locator('.moment').count()).toBe(10);

      await page.locator('.live-show').click();
      await expect.poll(() => page.locator('.moment').count()).toBe(12);
      expect(await page.locator('.moment .headline').allTextContents()).toEqual([
        'Recount is refused',
        'Recount is asked for',
        ...[
          'Tenth',
          'Ninth',
          'Eighth',
          'Seventh',
          'Sixth',
          'Fifth',
          'Fourth',
          'Third',
          'Second',
          'First',
        ].map((word) => `${word} count`),
      ]);
      expect(Math.abs((await placeOf(page, id)) - before)).toBeLessThan(1);
      expect(await page.evaluate('document.activeElement.closest(".moment")?.id')).toBe(id);
      expect(await page.locator('.is-new').count()).toBe(2);
      expect(await axeViolations(page)).toEqual([]);

      await page.locator('.live-go').click();
      await expect.poll(() => page.evaluate('scrollY')).toBeLessThan(before + 1000);
      expect(
        await page
          .locator('.moment', { hasText: 'Recount is refused' })
          .evaluate((entry) => entry.getBoundingClientRect().top),
      ).toBeLessThan(700);

      expect((await project.run(['live', 'end', SLUG])).exitCode).toBe(0);
      await page.clock.runFor(ROUND_MS);
      await expect.poll(() => news.textContent()).toBe('This live page has ended.');
      let asked = 0;
      page.on('request', () => {
        asked += 1;
      });
      await page.clock.runFor(10 * ROUND_MS);
      expect(asked).toBe(0);
    });

    test('in the preview: entries that an editor saves are told of at once, anything else loads the page again', async () => {
      const project = await liveProject();
      const page = await opened(`${await previewed(project)}${PAGE}`);
      await page.evaluate('window.isTheSame = true');
      const isTheSame = () => page.evaluate('window.isTheSame === true');
      project.write(
        `issues/${SLUG}.md`,
        liveIssue().replace('### 11:00', '### 21:10: Recount is asked for\n\nBy both sides.\n\n### 11:00'),
      );
      const news = page.locator('.live-news');
      await expect.poll(() => news.textContent(), { timeout: 15_000 }).toBe('1 new entry');
      expect(await isTheSame()).toBe(true);
      await page.locator('.live-show').click();
      await expect.poll(() => page.locator('.moment').count()).toBe(11);

      project.write(`issues/${SLUG}.md`, liveIssue().replace('count their votes', 'have counted'));
      await expect
        .poll(() => page.locator('.lead').textContent(), { timeout: 15_000 })
        .toContain('have counted');
      expect(await isTheSame()).toBe(false);
    });

    test('from the keyboard: the focus stays in the bar, and a changed entry is brought up to date in its place', async () => {
      const project = await liveProject();
      const page = await opened(`${await asFiles(project)}${PAGE}`);
      await page.clock.runFor(ROUND_MS);
      project.write(
        `issues/${SLUG}.md`,
        liveIssue().replace('Count number 3 is in.', 'Count number 3 was wrong.'),
      );
      await project.run(['build']);
      await add(project, '21:10', 'Recount is asked for');
      await page.clock.runFor(ROUND_MS);
      await expect
        .poll(() => page.locator('.live-news').textContent())
        .toBe('1 new entry · 1 entry has changed');
      await page.locator('.live-show').focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('live-go');
      expect(await page.locator('.moment', { hasText: 'Third count' }).textContent()).toContain('was wrong');
    });

    test('asks more seldom while nobody answers, and not at all while it is hidden', async () => {
      const project = await liveProject();
      const page = await opened(`${await asFiles(project)}${PAGE}`);
      await page.clock.runFor(ROUND_MS);
      let asked = 0;
      await page.route('**/*.live.json', (route) => {
        asked += 1;
        return route.fulfill({ status: 503, body: '' });
      });
      for (let rounds = 0; rounds < 24; rounds += 1) await page.clock.runFor(ROUND_MS);
      // Ten minutes: after 20, 40, 80, 160 and 320 seconds, not thirty times.
      expect(asked).toBeGreaterThan(2);
      expect(asked).toBeLessThan(8);
      await page.evaluate(
        'Object.defineProperty(document, "hidden", { value: true, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))',
      );
      asked = 0;
      await page.clock.runFor(100 * ROUND_MS);
      expect(asked).toBe(0);
    });

    test.each([
      ['en', 1280, 'light'],
      ['ar', 390, 'dark'],
    ] as const)(
      'without scripts everything is there; open to everybody, the strip of pictures by arrow keys: %s, %d px, %s',
      async (language, width, colorScheme) => {
        const project = await liveProject({ language });
        const url = `${await served(project)}${PAGE}`;
        const page = await opened(url, {
          javaScriptEnabled: false,
          colorScheme,
          viewport: { width, height: 900 },
        });
        expect(await page.locator('.moment').count()).toBe(10);
        expect(await page.locator('.live-state').isVisible()).toBe(true);
        expect(await page.locator('.live-show').isVisible()).toBe(false);
        const own = await opened(url, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
        expect(await axeViolations(own)).toEqual([]);
        expect(await overflowOf(own)).toBe(0);
        await own.locator('.moments a').first().click();
        expect(new URL(own.url()).hash).not.toBe('');
        // The strip of pictures is pushed along by the arrow keys, and shows that it has the focus.
        const strip = own.locator('.gallery');
        await strip.focus();
        const along = () => strip.evaluate((element) => Math.abs(element.scrollLeft));
        expect(await along()).toBe(0);
        await own.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight');
        await expect.poll(along).toBeGreaterThan(100);
        expect(await own.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      },
    );
  },
);
