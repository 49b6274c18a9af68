// The text of a robots.txt and the name of a program go in, what that program may ask of the site comes out. RFC 9309.

export interface RobotsRules {
  /** @param path With its query, beginning with a slash, as in a parsed address. */
  allows(path: string): boolean;
}

interface Rule {
  readonly pattern: string;
  readonly isAllow: boolean;
}

/** RFC 9309 §2.5 asks for at least 500 kibibytes; the rest is not read. */
export const MOST_ROBOTS_BYTES = 500 * 1024;
/** Nobody needs more, and each costs time at every address. */
const MOST_RULES = 2000;
const LONGEST_PATTERN = 2000;

/** @param product The product token, `Broadside`. */
export function readRobots(text: string, product: string): RobotsRules {
  const rules = rulesFor(text, product.toLowerCase());
  return {
    allows: (path) => {
      const asked = normalized(path);
      if (asked === '/robots.txt') return true;
      // §2.2.2: the most octets win, and of two equally long rules the one that allows.
      let best: Rule | undefined;
      for (const rule of rules) {
        const isBetter =
          best === undefined ||
          rule.pattern.length > best.pattern.length ||
          (rule.pattern.length === best.pattern.length && rule.isAllow);
        if (isBetter && matches(rule.pattern, asked)) best = rule;
      }
      return best?.isAllow ?? true;
    },
  };
}

/** §2.2.1: all groups that name the program, as one; if there is none, those for everybody. */
function rulesFor(text: string, product: string): readonly Rule[] {
  const own: Rule[] = [];
  const everybodys: Rule[] = [];
  let isNamed = false;
  let names: string[] = [];
  let isInRules = false;
  for (const line of text.replace(/^\ufeff/u, '').split(/\r\n|\n|\r/u)) {
    const [, field = '', written = ''] = /^[ \t]*([a-z-]{1,20})[ \t]*:([^#]*)/iu.exec(line) ?? [];
    const name = field.toLowerCase();
    const value = written.trim();
    if (name === 'user-agent') {
      if (isInRules) names = [];
      isInRules = false;
      // `Broadside/1.0` means Broadside.
      names.push(/^(?:\*|[\w-]+)/u.exec(value)?.[0].toLowerCase() ?? '');
      isNamed ||= names.at(-1) === product;
    } else if (name === 'allow' || name === 'disallow') {
      isInRules = true;
      if (value === '' || value.length > LONGEST_PATTERN) continue;
      const rule = { pattern: normalized(value), isAllow: name === 'allow' };
      if (names.includes(product) && own.length < MOST_RULES) own.push(rule);
      if (names.includes('*') && everybodys.length < MOST_RULES) everybodys.push(rule);
    }
  }
  return isNamed ? own : everybodys;
}

/** §2.2.2: other letters as escapes, and what needs none as itself. */
function normalized(path: string): string {
  return path
    .toWellFormed()
    .replace(/[^\x21-\x7e]+/gu, (letters) => encodeURIComponent(letters))
    .replace(/%[0-9a-f]{2}/giu, (written) => {
      const sign = String.fromCharCode(Number.parseInt(written.slice(1), 16));
      return /[\w.~-]/u.test(sign) ? sign : written.toUpperCase();
    });
}

/** `*` is anything, `$` at the end is the end; else a beginning is enough. */
function matches(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const parts = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  let at = 0;
  for (const [nth, part] of parts.entries()) {
    const isLast = nth === parts.length - 1;
    if (nth === 0) {
      if (!path.startsWith(part)) return false;
      at = part.length;
      if (isLast) return !isWhole || path.length === at;
      continue;
    }
    if (isLast && isWhole) return path.length - part.length >= at && path.endsWith(part);
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
