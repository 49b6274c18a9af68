// Rules about slips of the pen: doubled words, stray letters, lost characters, in the order of the manual.
import type { Rule } from '../rule.ts';

export const TEXT_RULES: readonly Rule[] = [];
