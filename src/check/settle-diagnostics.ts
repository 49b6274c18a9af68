// What was found in an issue goes in; what the editor gets to see comes out: rules that `newsletter.yaml` turns off are gone,
// those it makes milder or stricter are so, and what a comment in the issue says is on purpose is gone too. A comment that
// silences nothing is reported, or it would hide the next real mistake on its line.
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Issue, Silence } from '../model/issue.ts';
import type { IssueDigest } from '../model/issue-digest.ts';
import type { Newsletter } from '../model/newsletter.ts';
import { fixesInJson } from './fixes-in-json.ts';
import { READING_IDS } from './reading-rules.ts';
import { type RuleDescription, toDiagnostic } from './rule.ts';

export const SILENCE_UNUSED: RuleDescription = {
  id: 'silence-unused',
  severity: 'warning',
  stage: 'settling',
  description: 'A comment that silences a rule has something to silence on its line.',
};

/**
 * @param judged Ids of the rules whose findings are all in `diagnostics`: a silence of one of them which met nothing is
 *   reported. Unless given, those that only the reading of a file reports.
 */
export function settleDiagnostics(
  issue: Issue | IssueDigest,
  diagnostics: readonly Diagnostic[],
  newsletter: Newsletter,
  judged: ReadonlySet<string> = READING_IDS,
): Diagnostic[] {
  const lastFrontMatterLine =
    'lastFrontMatterLine' in issue ? issue.lastFrontMatterLine : (issue.frontMatter.position?.end.line ?? 0);
  const isMet = (silence: Silence, ruleId: string) =>
    diagnostics.some((found) => found.ruleId === ruleId && speaksOf(silence, found, lastFrontMatterLine));
  const left = diagnostics.filter(
    (found) => !issue.silences.some((silence) => speaksOf(silence, found, lastFrontMatterLine)),
  );
  const unused = issue.silences
    .filter(isValid)
    .flatMap((silence) =>
      silence.ruleIds
        .filter((id) => judged.has(id) && newsletter.rules[id] !== 'off' && !isMet(silence, id))
        .map((id) => toDiagnostic(SILENCE_UNUSED, issue.path, unusedSilence(silence, id))),
    );
  const settled = applySettings([...left, ...unused], newsletter);
  if (!/\.json$/iu.test(issue.path)) return settled;
  return fixesInJson(settled, 'text' in issue ? issue.text : undefined);
}

/** `off` takes a diagnostic away, `warn` and `error` set its severity. */
export function applySettings(diagnostics: readonly Diagnostic[], newsletter: Newsletter): Diagnostic[] {
  return diagnostics.flatMap((found) => {
    const setting = newsletter.rules[found.ruleId];
    if (setting === 'off') return [];
    if (setting === undefined) return [found];
    return [{ ...found, severity: setting === 'warn' ? 'warning' : 'error' }];
  });
}

/**
 * A silence speaks of its line. What is found in the front matter, where no comment can stand, or in the issue as a whole
 * is silenced by a comment anywhere in the issue.
 */
function speaksOf(silence: Silence, found: Diagnostic, lastFrontMatterLine: number): boolean {
  if (!isValid(silence) || !silence.ruleIds.includes(found.ruleId)) return false;
  const line = found.place?.start.line ?? 0;
  return line === silence.line || line <= lastFrontMatterLine;
}

/** Without a reason a silence has no effect: whoever reads the issue next year must be able to tell why. */
function isValid(silence: Silence): boolean {
  return silence.reason.trim() !== '';
}

function unusedSilence(silence: Silence, ruleId: string) {
  return {
    reason: `Unexpected comment that silences "${ruleId}", which finds nothing on line ${silence.line}, expected none`,
    place: silence.position,
    actual: ruleId,
    note: 'Take the comment out. If it belongs to another line, put it at the end of that line, or alone on the line before it.',
  };
}
