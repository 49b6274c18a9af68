// What a rule of the proofreader is. Four kinds, by what has to be there before the rule can look: one issue, that issue among all
// others, that issue as it will be mailed, or the settings. A rule only finds; severity, silences and order are settled elsewhere.
import type { ArchiveIndex } from '../model/archive-index.ts';
import type { IsoInstant } from '../model/calendar.ts';
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { Issue } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { Redirect } from '../model/redirect.ts';
import type { RenderedIssue } from '../model/rendered.ts';
import type { Source } from '../model/source.ts';

export type Rule = IssueRule | ArchiveRule | RenderingRule | SettingsRule;

/** What the caller of a check hands in. */
export interface CheckContext {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  /** Paths of all pictures, relative to `issues/`: `images/cranes.jpg`. Without them none is missed. */
  readonly images?: ReadonlySet<string>;
  /** Names in `issues/` that look as if they were meant to be issues, and are not read: `special.md`, `0295.MD`. */
  readonly strays?: readonly string[];
  /** What `redirects.yaml` says has moved. */
  readonly redirects?: readonly Redirect[];
  /** What was sent, by slug. Without it no silent change is found. */
  readonly sent?: ReadonlyMap<string, SentDigest>;
}

/** An issue as it was when it went out. */
export interface SentDigest {
  readonly sentAt: IsoInstant;
  /** Of the text that was sent, SHA-256 in hex. */
  readonly textHash: string;
  /** Of the text that was sent. Absent where the text itself was not kept: then a change is known, and not what it is. */
  readonly digest?: IssueDigest;
}

/** What every rule may ask besides the issue itself. */
export interface RuleContext extends CheckContext {
  /** Of every rule there is, those that reading a file reports included. */
  readonly ruleIds: readonly string[];
  /** All issues, for a rule about settings; where only the settings are known, nothing that they name is missed. */
  readonly archive?: ArchiveIndex;
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
  readonly stage: 'reading' | 'issue' | 'archive' | 'rendering' | 'settings' | 'settling';
  /** One sentence: what the rule asks for. */
  readonly description: string;
}

export interface IssueRule extends RuleDescription {
  readonly stage: 'issue';
  readonly check: (issue: Issue, context: RuleContext) => readonly Finding[];
}

/** One issue among all others. What it needs of the issue itself stands in the digest, places included. */
export interface ArchiveRule extends RuleDescription {
  readonly stage: 'archive';
  /** `archive` holds the issue itself too. */
  readonly check: (issue: IssueDigest, archive: ArchiveIndex, context: RuleContext) => readonly Finding[];
}

/** What concerns no single issue. */
export interface SettingsRule extends RuleDescription {
  readonly stage: 'settings';
  readonly check: (context: RuleContext) => readonly SettingsFinding[];
}

export interface SettingsFinding extends Finding {
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
