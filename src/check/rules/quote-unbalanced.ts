// A quotation ends where its speaker ends. A mark without its partner leaves the reader to guess whose the next words are.
import { placeOf } from '../../model/place.ts';
import type { Finding, IssueRule } from '../rule.ts';
import { type LoneMark, loneMarks } from '../words/quote-marks.ts';
import { runningTextGroups } from '../words/running-texts.ts';

const PARTNER: Readonly<Record<string, string>> = { '"': '"', '“': '”', '”': '“', '«': '»', '»': '«' };

export const quoteUnbalanced: IssueRule = {
  id: 'quote-unbalanced',
  severity: 'warning',
  stage: 'issue',
  description: 'Every quotation mark has its partner.',
  check: (issue) =>
    runningTextGroups(issue)
      .flatMap((group) => loneMarks(group))
      .filter(({ lacks }) => lacks !== 'reopening')
      .map((lone) => toFinding(lone, issue.text)),
};

function toFinding({ mark, offset, lacks }: LoneMark, text: string): Finding {
  const partner = PARTNER[mark] ?? mark;
  const place = placeOf(text, offset, offset + 1);
  if (lacks === 'end') {
    return {
      reason: `Unexpected opening mark ${mark} without an end, expected ${mark === partner ? 'another ' : ''}${partner}`,
      place,
      actual: mark,
      expected: [partner],
      note: `Put ${partner} where the quoted words end. If they go on in the next paragraph, begin that one with ${mark} again.`,
    };
  }
  return {
    reason: `Unexpected closing mark ${mark} without a beginning, expected ${mark === partner ? 'another ' : ''}${partner} before it`,
    place,
    actual: mark,
    expected: [partner],
    note: `Put ${partner} where the quoted words begin, or take this mark out.`,
  };
}
