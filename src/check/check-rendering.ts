// An issue and what it became in the mail go in, what the mail lacks or has too much of comes out, settled and sorted.
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import type { RenderedIssue } from '../model/rendered.ts';
import { type CheckContext, type RenderingRule, toDiagnostic } from './rule.ts';
import { idsOfStage, RULE_IDS, RULES } from './rules.ts';
import { settleDiagnostics } from './settle-diagnostics.ts';

const RENDERING_RULES = RULES.filter((rule): rule is RenderingRule => rule.stage === 'rendering');
const JUDGED = idsOfStage('rendering');

export function checkRendering(issue: Issue, rendered: RenderedIssue, context: CheckContext): Diagnostic[] {
  const ruleContext = { ...context, ruleIds: RULE_IDS };
  const found = RENDERING_RULES.filter(({ id }) => context.newsletter.rules[id] !== 'off').flatMap((rule) =>
    rule.check(issue, rendered, ruleContext).map((finding) => toDiagnostic(rule, issue.path, finding)),
  );
  return settleDiagnostics(issue, found, context.newsletter, JUDGED).sort(compareDiagnostics);
}
