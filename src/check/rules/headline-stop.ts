// A headline is no sentence and ends without a stop; a comma or colon at its end shows that something was cut off.
import type { Issue } from '../../model/issue.ts';
import { type HeadedEntry, headlinesOf, placeOfHeadline } from '../parts/headlines-of.ts';
import { editAt } from '../parts/place-of-words.ts';
import type { Finding, IssueRule } from '../rule.ts';

const MARK = /[.,;:،؛。]$/u;
const ELLIPSIS = /(?:\.\s?\.|…\s?\.)$/u;
/** `U.S.`, `a.m.`, `J.`: letters with a stop behind each, or behind every two (`Ph.D.`). */
const INITIALS =
  /(?:^|[^\p{L}\p{M}])(?:\p{L}\p{M}{0,2}\p{L}?\p{M}{0,2}\.){2,8}$|(?:^|[^\p{L}\p{M}])\p{Lu}\.$/u;
const SHORTENED =
  /(?:^|[^\p{L}])(?:inc|ltd|co|corp|cos|bros|jr|sr|st|ave|rd|blvd|etc|no|nos|vs|al|approx|dept|govt|est|ed|eds|vol|pp|mr|mrs|ms|dr|rev|gen|col|sgt|lt|maj|capt|sen|rep|gov|pres|prof|hon|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|assn|assoc|admin|univ|natl|mfg|bldg|div|dist|cir|app|supp|ct|cal|calif|mass|conn|fla|minn|mich|tenn|ariz|hrs|yrs|intl|ca|cf|bzw|usw)\.$/iu;
/** A stop inside the headline, with another sentence behind it: then the last stop is a matter of taste. */
const EARLIER_SENTENCE = /\p{Ll}{2}[.!?]["”’)]?\s["“‘(]?\p{Lu}/u;
const MARKS_THAT_OPEN = /[“«„]/gu;
const MARKS_THAT_CLOSE = /[”»]/gu;
/** An attribution has run into the headline, and with it the sentences behind its colon: `source-glued` tells of it. */
const RUN_IN = /\d\):\s|\p{L}\):\s/u;
const LABEL_ALONE = /^\p{L}+\s?:$/u;

export const headlineStop: IssueRule = {
  id: 'headline-stop',
  severity: 'warning',
  stage: 'issue',
  description: 'A headline ends without a full stop, comma or colon.',
  check: (issue) =>
    headlinesOf(issue)
      .filter(({ entry: { headline } }) => hasStrayEnd(headline))
      .map(({ entry }) => finding(entry, issue)),
};

function hasStrayEnd(headline: string): boolean {
  if (!MARK.test(headline) || ELLIPSIS.test(headline) || LABEL_ALONE.test(headline)) return false;
  if (!/[\p{L}\p{N}]/u.test(headline) || RUN_IN.test(headline)) return false;
  const isShortened = INITIALS.test(headline) || SHORTENED.test(headline);
  const isSentence = EARLIER_SENTENCE.test(headline);
  return headline.endsWith('.') ? !isShortened && !isSentence && !isQuoted(headline) : !isQuoted(headline);
}

/** True when a quotation is still open at the end: its marks are not ours. */
function isQuoted(headline: string): boolean {
  const count = (pattern: RegExp) => headline.match(pattern)?.length ?? 0;
  return count(/"/gu) % 2 === 1 || count(MARKS_THAT_OPEN) > count(MARKS_THAT_CLOSE);
}

function finding(entry: HeadedEntry, issue: Issue): Finding {
  const mark = entry.headline.at(-1) ?? '';
  const words = placeOfHeadline(issue, entry);
  const end = words.end.offset ?? 0;
  const isFound = words !== entry.headlinePosition && issue.text[end - 1] === mark;
  const place = isFound
    ? { start: { ...words.end, column: words.end.column - 1, offset: end - 1 }, end: words.end }
    : words;
  return {
    reason: `Unexpected "${mark}" at the end of a headline, expected none`,
    place,
    actual: mark,
    expected: [entry.headline.slice(0, -1).trimEnd()],
    note: 'Headlines end without a stop. Delete it; or, if words were lost behind it, put them back.',
    ...(isFound && { fix: { title: `Delete the "${mark}"`, edits: [editAt(place, '')] } }),
  };
}
