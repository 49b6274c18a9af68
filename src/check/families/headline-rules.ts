// Rules about headlines, in the order of the manual.
import type { Rule } from '../rule.ts';
import { headlineCaps } from '../rules/headline-caps.ts';
import { headlineDuplicate } from '../rules/headline-duplicate.ts';
import { headlineLabel } from '../rules/headline-label.ts';
import { headlineMissing } from '../rules/headline-missing.ts';
import { headlineSourceName } from '../rules/headline-source-name.ts';
import { headlineStop } from '../rules/headline-stop.ts';

export const HEADLINE_RULES: readonly Rule[] = [
  headlineMissing,
  headlineDuplicate,
  headlineStop,
  headlineCaps,
  headlineSourceName,
  headlineLabel,
];
