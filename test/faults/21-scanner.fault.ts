// Fault test 21: programs that follow every link of a mail before its reader does. All links of real mails, of those that ask for a confirmation and
// of an issue, are asked for with GET and HEAD, and some of them loaded into a browser that runs whatever a page would run: nobody is
// confirmed, nobody has left, not one row is another.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { createVisitLimits, VISIT_LIMITS } from '../../src/server/list/visit-limits.ts';
import { serve } from '../../src/server/listen.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { type ListScene, listScene } from '../support/list-scene.ts';
import { testTerminal } from '../support/test-terminal.ts';

/** Half of them ask for a confirmation, half are an issue. */
const MAILS = IS_FULL ? 1000 : 200;
const IN_BROWSER = IS_FULL ? 400 : 50;
const SITE = 'https://harbour.example.org/';
/** What scanners of mail servers send with it. */
const SCANNERS = [
  {},
  { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', Accept: 'text/html' },
  { Purpose: 'prefetch', 'Sec-Purpose': 'prefetch' },
  { Referer: 'https://mail.example/', Cookie: 'a=b', Range: 'bytes=0-1023' },
];

let browser: Browser | undefined;
beforeAll(async () => {
  if (chromiumPath !== undefined) browser = await openBrowser();
});
const lines: string[] = [];
afterAll(async () => {
  await browser?.close();
  console.log(`21 scanner: ${lines.join('; ')}`);
});

/** Every address of ours in a mail: in its header, in its text, in its HTML. */
async function linksOf(raw: Uint8Array): Promise<readonly string[]> {
  const { text = '', html = '', headers } = await new PostalMime().parse(raw);
  const all = [text, html, ...headers.map(({ value }) => value)].join('\n').replaceAll('&amp;', '&');
  return [...new Set(all.match(/https:\/\/harbour\.example\.org\/[^\s"<>)]*/gu) ?? [])];
}

async function mailsWithLinks(list: ListScene): Promise<readonly string[]> {
  const half = MAILS / 2;
  const raws: Uint8Array[] = [];
  for (let n = 0; n < half; n += 1) {
    await list.signUp(`stranger-${n}@d${n % 20}.example`, `192.0.${n >> 8}.${n & 255}`);
    // Not more than a domain gets in an hour.
    if (n % 400 === 399) list.later(2 * 3_600_000);
    if (n % 400 === 399 || n === half - 1) raws.push(...(await list.sendMails()).map(({ raw }) => raw));
  }
  for (let n = 0; n < half; n += 1) await list.addReader(`reader-${n}@example.org`);
  const terminal = testTerminal({ cwd: list.root, now: () => list.now });
  expect(await runProgram(['send', '1', '--yes'], terminal), terminal.complaints()).toBe(0);
  const outbox = path.join(list.root, 'out/outbox');
  raws.push(...readdirSync(outbox).map((name) => readFileSync(path.join(outbox, name))));
  expect(raws).toHaveLength(MAILS);
  const links = new Set((await Promise.all(raws.map(linksOf))).flat());
  for (const path of ['c', 'u', 'p'])
    expect([...links].filter((link) => link.startsWith(`${SITE}${path}/`))).toHaveLength(half);
  return [...links];
}

test('looking at every link changes nothing', async () => {
  const list = await listScene({
    limits: createVisitLimits({ ...VISIT_LIMITS, guessesAnHour: 1e9 }),
  });
  const links = await mailsWithLinks(list);
  const before = await list.state();
  let asked = 0;
  for (const link of links)
    for (const method of ['GET', 'HEAD'])
      for (const headers of SCANNERS) {
        // All at once, as scanners do.
        const responses = await Promise.all(
          [link, `${link}?utm_source=scan`].map((one) => list.ask(one, { method, headers })),
        );
        asked += responses.length;
        for (const { status } of responses) if (status >= 500) expect.fail(`${link}: ${status}`);
      }
  expect(await list.state()).toBe(before);
  lines.push(`${MAILS} mails, ${links.length} links, ${asked} requests`);
  if (browser === undefined) return;

  const server = await serve(list.app, { port: 0 });
  const personal = links.filter((link) => /\/[cup]\/[\w-]+$/u.test(link));
  const some = personal.filter((_, index) => index % Math.ceil(personal.length / IN_BROWSER) === 0);
  const context = await browser.newContext({ javaScriptEnabled: true });
  const posts: string[] = [];
  const page = await context.newPage();
  page.on('request', (request) => {
    if (request.method() !== 'GET') posts.push(request.url());
  });
  for (const link of some) {
    const response = await page.goto(new URL(new URL(link).pathname, server.url).href, { waitUntil: 'load' });
    expect(response?.status(), link).toBe(200);
    expect(await page.locator('form').count(), link).toBeGreaterThan(0);
    // Moves over the page and reads all of it, and follows what it leads to.
    await page.mouse.move(200, 300);
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    for (const href of await page
      .locator('a')
      .evaluateAll((all) => all.map((a) => (a as { href?: string }).href ?? '')))
      if (href.startsWith(server.url)) await context.request.get(href);
  }
  await context.close();
  await server.close();
  expect(posts).toEqual([]);
  expect(await list.state()).toBe(before);
  lines.push(`${some.length} pages in a browser with scripts on`);
});
