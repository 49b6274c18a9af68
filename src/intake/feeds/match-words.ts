// Words that a feed's stories must have, or must not, go in with a text; whether one of them is met comes out. Whole words without capitals and
// accents; `harbo*` is any word that begins so; of scripts that put no blanks between words, any run of letters.

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** @param wanted Words or runs of words, as the settings have them. */
export function meetsOneOf(wanted: readonly string[], text: string): boolean {
  if (wanted.length === 0) return false;
  const words = ` ${folded(text)} `;
  return wanted.some((one) => {
    const isBeginning = one.trim().endsWith('*');
    const plain = folded(one);
    if (plain === '') return false;
    if (UNSPACED.test(plain)) return words.includes(plain);
    return words.includes(isBeginning ? ` ${plain}` : ` ${plain} `);
  });
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
