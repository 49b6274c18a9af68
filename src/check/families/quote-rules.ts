// Rules about marks of quotation, in the order of the manual.
import type { Rule } from '../rule.ts';
import { quoteUnbalanced } from '../rules/quote-unbalanced.ts';

export const QUOTE_RULES: readonly Rule[] = [quoteUnbalanced];
