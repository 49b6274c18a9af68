// Rules about a newsletter that was pasted as plain text, in the order of the manual.
import type { Rule } from '../rule.ts';

export const PASTE_RULES: readonly Rule[] = [];
