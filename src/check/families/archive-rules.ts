// Rules about one issue among all others, in the order of the manual.
import type { Rule } from '../rule.ts';
import { headlineRepeated } from '../rules/headline-repeated.ts';
import { linkRepeated } from '../rules/link-repeated.ts';
import { sourceDrift } from '../rules/source-drift.ts';
import { storyRepeated } from '../rules/story-repeated.ts';
import { tagDrift } from '../rules/tag-drift.ts';
import { updateSilent } from '../rules/update-silent.ts';

export const ARCHIVE_RULES: readonly Rule[] = [
  linkRepeated,
  headlineRepeated,
  storyRepeated,
  sourceDrift,
  tagDrift,
  updateSilent,
];
