// What could not be known when an entry was made by a program, as it stands in an issue until an editor fills it in: `[source?]`. The
// reading takes one for a source or a day, so that the rest of the line is understood; the proofreader lets no issue out with one.

export type BlankName = 'headline' | 'source' | 'date' | 'text';

const NAMES: readonly BlankName[] = ['headline', 'source', 'date', 'text'];

export function blankFor(name: BlankName): string {
  return `[${name}?]`;
}

export function isBlank(words: string): boolean {
  const bare = words.trim();
  return NAMES.some((name) => blankFor(name) === bare);
}

/** Every blank of a text from `from` on, in order. */
export function findBlanks(
  text: string,
  from: number,
): { readonly name: BlankName; readonly words: string; readonly at: number }[] {
  return NAMES.flatMap((name) => {
    const words = blankFor(name);
    const found = [];
    for (let at = text.indexOf(words, from); at !== -1; at = text.indexOf(words, at + words.length))
      found.push({ name, words, at });
    return found;
  }).sort((a, b) => a.at - b.at);
}
