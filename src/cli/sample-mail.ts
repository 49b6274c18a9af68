// `out/email/0294/message.eml`: the mail as an invented reader would get it. The same input gives the same bytes: the date is the
// issue's, and the links are signed with a key that is no secret and opens nothing.
import type { CompiledArchive } from '../compile.ts';
import { instantOf } from '../model/calendar.ts';
import type { Issue } from '../model/issue.ts';
import type { OutputFile } from '../model/rendered.ts';
import { mailComposer } from './mail-composer.ts';

const SAMPLE_READER = {
  id: Buffer.alloc(16).toString('base64url'),
  address: 'reader@example.org',
  name: 'A Reader',
};
const SAMPLE_KEY = { number: 255, secret: new Uint8Array(32) };

export async function sampleMails(archive: CompiledArchive): Promise<readonly OutputFile[]> {
  const published = archive.issues.filter((issue) => !issue.isDraft);
  return Promise.all(published.map((issue) => sampleMail(issue, archive)));
}

async function sampleMail(
  issue: Issue,
  { rendered, settings: { newsletter } }: CompiledArchive,
): Promise<OutputFile> {
  const { slug } = issue;
  const mail = rendered.get(slug);
  if (mail === undefined) throw new Error(`${slug} was not rendered`);
  const date = new Date(instantOf(issue.date, '12:00', newsletter.timeZone));
  const compose = await mailComposer({ newsletter, slug, rendered: mail, date }, { key: SAMPLE_KEY });
  const { raw } = compose({ subscriber: SAMPLE_READER, messageId: `sample.${slug}@${newsletter.listId}` });
  return { path: `email/${slug}/message.eml`, contents: raw, mediaType: 'message/rfc822' };
}
