// Rules about text that Markdown would lose or change, in the order of the manual.
import type { Rule } from '../rule.ts';
import { markdownKey } from '../rules/markdown-key.ts';
import { markdownList } from '../rules/markdown-list.ts';
import { markdownLost } from '../rules/markdown-lost.ts';
import { markdownUnknown } from '../rules/markdown-unknown.ts';

export const MARKDOWN_RULES: readonly Rule[] = [markdownLost, markdownList, markdownKey, markdownUnknown];
