// Rules about marks of quotation, in the order of the manual.
import type { Rule } from '../rule.ts';
import { quoteEmpty } from '../rules/quote-empty.ts';
import { quoteMixed } from '../rules/quote-mixed.ts';
import { quoteNested } from '../rules/quote-nested.ts';
import { quoteReopen } from '../rules/quote-reopen.ts';
import { quoteSpace } from '../rules/quote-space.ts';
import { quoteUnbalanced } from '../rules/quote-unbalanced.ts';

export const QUOTE_RULES: readonly Rule[] = [
  quoteUnbalanced,
  quoteReopen,
  quoteNested,
  quoteMixed,
  quoteSpace,
  quoteEmpty,
];
