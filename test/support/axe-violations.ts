// What axe finds on a page that is open in a real browser, each with the first of its elements; nothing on one that everybody can use.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(
    'axe.run().then(({violations}) => violations.map(({id, nodes}) => id + ": " + nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" ")))',
  );
}

/** Pixels by which the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
