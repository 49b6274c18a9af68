// Every reader can leave, from every mail, in both of its forms. Mailbox providers ask for it, and so does the law in most
// countries; a template edited by hand loses it easily.
import { MARKERS, markedLink } from '../../model/markers.ts';
import type { Newsletter } from '../../model/newsletter.ts';
import type { RenderedIssue } from '../../model/rendered.ts';
import type { Finding, RenderingRule } from '../rule.ts';

const HREF = /<a\s[^<>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/giu;

export const mailUnsubscribe: RenderingRule = {
  id: 'mail-unsubscribe',
  severity: 'error',
  stage: 'rendering',
  description:
    'The mail has a link to unsubscribe in its HTML and in its plain text, and the newsletter has an address for it.',
  check: (_issue, rendered, { newsletter }) => [
    ...settingsFindings(newsletter),
    ...mailFindings(rendered, markedLink(newsletter.listUrl, 'unsubscribe')),
  ],
};

function settingsFindings({ listUrl, unsubscribeAddress }: Newsletter): readonly Finding[] {
  const hasLink = /^https?:\/\/[^/]/iu.test(listUrl);
  const hasAddress = /^[^\s@]+@[^\s@]+$/u.test(unsubscribeAddress);
  return [
    ...(hasLink ? [] : [missingSetting('listUrl', listUrl, 'https://lists.example.org/')]),
    ...(hasAddress ? [] : [missingSetting('unsubscribeAddress', unsubscribeAddress, 'leave@example.org')]),
  ];
}

function missingSetting(name: string, actual: string, example: string): Finding {
  return {
    reason: `Unexpected ${name} "${actual}" in newsletter.yaml, expected one such as ${example}`,
    actual,
    expected: [example],
    note: `Write ${name}: and the address that readers use to leave the list in issues/newsletter.yaml.`,
  };
}

function mailFindings({ html, text }: RenderedIssue, link: string): readonly Finding[] {
  const isLinked = [...withoutComments(html).matchAll(HREF)].some(([, ...forms]) =>
    forms.some((href) => href?.replaceAll('&amp;', '&') === link),
  );
  const expected = [link.replace(MARKERS.unsubscribe, '…')];
  return [
    ...(isLinked
      ? []
      : [
          {
            reason: 'Unexpected HTML mail without a link to unsubscribe, expected one',
            expected,
            note: 'The template of the mail, templates/email/issue.hbs, lacks the link. Put it back, or delete the file to use the built-in one.',
          },
        ]),
    ...(text.includes(link)
      ? []
      : [
          {
            reason: 'Unexpected plain-text mail without a link to unsubscribe, expected one',
            expected,
            note: 'The template of the plain text, templates/text/issue.hbs, lacks the link. Put it back, or delete the file to use the built-in one.',
          },
        ]),
  ];
}

/** By search, not by a pattern, which each unclosed comment would send to the end. */
function withoutComments(html: string): string {
  const [before = '', ...rest] = html.split('<!--');
  return [before, ...rest.map((piece) => piece.split('-->').slice(1).join('-->'))].join('');
}
