// Rules about pictures, galleries and films, in the order of the manual.
import type { Rule } from '../rule.ts';
import { mediaAlt } from '../rules/media-alt.ts';
import { mediaCredit } from '../rules/media-credit.ts';
import { mediaFormat } from '../rules/media-format.ts';
import { mediaGalleryCount } from '../rules/media-gallery-count.ts';
import { mediaMissing } from '../rules/media-missing.ts';
import { mediaVideo } from '../rules/media-video.ts';

export const MEDIA_RULES: readonly Rule[] = [
  mediaMissing,
  mediaFormat,
  mediaAlt,
  mediaCredit,
  mediaGalleryCount,
  mediaVideo,
];
