// Rules about timed entries, in the order of the manual.
import type { Rule } from '../rule.ts';

export const LIVE_RULES: readonly Rule[] = [];
