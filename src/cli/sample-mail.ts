// `out/email/0294/`: the mail as an invented reader would get it, as a page, as text and as one message. The same input gives the
// same bytes: the date is the issue's, and the links are signed with a key that is no secret and opens nothing.
import { instantOf } from '../model/calendar.ts';
import type { Issue } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { OutputFile, RenderedIssue } from '../model/rendered.ts';
import { publishMail } from '../publish/publish-mail.ts';
import { mailComposer, tokensFor } from './mail-composer.ts';

const SAMPLE_READER = {
  id: Buffer.alloc(16).toString('base64url'),
  address: 'reader@example.org',
  name: 'A Reader',
};
const SAMPLE_KEY = { number: 255, secret: new Uint8Array(32) };

export async function sampleMail(
  issue: Pick<Issue, 'slug' | 'date'>,
  mail: RenderedIssue,
  newsletter: Newsletter,
): Promise<readonly OutputFile[]> {
  const { slug } = issue;
  const date = new Date(instantOf(issue.date, '12:00', newsletter.timeZone));
  const compose = await mailComposer({ newsletter, slug, rendered: mail, date }, { key: SAMPLE_KEY });
  const { raw } = await compose({
    subscriber: SAMPLE_READER,
    messageId: sampleMessageId(slug, newsletter.listId),
  });
  return [
    ...publishMail(mail, tokensFor(SAMPLE_READER.id, newsletter, SAMPLE_KEY)),
    { path: `email/${slug}/message.eml`, contents: raw, mediaType: 'message/rfc822' },
  ];
}

/** A file may be called by any letters, while an id takes few (RFC 5322 §3.6.4, `dot-atom-text`): the others are written as %XX. */
function sampleMessageId(slug: string, listId: string): string {
  const name = encodeURIComponent(slug.toWellFormed()).replace(/[^\w.%-]/gu, '_');
  return `sample.${name}@${listId}`;
}
