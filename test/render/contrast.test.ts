// Everything that must be read or seen can be, on both papers (WCAG 2.2 §1.4.3: 4.5 to 1 for text; §1.4.11: 3 to 1 for what
// is not text). Hairlines only divide what space divides already, and are left out.
import { describe, expect, test } from 'vitest';
import { readPalette } from '../../src/render/read-palette.ts';
import { press, templates, WHOLE } from './samples.ts';

const tokens = templates().get('styles/tokens.css');
const palette = readPalette(tokens ?? { shownPath: '', source: '' });

describe.each(['light', 'dark'])('the %s palette', (scheme) => {
  test.each([
    ['ink', 'paper', 4.5],
    ['quiet', 'paper', 4.5],
    ['oxblood', 'paper', 4.5],
    ['ink', 'highlight', 4.5],
    ['oxblood', 'highlight', 3],
  ])('%s on %s has at least %d to 1', (over, under, least) => {
    expect(contrast(colour(`${scheme}-${over}`), colour(`${scheme}-${under}`))).toBeGreaterThanOrEqual(least);
  });

  test('is neither pure black nor pure white, so that forced inversion keeps it readable', () => {
    for (const [name, value] of palette) {
      if (name.startsWith(scheme)) expect(value).not.toMatch(/^#(?:000000|ffffff|000|fff)$/iu);
    }
  });
});

test('no colour stands anywhere but in the palette', () => {
  const stray = [...templates()].flatMap(([path, { source }]) =>
    path === 'styles/tokens.css'
      ? []
      : [...withoutPrint(source).matchAll(/#[0-9a-f]{3,8}\b(?!;)|rgba?\(|hsla?\(/giu)].map(
          ([hit]) => `${path} ${hit}`,
        ),
  );
  expect(stray).toEqual([]);
});

test('every colour of the mail is one of the palette', () => {
  const { html } = press().renderIssue(WHOLE);
  const used = new Set([...html.matchAll(/#[0-9a-f]{6}\b/giu)].map(([hit]) => hit.toLowerCase()));
  expect([...used].filter((each) => ![...palette.values()].includes(each))).toEqual([]);
  expect(used.size).toBeGreaterThan(5);
});

test('the measure of contrast is the standard one', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

function colour(name: string): string {
  return palette.get(name) ?? 'missing';
}

/** WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Paper in a printer is white. */
function withoutPrint(css: string): string {
  return css.replace(/@media print \{[\s\S]*$/u, '');
}
