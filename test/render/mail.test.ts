// What a mail must be, whatever stands in it: RFC and provider limits, accessibility, and the programs it is read in.
import { JSDOM, type JsdomDocument, type JsdomElement } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { MARKERS } from '../../src/model/markers.ts';
import { accessFaults, htmlFaults } from './document-faults.ts';
import { unexcusedFeatures } from './mail-features.ts';
import { CASES, issue, item, press, prose, report, section, WHOLE } from './samples.ts';

/** Gmail cuts a mail off near here (seen by practitioners; not a standard). */
const GMAIL_CLIP_BYTES = 102_400;

const PRESS = press();
const MAILS = Object.entries(CASES).map(([name, each]) => ({
  name,
  issue: each,
  html: PRESS.renderIssue(each).html,
}));
describe.each(MAILS)('the mail of $name', ({ issue: { language, direction }, html }) => {
  const { document } = new JSDOM(html).window;

  test('is valid HTML', async () => {
    expect(await htmlFaults(html)).toEqual([]);
  });

  test('shuts nobody out', async () => {
    expect(await accessFaults(html)).toEqual([]);
  });

  test('says its language and direction where every program looks', () => {
    for (const tag of ['html', 'body', 'body > div']) {
      expect(document.querySelector(tag)?.getAttribute('lang')).toBe(language);
      expect(document.querySelector(tag)?.getAttribute('dir')).toBe(direction);
    }
    expect(document.title).not.toBe('');
  });

  test('uses tables for layout only and says so', () => {
    expect(all(document, 'table:not([role="presentation"])')).toEqual([]);
  });

  test('names and measures every picture, and takes it from an absolute https address', () => {
    for (const image of document.querySelectorAll('img')) {
      expect(image.getAttribute('alt')).not.toBeNull();
      expect(Number(image.getAttribute('width'))).toBeGreaterThan(0);
      expect(Number(image.getAttribute('width'))).toBeLessThanOrEqual(536);
      expect(Number(image.getAttribute('height'))).toBeGreaterThan(0);
      expect(image.getAttribute('src')).toMatch(/^https:\/\/news\.example\.org\/images\//u);
    }
  });

  test('leads only to absolute addresses', () => {
    for (const link of document.querySelectorAll('a'))
      expect(link.getAttribute('href')).toMatch(/^(?:https?:\/\/|mailto:)/u);
  });

  test('holds each reader marker once', () => {
    for (const marker of Object.values(MARKERS)) expect(html.split(marker)).toHaveLength(2);
  });

  test('fetches nothing but its own pictures, runs nothing, asks for nothing', () => {
    expect(
      all(document, 'script, link, form, input, video, audio, iframe, object, embed, svg, base'),
    ).toEqual([]);
    expect(html).not.toMatch(/@import|@font-face|url\(|expression\(|data:/iu);
  });

  test('reads as a letter without its styles', () => {
    const bare = new JSDOM(html.replace(/<style>[\s\S]*?<\/style>| style="[^"]*"| class="[^"]*"/gu, ''))
      .window.document;
    const words = (bare.body.textContent ?? '').replace(/\s+/gu, ' ');
    expect(words).toContain('Harbour News');
    expect(words).toContain('Unsubscribe');
    expect(words).toContain('1 Example Street');
    expect(bare.querySelectorAll('h1')).toHaveLength(1);
  });

  test('has headings in order', () => {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) =>
      Number(tagName.slice(1)),
    );
    for (const [index, level] of levels.entries()) {
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    }
  });

  test('carries its styles in its tags, in place of classes that are not spoken of again', () => {
    const head = /<style>\n:root[\s\S]*?<\/style>/u.exec(html)?.[0] ?? '';
    for (const element of document.querySelectorAll('[class]')) {
      for (const name of (element.getAttribute('class') ?? '').split(' ')) expect(head).toContain(`.${name}`);
    }
    expect(document.querySelectorAll('[style]').length).toBeGreaterThan(10);
    expect(html).not.toContain('var(--');
  });
});

test('a normal issue is far from where Gmail cuts', () => {
  const items = Array.from({ length: 20 }, (_, index) =>
    item(`Headline number ${index} of a long issue that has twenty`, [
      report(
        'Harbour Post reports (30 December):',
        'Harbour Post',
        prose('Crane crews voted to go back. '.repeat(20)),
        {
          url: `https://harbourpost.example/${index}`,
        },
      ),
    ]),
  );
  const { html } = PRESS.renderIssue(issue({ sections: [section('items', 'Ports', items)] }));
  expect(new TextEncoder().encode(html).length).toBeLessThan(GMAIL_CLIP_BYTES / 2);
});

test('uses nothing that a common mail program would choke on', () => {
  expect(unexcusedFeatures(PRESS.renderIssue(WHOLE).html)).toEqual([]);
});

function all(document: JsdomDocument, selector: string): readonly string[] {
  return [...document.querySelectorAll(selector)].map((element: JsdomElement) => element.outerHTML);
}
