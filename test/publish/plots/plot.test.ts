// Pictures of numbers: well-formed, nothing outside the frame, nothing that is there unseen.
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { drawBars, drawCurve, drawRow, roundUp } from '../../../src/publish/plots/plot.ts';

const numbers = fc.array(fc.nat(1_000_000), { maxLength: 60 });

function isWellFormed(svg: string): void {
  new SaxesParser().write(svg).close();
  expect(svg).not.toMatch(/NaN|Infinity|style=|<script/u);
}

test('any values give a picture that can be read', () => {
  fc.assert(
    fc.property(numbers, fc.string(), (values, label) => {
      const most = roundUp(Math.max(0, ...values));
      const clean = label.replace(/[^\x20-\x7e]/gu, '');
      isWellFormed(drawCurve({ values, most, label: clean }));
      isWellFormed(
        drawBars({
          bars: values.map((value) => [value, 1]),
          most: most + 1,
          classes: ['plot-ink'],
          label: clean,
        }),
      );
      isWellFormed(drawRow(values[0] ?? 0, most));
    }),
  );
});

test('bars stand inside the frame, one on the other, and the smallest is seen', () => {
  const svg = drawBars({
    bars: [[999_999, 1]],
    most: 1_000_000,
    classes: ['plot-ink', 'plot-key'],
    label: 'x',
  });
  const rects = [
    ...svg.matchAll(/class="(plot-\w+)" x="([\d.]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/gu),
  ];
  expect(rects.map(([, kind]) => kind)).toEqual(['plot-ink', 'plot-key']);
  for (const [, , x, y, width, height] of rects) {
    expect(Number(x) + Number(width)).toBeLessThanOrEqual(1000);
    expect(Number(y)).toBeGreaterThanOrEqual(-2);
    expect(Number(height)).toBeGreaterThanOrEqual(2);
  }
});

test.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 4],
  [7, 8],
  [21, 30],
  [886, 1000],
  [1204, 1500],
  [1_000_001, 1_200_000],
])('a scale for %d ends at %d', (most, top) => {
  expect(roundUp(most)).toBe(top);
});

test('a scale holds what it is for, and is halved without a rest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1_000_000_000 }), (most) => {
      const top = roundUp(most);
      expect(top).toBeGreaterThanOrEqual(most);
      expect(top % 2).toBe(0);
      expect(top).toBeLessThanOrEqual(2 * most);
    }),
  );
});
