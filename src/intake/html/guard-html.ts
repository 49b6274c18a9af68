// In: HTML from anywhere. Out: the same without pictures written into it, or, where it is nested or large beyond anything that a person
// wrote, its words without tags: a parser that builds a tree would overflow its stack on it, or take minutes.
import { tagEnd } from '../tag-end.ts';

/** A full issue in the worst Word HTML has 300 KB. */
const MAX_CHARACTERS = 4 * 1024 * 1024;
/** Tables for layout, quotations of quotations: thirty are many. */
const MAX_NESTING = 250;
/** They close by themselves, so that thousands in a row are not inside one another. */
const NEVER_NESTED = new Set(
  'p li dd dt tr td th thead tbody tfoot option area base br col embed hr img input link meta param source track wbr'.split(
    ' ',
  ),
);
const BLOCKS = new Set(
  'p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote pre hr section article dd dt figure figcaption'.split(
    ' ',
  ),
);
/** Their content is no text. */
const UNREAD = new Set(['script', 'style', 'textarea', 'title']);
/** A picture written into the page itself: a few hundred kilobytes that no reader of text needs. */
const INLINE_PICTURE = /(["'(])data:[a-z0-9.+/-]{1,60}[;,][^"')<>]*/giu;

export interface GuardedHtml {
  readonly html: string;
  /** It was too much; only its words are left. */
  readonly isFlattened: boolean;
}

export function guardHtml(written: string): GuardedHtml {
  const html = written.replace(INLINE_PICTURE, '$1data:,');
  if (html.length <= MAX_CHARACTERS && nestingOf(html) <= MAX_NESTING) return { html, isFlattened: false };
  return { html: flattened(html), isFlattened: true };
}

/** The deepest place, by tags opened and not yet closed. */
function nestingOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const { name, isClosing } of tagsOf(html)) {
    if (NEVER_NESTED.has(name)) continue;
    depth = isClosing ? Math.max(0, depth - 1) : depth + 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** Paragraphs stay, and the addresses of links stand behind their words. */
function flattened(html: string): string {
  const kept: string[] = [];
  let at = 0;
  let unread: string | undefined;
  for (const { name, isClosing, start, end } of tagsOf(html)) {
    if (unread === undefined) kept.push(html.slice(at, start));
    at = end;
    if (unread !== undefined) {
      if (isClosing && name === unread) unread = undefined;
      continue;
    }
    if (UNREAD.has(name) && !isClosing) unread = name;
    if (BLOCKS.has(name)) kept.push('<br><br>');
    if (name !== 'a' || isClosing) continue;
    const href = /\shref=["']?(https?:[^"'\s>]+)/iu.exec(html.slice(start, Math.min(end, start + 2000)))?.[1];
    if (href !== undefined) kept.push(` (${href}) `);
  }
  if (unread === undefined) kept.push(html.slice(at));
  return kept.join('');
}

interface Tag {
  /** In small letters. */
  readonly name: string;
  readonly isClosing: boolean;
  readonly start: number;
  readonly end: number;
}

/** One pass, whatever the text holds; a tag that is never closed takes the rest. Comments are passed over. */
function* tagsOf(html: string): Generator<Tag> {
  for (let start = html.indexOf('<'); start >= 0; ) {
    if (html.startsWith('<!--', start)) {
      const close = html.indexOf('-->', start + 4);
      if (close < 0) return;
      yield { name: '!', isClosing: true, start, end: close + 3 };
      start = html.indexOf('<', close + 3);
      continue;
    }
    const match = /^<(\/?)([a-z][a-z0-9:-]{0,30})/iu.exec(html.slice(start, start + 34));
    if (match === null) {
      start = html.indexOf('<', start + 1);
      continue;
    }
    const end = tagEnd(html, start + match[0].length);
    yield { name: (match[2] ?? '').toLowerCase(), isClosing: match[1] === '/', start, end };
    start = html.indexOf('<', end);
  }
}
