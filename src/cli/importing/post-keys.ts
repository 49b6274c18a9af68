// Posts go in, one after another in the order of the exports; the key under which each is remembered comes out. Both readings of the exports
// ask in the same order, and so does the next import.
import { printOf } from '../../intake/posts/count-paragraphs.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import type { OpenedExport } from './open-exports.ts';

export interface PostKey {
  readonly key: string;
  /** The very same post was there before: two exports of one blog were named. */
  readonly isRepeated: boolean;
}

/** Two posts that an export gives one id, or none, are two all the same: the second has a figure behind it. */
export function createPostKeys(): (source: OpenedExport, post: ImportedPost) => PostKey {
  const known = new Map<string, number[]>();
  return ({ format }, { id, title, body }) => {
    const key = `${format.name} ${id}`;
    const print = printOf(`${title}\n${body.value}`);
    const prints = known.get(key) ?? [];
    const at = prints.indexOf(print);
    const nth = at < 0 ? prints.push(print) : at + 1;
    known.set(key, prints);
    return { key: nth === 1 ? key : `${key} (${nth})`, isRepeated: at >= 0 };
  };
}
