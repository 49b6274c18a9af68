// The first of two readings of the exports: nothing is written, and of each post only is kept what tells whether it is the same as another
// and which of its paragraphs stand in every issue. A second reading then writes with this known, in the memory of one post.

import { createNoteBook } from '../../intake/note-book.ts';
import type { OldTextReading } from '../../intake/old-text/old-text.ts';
import { countParagraphs, printOf } from '../../intake/posts/count-paragraphs.ts';
import { numberOfPost, tellingBlocks } from '../../intake/posts/draft-of-post.ts';
import { type PostPlan, planPosts, type SeenPost } from '../../intake/posts/plan-posts.ts';
import { foldWords, type PostHouse } from '../../intake/posts/post-house.ts';
import { boilerplateKey, readPost } from '../../intake/posts/read-post.ts';
import type { ExportSettings } from '../../model/export-format.ts';
import type { Batch, OpenedExport } from './open-exports.ts';
import { createPostKeys } from './post-keys.ts';
import { isText, numberOfText } from './text-posts.ts';

export interface Survey {
  readonly plans: ReadonlyMap<string, PostPlan>;
  readonly posts: number;
  /** True for the folded words of a paragraph that stands in many posts. */
  isRepeated(folded: string): boolean;
  /** True for an anchor that only one post has: then it can be an item's id. */
  isUniqueAnchor(anchor: string): boolean;
}

/** Of the longest newsletter. */
const MOST_PARAGRAPHS = 200;

export async function surveyExports(
  exports: readonly OpenedExport[],
  { house, texts }: { readonly house: PostHouse; readonly texts: OldTextReading },
  settings: ExportSettings,
  onBatch: (source: OpenedExport, batch: Batch, posts: number) => void,
): Promise<Survey> {
  const seen: SeenPost[] = [];
  const counts = countParagraphs();
  const anchors = new Map<string, number>();
  const counted = new Set<string>();
  const keyOf = createPostKeys();
  for (const source of exports) {
    await source.read(settings, async (batch) => {
      for (const post of batch.posts) {
        const { key, isRepeated } = keyOf(source, post);
        if (isRepeated) continue;
        const read = readPost(post, house, createNoteBook(post.id));
        const number = isText(post)
          ? numberOfText(post, texts, house.newsletter.timeZone)
          : numberOfPost(post, read, house);
        const folded = tellingBlocks(post, read, house)
          .map(({ words }) => foldWords(words))
          .filter((words) => words !== '');
        // A newsletter that was posted five times says nothing about what stands in all of them.
        const mark = number === undefined ? `${printOf(folded.join('\n'))}` : `no ${number}`;
        if (!counted.has(mark)) {
          counted.add(mark);
          counts.add(read.blocks.flatMap((block) => boilerplateKey(block) ?? []).map(printOf));
          for (const { anchor } of read.blocks)
            if (anchor !== undefined) anchors.set(anchor, (anchors.get(anchor) ?? 0) + 1);
        }
        seen.push({
          key,
          title: post.title,
          ...(number === undefined ? {} : { number }),
          ...(post.publishedAt === undefined ? {} : { publishedAt: post.publishedAt }),
          isPage: post.kind === 'page',
          addresses: post.addresses,
          paragraphs: folded
            .filter((words) => !house.isBoilerplate(words))
            .slice(0, MOST_PARAGRAPHS)
            .map((words) => ({ print: printOf(words), length: words.length })),
        });
      }
      onBatch(source, batch, seen.length);
    });
  }
  return {
    plans: planPosts(seen, counts.isRepeated),
    posts: seen.length,
    isRepeated: (folded) => counts.isRepeated(printOf(folded)),
    isUniqueAnchor: (anchor) => anchors.get(anchor) === 1,
  };
}
