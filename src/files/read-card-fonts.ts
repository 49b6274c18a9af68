// The typefaces of share cards, from the packages that the program brings along: the same letters on every machine. Read when the first card is
// made, and at once: stage 4, which asks, waits for nothing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CardFont } from '../model/card-font.ts';

const NASKH_SCALE = 1.1;

/** Beginnings of file names; each has a `400` and a `700`. The plainest first: what several have is taken from there. */
const FACES = [
  ...['latin', 'latin-ext', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'vietnamese'].map(
    (part) => ['@fontsource/gentium-book-plus/files/gentium-book-plus', part, 1] as const,
  ),
  ['@fontsource/noto-naskh-arabic/files/noto-naskh-arabic', 'arabic', NASKH_SCALE],
] as const;

let read: readonly CardFont[] | undefined;

export function readCardFonts(): readonly CardFont[] {
  const { resolve } = createRequire(import.meta.url);
  read ??= (['regular', 'bold'] as const).flatMap((weight) =>
    FACES.map(([file, part, scale]): CardFont => {
      const path = resolve(`${file}-${part}-${weight === 'bold' ? 700 : 400}-normal.woff`);
      return { weight, scale, octets: readFileSync(path) };
    }),
  );
  return read;
}
