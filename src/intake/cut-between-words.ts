// A text that is too long for its place goes in, so much of it comes out as there is room for, with … at its end.
import { cutEnd } from './cut-end.ts';

/** Between words, where there are blanks; what was short enough comes back as it was. */
export function cutBetweenWords(text: string, most: number): string {
  if (text.length <= most) return text;
  const part = text.slice(0, most - 1);
  const blank = part.lastIndexOf(' ');
  // Half of a letter of two units is none.
  const kept = blank > most / 2 ? part.slice(0, blank) : part.toWellFormed().replace(/\ufffd$/u, '');
  return `${cutEnd(kept, ',;:–—-')}…`;
}
