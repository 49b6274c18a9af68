// Rules about sections, in the order of the manual.
import type { Rule } from '../rule.ts';
import { sectionContents } from '../rules/section-contents.ts';
import { sectionDuplicate } from '../rules/section-duplicate.ts';
import { sectionEmpty } from '../rules/section-empty.ts';
import { sectionGlued } from '../rules/section-glued.ts';
import { sectionKind } from '../rules/section-kind.ts';
import { sectionOrder } from '../rules/section-order.ts';
import { sectionUnknown } from '../rules/section-unknown.ts';

export const SECTION_RULES: readonly Rule[] = [
  sectionUnknown,
  sectionGlued,
  sectionEmpty,
  sectionDuplicate,
  sectionOrder,
  sectionContents,
  sectionKind,
];
