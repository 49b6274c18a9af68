// A text → the words under which it is found: small letters without accents, Arabic without hamza seats, vowel signs, tatweel and the
// article. `templates/scripts/search.js` does the very same to what a reader types; a test compares the two on many texts.

/** A mark, a joiner or a soft hyphen inside a word does not end it. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}\u00ad\u200c\u200d]*/gu;

/** Accents, Hebrew points, Arabic vowel signs and hamzas, tatweel, joiners, soft hyphen. */
const LEFT_OUT =
  /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640\u00ad\u200c\u200d]/gu;

/** Letters that many write in another way, or that their language writes in two. */
const SAME: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
  ى: 'ي',
  ی: 'ي',
  ٱ: 'ا',
  ة: 'ه',
  ھ: 'ه',
  ک: 'ك',
};
const SAME_LETTERS = new RegExp(`[${Object.keys(SAME).join('')}]`, 'gu');
const EASTERN_FIGURE = /[\u0660-\u0669\u06f0-\u06f9]/gu;

/** The Arabic article, alone or with the short word that is written to it, before three letters or more. */
const ARTICLE = /^(?:[وبكف]?ال|لل)(?=\p{L}{3,}$)/u;

/** Scripts without spaces between words: every two neighbours count as one. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const LONGEST_WORD = 40;

/** In order, with repeats. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const written of text.match(WORD) ?? []) {
    for (const word of folded(written)) words.push(word);
  }
  return words;
}

/** An archive has far fewer words than places where they stand. Kept for as long as the process runs, up to a limit. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 200_000;

function folded(written: string): readonly string[] {
  const before = known.get(written);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const words = wordsIn(fold(written));
  known.set(written, words);
  return words;
}

function fold(written: string): string {
  return written
    .normalize('NFKD')
    .toLowerCase()
    .replace(LEFT_OUT, '')
    .replace(SAME_LETTERS, (letter) => SAME[letter] ?? letter)
    .replace(EASTERN_FIGURE, (figure) => String((figure.codePointAt(0) ?? 0) & 0xf))
    .normalize('NFC')
    .replace(ARTICLE, '');
}

function wordsIn(word: string): readonly string[] {
  const letters = [...word];
  if (UNSPACED.test(word)) {
    return letters.length < 2
      ? letters
      : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
  }
  return letters.length < 2 ? [] : [letters.slice(0, LONGEST_WORD).join('')];
}
