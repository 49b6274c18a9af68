// The second of two readings of the exports, all of it: post after post is drafted, placed and told of. Some are placed at once, for a disk
// that is asked to keep each file safely makes one wait; the report has them in their order all the same.
import type { ExportSettings } from '../../model/export-format.ts';
import type { ImportedPost, ImportNote } from '../../model/imported-post.ts';
import type { Issue, IssueFile } from '../../model/issue.ts';
import type { ImportReport } from './import-report.ts';
import type { AddressBook } from './keep-addresses.ts';
import type { IdBook } from './keep-ids.ts';
import type { Batch, OpenedExport } from './open-exports.ts';
import { isOurs } from './place-issue.ts';
import { createPostKeys, type PostKey } from './post-keys.ts';
import type { Survey } from './survey-exports.ts';
import type { PostWriter } from './write-posts.ts';

/** Thrown where the user wants it to end. */
export const STOPPED = new Error('interrupted');

export interface WritingScene {
  readonly survey: Survey;
  readonly writer: PostWriter;
  readonly report: ImportReport;
  readonly readIssue: (file: IssueFile) => Issue;
  readonly addresses: AddressBook;
  readonly ids: IdBook;
  readonly isStopped: () => boolean;
  readonly onPost: (done: number) => void;
}

const PLACED_AT_ONCE = 8;
const REASONS: Readonly<Record<'same' | 'page', ImportNote>> = {
  same: { kind: 'changed', reason: 'It is the same as another post; its address leads there.' },
  page: {
    kind: 'left-out',
    reason: 'A page of the site is no newsletter. Copy what is worth keeping into about: in newsletter.yaml.',
  },
};

/** @returns The names of those who posted. */
export async function writeAll(
  exports: readonly OpenedExport[],
  settings: ExportSettings,
  scene: WritingScene,
): Promise<readonly string[]> {
  const authors = new Set<string>();
  const waiting: Promise<() => Promise<void>>[] = [];
  const keyOf = createPostKeys();
  let done = 0;
  const tellOne = async (): Promise<void> => {
    const tell = await waiting.shift();
    await tell?.();
    done += 1;
    scene.onPost(done);
  };
  try {
    for (const source of exports) {
      await source.read(settings, async (batch) => {
        const told = new Set(batch.posts.map(({ id }) => id));
        const notes = batch.notes.filter(({ postId }) => postId === undefined || !told.has(postId));
        if (notes.length > 0) waiting.push(Promise.resolve(() => tellExport(source, notes, scene)));
        for (const post of batch.posts) {
          if (scene.isStopped()) throw STOPPED;
          for (const author of post.authors) authors.add(author);
          const placed = writeOne(keyOf(source, post), post, batch, scene);
          // A failure is met when it is its turn; until then nobody is to take it for one that nobody meets.
          placed.catch(() => undefined);
          waiting.push(placed);
          while (waiting.length > PLACED_AT_ONCE) await tellOne();
        }
      });
    }
    while (waiting.length > 0) await tellOne();
  } finally {
    await Promise.allSettled(waiting);
  }
  return [...authors];
}

/** @returns What is to be told of it, when its turn comes. */
async function writeOne(
  { key, isRepeated }: PostKey,
  post: ImportedPost,
  batch: Batch,
  { survey, writer, report, readIssue, addresses, ids }: WritingScene,
): Promise<() => Promise<void>> {
  const plan = isRepeated ? ({ kind: 'same', as: key } as const) : survey.plans.get(key);
  const own = batch.notes.filter(({ postId }) => postId === post.id);
  const { title } = post;
  if (plan?.kind !== 'issue') {
    const what = plan?.kind === 'same' ? 'same' : 'page';
    return () => report.add({ what, title, addresses: post.addresses, notes: [...own, REASONS[what]] });
  }
  const drafted = writer.draft(key, post, plan);
  const { path, slug, text } = drafted;
  const { fate, notes } = await drafted.place();
  return async () => {
    const ofAnchors =
      isOurs(fate) && drafted.drafted.anchors.size > 0
        ? ids.add(readIssue({ path, value: text }), drafted.drafted)
        : [];
    // A draft has no page that an old address could lead to.
    const led = fate === 'removed' || post.isDraft === true ? [] : plan.addresses;
    const ofAddresses = led.flatMap((address): ImportNote[] => {
      const reason = addresses.add(address, slug);
      return reason === undefined ? [] : [{ kind: 'look', reason, excerpt: address }];
    });
    const all = [...own, ...notes, ...ofAnchors, ...ofAddresses];
    await report.add({ what: 'issue', title, addresses: plan.addresses, notes: all, path, fate });
  };
}

function tellExport(
  { name }: OpenedExport,
  notes: readonly ImportNote[],
  { report }: WritingScene,
): Promise<void> {
  return report.add({ what: 'export', title: name, addresses: [], notes });
}
