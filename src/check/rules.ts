// Every rule of the proofreader, in the order of the manual. A new rule is one file in `rules/`, one line here and one folder
// of fixtures in `test/fixtures/rules/`.
import { READING_RULES, SHARED_IDS } from './reading-rules.ts';
import type { Rule, RuleDescription } from './rule.ts';
import { issueDate } from './rules/issue-date.ts';
import { issueDateOrder } from './rules/issue-date-order.ts';
import { issueNumber } from './rules/issue-number.ts';
import { issueNumberDuplicate } from './rules/issue-number-duplicate.ts';
import { issueNumberGap } from './rules/issue-number-gap.ts';
import { issueTitle } from './rules/issue-title.ts';
import { linkDuplicate } from './rules/link-duplicate.ts';
import { linkHomePage } from './rules/link-home-page.ts';
import { linkMalformed } from './rules/link-malformed.ts';
import { linkMissing } from './rules/link-missing.ts';
import { mailSize } from './rules/mail-size.ts';
import { mailUnsubscribe } from './rules/mail-unsubscribe.ts';
import { markdownLost } from './rules/markdown-lost.ts';
import { mediaMissing } from './rules/media-missing.ts';
import { quoteUnbalanced } from './rules/quote-unbalanced.ts';
import { ruleUnknown } from './rules/rule-unknown.ts';
import { silenceReason } from './rules/silence-reason.ts';
import { silenceUnknown } from './rules/silence-unknown.ts';
import { sourceDateAmbiguous } from './rules/source-date-ambiguous.ts';
import { sourceDateFuture } from './rules/source-date-future.ts';
import { sourceDateMissing } from './rules/source-date-missing.ts';
import { sourceMissing } from './rules/source-missing.ts';
import { sourceUnknown } from './rules/source-unknown.ts';
import { sourceVariant } from './rules/source-variant.ts';
import { SILENCE_UNUSED } from './settle-diagnostics.ts';

export const RULES: readonly Rule[] = [
  issueNumber,
  issueNumberGap,
  issueNumberDuplicate,
  issueDate,
  issueDateOrder,
  issueTitle,
  sourceMissing,
  sourceUnknown,
  sourceVariant,
  sourceDateMissing,
  sourceDateAmbiguous,
  sourceDateFuture,
  linkMissing,
  linkMalformed,
  linkDuplicate,
  linkHomePage,
  mediaMissing,
  quoteUnbalanced,
  markdownLost,
  mailSize,
  mailUnsubscribe,
  silenceReason,
  silenceUnknown,
  ruleUnknown,
];

/** Rules as the manual lists them, those that do their work elsewhere included. */
export const DESCRIPTIONS: readonly RuleDescription[] = [...RULES, SILENCE_UNUSED, ...READING_RULES];

/** Every name that may stand in a silence or under `rules:` in `newsletter.yaml`. */
export const RULE_IDS: readonly string[] = DESCRIPTIONS.map(({ id }) => id).sort();

/** Ids of the rules of one stage, without those of which the reading of a file reports a share. */
export function idsOfStage(stage: Rule['stage']): ReadonlySet<string> {
  return new Set(
    RULES.filter((rule) => rule.stage === stage && !SHARED_IDS.has(rule.id)).map(({ id }) => id),
  );
}
