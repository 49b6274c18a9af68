// The name of a language goes in (BCP 47), what it is without its script and region comes out: `en` for `en-GB`.

/** In small letters. */
export function mainLanguage(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

/** `en-GB` and `en` are one to a reader. */
export function isSameLanguage(a: string, b: string): boolean {
  return mainLanguage(a) === mainLanguage(b);
}
