// Rules about events, in the order of the manual.
import type { Rule } from '../rule.ts';

export const EVENT_RULES: readonly Rule[] = [];
