// Lines that stand around a newsletter and are none of it: how to join and leave the list, what the mailing list and the blog put below, the heads of
// letters. In: lines. Out: which of them they are. Stands apart because each era had its own, and an item may speak of a list too.

import type { TextLine } from './old-text.ts';

/** Said of nothing but the letter itself. */
const LEAVING = /-(?:un)?subscribe@|-leave@|-request@|\/mailman\/|yahoogroups\.com\/(?:group|subscribe)/iu;
const BOILERPLATE = [
  /^please (?:also )?(?:circulate|forward|pass|distribute|send|note|ask)\b.{0,200}$/iu,
  /\bsign up\b.{0,60}\b(?:free|newsletter|automatically)\b/iu,
  /\b(?:un)?subscrib(?:e|ed|ing|er|ers|ption)s?\b/iu,
  /\bjoin (?:it|the list|us|this list)\b.{0,40}\b(?:automatically|go to|visit|send|here)\b/iu,
  /\b(?:free|this) service\b.{0,120}\b(?:want|everyone|everybody|anyone|all|wish|oppos)/iu,
  /\bmailing list\b/iu,
  /^<?[^\s@<>]{1,64}@[^\s@<>]{3,80}>?$/u,
  /\bdiscussion list\b/iu,
  /\b(?:blank|empty) (?:e-?mail|mail|message)\b/iu,
  /\bP\.?O\.? ?Box\b/u,
  /^(?:membership|join us|to join|donations?)\b.{0,200}(?:£|€|\$|pounds?|cheque|euros?|crowns)/iu,
  /\bdoes not (?:necessarily )?(?:imply|mean) (?:our )?(?:support|endorsement|agreement)\b/iu,
];
const CHROME =
  /^(?:posted by\b.{0,80}|posted (?:on|at)\b.{0,60}|(?:no|\d{1,4}) comments?:?|labels?:.{0,120}|tags?:\s.{0,120}|(?:newer|older) posts?|home|subscribe to:.{0,60}|post a comment|email this.{0,80}|blogthis!?.{0,80}|share to \w+.{0,60}|links to this post|reactions:|\[?image\]?|page \d{1,3} of \d{1,3}|sent (?:from|via) my\b.{0,60}|view my complete profile|powered by \w+\.?|blog archive|about me|print this (?:page|article)|click here to comment|older entries|leave a (?:comment|reply))$/iu;
const LETTER =
  /^(?:-{2,}\s?(?:original|forwarded) message\s?-{2,}|begin forwarded message:|on .{5,80}\bwrote:|from \S+@\S+ .{10,40}|-{5,} ?next part ?-{5,})$/iu;
const RULE = /^(?:[-=_*~#.•·\s]{3,}|--)$/u;
const FOOTER_RULE = /^(?:_{5,}|-{20,}|={20,}|--)$/u;
/** A footer or a signature is no longer. */
const MAX_FOOTER = 14;

export function isRule(text: string): boolean {
  return RULE.test(text);
}

export function isChrome(text: string): boolean {
  return CHROME.test(text);
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
