// Rules about pictures, galleries and films, in the order of the manual.
import type { Rule } from '../rule.ts';
import { mediaMissing } from '../rules/media-missing.ts';

export const MEDIA_RULES: readonly Rule[] = [mediaMissing];
