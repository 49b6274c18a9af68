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
  const ruleContext = { ...context, ruleIds: RULE_IDS };
  const found = ISSUE_RULES.filter(({ id }) => context.newsletter.rules[id] !== 'off').flatMap((rule) =>
    rule.check(issue, ruleContext).map((finding) => toDiagnostic(rule, issue.path, finding)),
  );
  const judged = reading === undefined ? JUDGED : JUDGED_WITH_READING;
  return settleDiagnostics(issue, [...(reading ?? []), ...found], context.newsletter, judged).sort(
    compareDiagnostics,
  );
}
