// One issue goes in, what the rules find in it comes out, settled and sorted. What only the whole archive or a rendering
// can show is left to the two neighbours of this file.
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import { READING_IDS, SHARED_IDS } from './reading-rules.ts';
import { type CheckContext, type IssueRule, toDiagnostic } from './rule.ts';
import { idsOfStage, RULE_IDS, RULES } from './rules.ts';
import { settleDiagnostics } from './settle-diagnostics.ts';

const ISSUE_RULES = RULES.filter((rule): rule is IssueRule => rule.stage === 'issue');
const JUDGED = idsOfStage('issue');
/** With what the reading found, everything is there that these could have found. */
const JUDGED_WITH_READING: ReadonlySet<string> = new Set([...JUDGED, ...READING_IDS, ...SHARED_IDS]);

/** @param reading What the reading of the file reported; it is settled together with what the rules find. */
export function checkIssue(
  issue: Issue,
  context: CheckContext,
  reading?: readonly Diagnostic[],
): Diagnostic[] {
  // A text that was not read has nothing to judge, and a rule would be at it for minutes.
  const rules = isUnread(reading ?? []) ? [] : ISSUE_RULES;
  const ruleContext = { ...context, ruleIds: RULE_IDS };
  const found = rules
    .filter(({ id }) => context.newsletter.rules[id] !== 'off')
    .flatMap((rule) =>
      rule.check(issue, ruleContext).map((finding) => toDiagnostic(rule, issue.path, finding)),
    );
  const judged = reading === undefined ? JUDGED : rules.length === 0 ? READING_IDS : JUDGED_WITH_READING;
  return settleDiagnostics(issue, [...(reading ?? []), ...found], context.newsletter, judged).sort(
    compareDiagnostics,
  );
}

/** True where the reading gave up: the text is longer, or costs more, than anything that a person would write. */
export function isUnread(reading: readonly Diagnostic[]): boolean {
  return reading.some(({ ruleId }) => ruleId === 'input-size');
}
