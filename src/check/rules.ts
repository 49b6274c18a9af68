// Every rule of the proofreader, in the order of the manual. A new rule is one file in `rules/`, one line in its family's list in
// `families/` and one folder of fixtures in `test/fixtures/rules/`.
import { ARCHIVE_RULES } from './families/archive-rules.ts';
import { DATE_RULES } from './families/date-rules.ts';
import { EVENT_RULES } from './families/event-rules.ts';
import { HEADLINE_RULES } from './families/headline-rules.ts';
import { ISSUE_RULES } from './families/issue-rules.ts';
import { LINK_RULES } from './families/link-rules.ts';
import { LIVE_RULES } from './families/live-rules.ts';
import { MAIL_RULES } from './families/mail-rules.ts';
import { MARKDOWN_RULES } from './families/markdown-rules.ts';
import { MEDIA_RULES } from './families/media-rules.ts';
import { PASTE_RULES } from './families/paste-rules.ts';
import { QUOTE_RULES } from './families/quote-rules.ts';
import { SECTION_RULES } from './families/section-rules.ts';
import { SETTINGS_RULES } from './families/settings-rules.ts';
import { SOURCE_RULES } from './families/source-rules.ts';
import { TEXT_RULES } from './families/text-rules.ts';
import { UPDATE_RULES } from './families/update-rules.ts';
import { READING_RULES, SHARED_IDS } from './reading-rules.ts';
import type { Rule, RuleDescription } from './rule.ts';
import { SILENCE_UNUSED } from './settle-diagnostics.ts';

export const RULES: readonly Rule[] = [
  ...ISSUE_RULES,
  ...DATE_RULES,
  ...SOURCE_RULES,
  ...HEADLINE_RULES,
  ...LINK_RULES,
  ...QUOTE_RULES,
  ...TEXT_RULES,
  ...SECTION_RULES,
  ...LIVE_RULES,
  ...EVENT_RULES,
  ...MEDIA_RULES,
  ...UPDATE_RULES,
  ...MARKDOWN_RULES,
  ...MAIL_RULES,
  ...ARCHIVE_RULES,
  ...PASTE_RULES,
  ...SETTINGS_RULES,
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
