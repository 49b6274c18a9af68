// Rules about where links lead, as far as their form can tell, in the order of the manual.
import type { Rule } from '../rule.ts';
import { linkDuplicate } from '../rules/link-duplicate.ts';
import { linkHomePage } from '../rules/link-home-page.ts';
import { linkMalformed } from '../rules/link-malformed.ts';
import { linkMissing } from '../rules/link-missing.ts';

export const LINK_RULES: readonly Rule[] = [linkMissing, linkMalformed, linkDuplicate, linkHomePage];
