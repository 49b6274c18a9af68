// Which posts are one newsletter.
import { expect, test } from 'vitest';
import { printOf } from '../../../src/intake/posts/count-paragraphs.ts';
import { planPosts, type SeenPost } from '../../../src/intake/posts/plan-posts.ts';

const LONG = Array.from(
  { length: 6 },
  (_, nth) => `paragraph ${nth} of words that are long enough to tell one post from another`,
);

function seen(key: string, words: readonly string[], more: Partial<SeenPost> = {}): SeenPost {
  return {
    key,
    title: key,
    isPage: false,
    addresses: [`/${key}`],
    paragraphs: words.map((text) => ({ print: printOf(text), length: text.length })),
    ...more,
  };
}

function planOf(...posts: readonly SeenPost[]) {
  return Object.fromEntries(planPosts(posts, (print) => print === printOf('in all of them')));
}

test('the same words at two addresses are one issue with both', () => {
  expect(planOf(seen('a', LONG), seen('b', [...LONG, 'share this'], { number: 7 }))).toEqual({
    b: { kind: 'issue', number: 7, addresses: ['/b', '/a'] },
    a: { kind: 'same', as: 'b' },
  });
});

test('what stands in all of them makes none the same', () => {
  const common = ['in all of them'];
  expect(planOf(seen('a', [...common, 'one']), seen('b', [...common, 'two']))).toMatchObject({
    a: { kind: 'issue' },
    b: { kind: 'issue' },
  });
});

test('two numbers are two issues, whatever they say', () => {
  expect(planOf(seen('a', LONG, { number: 1 }), seen('b', LONG, { number: 2 }))).toMatchObject({
    a: { kind: 'issue', number: 1 },
    b: { kind: 'issue', number: 2 },
  });
});

test('of two posts with one number and other words the longer one has it', () => {
  expect(planOf(seen('a', ['out now'], { number: 1 }), seen('b', LONG, { number: 1 }))).toMatchObject({
    a: { kind: 'issue', hasTaken: 1 },
    b: { kind: 'issue', number: 1 },
  });
});

test('short posts are told apart by their titles; empty ones are never the same', () => {
  expect(planOf(seen('a', ['hello']), seen('b', ['hello']), seen('c', []), seen('d', []))).toMatchObject({
    a: { kind: 'issue' },
    b: { kind: 'issue' },
    c: { kind: 'issue' },
    d: { kind: 'issue' },
  });
});

test('pages are no issues, unless they have a number', () => {
  expect(
    planOf(seen('a', LONG, { isPage: true }), seen('b', ['x'], { isPage: true, number: 4 })),
  ).toMatchObject({
    a: { kind: 'page' },
    b: { kind: 'issue', number: 4 },
  });
});
