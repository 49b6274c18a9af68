// What a rule of the proofreader is. Three kinds, by what has to be there before the rule can look: one issue, every issue
// of the archive, or an issue as it will be mailed. A rule only finds; severity, silences and order are settled elsewhere.
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { RenderedIssue } from '../model/rendered.ts';
import type { Source } from '../model/source.ts';

export type Rule = IssueRule | ArchiveRule | RenderingRule;

/** What the caller of a check hands in. */
export interface CheckContext {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  /** Paths of all pictures, relative to `issues/`: `images/cranes.jpg`. Without them none is missed. */
  readonly images?: ReadonlySet<string>;
}

/** What every rule may ask besides the issue itself. */
interface RuleContext extends CheckContext {
  /** Of every rule there is, those that reading a file reports included. */
  readonly ruleIds: readonly string[];
}

/** A diagnostic without what the machinery adds. */
export interface Finding
  extends Pick<Diagnostic, 'reason' | 'place' | 'actual' | 'expected' | 'note' | 'fix'> {
  /** Only where this finding is graver or slighter than the rule as a whole. */
  readonly severity?: Severity;
}

/** A rule as the manual tells of it. */
export interface RuleDescription {
  /** Also its file, its folder of fixtures and its heading in the manual. */
  readonly id: string;
  /** Unless `newsletter.yaml` or the finding says otherwise. */
  readonly severity: Severity;
  /** `reading`: found by parse. `settling`: found when everything else has been. */
  readonly stage: 'reading' | 'issue' | 'archive' | 'rendering' | 'settling';
  /** One sentence: what the rule asks for. */
  readonly description: string;
}

export interface IssueRule extends RuleDescription {
  readonly stage: 'issue';
  readonly check: (issue: Issue, context: RuleContext) => readonly Finding[];
}

export interface ArchiveRule extends RuleDescription {
  readonly stage: 'archive';
  /** Issues come by path, drafts included. */
  readonly check: (issues: readonly Issue[], context: RuleContext) => readonly ArchiveFinding[];
}

interface ArchiveFinding extends Finding {
  /** The file that the place belongs to. */
  readonly path: string;
}

export interface RenderingRule extends RuleDescription {
  readonly stage: 'rendering';
  readonly check: (issue: Issue, rendered: RenderedIssue, context: RuleContext) => readonly Finding[];
}

/** The finding as the diagnostic of its rule. */
export function toDiagnostic(rule: RuleDescription, path: string, finding: Finding): Diagnostic {
  const { reason, place, actual, expected, note, fix } = finding;
  return {
    ruleId: rule.id,
    severity: finding.severity ?? rule.severity,
    reason,
    path,
    ...(place !== undefined && { place }),
    ...(actual !== undefined && { actual }),
    ...(expected !== undefined && { expected }),
    ...(note !== undefined && { note }),
    ...(fix !== undefined && { fix }),
  };
}
