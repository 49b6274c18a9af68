// The second of two readings of the exports: one post after the other becomes an issue and is written, with all that is said of it going into
// the report. Nothing of a post is kept longer than it takes.

import type { House } from '../../intake/house.ts';
import { createNoteBook, type NoteBook } from '../../intake/note-book.ts';
import type { OldTextReading } from '../../intake/old-text/old-text.ts';
import { type DraftedPost, draftOfPost } from '../../intake/posts/draft-of-post.ts';
import type { PostPlan } from '../../intake/posts/plan-posts.ts';
import type { PostHouse } from '../../intake/posts/post-house.ts';
import { readPost } from '../../intake/posts/read-post.ts';
import { writeIssue } from '../../intake/write-issue.ts';
import type { DraftIssue } from '../../model/draft.ts';
import type { ImportedPost, ImportNote } from '../../model/imported-post.ts';
import { numberedSlug, slugOfPath } from '../../model/issue-names.ts';
import { slugOf, uniqueSlug } from '../../model/slug.ts';
import type { Fate, Placing } from './place-issue.ts';
import { placeIssue } from './place-issue.ts';
import { draftOfText, isText } from './text-posts.ts';

export interface DraftedIssue {
  /** `issues/0294.md` */
  readonly path: string;
  readonly slug: string;
  readonly text: string;
  readonly drafted: DraftedPost;
  /** Writes it, unless something stands there that must stay; more notes may come of pictures. */
  place(): Promise<{ readonly fate: Fate; readonly notes: readonly ImportNote[] }>;
}

export interface PostWriter {
  draft(key: string, post: ImportedPost, plan: Extract<PostPlan, { kind: 'issue' }>): DraftedIssue;
}

export interface WriterDoors {
  readonly house: House;
  readonly posts: PostHouse;
  readonly texts: OldTextReading;
  readonly placing: Placing;
  /** Pictures are fetched where that was asked for: the text with their new addresses comes out. */
  readonly keepPictures?: (text: string, slug: string, note: (note: ImportNote) => void) => Promise<string>;
}

export function createPostWriter({ house, posts, texts, placing, keepPictures }: WriterDoors): PostWriter {
  const { ledger } = placing;
  // No new special takes the name of one that was imported before.
  const taken = new Set([...ledger.records.values()].map(({ path }) => slugOfPath(path)));
  return {
    draft: (key, post, plan) => {
      const notes = createNoteBook(post.id);
      const { drafted, said } = draftOf(post, { posts, texts }, notes);
      if (plan.hasTaken !== undefined)
        notes.add(
          'look',
          `Another post is number ${plan.hasTaken} too, with other words: this one became an issue without a number.`,
          post.title,
        );
      const draft = asPlanned(drafted.draft, plan, post);
      const known = ledger.records.get(key)?.path;
      const slug = known === undefined ? slugFor(draft, taken) : slugOfPath(known);
      const path = `issues/${slug}.md`;
      const text = writeIssue(draft, house);
      return {
        path,
        slug,
        text,
        drafted,
        place: async () => {
          const ofPictures: ImportNote[] = [];
          const isFetching = keepPictures !== undefined && !placing.isDry;
          const shown = isFetching
            ? await keepPictures(text, slug, (note) => ofPictures.push({ ...note, postId: post.id }))
            : text;
          const fate = await placeIssue({ key, path, text: shown }, placing);
          return { fate, notes: [...notes.notes, ...said, ...ofPictures] };
        },
      };
    },
  };
}

function draftOf(
  post: ImportedPost,
  { posts, texts }: Pick<WriterDoors, 'posts' | 'texts'>,
  notes: NoteBook,
): { readonly drafted: DraftedPost; readonly said: readonly ImportNote[] } {
  if (isText(post)) {
    const { drafted, notes: said } = draftOfText(post, texts, posts.newsletter.timeZone, notes);
    return { drafted, said };
  }
  return { drafted: draftOfPost(post, readPost(post, posts, notes), posts, notes), said: [] };
}

/** The number that all posts of one newsletter agree on; a special where another post has it. */
function asPlanned(
  draft: DraftIssue,
  plan: Extract<PostPlan, { kind: 'issue' }>,
  post: ImportedPost,
): DraftIssue {
  if (plan.number !== undefined) {
    if (draft.number === plan.number) return draft;
    const { slugWords: _, ...rest } = draft;
    return { ...rest, number: plan.number };
  }
  if (draft.number === undefined) return draft;
  const { number, ...rest } = draft;
  const title = post.title.trim() === '' ? `No. ${number}` : post.title.replace(/\s+/gu, ' ').trim();
  return { ...rest, title, slugWords: slugOf(title, 'post') };
}

function slugFor(draft: DraftIssue, taken: Set<string>): string {
  if (draft.number !== undefined) return numberedSlug(draft.number);
  const slug = `${draft.date}-${draft.slugWords ?? 'post'}`;
  return uniqueSlug(slug, taken);
}
