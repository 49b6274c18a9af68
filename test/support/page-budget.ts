// A page is opened as a reader's browser opens it, over HTTP from one host; out comes what it cost to show it: what was asked for and how much
// of it, what held the first picture up, and how far things moved once they stood (Layout Instability, the sum of all its shifts).
import type { Browser, Page } from 'playwright-core';

export interface PageCost {
  /** Of the page, its styles and its scripts, as they are, uncompressed. */
  readonly octets: number;
  /** How many of these were asked for; pictures are not among them. */
  readonly requests: number;
  /** Addresses of other hosts. */
  readonly others: readonly string[];
  /** What the browser waits for before it shows anything. */
  readonly blocking: readonly string[];
  /** Paths that there is nothing at. */
  readonly missing: readonly string[];
  readonly shift: number;
}

export interface SiteFile {
  readonly contents: Uint8Array | string;
  readonly mediaType: string;
}

const HOST = 'http://archive.test';

export async function costOf(
  browser: Browser,
  path: string,
  fileAt: (path: string) => SiteFile | undefined,
  viewport: { readonly width: number; readonly height: number },
): Promise<PageCost> {
  const context = await browser.newContext({ viewport });
  let [octets, requests] = [0, 0];
  const [others, missing]: string[][] = [[], []];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== HOST) {
      others?.push(url.href);
      return route.abort();
    }
    const file = fileAt(decodeURIComponent(url.pathname.slice(1)));
    if (file === undefined) {
      missing?.push(url.pathname);
      return route.fulfill({ status: 404, body: '' });
    }
    const body = Buffer.from(file.contents);
    if (!file.mediaType.startsWith('image/')) {
      requests += 1;
      octets += body.length;
    }
    return route.fulfill({ body, contentType: file.mediaType });
  });
  const page = await context.newPage();
  try {
    await page.goto(`${HOST}/${path}`, { waitUntil: 'load' });
    const shift = await shiftOf(page);
    return {
      octets,
      requests,
      others: others ?? [],
      missing: missing ?? [],
      blocking: await blockingOf(page),
      shift,
    };
  } finally {
    await context.close();
  }
}

/** The whole page, down to its foot, so that what is loaded late has its say. */
async function shiftOf(page: Page): Promise<number> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const end = document.documentElement.scrollHeight;
    for (let top = 0; top < end; top += 3 * innerHeight) {
      scrollTo(0, top);
      await frame();
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    await frame();
  })()`);
  return page.evaluate(`new Promise((resolve) => {
    const seen = [];
    const take = (entries) => seen.push(...entries.map(({ value }) => value));
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => {
      take(observer.takeRecords());
      resolve(seen.reduce((sum, value) => sum + value, 0));
    }, 60);
  })`);
}

async function blockingOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(`performance.getEntriesByType('resource')
    .filter(({ renderBlockingStatus }) => renderBlockingStatus === 'blocking')
    .map(({ name }) => new URL(name).pathname.slice(1))
    .concat([...document.querySelectorAll('script:not([type="application/ld+json"])')]
      .filter((script) => script.src === '' || !(script.defer || script.async || script.type === 'module'))
      .map((script) => script.src === '' ? 'a script in the page' : new URL(script.src).pathname.slice(1)))
    .filter((name, index, all) => all.indexOf(name) === index)`);
}
