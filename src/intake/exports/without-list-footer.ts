// The text of a mail of a list in, the same without what list programs put below it out: Mailman's and LISTSERV's footers, those of Google and
// Yahoo, and what Mailman's archive writes where it has taken an attachment away.
export interface WithoutFooter {
  readonly text: string;
  /** Whole, in order. */
  readonly cut: readonly string[];
}

/** A footer stands at the end: it has at most so many lines. */
const MOST_LINES = 25;
const RULE = /^[_=*-]{10,100}\s*$/u;
const BEGINNINGS = [
  /^You(?:'re| are)? received? this message because you are subscribed to/iu,
  /^You received this message because/iu,
  /^To unsubscribe from this (?:group|list)/iu,
  /^Yahoo! Groups Links/iu,
];
const SIGNS =
  /listinfo|mailing list\b|mailman|listserv|unsubscribe|groups\.google|groups\.yahoo|groups\.io|sympa/iu;
const SCRUBBED = /^-{14} next part -{14}\s*$/u;

export function withoutListFooter(text: string): WithoutFooter {
  const lines = text.split('\n');
  const cut: string[] = [];
  const scrubbed = lines.findIndex((line) => SCRUBBED.test(line));
  let end = lines.length;
  if (scrubbed !== -1 && lines.length - scrubbed <= MOST_LINES * 4) {
    cut.push(
      lines
        .slice(scrubbed + 1)
        .join('\n')
        .trim(),
    );
    end = scrubbed;
  }
  for (let round = 0; round < 3; round += 1) {
    const start = footerStart(lines, end);
    if (start === undefined) break;
    cut.unshift(lines.slice(start, end).join('\n').trim());
    end = start;
  }
  return { text: `${lines.slice(0, end).join('\n').trimEnd()}\n`, cut };
}

function footerStart(lines: readonly string[], end: number): number | undefined {
  for (let at = Math.max(0, end - MOST_LINES); at < end; at += 1) {
    const line = lines[at] ?? '';
    const rest = lines.slice(at, end).join('\n');
    if (RULE.test(line) && SIGNS.test(rest)) return at;
    const isSignature = line === '-- ' || line === '--';
    const next = lines[at + 1] ?? '';
    if (BEGINNINGS.some((one) => one.test(line) || (isSignature && one.test(next)))) return at;
  }
  return undefined;
}
