import axe from 'axe-core';
import { JSDOM, VirtualConsole } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { createPreview } from '../../src/server/create-preview.ts';
import { failedPreviewState } from '../../src/server/preview-state.ts';
import { DESK_COLOURS } from '../../src/server/preview-styles.ts';
import { exampleState } from './example-state.ts';

const working = createPreview({ load: async () => exampleState() });
const empty = createPreview({
  load: async () => exampleState({ issues: [], diagnostics: [], files: async () => [] }),
});
const broken = createPreview({
  load: async () =>
    failedPreviewState({ code: 'TEMPLATE_MISSING', message: 'No email/issue.hbs', hint: 'Put it back.' }),
});

describe('every page of the desk can be used by everyone', () => {
  it.each([
    ['the desk', working, '/'],
    ['the desk without issues', empty, '/'],
    ['a mail', working, '/mail/0012'],
    ['a mail in dark', working, '/mail/0012?view=dark'],
    ['the plain text', working, '/mail/0012?view=text'],
    ['the source', working, '/mail/0012?view=source'],
    ['the HTML', working, '/mail/0012?view=html'],
    ['an Arabic issue', working, '/mail/2025-12-30-live-vote?view=source'],
    ['a draft’s missing page', working, '/site/issues/0013.html'],
    ['no page', working, '/nothing'],
    ['a reader’s link', working, '/u/x'],
    ['a failure', broken, '/'],
  ])('%s', async (_, { app }, path) => {
    const dom = new JSDOM(await (await app.request(path)).text(), {
      runScripts: 'outside-only',
      // Keeps quiet about the canvas that jsdom does not have.
      virtualConsole: new VirtualConsole(),
    });
    // A page of its own for each: axe finds its document in the window it is evaluated in.
    dom.window.eval(axe.source);
    const { violations } = await (dom.window as typeof dom.window & { axe: typeof axe }).axe.run(
      dom.window.document,
      {
        // jsdom neither loads frames nor paints; contrast is computed below.
        iframes: false,
        rules: { 'color-contrast': { enabled: false } },
      },
    );
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
    dom.window.close();
  });
});

describe.each(['light', 'dark'] as const)('the desk’s colours in %s', (scheme) => {
  const { paper, ink, quiet, oxblood, highlight } = DESK_COLOURS[scheme];

  it.each([
    ['ink on paper', ink, paper],
    ['quiet ink on paper', quiet, paper],
    ['oxblood on paper', oxblood, paper],
    ['ink on highlight', ink, highlight],
    ['quiet ink on highlight', quiet, highlight],
  ])('%s', (_, front, back) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5);
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(front: string, back: string): number {
  const [light = 0, dark = 0] = [luminance(front), luminance(back)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, relative luminance of `#RRGGBB`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
