// A mail that some reader's mail program would cut off: what stands at the end, the way to unsubscribe included, is then hidden.
import { GMAIL_CLIP_BYTES, ROOMY_MAIL_BYTES } from '../../model/rendered.ts';
import type { RenderingRule } from '../rule.ts';

const BYTES_PER_KB = 1024;

export const mailSize: RenderingRule = {
  id: 'mail-size',
  severity: 'warning',
  stage: 'rendering',
  description: 'The HTML of the mail is smaller than 80 KB: Gmail cuts what is larger than about 100 KB.',
  check: (_issue, { html }) => {
    // Markers have the length of what stands in their place for any reader, so this is every reader's size.
    const sizeBytes = new TextEncoder().encode(html).length;
    if (sizeBytes <= ROOMY_MAIL_BYTES) return [];
    const shown = `${Math.ceil(sizeBytes / BYTES_PER_KB)} KB`;
    const isClipped = sizeBytes > GMAIL_CLIP_BYTES;
    return [
      {
        severity: isClipped ? ('error' as const) : ('warning' as const),
        reason: `Unexpected size of the mail, ${shown}, expected at most ${isClipped ? 100 : 80} KB`,
        actual: shown,
        note: isClipped
          ? 'Gmail would cut the mail and hide the end of it. Shorten the excerpts, or keep some items for the next issue.'
          : 'Gmail cuts mails of more than about 100 KB, and this one comes near. Shorten the excerpts, or keep some items for the next issue.',
      },
    ];
  },
};
