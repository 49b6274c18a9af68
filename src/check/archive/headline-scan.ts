// A few headlines go in, how near another is to the nearest of them comes out, headline by headline: for whoever asks a few questions about an
// archive whose headlines nobody has put in order.
import { headlineWords, plainFold, sharedPart } from './headline-words.ts';

/**
 * @returns The largest part of all words of both that is common to both, where it is at least `atLeast`; else 0. Whoever asks often hands in
 * what `plainFold` makes of the headline.
 */
export function createHeadlineScan(
  headlines: readonly string[],
  atLeast: number,
): (headline: string, plain?: string) => number {
  const asked = headlines.flatMap((headline) => {
    const words = headlineWords(headline);
    // Whoever has none of these lacks more than may be lacking; long words are rare.
    const probes = words
      .toSorted((a, b) => b.length - a.length)
      .slice(0, words.length - Math.ceil(atLeast * words.length - ROUNDING) + 1);
    return words.length === 0 ? [] : [{ words, probes }];
  });
  return (headline, plain = plainFold(headline)) => {
    let words: readonly string[] | undefined;
    let nearest = 0;
    for (const one of asked) {
      if (plain !== undefined && !one.probes.some((probe) => plain.includes(probe))) continue;
      words ??= headlineWords(headline);
      const similarity = sharedPart(one.words, words);
      if (similarity >= atLeast) nearest = Math.max(nearest, similarity);
    }
    return nearest;
  };
}

/** Less than any two such shares differ by. */
const ROUNDING = 1e-9;
