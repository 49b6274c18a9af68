// Plain words go in, Markdown comes out that reads as those very words. Only what would mean something where it stands gets a backslash,
// for editors will go on reading it: "AT&T" stays as it is, and so do "snake_case" and "3 * 4".

/** Tabs and line ends are blanks; other control characters are none of a text's. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is control characters that this takes out
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;
const SPECIAL = /[\\`*_[\]<&]/gu;
const PUNCTUATION = /^[!-/:-@[-`{-~]/u;
const WORD_BEFORE = /[\p{L}\p{N}]$/u;
const WORD_BEHIND = /^[\p{L}\p{N}]/u;
const REFERENCE = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/u;
const TAG = /^<[A-Za-z/!?]/u;
/** What opens a list, a quotation, a heading, code or a rule at the beginning of a paragraph. */
const OPENING = /^(?:>|[-+](?=[\s-]|$)|#(?=#{0,5}(?:\s|$))|=(?==*$)|~(?=~~)|\d{1,9}[.)](?=\s|$))/u;

/** One line, blanks as one space: what a heading, a name or a link's words may hold. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(CONTROL, '').replace(/\s+/gu, ' ').trim();
}

/** For running text inside a line: not for its beginning. */
export function escapeWords(text: string): string {
  const line = plainLine(text);
  return line.replace(SPECIAL, (mark, at: number) => {
    const behind = line.slice(at + 1, at + 40);
    switch (mark) {
      case '\\':
        // Before any other sign, and before one that gets a backslash of its own.
        return behind === '' || PUNCTUATION.test(behind) ? '\\\\' : mark;
      case '*':
      case '_': {
        const isBetweenBlanks = line[at - 1] === ' ' && behind.startsWith(' ');
        const isInWord =
          mark === '_' && WORD_BEFORE.test(line.slice(Math.max(0, at - 2), at)) && WORD_BEHIND.test(behind);
        return isBetweenBlanks || isInWord ? mark : `\\${mark}`;
      }
      case '<':
        return TAG.test(`<${behind}`) ? '\\<' : mark;
      case '&':
        return REFERENCE.test(`&${behind}`) ? '\\&' : mark;
      default:
        return `\\${mark}`;
    }
  });
}

/** For a paragraph of its own: the beginning opens nothing. */
export function escapeParagraph(text: string): string {
  const words = escapeWords(text);
  const opening = OPENING.exec(words)?.[0];
  if (opening === undefined) return words;
  const at = opening.length - 1;
  return `${words.slice(0, at)}\\${words.slice(at)}`;
}

/** For the words of a heading: signs at its end close nothing. */
export function escapeHeading(text: string): string {
  const words = escapeWords(text);
  const closing = /(?:^| )#+$/u.exec(words)?.[0];
  return closing === undefined ? words : `${words.slice(0, -1)}\\#`;
}

/** The part of a link in round brackets. */
export function escapeAddress(url: string): string {
  const whole = url.toWellFormed().replace(/[\s\p{Cc}]/gu, (character) => encodeURIComponent(character));
  const escaped = whole
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/gu, '\\\\')
    .replace(/&(?=#\w{1,8};|[A-Za-z][A-Za-z\d]{1,31};)/gu, '\\&')
    .replace(/^</u, '\\<');
  return hasEvenBrackets(whole) ? escaped : escaped.replace(/[()]/gu, '\\$&');
}

/** One pair inside another is as deep as addresses go; parsers have a limit of their own. */
function hasEvenBrackets(url: string): boolean {
  let depth = 0;
  for (const character of url) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0 || depth > 2) return false;
  }
  return depth === 0;
}
