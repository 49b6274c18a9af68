// Words and a typeface → glyphs side by side, in the order in which they stand on paper: HarfBuzz chooses and joins them (Arabic letters have
// a form for each place in a word), the Unicode bidirectional algorithm (UAX #9) orders runs of the two directions.
import bidiFactory from 'bidi-js';
import { Blob, Buffer, Direction as Course, Face, Font, shape } from 'harfbuzzjs';
import type { CardFont } from '../../model/card-font.ts';
import type { Direction } from '../../model/direction.ts';
import type { Outline } from './outline-coverage.ts';
import { readWoff } from './read-woff.ts';

export interface TypeStyle {
  readonly weight: CardFont['weight'];
  readonly sizePx: number;
  /** Space after each letter, in parts of the size. Never where letters are joined. */
  readonly tracking?: number;
  readonly direction: Direction;
}

export interface PlacedGlyph {
  /** A name of it that no other glyph has. */
  readonly key: string;
  readonly outline: () => Outline;
  /** Pixels for each unit of the outline. */
  readonly scale: number;
  /** Of its origin, from the line's left end and its base line, upward. */
  readonly x: number;
  readonly y: number;
}

export interface SetLine {
  readonly widthPx: number;
  readonly glyphs: readonly PlacedGlyph[];
}

export interface BrokenLines {
  /** As few as there can be. */
  readonly count: number;
  /** False where a word is wider than the line. */
  readonly isWithin: boolean;
  /** As much alike in length as so many can be. */
  readonly lines: () => readonly string[];
}

export interface Typesetter {
  /** What no typeface has a glyph for is left out. */
  readonly setLine: (text: string, style: TypeStyle) => SetLine;
  readonly breakLines: (text: string, style: TypeStyle, widthPx: number) => BrokenLines;
}

interface LoadedFont extends Pick<CardFont, 'weight' | 'scale'> {
  readonly id: number;
  readonly font: Font;
  readonly unitsPerEm: number;
}

/** One direction, one typeface. */
interface Run {
  readonly level: number;
  readonly face: LoadedFont;
  text: string;
}

/** Its typings are those of a module, its file is none: what is imported is the function itself. */
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();

/** A year of headlines has some 10,000 words; the same come again and again. */
const MOST_WIDTHS = 20_000;

export function createTypesetter(fonts: readonly CardFont[]): Typesetter {
  const loaded = fonts.map(({ octets, weight, scale }, id): LoadedFont => {
    const face = new Face(new Blob(readWoff(octets)));
    return { id, weight, scale, font: new Font(face), unitsPerEm: face.upem };
  });
  const faceOf = faceFinder(loaded);
  const buffer = new Buffer();
  const widths = new Map<string, number>();

  const setLine = (text: string, { weight, sizePx, tracking = 0, direction }: TypeStyle): SetLine => {
    const glyphs: PlacedGlyph[] = [];
    let end = 0;
    for (const { level, face, text: words } of runsOf(text, direction, (letter, before) =>
      faceOf(letter, weight, before),
    )) {
      buffer.clearContents();
      buffer.addText(words);
      buffer.guessSegmentProperties();
      buffer.setDirection(level % 2 === 1 ? Course.RTL : Course.LTR);
      shape(face.font, buffer);
      const scale = (sizePx * face.scale) / face.unitsPerEm;
      for (const {
        codepoint: glyph,
        xAdvance = 0,
        xOffset = 0,
        yOffset = 0,
      } of buffer.getGlyphInfosAndPositions()) {
        glyphs.push({
          key: `${face.id} ${glyph}`,
          outline: () => face.font.glyphToJson(glyph),
          scale,
          x: end + xOffset * scale,
          y: yOffset * scale,
        });
        end += xAdvance * scale + (xAdvance > 0 ? tracking * sizePx : 0);
      }
    }
    return { widthPx: Math.max(0, end - tracking * sizePx), glyphs };
  };

  /** Of a word by itself: nothing is joined across a space. */
  const widthOf = (word: string, style: TypeStyle): number => {
    const { weight, tracking = 0, direction } = style;
    const key = `${weight} ${direction} ${tracking} ${word}`;
    const known = widths.get(key);
    if (known !== undefined) return known * style.sizePx;
    const width = setLine(word, { ...style, sizePx: 1 }).widthPx;
    if (widths.size >= MOST_WIDTHS) widths.clear();
    widths.set(key, width);
    return width * style.sizePx;
  };

  const breakLines: Typesetter['breakLines'] = (text, style, widthPx) => {
    const words = text.split(' ').filter((word) => word !== '');
    const measured = words.map((word) => ({ word, width: widthOf(word, style) }));
    const space = widthOf(' ', style) + 2 * (style.tracking ?? 0) * style.sizePx;
    const greedy = fill(measured, space, widthPx);
    return {
      count: greedy.length,
      isWithin: measured.every(({ width }) => width <= widthPx),
      lines: () => {
        // The narrowest measure, to a pixel, in which there are no more lines.
        let [least, most] = [0, widthPx];
        while (greedy.length > 1 && most - least > 1) {
          const middle = (least + most) / 2;
          if (fill(measured, space, middle).length <= greedy.length) most = middle;
          else least = middle;
        }
        return fill(measured, space, most);
      },
    };
  };
  return { setLine, breakLines };
}

function fill(
  words: readonly { readonly word: string; readonly width: number }[],
  space: number,
  widthPx: number,
): readonly string[] {
  const lines: string[] = [];
  let end = Number.POSITIVE_INFINITY;
  for (const { word, width } of words) {
    if (end + space + width <= widthPx) {
      lines.push(`${lines.pop()} ${word}`);
      end += space + width;
    } else {
      lines.push(word);
      end = width;
    }
  }
  return lines;
}

const STAYS_WITH_ITS_NEIGHBOUR = /[\p{M}\p{Zs}\u200c\u200d]/u;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;
/** Non-joiner and joiner: not seen themselves, but what stands beside them is. */
const JOINING = /[\u200c\u200d]/u;

type FaceOf = (
  letter: string,
  weight: CardFont['weight'],
  before: LoadedFont | undefined,
) => LoadedFont | undefined;

function faceFinder(fonts: readonly LoadedFont[]): FaceOf {
  const found = new Map<string, LoadedFont | undefined>();
  const has = ({ font }: LoadedFont, letter: string): boolean =>
    font.nominalGlyph(letter.codePointAt(0) ?? 0) !== undefined;
  return (letter, weight, before) => {
    if (JOINING.test(letter)) return before;
    if (UNSEEN.test(letter)) return undefined;
    if (before !== undefined && STAYS_WITH_ITS_NEIGHBOUR.test(letter) && has(before, letter)) return before;
    const key = `${weight} ${letter}`;
    if (!found.has(key))
      found.set(
        key,
        fonts.find((one) => one.weight === weight && has(one, letter)),
      );
    return found.get(key);
  };
}

/** From left to right. */
function runsOf(
  text: string,
  direction: Direction,
  faceOf: (letter: string, before: LoadedFont | undefined) => LoadedFont | undefined,
): readonly Run[] {
  const { levels } = bidi.getEmbeddingLevels(text, direction);
  const runs: Run[] = [];
  let place = 0;
  for (const letter of text) {
    const level = levels[place] ?? 0;
    place += letter.length;
    const last = runs.at(-1);
    const face = faceOf(letter, last?.face);
    if (face === undefined) continue;
    if (last !== undefined && last.level === level && last.face === face) last.text += letter;
    else runs.push({ level, face, text: letter });
  }
  return inVisualOrder(runs);
}

/** UAX #9, rule L2: from the highest level down, what stands at it or above is turned round. */
function inVisualOrder(runs: readonly Run[]): readonly Run[] {
  const ordered = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level--) {
    for (let start = 0; start < ordered.length; start++) {
      let end = start;
      while ((ordered[end]?.level ?? -1) >= level) end++;
      if (end > start) ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = Math.max(start, end);
    }
  }
  return ordered;
}
