// Posts whose body is plain text: pasted newsletters, mails of a list. They go through the reading of old newsletters instead of the reading of HTML;
// a text that holds several newsletters becomes several posts, so that each is told apart from others like any post.

import type { NoteBook } from '../../intake/note-book.ts';
import type { OldText, OldTextReading } from '../../intake/old-text/old-text.ts';
import { numberOfOldText, readOldText, splitOldText } from '../../intake/old-text/read-old-text.ts';
import type { DraftedPost } from '../../intake/posts/draft-of-post.ts';
import { noteFields } from '../../intake/posts/draft-of-post.ts';
import { localTimeOf, type TimeZone } from '../../model/calendar.ts';
import type { ImportedPost, ImportNote } from '../../model/imported-post.ts';
import type { OpenedExport } from './open-exports.ts';

/** The same export, each newsletter of its texts a post of its own. */
export function withNewslettersApart(source: OpenedExport, reading: OldTextReading): OpenedExport {
  return {
    ...source,
    read: (settings, take) =>
      source.read(settings, (batch) =>
        take({ ...batch, posts: batch.posts.flatMap((post) => newslettersOf(post, reading)) }),
      ),
  };
}

export function isText({ body }: ImportedPost): boolean {
  return body.form === 'text';
}

/** The number that a post of text is. */
export function numberOfText(
  post: ImportedPost,
  reading: OldTextReading,
  timeZone: TimeZone,
): number | undefined {
  return numberOfOldText(oldTextOf(post, timeZone), reading);
}

export function draftOfText(
  post: ImportedPost,
  reading: OldTextReading,
  timeZone: TimeZone,
  notes: NoteBook,
): { readonly drafted: DraftedPost; readonly notes: readonly ImportNote[] } {
  const { issues, notes: said } = readOldText(oldTextOf(post, timeZone), reading);
  const [first] = issues;
  if (first === undefined) throw new Error(`${post.id} became no issue`);
  noteFields(post, notes);
  const { tags, summary, language, isDraft } = post;
  const draft = {
    ...first,
    tags,
    ...(summary === undefined ? {} : { preheader: summary }),
    ...(language === undefined ? {} : { language }),
    ...(isDraft === true ? { isDraft } : {}),
  };
  return {
    drafted: { draft, anchors: new Map() },
    notes: said.map((note) => ({ ...note, postId: post.id })),
  };
}

function newslettersOf(post: ImportedPost, reading: OldTextReading): readonly ImportedPost[] {
  if (!isText(post)) return [post];
  const texts = splitOldText(post.body.value, reading);
  if (texts.length < 2) return [post];
  return texts.map((value, nth) => ({
    ...post,
    id: nth === 0 ? post.id : `${post.id} (${nth + 1})`,
    // Its title is that of the first, if of any.
    ...(nth === 0 ? {} : { title: '', addresses: [] }),
    body: { form: 'text', value },
  }));
}

function oldTextOf(post: ImportedPost, timeZone: TimeZone): OldText {
  const at = post.publishedAt ?? post.updatedAt;
  return {
    text: post.body.value,
    fileName: post.id,
    ...(post.title === '' ? {} : { title: post.title }),
    ...(at === undefined ? {} : { postedOn: localTimeOf(at, timeZone).date }),
  };
}
