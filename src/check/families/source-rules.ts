// Rules about who is quoted, and how the attribution is written, in the order of the manual.
import type { Rule } from '../rule.ts';
import { sourceMissing } from '../rules/source-missing.ts';
import { sourceUnknown } from '../rules/source-unknown.ts';
import { sourceVariant } from '../rules/source-variant.ts';

export const SOURCE_RULES: readonly Rule[] = [sourceMissing, sourceUnknown, sourceVariant];
