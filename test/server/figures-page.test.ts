// The private page of figures, asked for without a socket: who gets to see it, what it says, and that everyone can use it.
import axe from 'axe-core';
import { JSDOM, VirtualConsole } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { makeDatedToken } from '../../src/audience/dated-token.ts';
import { makeToken } from '../../src/audience/token.ts';
import { createFiguresPage, FIGURES_LINK_MS } from '../../src/server/figures-page.ts';
import { FIGURES_AT, someFigures } from '../support/some-figures.ts';

const KEY = { number: 1, secret: new Uint8Array(32).fill(7) };
const LIST = 'harbour.example.org';
const ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const MADE = { purpose: 'stats', listId: LIST, id: ID, at: FIGURES_AT } as const;

function app(days = 90, now = FIGURES_AT) {
  return createFiguresPage({
    ...someFigures(days),
    title: 'Harbour <News>',
    listId: LIST,
    tokenKeys: async () => [KEY],
    now: () => now,
  });
}

function later(ms: number): string {
  return new Date(Date.parse(FIGURES_AT) + ms).toISOString();
}

describe('who sees it', () => {
  it.each<[string, string, number]>([
    ['the link', makeDatedToken(MADE, KEY), 200],
    ['a link of another list', makeDatedToken({ ...MADE, listId: 'other.example' }, KEY), 404],
    ['a link of another key', makeDatedToken(MADE, { number: 1, secret: new Uint8Array(32).fill(8) }), 404],
    ['a link that takes back a leaving', makeDatedToken({ ...MADE, purpose: 'undo' }, KEY), 404],
    [
      'a reader’s link to preferences',
      makeToken({ purpose: 'preferences', listId: LIST, subscriberId: ID }, KEY),
      404,
    ],
    [
      'a link with a letter changed',
      makeDatedToken(MADE, KEY).replace(/.$/u, (last: string) => (last === 'A' ? 'B' : 'A')),
      404,
    ],
    ['nothing', '', 404],
  ])('%s', async (_, token, status) => {
    const response = await app().request(`/${token}`);
    expect(response.status).toBe(status);
    if (status !== 200) expect(await response.text()).not.toMatch(/1,204|figures/iu);
  });

  it('nobody when the link has ended, and then it says how to make another', async () => {
    const token = makeDatedToken(MADE, KEY);
    expect((await app(90, later(FIGURES_LINK_MS)).request(`/${token}`)).status).toBe(200);
    const late = await app(90, later(FIGURES_LINK_MS + 1)).request(`/${token}`);
    expect(late.status).toBe(410);
    const text = await late.text();
    expect(text).toContain('broadside stats --link');
    expect(text).not.toContain('1,204');
  });

  it('no search engine, no cache, no frame, no page that it links to', async () => {
    const { headers } = await app().request(`/${makeDatedToken(MADE, KEY)}`);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/u);
  });
});

async function pageOf(days: number, span = '90d'): Promise<string> {
  return (await app(days).request(`/${makeDatedToken(MADE, KEY)}?span=${span}`)).text();
}

describe('what it says', () => {
  it('has no script, no style in itself, nothing from elsewhere, and takes no word for markup', async () => {
    const page = await pageOf(90);
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|<img|https?:/u);
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('Harbour &lt;News&gt;');
    expect(await (await app().request('/figures.css')).text()).not.toMatch(/url\(|@import/u);
  });

  it('has a title, words and numbers for each picture', async () => {
    const { document } = new JSDOM(await pageOf(90)).window;
    const pictures = [...document.querySelectorAll('svg[role=img]')];
    expect(pictures).toHaveLength(4);
    for (const picture of pictures) {
      const section = picture.closest('section');
      expect(picture.getAttribute('aria-label')?.length).toBeGreaterThan(20);
      expect(section?.querySelector('h2')?.textContent).toBeTruthy();
      expect(section?.querySelectorAll('details tbody tr').length).toBeGreaterThan(5);
    }
  });

  it.each([
    ['nothing yet', 0, '90d', 0],
    ['one day', 1, '90d', 4],
    ['a quarter', 90, '90d', 4],
    ['a month of it', 90, '30d', 4],
    ['ten years', 3650, 'all', 4],
    ['a span that there is not', 90, '"><script>', 4],
  ])('%s', async (_, days, span, pictures) => {
    const page = await pageOf(days, span);
    const { document } = new JSDOM(page).window;
    expect(document.querySelectorAll('svg[role=img]')).toHaveLength(pictures);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/u);
    expect(document.querySelectorAll('svg *').length).toBeLessThan(700);
  });
});

describe('everyone can use it', () => {
  it.each([0, 1, 90, 3650])('%d days', async (days) => {
    const dom = new JSDOM(await pageOf(days, 'all'), {
      runScripts: 'outside-only',
      virtualConsole: new VirtualConsole(),
    });
    dom.window.eval(axe.source);
    // Without layout: contrast and overflow are looked at in a browser, test/slow/figures.slow.ts.
    const { violations } = await (dom.window as typeof dom.window & { axe: typeof axe }).axe.run(
      dom.window.document,
      {
        rules: { 'color-contrast': { enabled: false } },
      },
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    dom.window.close();
  });
});
