// The private page of figures in a real browser: accessible (axe, 0 violations) with its numbers open, in both schemes, no wider than a small phone.
import { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { createFiguresPage } from '../../src/server/figures-page.ts';
import { axeViolations, overflowOf } from '../support/axe-violations.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { FIGURES_AT, someFigures } from '../support/some-figures.ts';

const KEY = { number: 1, secret: new Uint8Array(32).fill(7) };
const LIST = 'harbour.example.org';
const TOKEN = makeDatedToken({ purpose: 'stats', listId: LIST, id: 'A'.repeat(22), at: FIGURES_AT }, KEY);

describe.skipIf(chromiumPath === undefined)('in Chromium (needs a Chromium on this machine)', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => browser?.close());

  const cases = [0, 1, 90, 3650].flatMap((days) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [360, 1280].map((width) => [days, scheme, width] as const),
    ),
  );

  test.each(cases)('%d days, %s, %d px', async (days, colorScheme, width) => {
    const app = new Hono().mount(
      '/stats',
      createFiguresPage({
        ...someFigures(days),
        title: 'Harbour News',
        listId: LIST,
        tokenKeys: async () => [KEY],
        now: () => FIGURES_AT,
      }).fetch,
    );
    const context = await browser.newContext({
      viewport: { width, height: 740 },
      colorScheme,
      bypassCSP: true,
    });
    await context.route(/./u, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const response = await app.request(pathname + search);
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
    });
    const tab = await context.newPage();
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.goto(`http://list.example.org/stats/${TOKEN}?span=all`);
    await tab.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    const overflow = await overflowOf(tab);
    const violations = await axeViolations(tab);
    await context.close();
    expect(violations).toEqual([]);
    expect(overflow, 'pixels wider than the window').toBe(0);
    expect(errors).toEqual([]);
  });
});
