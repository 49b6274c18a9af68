// One issue and all others go in, what only their company can show comes out (a number that is missing or taken twice), settled
// and sorted. The silences of an issue count for what is found in its file.
import type { ArchiveIndex } from '../model/archive-index.ts';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import { type ArchiveRule, type CheckContext, type SettingsRule, toDiagnostic } from './rule.ts';
import { idsOfStage, RULE_IDS, RULES } from './rules.ts';
import { applySettings, settleDiagnostics } from './settle-diagnostics.ts';

const ARCHIVE_RULES = RULES.filter((rule): rule is ArchiveRule => rule.stage === 'archive');
const SETTINGS_RULES = RULES.filter((rule): rule is SettingsRule => rule.stage === 'settings');
const JUDGED = idsOfStage('archive');

/** What the archive shows of this one issue. */
export function checkInArchive(
  issue: IssueDigest,
  archive: ArchiveIndex,
  context: CheckContext,
): Diagnostic[] {
  const { newsletter } = context;
  const ruleContext = { ...context, ruleIds: RULE_IDS };
  const found = ARCHIVE_RULES.filter(({ id }) => newsletter.rules[id] !== 'off').flatMap((rule) =>
    rule.check(issue, archive, ruleContext).map((finding) => toDiagnostic(rule, issue.path, finding)),
  );
  return settleDiagnostics(issue, found, newsletter, JUDGED).sort(compareDiagnostics);
}

/** What concerns no single issue. @param archive Left out where only the settings are known. */
export function checkSettings(context: CheckContext, archive?: ArchiveIndex): Diagnostic[] {
  const ruleContext = { ...context, ruleIds: RULE_IDS, ...(archive === undefined ? {} : { archive }) };
  const found = SETTINGS_RULES.filter(({ id }) => context.newsletter.rules[id] !== 'off').flatMap((rule) =>
    rule.check(ruleContext).map((finding) => toDiagnostic(rule, finding.path, finding)),
  );
  return applySettings(found, context.newsletter).sort(compareDiagnostics);
}

/** Both, for every issue there is. */
export function checkArchive(archive: ArchiveIndex, context: CheckContext): Diagnostic[] {
  return [
    ...checkSettings(context, archive),
    ...archive.all().flatMap((issue) => checkInArchive(issue, archive, context)),
  ].sort(compareDiagnostics);
}
