// The cover as a picture, for shelves that show nothing else: the masthead as on every page, set in whatever serif the reader has.

import type { Book } from './book.ts';
import { BOOK_COLOURS } from './book-colours.ts';
import { escapeXml } from './escape-xml.ts';

const [WIDTH, HEIGHT, MARGIN] = [1200, 1600, 110];
const SERIF = 'Palatino, Georgia, serif';
const NASKH = 'Noto Naskh Arabic, Geeza Pro, Traditional Arabic, serif';
/** A line of letter-spaced capitals between the margins. */
const LINE_LETTERS = 13;
const NAME_SIZE = 96;

export function bookCover({ publisher, facts, direction, language }: Book): string {
  const lines = linesOf(direction === 'rtl' ? publisher : publisher.toLocaleUpperCase(language));
  const longest = Math.max(...lines.map((line) => line.length), LINE_LETTERS);
  const size = Math.floor((NAME_SIZE * LINE_LETTERS) / longest);
  const step = Math.round(size * 1.3);
  const text = (y: number, fontSize: number, colour: string, words: string, more = ''): string =>
    `<text x="${WIDTH / 2}" y="${y}" font-size="${fontSize}" fill="${colour}" text-anchor="middle" direction="${direction}"${more}>${escapeXml(words)}</text>`;
  const top = 470;
  const end = top + step * lines.length;
  const spaced = direction === 'rtl' ? '' : ' letter-spacing="8"';
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${direction === 'rtl' ? NASKH : SERIF}">
<title>${escapeXml([publisher, ...facts].join(' · '))}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="${BOOK_COLOURS.paper}"/>
<rect x="${MARGIN}" y="280" width="${WIDTH - 2 * MARGIN}" height="14" fill="${BOOK_COLOURS.ink}"/>
<rect x="${MARGIN}" y="304" width="${WIDTH - 2 * MARGIN}" height="3" fill="${BOOK_COLOURS.ink}"/>
${lines.map((line, index) => text(top + step * index, size, BOOK_COLOURS.ink, line, spaced)).join('\n')}
<rect x="${MARGIN}" y="${end}" width="${WIDTH - 2 * MARGIN}" height="2" fill="${BOOK_COLOURS.rule}"/>
${facts.map((fact, index) => text(end + 90 + index * 64, 44, BOOK_COLOURS.quiet, fact)).join('\n')}
<rect x="${WIDTH / 2 - 60}" y="${HEIGHT - 220}" width="120" height="6" fill="${BOOK_COLOURS.oxblood}"/>
</svg>
`;
}

function linesOf(name: string): readonly string[] {
  const lines: string[] = [];
  for (const word of name.split(/\s+/u)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_LETTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
