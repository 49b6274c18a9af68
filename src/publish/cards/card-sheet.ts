// A sheet of paper that glyphs and rules are printed on, each in one of four colours, and what comes of it as a PNG: four bits for each pixel, for a
// card has no more than paper, two inks in shades, and two colours for rules. Small, and the same bytes on every machine.
import { BOOK_COLOURS } from '../epub/book-colours.ts';
import { type Coverage, coverageOf } from './outline-coverage.ts';
import type { PlacedGlyph } from './typesetter.ts';
import { writePng } from './write-png.ts';

export type Ink = 'ink' | 'quiet';

export interface CardSheet {
  readonly printGlyph: (glyph: PlacedGlyph, x: number, y: number, ink: Ink) => void;
  readonly printRule: (rule: RuleMark) => void;
  readonly png: () => Uint8Array;
}

export interface RuleMark {
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly colour: keyof typeof SOLID;
}

/** Shades between paper and ink, without the paper: most for what is largest. */
const SHADES: Readonly<Record<Ink, readonly [first: number, count: number]>> = { ink: [1, 8], quiet: [9, 5] };
const SOLID = { ink: 8, oxblood: 14, rule: 15 } as const;

const PALETTE: readonly string[] = [
  BOOK_COLOURS.paper,
  ...shades(BOOK_COLOURS.ink, SHADES.ink[1]),
  ...shades(BOOK_COLOURS.quiet, SHADES.quiet[1]),
  BOOK_COLOURS.oxblood,
  BOOK_COLOURS.rule,
];

/** Places between two pixels at which a glyph may begin. */
const STEPS = 4;
const MOST_GLYPHS = 4000;

/** What was printed before is remembered from sheet to sheet; there is one sheet at a time. */
export function createPrintShop(widthPx: number, heightPx: number): () => CardSheet {
  const known = new Map<string, Coverage>();
  const pixels = new Uint8Array(widthPx * heightPx);
  /** Levels as numbers of the ink's colours. */
  const inked = ({ key, outline, scale }: PlacedGlyph, step: number, ink: Ink): Coverage => {
    const name = `${key} ${scale} ${step} ${ink}`;
    const found = known.get(name);
    if (found !== undefined) return found;
    const covered = coverageOf(outline(), scale, step / STEPS);
    const [first, count] = SHADES[ink];
    const shape = {
      ...covered,
      levels: covered.levels.map((level) => {
        const shade = Math.round((level * count) / 255);
        return shade === 0 ? 0 : first + shade - 1;
      }),
    };
    if (known.size >= MOST_GLYPHS) known.clear();
    known.set(name, shape);
    return shape;
  };
  return () => {
    pixels.fill(0);
    return {
      printGlyph: (glyph, x, y, ink) => {
        const start = Math.round((x + glyph.x) * STEPS);
        const shape = inked(glyph, ((start % STEPS) + STEPS) % STEPS, ink);
        const left = Math.floor(start / STEPS) + shape.left;
        const top = Math.round(y - glyph.y) + shape.top;
        const [from, to] = [Math.max(0, -left), Math.min(shape.widthPx, widthPx - left)];
        for (let row = Math.max(0, -top); row < Math.min(shape.heightPx, heightPx - top); row++) {
          const [source, target] = [row * shape.widthPx, (top + row) * widthPx + left];
          for (let column = from; column < to; column++) {
            const colour = shape.levels[source + column] as number;
            // Letters that touch: the darker wins.
            if (colour > (pixels[target + column] as number)) pixels[target + column] = colour;
          }
        }
      },
      printRule: ({ x, y, widthPx: length, heightPx: thickness, colour }) => {
        for (let row = y; row < y + thickness; row++) {
          pixels.fill(SOLID[colour], row * widthPx + x, row * widthPx + x + length);
        }
      },
      png: () => writePng({ widthPx, heightPx, pixels, palette: PALETTE }),
    };
  };
}

/** From almost paper to the ink itself. */
function shades(ink: string, count: number): readonly string[] {
  const [from, to] = [channels(BOOK_COLOURS.paper), channels(ink)];
  return Array.from({ length: count }, (_, index) => {
    const mixed = from.map((value, channel) =>
      Math.round(value + (((to[channel] ?? 0) - value) * (index + 1)) / count),
    );
    return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  });
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}
