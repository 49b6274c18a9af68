// How often each paragraph stands in an export, so that what stands in many posts is known for boilerplate. Bounded: of an archive of
// millions of paragraphs those that were seen once are forgotten bit by bit.

export interface ParagraphCounts {
  /** Prints of one post. */
  add(prints: Iterable<number>): void;
  /** True for what stands in so many posts that nobody wrote it for one of them. */
  isRepeated(print: number): boolean;
}

const MOST_REMEMBERED = 300_000;
/** A meeting is announced in two or three issues in a row. */
const ENOUGH_POSTS = 5;
const FEWEST_POSTS = 3;
const SHARE_OF_FEW = 0.4;

export function countParagraphs(): ParagraphCounts {
  const counts = new Map<number, number>();
  let posts = 0;
  return {
    add: (prints) => {
      posts += 1;
      for (const print of new Set(prints)) counts.set(print, (counts.get(print) ?? 0) + 1);
      if (counts.size <= MOST_REMEMBERED) return;
      for (const [print, count] of counts) if (count === 1) counts.delete(print);
    },
    isRepeated: (print) =>
      (counts.get(print) ?? 0) >=
      Math.max(FEWEST_POSTS, Math.min(ENOUGH_POSTS, Math.ceil(posts * SHARE_OF_FEW))),
  };
}

/** 52 bits of a text: FNV-1a from two beginnings. Millions of them fit into memory as numbers. */
export function printOf(text: string): number {
  let [high, low] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x01000193);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
