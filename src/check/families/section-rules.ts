// Rules about sections, in the order of the manual.
import type { Rule } from '../rule.ts';

export const SECTION_RULES: readonly Rule[] = [];
