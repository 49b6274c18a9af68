// The words of a story and the tags that the archive has go in; those tags come out that stand among the words. No tag is ever invented:
// a tag that one issue has is a page of the archive with one line on it.

const MOST = 4;
/** A tag so short is a word of its own only by accident. */
const FEWEST_LETTERS = 3;

/** @param vocabulary Tag as written → how often. In the order in which the words come. */
export function proposeTags(text: string, vocabulary: ReadonlyMap<string, number>): readonly string[] {
  const words = ` ${plain(text)} `;
  const found = new Map<string, { readonly tag: string; readonly at: number; readonly count: number }>();
  for (const [tag, count] of vocabulary) {
    const form = plain(tag);
    if (form.replaceAll(' ', '').length < FEWEST_LETTERS) continue;
    const at = words.indexOf(` ${form} `);
    if (at < 0) continue;
    // Of two spellings the one that is used more.
    if ((found.get(form)?.count ?? 0) < count) found.set(form, { tag, at, count });
  }
  const forms = [...found].filter(
    ([form]) => ![...found.keys()].some((other) => other !== form && ` ${other} `.includes(` ${form} `)),
  );
  return forms
    .map(([, one]) => one)
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST)
    .map(({ tag }) => tag);
}

/** Small letters without accents, words set apart by one blank, the plural's s taken off. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]|['’]s(?![\p{L}])/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) =>
      word.length > 3 && /[a-rt-z]s$/u.test(word) && !/(?:us|is)$/u.test(word) ? word.slice(0, -1) : word,
    )
    .join(' ');
}
