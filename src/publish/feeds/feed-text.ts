// Text that every feed reader can take.

/** Control characters but tab and line ends, and U+FFFE, U+FFFF: XML 1.0 §2.2 has no way to write most of them. C1 controls
 * are allowed there, but are always text that was decoded wrongly, and the W3C's validator says so. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/gu;

/** The text without those; what stands for a character that was lost (U+FFFD, half a surrogate pair) becomes a question mark. */
export function feedText(text: string): string {
  return text.toWellFormed().replace(UNWANTED, '').replaceAll('\uFFFD', '?');
}
