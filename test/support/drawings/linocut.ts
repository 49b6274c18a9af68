// The tools of a linocut, as SVG: marks that a gouge would leave, regions filled with them, and the sheet on which the block is
// printed. Chance is seeded, so that a drawing comes out the same every time.

export const INK = '#1C1917';
export const PAPER = '#FBF8F1';
export const OXBLOOD = '#8B1E1E';

export const WIDTH_PX = 1200;
export const HEIGHT_PX = 800;

export interface Drawing {
  /** File name without its ending. */
  readonly name: string;
  /** SVG elements on a block of 1200 by 800, paper-coloured where nothing is drawn. */
  draw(): string;
}

export type Chance = () => number;

/** Numbers from 0 up to 1 from a linear congruential generator: the same for the same seed. */
export function chance(seed: number): Chance {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Gouge {
  readonly x: number;
  readonly y: number;
  readonly length: number;
  /** Degrees, clockwise from the right. */
  readonly angle: number;
  readonly width: number;
}

/** One stroke of the gouge: a long lens, thickest a little past its beginning. */
export function gouge(stroke: Gouge): string {
  const turn = (stroke.angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const at = (along: number, across: number) =>
    point(
      stroke.x + dx * stroke.length * along - dy * stroke.width * across,
      stroke.y + dy * stroke.length * along + dx * stroke.width * across,
    );
  return `M${at(0, 0)}Q${at(0.4, 1)} ${at(1, 0)}Q${at(0.4, -1)} ${at(0, 0)}Z`;
}

export interface Field {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** From one row of strokes to the next. */
  readonly spacing: number;
  readonly length: number;
  readonly width: number;
  readonly angle?: number;
  /** 0 leaves no stroke out, 0.3 about a third of them. */
  readonly gaps?: number;
  readonly seed: number;
}

/** Rows of strokes over a rectangle; clip them to a shape with `within`. */
export function strokes(field: Field, color: string): string {
  const random = chance(field.seed);
  const angle = field.angle ?? 0;
  const marks: string[] = [];
  for (let y = field.top; y < field.bottom; y += field.spacing) {
    for (let x = field.left - random() * field.length; x < field.right; ) {
      const length = field.length * (0.6 + random() * 0.8);
      const width = field.width * (0.6 + random() * 0.7);
      const isLeftOut = random() < (field.gaps ?? 0);
      const lift = (random() - 0.5) * field.spacing * 0.5;
      if (!isLeftOut)
        marks.push(gouge({ x, y: y + lift, length, width, angle: angle + (random() - 0.5) * 3 }));
      x += length * (0.8 + random() * 0.35);
    }
  }
  return path(marks.join(''), color);
}

export interface Rays {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  /** Degrees, clockwise from the right. */
  readonly start: number;
  readonly end: number;
  /** How many rays; each is cut in several strokes. */
  readonly count: number;
  readonly width: number;
  readonly seed: number;
}

/** Strokes that run outward from a point, as light is cut round a sun or a lamp. */
export function rays(cut: Rays, color: string): string {
  const random = chance(cut.seed);
  const marks: string[] = [];
  for (let n = 0; n < cut.count; n += 1) {
    const angle = cut.start + ((cut.end - cut.start) * (n + (random() - 0.5) * 0.5)) / cut.count;
    const turn = (angle * Math.PI) / 180;
    for (let r = cut.from + random() * 26; r < cut.to; ) {
      const length = 30 + (r - cut.from) * 0.22 + random() * 50;
      const width = cut.width * (0.5 + (r / cut.to) * 0.9) * (0.7 + random() * 0.5);
      marks.push(
        gouge({ x: cut.x + Math.cos(turn) * r, y: cut.y + Math.sin(turn) * r, length, angle, width }),
      );
      r += length * 1.1 + 6;
    }
  }
  return path(marks.join(''), color);
}

/** Only what lies inside the shape (SVG path data). `id` is unique in the drawing. */
export function within(id: string, shape: string, content: string): string {
  return `<clipPath id="${id}"><path d="${shape}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
}

export function path(shape: string, color: string): string {
  return `<path d="${shape}" fill="${color}"/>`;
}

export function line(shape: string, color: string, width: number): string {
  return `<path d="${shape}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="bevel"/>`;
}

export function rect(x: number, y: number, width: number, height: number): string {
  return `M${point(x, y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
}

export function circle(x: number, y: number, radius: number): string {
  const r = round(radius);
  return `M${point(x - radius, y)}a${r} ${r} 0 1 0 ${round(2 * radius)} 0a${r} ${r} 0 1 0 ${round(-2 * radius)} 0Z`;
}

/** A closed outline through points. */
export function outline(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => point(x, y)).join('L')}Z`;
}

export function point(x: number, y: number): string {
  return `${round(x)} ${round(y)}`;
}

/** The whole sheet: the block with its uneven edge, the wobble of the knife, and specks where the ink did not take. */
export function printSheet(drawing: Drawing): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}" viewBox="0 0 ${WIDTH_PX} ${HEIGHT_PX}">
<defs>
<filter id="knife" x="0" y="0" width="100%" height="100%" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency="0.035" numOctaves="2" seed="7" result="noise"/>
<feDisplacementMap in="SourceGraphic" in2="noise" scale="7" xChannelSelector="R" yChannelSelector="G"/>
</filter>
<filter id="specks" x="0" y="0" width="100%" height="100%" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
<feTurbulence type="fractalNoise" baseFrequency="0.22" numOctaves="2" seed="19"/>
<feColorMatrix values="0 0 0 0 0.984 0 0 0 0 0.973 0 0 0 0 0.945 22 0 0 0 -16.3"/>
</filter>
<clipPath id="block"><rect x="26" y="26" width="${WIDTH_PX - 52}" height="${HEIGHT_PX - 52}"/></clipPath>
</defs>
<rect width="${WIDTH_PX}" height="${HEIGHT_PX}" fill="${PAPER}"/>
<g filter="url(#knife)"><rect width="${WIDTH_PX}" height="${HEIGHT_PX}" fill="${PAPER}"/><g clip-path="url(#block)">${drawing.draw()}</g></g>
<rect width="${WIDTH_PX}" height="${HEIGHT_PX}" filter="url(#specks)"/>
</svg>`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
