// Numbers of entries as few signs, and back. Each is an entry's number times four, with its weight in the two lowest bits; what is written
// is the step from one to the next, as base 64 with a bit that says "there is more", the lowest five bits first.

const FIGURES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Uint8Array(128);
for (let value = 0; value < FIGURES.length; value += 1) VALUES[FIGURES.charCodeAt(value)] = value;

/** @param postings Rising. */
export function packPostings(postings: readonly number[]): string {
  let packed = '';
  let before = -1;
  for (const posting of postings) {
    const number = posting >> 2;
    packed += packNumber((number - before - 1) * 4 + (posting & 3));
    before = number;
  }
  return packed;
}

export function unpackPostings(packed: string): number[] {
  const postings: number[] = [];
  let before = -1;
  let step = 0;
  let place = 1;
  for (let at = 0; at < packed.length; at += 1) {
    const figure = VALUES[packed.charCodeAt(at)] ?? 0;
    step += (figure & 31) * place;
    if (figure > 31) {
      place *= 32;
      continue;
    }
    before += Math.floor(step / 4) + 1;
    postings.push(before * 4 + (step & 3));
    step = 0;
    place = 1;
  }
  return postings;
}

export function packNumber(number: number): string {
  let packed = '';
  let rest = number;
  while (rest > 31) {
    packed += FIGURES.charAt(32 + (rest & 31));
    rest = Math.floor(rest / 32);
  }
  return packed + FIGURES.charAt(rest);
}
