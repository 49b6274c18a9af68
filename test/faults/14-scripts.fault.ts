// Fault test 14: more than two hundred ways to make a page run a script or lead somewhere else, put wherever words and addresses come from
// elsewhere, and then everything that is made of them loaded into a real browser with the pages' own policy against scripts switched off: what
// holds must hold by itself. Nothing runs, and no link, picture or form leads to anything but http, https or mailto.
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { SaxesParser } from 'saxes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPreview } from '../../src/server/create-preview.ts';
import { chromiumPath, openBrowser } from '../support/browser.ts';
import { IS_FULL } from '../support/fault-scene.ts';
import { hostileDoor } from '../support/hostile-door.ts';
import { type HostileProject, hostileProject } from '../support/hostile-project.ts';
import { SCRIPT_VECTORS } from '../support/script-vectors.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PER_ISSUE = 12;
/** A question costs a page with frames, and all of them are answered by the same few lines. */
const ASKED_EVERY = IS_FULL ? 1 : 20;
const ORIGIN = 'https://harbour.example.org';

const lines: string[] = [];
afterAll(() => console.log(`14 scripts: ${SCRIPT_VECTORS.length} vectors; ${lines.join('; ')}`));

describe.skipIf(chromiumPath === undefined)('in a real browser', () => {
  let browser: Browser;
  let hostile: HostileProject;

  beforeAll(async () => {
    browser = await openBrowser();
    hostile = await hostileProject(ROOT, SCRIPT_VECTORS, PER_ISSUE);
  });
  afterAll(async () => {
    await browser?.close();
  });

  test('the browser would tell: what runs is noticed, and so is where a link leads', async () => {
    const faults = await loadAll(browser, [
      ['runs', '<p>x<img src=x onerror="globalThis.ran=1">'],
      ['leads', '<a href="javascript:1">x</a>'],
      ['harmless', '<a href="/x">x</a><a href="mailto:a@b.example">x</a><p id="ran">x</p>'],
    ]);
    expect(faults).toEqual([
      ['runs', ['ran', 'IMG onerror globalThis.ran=1']],
      ['leads', ['A href javascript:1']],
    ]);
  });

  test('every mail', async () => {
    const mails = [...hostile.archive.rendered].map(([slug, { html }]) => [slug, html] as const);
    // The words came so far.
    for (const [slug, html] of mails) expect(html.split('globalThis.ran').length, slug).toBeGreaterThan(50);
    expect(await loadAll(browser, mails)).toEqual([]);
    lines.push(`${mails.length} mails`);
  });

  test('every page of the site', async () => {
    const pages = hostile.files.filter(({ path: file }) => file.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(200);
    expect(
      await loadAll(
        browser,
        pages.map(({ path: file, contents }) => [file, textOf(contents)]),
      ),
    ).toEqual([]);
    lines.push(`${pages.length} pages`);
  });

  test('every entry of the feeds', async () => {
    const feed = (name: string): string =>
      textOf(hostile.files.find(({ path: file }) => file === `site/${name}`)?.contents ?? '');
    const json = JSON.parse(feed('feed.json')) as {
      readonly items: readonly Readonly<Record<string, unknown>>[];
    };
    const rss = elementsOf(feed('feed.xml'));
    const texts = [
      ...json.items.map((item, n) => [`JSON item ${n}`, String(item['content_html'])] as const),
      // The first description is the channel's: plain text, as titles and summaries are.
      ...rss
        .filter(({ name }) => name === 'content:encoded' || name === 'description')
        .slice(1)
        .map(({ name, text }, n) => [`RSS ${name} ${n}`, text] as const),
    ];
    expect(json.items.length).toBe(Math.ceil(SCRIPT_VECTORS.length / PER_ISSUE));
    expect(texts.length).toBe(3 * json.items.length);
    expect(await loadAll(browser, texts)).toEqual([]);
    const addresses = [
      ...rss.filter(({ name }) => ['link', 'comments'].includes(name)).map(({ text }) => text),
      ...json.items.flatMap((item) =>
        [item['url'], item['external_url']].filter((one) => one !== undefined).map(String),
      ),
    ];
    expect(addresses.filter((address) => !/^(?:https?:\/\/|tag:|urn:)/u.test(address))).toEqual([]);
    lines.push(`${texts.length} texts of feeds`);
  });

  test('every page of the preview, and what is asked of it', async () => {
    const { app } = createPreview({ load: async () => hostile.preview });
    const slugs = hostile.preview.issues.map(({ slug }) => slug);
    const asked = [
      '/',
      ...slugs.flatMap((slug) =>
        ['', '?view=dark', '?view=text', '?view=source', '?view=html'].map((view) => `/mail/${slug}${view}`),
      ),
      ...SCRIPT_VECTORS.filter((_, n) => n % ASKED_EVERY === 0).flatMap((vector) => [
        `/mail/0001?view=${encodeURIComponent(vector.toWellFormed())}`,
        `/${encodeURIComponent(vector.toWellFormed())}`,
        `/u/${encodeURIComponent(vector.toWellFormed())}`,
      ]),
    ];
    const pages: [string, string][] = [];
    for (const address of asked) {
      const response = await app.request(`http://localhost${address}`);
      if (/html/u.test(response.headers.get('content-type') ?? ''))
        pages.push([address, await response.text()]);
    }
    expect(pages.length).toBeGreaterThan(slugs.length);
    // The desk has a script of its own and shows mails in frames; both are the program's.
    expect(await loadAll(browser, pages)).toEqual([]);
    lines.push(`${pages.length} pages of the preview`);
  });

  test('every page and mail about a subscription', async () => {
    const { templates, archive } = hostile;
    const pages = await hostileDoor({ templates, newsletter: archive.settings.newsletter }, SCRIPT_VECTORS);
    expect(pages.length).toBeGreaterThan(6 * SCRIPT_VECTORS.length);
    // What was typed stands there, as words.
    expect(pages.filter(([, html]) => html.includes('globalThis.ran')).length).toBeGreaterThan(
      pages.length / 2,
    );
    expect(await loadAll(browser, IS_FULL ? pages : pages.filter((_, n) => n % 7 === 0))).toEqual([]);
    lines.push(`${pages.length} pages and mails about a subscription`);
  });
});

/** Name and HTML of each in; those with a fault out, in order. Several tabs at once. */
async function loadAll(
  browser: Browser,
  documents: readonly (readonly [name: string, html: string])[],
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const context = await browser.newContext({ bypassCSP: true });
  const bodies = new Map(documents.map(([, html], n) => [`/document-${n}.html`, html]));
  await context.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    const body = bodies.get(pathname);
    return body === undefined
      ? route.abort()
      : route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
  });
  const found: (readonly [number, readonly [string, readonly string[]]])[] = [];
  let next = 0;
  const tab = async (): Promise<void> => {
    const page = await context.newPage();
    page.on('dialog', (dialog) => void dialog.dismiss());
    for (let n = next++; n < documents.length; n = next++) {
      const faults = await load(page, `${ORIGIN}/document-${n}.html`);
      if (faults.length > 0) found.push([n, [documents[n]?.[0] ?? '', faults]]);
    }
  };
  try {
    await Promise.all(Array.from({ length: 4 }, tab));
  } finally {
    await context.close();
  }
  return found.sort(([one], [other]) => one - other).map(([, fault]) => fault);
}

async function load(page: Page, url: string): Promise<readonly string[]> {
  await page.goto(url, { waitUntil: 'load' });
  return page.evaluate(`(async () => {
    // Whatever waits for a picture that cannot be had, a focus or a turn of the loop.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const faults = [];
    const runs = (view) => { try { return typeof view.ran === 'number' || [...view.frames].some(runs); } catch { return false; } };
    if (runs(globalThis)) faults.push('ran');
    for (const element of document.querySelectorAll('*')) {
      for (const name of ['href', 'src', 'action', 'formaction', 'data', 'poster', 'srcset', 'xlink:href', 'background', 'cite']) {
        const value = element.getAttribute(name);
        if (value === null || (element.tagName === 'FORM' && name === 'data')) continue;
        let protocol = '';
        try { protocol = new URL(value, document.baseURI).protocol; } catch { continue; }
        if (!['http:', 'https:', 'mailto:'].includes(protocol)) faults.push(element.tagName + ' ' + name + ' ' + value.slice(0, 80));
      }
      for (const { name, value } of element.attributes)
        if (/^on/i.test(name)) faults.push(element.tagName + ' ' + name + ' ' + value.slice(0, 80));
    }
    return faults;
  })()`);
}

function textOf(contents: string | Uint8Array): string {
  return typeof contents === 'string' ? contents : Buffer.from(contents).toString('utf8');
}

function elementsOf(xml: string): readonly { readonly name: string; readonly text: string }[] {
  const found: { name: string; text: string }[] = [];
  const open: { name: string; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    const element = { name, text: '' };
    open.push(element);
    found.push(element);
  });
  const add = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => void open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
}
