// A word as written and the words it could have been go in, the nearest of them come out, the best first. For suggestions
// only: nothing is ever replaced on the strength of a likeness.

/** As many mistakes are forgiven as a third of the letters, but at least one and at most four. */
const LETTERS_PER_MISTAKE = 3;
const MAX_MISTAKES = 4;
const MAX_NAMES = 3;

/** Up to three of `names`, by likeness and then as they stand. */
export function nearestNames(written: string, names: readonly string[]): readonly string[] {
  const folded = fold(written);
  const limit = Math.min(MAX_MISTAKES, Math.max(1, Math.floor(folded.length / LETTERS_PER_MISTAKE)));
  return names
    .map((name) => ({ name, distance: distanceOf(folded, fold(name)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_NAMES)
    .map(({ name }) => name);
}

/** Letters and digits in lower case, without the article: "The Al-Jazeera" and "al jazeera" are one. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^the\s+/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Letters to change, add, leave out or swap with their neighbour (optimal string alignment distance). Capitals count. */
export function distanceOf(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
