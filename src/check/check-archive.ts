// Every issue goes in, what only their whole company can show comes out (numbers that are missing or taken twice), settled
// and sorted. The silences of an issue count for what is found in its file.
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import { type ArchiveRule, type CheckContext, toDiagnostic } from './rule.ts';
import { idsOfStage, RULE_IDS, RULES } from './rules.ts';
import { applySettings, settleDiagnostics } from './settle-diagnostics.ts';

const ARCHIVE_RULES = RULES.filter((rule): rule is ArchiveRule => rule.stage === 'archive');
const JUDGED = idsOfStage('archive');

export function checkArchive(issues: readonly Issue[], context: CheckContext): Diagnostic[] {
  const { newsletter } = context;
  const ruleContext = { ...context, ruleIds: RULE_IDS };
  const found = ARCHIVE_RULES.filter(({ id }) => newsletter.rules[id] !== 'off').flatMap((rule) =>
    rule.check(issues, ruleContext).map((finding) => toDiagnostic(rule, finding.path, finding)),
  );
  const byPath = Map.groupBy(found, ({ path }) => path);
  const paths = new Set(issues.map(({ path }) => path));
  const elsewhere = found.filter(({ path }) => !paths.has(path));
  return [
    ...applySettings(elsewhere, newsletter),
    ...issues.flatMap((issue) => settleDiagnostics(issue, byPath.get(issue.path) ?? [], newsletter, JUDGED)),
  ].sort(compareDiagnostics);
}
