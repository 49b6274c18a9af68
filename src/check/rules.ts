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

/** Rules by what they are about. */
export const FAMILIES: readonly { readonly name: string; readonly rules: readonly Rule[] }[] = [
  { name: 'The issue', rules: ISSUE_RULES },
  { name: 'Dates', rules: DATE_RULES },
  { name: 'Sources', rules: SOURCE_RULES },
  { name: 'Headlines', rules: HEADLINE_RULES },
  { name: 'Links', rules: LINK_RULES },
  { name: 'Quotation marks', rules: QUOTE_RULES },
  { name: 'Text', rules: TEXT_RULES },
  { name: 'Sections', rules: SECTION_RULES },
  { name: 'Live pages', rules: LIVE_RULES },
  { name: 'Events', rules: EVENT_RULES },
  { name: 'Pictures and films', rules: MEDIA_RULES },
  { name: 'Updates and corrections', rules: UPDATE_RULES },
  { name: 'Markdown', rules: MARKDOWN_RULES },
  { name: 'The mail', rules: MAIL_RULES },
  { name: 'The archive', rules: ARCHIVE_RULES },
  { name: 'Pasted text', rules: PASTE_RULES },
  { name: 'Settings', rules: SETTINGS_RULES },
];

export const RULES: readonly Rule[] = FAMILIES.flatMap(({ rules }) => rules);

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
