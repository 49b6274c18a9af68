// In: what a first look through an export has kept of each post: a few hundred bytes. Out: which posts become issues and which are the same
// newsletter at another address, whoever posted it twice. Pure, so that a second run comes to the same.

import type { IsoInstant } from '../../model/calendar.ts';
import { compareText } from '../../model/compare-text.ts';

export interface SeenPost {
  /** Names it among all exports of all programs. */
  readonly key: string;
  readonly title: string;
  readonly number?: number;
  readonly publishedAt?: IsoInstant;
  readonly isPage: boolean;
  readonly addresses: readonly string[];
  readonly paragraphs: readonly SeenParagraph[];
}

export interface SeenParagraph {
  /** Of its folded words; see `printOf`. */
  readonly print: number;
  readonly length: number;
}

export type PostPlan =
  | {
      readonly kind: 'issue';
      /** Absent: it goes in as a special. */
      readonly number?: number;
      /** Its own, and those of all posts that are the same. */
      readonly addresses: readonly string[];
      /** Another post has this number, with other words. */
      readonly hasTaken?: number;
    }
  | { readonly kind: 'same'; readonly as: string }
  | { readonly kind: 'page' };

/** A repost has a line more or less, or one that was mended. */
const SAME_SHARE = 0.6;
/** What is shorter, in letters, is told apart by its title too. */
const SHORT = 200;
/** A line said in a thousand posts is not compared with itself a million times. */
const MOST_COMPARED = 40;

/** @param isRepeated True for a paragraph that stands in many posts: it says nothing about which are the same. */
export function planPosts(
  posts: readonly SeenPost[],
  isRepeated: (print: number) => boolean,
): ReadonlyMap<string, PostPlan> {
  const plans = new Map<string, PostPlan>();
  const isPage = ({ isPage: isOne, number }: SeenPost): boolean => isOne && number === undefined;
  for (const { key } of posts.filter(isPage)) plans.set(key, { kind: 'page' });
  const byNumber = new Map<number, (readonly SeenPost[])[]>();
  for (const group of groupsOfSame(
    posts.filter((post) => !isPage(post)),
    isRepeated,
  )) {
    const number = group.find((post) => post.number !== undefined)?.number;
    if (number === undefined) planGroup(group, {}, plans);
    else byNumber.set(number, [...(byNumber.get(number) ?? []), group]);
  }
  for (const [number, claims] of byNumber) {
    // The whole newsletter has more words than an announcement of it.
    const [first, ...others] = claims.toSorted((a, b) => longest(b) - longest(a));
    if (first !== undefined) planGroup(first, { number }, plans);
    for (const group of others) planGroup(group, { hasTaken: number }, plans);
  }
  return plans;
}

function planGroup(
  group: readonly SeenPost[],
  said: { readonly number?: number; readonly hasTaken?: number },
  plans: Map<string, PostPlan>,
): void {
  // Of two that say the same, the one that says its number, then the longer one, then the earlier one.
  const [first, ...others] = group.toSorted(
    (a, b) =>
      Number(b.number !== undefined) - Number(a.number !== undefined) ||
      lengthOf(b.paragraphs) - lengthOf(a.paragraphs) ||
      compareText(a.publishedAt ?? '9', b.publishedAt ?? '9') ||
      compareText(a.key, b.key),
  );
  if (first === undefined) return;
  const addresses = [...new Set([first, ...others].flatMap((post) => post.addresses))];
  plans.set(first.key, { kind: 'issue', ...said, addresses });
  for (const { key } of others) plans.set(key, { kind: 'same', as: first.key });
}

/** Posts that share a paragraph, or a number, are held against each other; those of two numbers are never the same. */
function groupsOfSame(
  posts: readonly SeenPost[],
  isRepeated: (print: number) => boolean,
): readonly (readonly SeenPost[])[] {
  const groups: SeenPost[][] = [];
  const byParagraph = new Map<number | string, SeenPost[][]>();
  for (const post of posts) {
    const own = { ...post, paragraphs: post.paragraphs.filter(({ print }) => !isRepeated(print)) };
    const marks = [
      ...own.paragraphs.map(({ print }) => print),
      ...(post.number === undefined ? [] : [`no ${post.number}`]),
    ];
    const near = new Set(marks.flatMap((mark) => byParagraph.get(mark) ?? []));
    const known = [...near].find((members) => members.some((member) => isSame(member, own)));
    const group = known ?? [];
    group.push(own);
    if (known === undefined) groups.push(group);
    for (const mark of marks) {
      const list = byParagraph.get(mark) ?? [];
      if (!list.includes(group) && list.length < MOST_COMPARED) list.push(group);
      byParagraph.set(mark, list);
    }
  }
  return groups;
}

function isSame(a: SeenPost, b: SeenPost): boolean {
  if (a.number !== undefined && b.number !== undefined && a.number !== b.number) return false;
  const [ofA, ofB] = [lengthOf(a.paragraphs), lengthOf(b.paragraphs)];
  if (Math.min(ofA, ofB) === 0) return false;
  const isSaid = a.number !== undefined && a.number === b.number;
  if (!isSaid && Math.min(ofA, ofB) < SHORT && a.title !== b.title) return false;
  const prints = new Set(a.paragraphs.map(({ print }) => print));
  const shared = lengthOf(b.paragraphs.filter(({ print }) => prints.has(print)));
  return shared / (ofA + ofB - shared) >= SAME_SHARE;
}

function longest(group: readonly SeenPost[]): number {
  return Math.max(...group.map(({ paragraphs }) => lengthOf(paragraphs)));
}

function lengthOf(paragraphs: readonly SeenParagraph[]): number {
  return paragraphs.reduce((sum, { length }) => sum + length, 0);
}
