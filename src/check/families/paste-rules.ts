// Rules about a newsletter that was pasted as plain text, in the order of the manual.
import type { Rule } from '../rule.ts';
import { headlinePlain } from '../rules/headline-plain.ts';
import { issuePasted } from '../rules/issue-pasted.ts';
import { linkMore } from '../rules/link-more.ts';
import { sectionPlain } from '../rules/section-plain.ts';
import { sourceGlued } from '../rules/source-glued.ts';

export const PASTE_RULES: readonly Rule[] = [issuePasted, sectionPlain, headlinePlain, sourceGlued, linkMore];
