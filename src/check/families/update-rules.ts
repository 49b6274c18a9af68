// Rules about updates and corrections, in the order of the manual.
import type { Rule } from '../rule.ts';

export const UPDATE_RULES: readonly Rule[] = [];
