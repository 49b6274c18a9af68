// Rules about who is quoted, and how the attribution is written, in the order of the manual.
import type { Rule } from '../rule.ts';
import { sourceForm } from '../rules/source-form.ts';
import { sourceMissing } from '../rules/source-missing.ts';
import { sourceUnknown } from '../rules/source-unknown.ts';
import { sourceUnread } from '../rules/source-unread.ts';
import { sourceVariant } from '../rules/source-variant.ts';
import { sourceVerb } from '../rules/source-verb.ts';

export const SOURCE_RULES: readonly Rule[] = [
  sourceMissing,
  sourceForm,
  sourceUnread,
  sourceUnknown,
  sourceVariant,
  sourceVerb,
];
