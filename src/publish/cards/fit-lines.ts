// One text and the room for it → its lines in the largest size in which they fit. What fits in none is cut after a word.
import type { CardLine } from './card-words.ts';
import type { BrokenLines, TypeStyle, Typesetter } from './typesetter.ts';

export interface Room {
  readonly weight: TypeStyle['weight'];
  /** The largest first. */
  readonly sizes: readonly number[];
  readonly tracking?: number;
  readonly widthPx: number;
  readonly mostLines: number;
  /** As high as its lines are, if not given. */
  readonly heightPx?: number;
}

export interface Fitted {
  readonly lines: readonly string[];
  readonly style: TypeStyle;
  readonly leadingPx: number;
  /** From its top to the first base line. */
  readonly ascentPx: number;
  readonly heightPx: number;
  readonly isCut: boolean;
}

/** Naskh has more above and below its line. */
const SPACING = {
  latin: { leading: 1.16, ascent: 0.8, depth: 0.26 },
  naskh: { leading: 1.5, ascent: 0.98, depth: 0.5 },
};

export function fitLines(typesetter: Typesetter, { text, direction }: CardLine, room: Room): Fitted {
  const { weight, tracking = 0, widthPx, mostLines, heightPx = Number.POSITIVE_INFINITY } = room;
  const spacing = /\p{Script=Arabic}/u.test(text) ? SPACING.naskh : SPACING.latin;
  const high = (sizePx: number, count: number): number =>
    sizePx * (spacing.ascent + spacing.depth + spacing.leading * (count - 1));
  const isRoom = (broken: BrokenLines, sizePx: number): boolean =>
    broken.isWithin && broken.count <= mostLines && high(sizePx, broken.count) <= heightPx;
  const breakAt = (words: string, sizePx: number): BrokenLines =>
    typesetter.breakLines(words, { weight, sizePx, tracking, direction }, widthPx);
  const smallest = room.sizes.at(-1) ?? 1;
  const size = room.sizes.find((one) => isRoom(breakAt(text, one), one));
  const sizePx = size ?? smallest;
  const kept = size === undefined ? cut(text, (words) => isRoom(breakAt(words, smallest), smallest)) : text;
  const lines = breakAt(kept, sizePx).lines();
  return {
    lines,
    style: { weight, sizePx, tracking, direction },
    leadingPx: sizePx * spacing.leading,
    ascentPx: sizePx * spacing.ascent,
    heightPx: high(sizePx, lines.length),
    isCut: size === undefined,
  };
}

/** The most of it that fits, found by halves; to the end of a word where there is one. */
function cut(text: string, fits: (words: string) => boolean): string {
  const letters = [...text];
  const first = (count: number): string => {
    const kept = letters.slice(0, count).join('');
    const words = kept.slice(0, kept.lastIndexOf(' ') + 1).trimEnd() || kept;
    return `${words.replace(/[\s,;:.–—-]$/u, '')}…`;
  };
  let [least, most] = [0, letters.length];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    if (fits(first(middle))) least = middle;
    else most = middle;
  }
  return first(least);
}
