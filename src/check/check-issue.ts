// One issue goes in, what the rules find in it comes out, settled and sorted. What only the whole archive or a rendering
// can show is left to the two neighbours of this file.
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import { type CheckContext, type IssueRule, toDiagnostic } from './rule.ts';
import { idsOfStage, RULE_IDS, RULES } from './rules.ts';
import { settleDiagnostics } from './settle-diagnostics.ts';

const ISSUE_RULES = RULES.filter((rule): rule is IssueRule => rule.stage === 'issue');
const JUDGED = idsOfStage('issue');

export function checkIssue(issue: Issue, context: CheckContext): Diagnostic[] {
  const ruleContext = { ...context, ruleIds: RULE_IDS };
  const found = ISSUE_RULES.filter(({ id }) => context.newsletter.rules[id] !== 'off').flatMap((rule) =>
    rule.check(issue, ruleContext).map((finding) => toDiagnostic(rule, issue.path, finding)),
  );
  return settleDiagnostics(issue, found, context.newsletter, JUDGED).sort(compareDiagnostics);
}
