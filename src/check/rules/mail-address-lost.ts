// The postal address of newsletter.yaml stands in the mail, in both of its forms; a template edited by hand loses it easily.
import type { Finding, RenderingRule } from '../rule.ts';

const TAG = /<[^<>]{0,2000}>/gu;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,10});/giu;

export const mailAddressLost: RenderingRule = {
  id: 'mail-address-lost',
  severity: 'error',
  stage: 'rendering',
  description: 'The postal address of newsletter.yaml stands in the mail, in its HTML and in its plain text.',
  check: (_issue, { html, text }, { newsletter: { postalAddress } }) => {
    if (postalAddress.length === 0) return [];
    const shown = bare(withoutComments(html).replace(TAG, ' '));
    return [
      ...lost(postalAddress, shown, 'HTML mail', 'templates/email/issue.hbs'),
      ...lost(postalAddress, bare(text), 'plain-text mail', 'templates/text/issue.hbs'),
    ];
  },
};

function lost(address: readonly string[], shown: string, mail: string, template: string): readonly Finding[] {
  if (address.every((line) => shown.includes(bare(line)))) return [];
  return [
    {
      reason: `Unexpected ${mail} without the postal address, expected it`,
      expected: [...address],
      note: `The template, ${template}, lacks the address. Put it back, or delete the file to use the built-in one.`,
    },
  ];
}

function withoutComments(html: string): string {
  const [before = '', ...comments] = html.split('<!--');
  return before + comments.map((comment) => comment.split('-->').slice(1).join('')).join('');
}

/** Letters and figures, so that line ends, typographic marks and what HTML writes for them make no difference. */
function bare(text: string): string {
  return text
    .replace(ENTITY, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}
