// Words go in, whether they shout comes out. Abbreviations are capitals too: so it takes words too long for most of them, and
// besides one that is very long, a little word that no abbreviation is, or other words without commas between them.

const MIN_LETTERS = 12;
const LONG_WORD = /(?<![\p{L}\p{N}])\p{Lu}{5,}(?![\p{L}\p{N}])/gu;
/** UNESCO and UNICEF are met side by side; abbreviations of seven letters are not. */
const NO_ABBREVIATION = 7;
const LITTLE_WORD =
  /(?<![\p{L}\p{N}])(?:THE|OF|TO|IN|AND|FOR|ON|AT|BY|IS|FROM|WITH|AS|LE|LA|DE|ET|DER|DIE|UND)(?![\p{L}\p{N}])/u;
const MIN_WORDS = 4;
/** "McDONALD", "9th". */
const MAX_SMALL_SHARE = 0.1;

export function isInCapitals(text: string): boolean {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  if (capitals < MIN_LETTERS) return false;
  const small = text.match(/\p{Ll}/gu)?.length ?? 0;
  if (small > (capitals + small) * MAX_SMALL_SHARE) return false;
  const long: readonly string[] = text.match(LONG_WORD) ?? [];
  const words = text.match(/\p{Lu}{2,}/gu)?.length ?? 0;
  const hasLittle = LITTLE_WORD.test(text);
  if (long.length < 2) return long.length === 1 && hasLittle && words >= MIN_WORDS;
  if (hasLittle || long.some(({ length }) => length >= NO_ABBREVIATION)) return true;
  return !/[,;/&]/u.test(text) && (long.length > 2 || words >= MIN_WORDS);
}
