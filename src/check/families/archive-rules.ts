// Rules about one issue among all others, in the order of the manual.
import type { Rule } from '../rule.ts';

export const ARCHIVE_RULES: readonly Rule[] = [];
