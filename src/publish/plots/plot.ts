// Numbers go in, SVG comes out (SVG 2): a curve over time, or bars. It stands with what is published because it is that, a picture made of values and
// nothing else, whoever shows it. No text stands in the picture, which is stretched to its place: what has to be read is beside it as HTML. Colours are
// the style sheet's, by class.

export interface PlotText {
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
}

export interface CurvePlot extends PlotText {
  readonly values: readonly number[];
  readonly most: number;
}

export interface BarPlot extends PlotText {
  /** Each bar with its parts, from the ground up. */
  readonly bars: readonly (readonly number[])[];
  readonly most: number;
  /** Class of the part with that index: `plot-ink`, `plot-quiet`, `plot-key`. */
  readonly classes: readonly string[];
}

/** Units of the picture's own; the page stretches them. */
const WIDTH = 1000;
const HEIGHT = 300;
/** Of a bar's place, what is left free beside it. */
const GAP = 0.2;
/** Wider bars than this part of the picture look like a wall. */
const WIDEST = 0.09;

/** The value as a step that lasts as long as its period; one value alone is a line across. */
export function drawCurve({ values, most, label }: CurvePlot): string {
  const step = WIDTH / Math.max(1, values.length);
  const points = values.flatMap((value, index) => [
    `${round(index * step)},${heightOf(value, most)}`,
    `${round((index + 1) * step)},${heightOf(value, most)}`,
  ]);
  if (points.length === 0) return frame(label, '');
  return frame(
    label,
    `<polygon class="plot-area" points="0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}"/>` +
      `<polyline class="plot-curve" points="${points.join(' ')}" fill="none" vector-effect="non-scaling-stroke"/>`,
  );
}

export function drawBars({ bars, most, classes, label }: BarPlot): string {
  const place = WIDTH / Math.max(1, bars.length);
  const width = Math.min(place * (1 - GAP), WIDTH * WIDEST);
  const rects = bars.flatMap((parts, index) => {
    let ground = 0;
    return parts.map((part, kind) => {
      const top = heightOf(ground + part, most);
      const bottom = heightOf(ground, most);
      ground += part;
      if (part === 0) return '';
      const x = round(index * place + (place - width) / 2);
      // What is there must be seen, however small it is beside the rest.
      const height = Math.max(HAIRLINE, round(bottom - top));
      return `<rect class="${classes[kind] ?? 'plot-ink'}" x="${x}" y="${round(bottom - height)}" width="${round(width)}" height="${height}"/>`;
    });
  });
  return frame(label, rects.join(''));
}

const HAIRLINE = 2;

/** One bar lying down, in a row of a table that says the rest: it has no label of its own. */
export function drawRow(value: number, most: number): string {
  const width = most === 0 ? 0 : Math.max(HAIRLINE, round((WIDTH * value) / most));
  return `<svg class="plot-row" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="plot-ink" x="0" y="0" width="${value === 0 ? 0 : width}" height="20"/></svg>`;
}

/** A plain number that is no less, and whose half is a plain number too: the top of the scale. */
export function roundUp(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const plain = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12].map((one) => Math.round(one * power));
  return plain.find((one) => one >= most && one % 2 === 0) ?? most;
}

function frame(label: string, inside: string): string {
  const lines = [0, 0.5]
    .map(
      (part) =>
        `<line class="plot-line" x1="0" x2="${WIDTH}" y1="${part * HEIGHT}" y2="${part * HEIGHT}" vector-effect="non-scaling-stroke"/>`,
    )
    .join('');
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${escaped(label)}">${lines}${inside}<line class="plot-ground" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}" vector-effect="non-scaling-stroke"/></svg>`;
}

function heightOf(value: number, most: number): number {
  return round(HEIGHT - (HEIGHT * Math.min(value, most)) / Math.max(1, most));
}

function round(length: number): number {
  return Math.round(length * 100) / 100;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
