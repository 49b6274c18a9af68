// Lines that stand around a newsletter and are none of it: how to join and leave the list, what the mailing list and the blog put below, the heads of
// letters. In: lines. Out: which of them they are. Stands apart because each era had its own, and an item may speak of a list too.

import type { TextLine } from './old-text.ts';

/** Said of nothing but the letter itself. */
const LEAVING = /-(?:un)?subscribe@|-leave@|-request@|\/mailman\/|yahoogroups\.com\/(?:group|subscribe)/iu;
const BOILERPLATE = [
  /^please (?:also )?(?:circulate|forward|pass|distribute|send|note|ask)\b.{0,200}$/iu,
  /\bsign up\b.{0,60}(?:free|newsletter|automatically)/iu,
  /\b(?:un)?subscrib(?:e|ed|ing|er|ers|ption)s?\b/iu,
  /\bjoin (?:it|the list|us|this list)\b.{0,40}(?:automatically|go to|visit|send)/iu,
  /\b(?:free|this) service (?:to|for)\b/iu,
  /\bmailing list\b/iu,
  /^<?[^\s@<>]{1,64}@[^\s@<>]{3,80}>?$/u,
  /\bdiscussion list\b/iu,
  /\b(?:blank|empty) (?:e-?mail|mail|message)\b/iu,
  /\bP\.?O\.? ?Box\b/u,
  /^(?:membership|join us|to join|donations?)\b.{0,200}(?:£|€|\$|pounds?|cheque|euros?|crowns)/iu,
  /\bdoes not (?:necessarily )?(?:imply|mean) (?:our )?(?:support|endorsement|agreement)\b/iu,
];
/** Of which more may follow on the line. */
const CHROME_BEGINS =
  /^(?:posted (?:by|on|at)\s|labels?:|tags?:\s|subscribe to:|email this|blogthis|share to \p{L}|sent (?:from|via) my\s)/iu;
const CHROME_IS =
  /^(?:(?:no|\d{1,4}) comments?:?|(?:newer|older) (?:posts?|entries)|home|post a comment|links to this post|reactions:|\[?image\]?|page \d{1,3} of \d{1,3}|view my complete profile|powered by \p{L}{1,30}\.?|blog archive|about me|print this (?:page|article)|click here to comment|leave a (?:comment|reply))$/iu;
const MAX_CHROME = 130;
const LETTER =
  /^(?:-{2,}\s?(?:original|forwarded) message\s?-{2,}|begin forwarded message:|on .{5,80}\bwrote:|from [^\s@]{1,80}@[^\s@]{1,200} .{10,40}|-{5,} ?next part ?-{5,})$/iu;
const RULE = /^(?:[-=_*~#.•·\s]{3,}|--)$/u;
const FOOTER_RULE = /^(?:_{5,}|-{20,}|={20,}|--)$/u;
/** A footer or a signature is no longer. */
const MAX_FOOTER = 14;

export function isRule(text: string): boolean {
  return RULE.test(text);
}

export function isChrome(text: string): boolean {
  return text.length <= MAX_CHROME && (CHROME_BEGINS.test(text) || CHROME_IS.test(text));
}

/** Of a line in the head or the foot of an issue; in the middle only what can be nothing else. */
export function isBoilerplate(text: string, isAtEdge: boolean, isKnown: (words: string) => boolean): boolean {
  if (LEAVING.test(text)) return true;
  return isAtEdge && (isKnown(text) || BOILERPLATE.some((pattern) => pattern.test(text)));
}

export function isLetterHead(text: string): boolean {
  return LETTER.test(text);
}

/** Index of the line that begins the footer of a list or a signature; the number of lines where there is none. */
export function startOfFooter(lines: readonly TextLine[]): number {
  for (let at = Math.max(0, lines.length - MAX_FOOTER); at < lines.length; at += 1) {
    const below = lines.slice(at + 1);
    if (!FOOTER_RULE.test(lines[at]?.text ?? '')) continue;
    const isShort = below.every(({ text }) => text.length <= 120);
    const isAboutList = below.some(
      ({ text }) =>
        LEAVING.test(text) ||
        BOILERPLATE.some((pattern) => pattern.test(text)) ||
        /\blist(?:s|info)?\b|@/iu.test(text),
    );
    if (below.length > 0 && isShort && (isAboutList || (lines[at]?.text === '--' && below.length <= 6)))
      return at;
  }
  return lines.length;
}
