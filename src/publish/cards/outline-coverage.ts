// A glyph's outline → how much of each pixel it covers. Exact areas, summed up along each row: every edge adds what it covers to the right of
// it, and a running sum gives the shape. Plain arithmetic, so that the same outline is the same picture on every machine.

/** Lines and curves as in an SVG path, `y` upward. */
export type Outline = readonly { readonly type: string; readonly values: readonly number[] }[];

export interface Coverage {
  /** Of its first pixel, from the glyph's origin; `top` downward. */
  readonly left: number;
  readonly top: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row, 0 to 255. */
  readonly levels: Uint8Array;
}

type Point = readonly [x: number, y: number];

/** How far a line may stand from the curve that it stands for, in pixels. */
const FLATNESS = 0.05;

/** @param shiftX Of the origin from the left edge of its pixel, in pixels. */
export function coverageOf(outline: Outline, scale: number, shiftX: number): Coverage {
  const contours = contoursOf(outline, scale, shiftX);
  const points = contours.flat();
  if (points.length === 0) return { left: 0, top: 0, widthPx: 0, heightPx: 0, levels: new Uint8Array() };
  const bound = (axis: 0 | 1, pick: (...values: number[]) => number): number =>
    points.reduce((found, point) => pick(found, point[axis]), points[0]?.[axis] ?? 0);
  const [left, top] = [Math.floor(bound(0, Math.min)), Math.floor(bound(1, Math.min))];
  const widthPx = Math.ceil(bound(0, Math.max)) - left + 1;
  const heightPx = Math.ceil(bound(1, Math.max)) - top + 1;
  const sums = new Float64Array(widthPx * heightPx + 1);
  for (const contour of contours) {
    for (const [index, [x, y]] of contour.entries()) {
      const [toX, toY] = contour[index + 1] ?? contour[0] ?? [x, y];
      addEdge(sums, widthPx, [x - left, y - top], [toX - left, toY - top]);
    }
  }
  return { left, top, widthPx, heightPx, levels: levelsOf(sums, widthPx * heightPx) };
}

function levelsOf(sums: Float64Array, count: number): Uint8Array {
  const levels = new Uint8Array(count);
  let sum = 0;
  for (let index = 0; index < count; index++) {
    sum += sums[index] ?? 0;
    levels[index] = Math.round(Math.min(1, Math.abs(sum)) * 255);
  }
  return levels;
}

/** Each closed; curves as lines, `y` downward. */
function contoursOf(outline: Outline, scale: number, shiftX: number): readonly (readonly Point[])[] {
  const contours: Point[][] = [];
  let contour: Point[] = [];
  for (const { type, values } of outline) {
    const points: Point[] = [];
    for (let index = 0; index + 1 < values.length; index += 2) {
      points.push([(values[index] ?? 0) * scale + shiftX, -(values[index + 1] ?? 0) * scale]);
    }
    if (type === 'M') {
      contour = points;
      contours.push(contour);
    } else if (type !== 'Z') {
      contour.push(...flattened([contour.at(-1) ?? [0, 0], ...points]));
    }
  }
  return contours;
}

/** A Bézier curve of any degree: the points after its first. */
function flattened(control: readonly Point[]): readonly Point[] {
  const last = control.length - 1;
  if (last <= 1) return control.slice(1);
  let bend = 0;
  for (let index = 1; index < last; index++) {
    const [a, b, c] = [control[index - 1], control[index], control[index + 1]] as [Point, Point, Point];
    bend = Math.max(bend, Math.abs(a[0] - 2 * b[0] + c[0]), Math.abs(a[1] - 2 * b[1] + c[1]));
  }
  // A chord stands at most an eighth of the second derivative from its curve.
  const steps = Math.max(1, Math.ceil(Math.sqrt((last * (last - 1) * bend) / (8 * FLATNESS))));
  return Array.from({ length: steps }, (_, step) => pointAt(control, (step + 1) / steps));
}

/** De Casteljau. */
function pointAt(control: readonly Point[], t: number): Point {
  let points = control;
  while (points.length > 1) {
    points = points.slice(1).map((to, index): Point => {
      const from = points[index] ?? to;
      return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t];
    });
  }
  return points[0] ?? [0, 0];
}

function addEdge(sums: Float64Array, widthPx: number, from: Point, to: Point): void {
  if (from[1] === to[1]) return;
  const sign = from[1] < to[1] ? 1 : -1;
  const [upper, lower] = sign === 1 ? [from, to] : [to, from];
  const slope = (lower[0] - upper[0]) / (lower[1] - upper[1]);
  for (let row = Math.floor(upper[1]); row < lower[1]; row++) {
    const [start, end] = [Math.max(row, upper[1]), Math.min(row + 1, lower[1])];
    const [x0, x1] = [upper[0] + (start - upper[1]) * slope, upper[0] + (end - upper[1]) * slope];
    addInRow(sums, row * widthPx, Math.min(x0, x1), Math.max(x0, x1), sign * (end - start));
  }
}

/** An edge that goes from `x0` to `x1` while it goes down by `height` of one row: of each pixel, what stands to the right of it. */
function addInRow(sums: Float64Array, row: number, x0: number, x1: number, height: number): void {
  const [first, last] = [Math.floor(x0), Math.floor(x1)];
  const add = (column: number, amount: number): void => {
    sums[row + column] = (sums[row + column] ?? 0) + amount;
  };
  if (first === last || x1 - x0 < Number.EPSILON) {
    const right = 1 - ((x0 + x1) / 2 - first);
    add(first, height * right);
    add(first + 1, height * (1 - right));
    return;
  }
  // All of a column is covered by that part of the edge which lies before it, some by the part inside.
  let before = 0;
  for (let column = first; column <= last; column++) {
    const [enter, leave] = [Math.max(x0, column), Math.min(x1, column + 1)];
    const share = (leave - enter) / (x1 - x0);
    const passed = (enter - x0) / (x1 - x0);
    const covered = height * (passed + share * (column + 1 - (enter + leave) / 2));
    add(column, covered - before);
    before = covered;
  }
  add(last + 1, height - before);
}
