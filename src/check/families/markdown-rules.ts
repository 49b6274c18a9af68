// Rules about text that Markdown would lose or change, in the order of the manual.
import type { Rule } from '../rule.ts';
import { markdownLost } from '../rules/markdown-lost.ts';

export const MARKDOWN_RULES: readonly Rule[] = [markdownLost];
