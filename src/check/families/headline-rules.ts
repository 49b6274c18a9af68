// Rules about headlines, in the order of the manual.
import type { Rule } from '../rule.ts';

export const HEADLINE_RULES: readonly Rule[] = [];
