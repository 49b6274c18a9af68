// The rules whose findings come from reading a file, before any rule of this room looks: parse reports what it could not
// understand. They are listed here so that they can be silenced, set in `newsletter.yaml` and looked up in the manual.
import type { RuleDescription } from './rule.ts';

export const READING_RULES: readonly RuleDescription[] = [];

export const READING_IDS: ReadonlySet<string> = new Set(READING_RULES.map(({ id }) => id));
