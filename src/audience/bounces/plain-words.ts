// A server's answer in any spelling → words that phrases are looked for in: lower case, one blank between, straight apostrophes, no
// addresses. An address would be found guilty by its name: `blocked@example.org`.

const LONGEST = 20_000;
const SHOWN_CHARACTERS = 500;

export function plainWords(text: string): string {
  return text
    .slice(0, LONGEST)
    .toLowerCase()
    .replaceAll(/[’‘`´]/gu, "'")
    .split(/\s/u)
    .filter((word) => word !== '' && !word.includes('@') && !word.includes('://'))
    .join(' ');
}

/** One line for the record, without control characters. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * SHOWN_CHARACTERS)
    .split(/[\p{Cc}\p{Zl}\p{Zp}\s]/u)
    .filter((word) => word !== '')
    .join(' ');
  return [...line].slice(0, SHOWN_CHARACTERS).join('');
}
