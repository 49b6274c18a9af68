// Every rule of the proofreader, in the order of the manual. A new rule is one file in `rules/`, one line here and one folder
// of fixtures in `test/fixtures/rules/`.
import { READING_RULES } from './reading-rules.ts';
import type { Rule, RuleDescription } from './rule.ts';
import { SILENCE_UNUSED } from './settle-diagnostics.ts';

export const RULES: readonly Rule[] = [];

/** Rules as the manual lists them, those that do their work elsewhere included. */
export const DESCRIPTIONS: readonly RuleDescription[] = [...RULES, SILENCE_UNUSED, ...READING_RULES];

/** Every name that may stand in a silence or under `rules:` in `newsletter.yaml`. */
export const RULE_IDS: readonly string[] = [...new Set(DESCRIPTIONS.map(({ id }) => id))].sort();

/** Ids of the rules of one stage, without those that the reading of a file reports as well. */
export function idsOfStage(stage: Rule['stage']): ReadonlySet<string> {
  const reading = new Set(READING_RULES.map(({ id }) => id));
  return new Set(RULES.filter((rule) => rule.stage === stage && !reading.has(rule.id)).map(({ id }) => id));
}
