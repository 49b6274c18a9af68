// The words of a task go in, the link that makes it a candidate comes out: `[Headline](https://…)` as `collect` writes it, and what
// editors paste, `Headline https://…` or the bare address.
import { cutEnd } from '../cut-end.ts';
import { wordsIn } from './plain-words.ts';

export interface TaskLink {
  /** Plain text; empty for a bare address. */
  readonly headline: string;
  /** Absolute http(s). */
  readonly url: string;
  /** What stands behind it. */
  readonly rest: string;
}

const BARE = /(<?)(https?:\/\/[^\s<>]+)>?/iu;

export function readLink(words: string): TaskLink | undefined {
  return inBrackets(words) ?? bareIn(words);
}

function inBrackets(words: string): TaskLink | undefined {
  for (let open = words.indexOf('['); open >= 0; open = words.indexOf('[', open + 1)) {
    if (words[open - 1] === '\\') continue;
    const close = closing(words, open, '[', ']');
    // One search for the end of an opening bracket that has none is enough: no later one has an end either.
    if (close < 0) return undefined;
    if (words[close + 1] !== '(') continue;
    const end = closing(words, close + 1, '(', ')');
    if (end < 0) continue;
    const inside = words.slice(close + 2, end).trim();
    const address = inside.startsWith('<') ? inside.slice(1).split('>', 1)[0] : inside.split(/\s/u, 1)[0];
    const url = webAddress(wordsIn(address ?? ''));
    if (url === undefined) continue;
    return { headline: oneBlank(wordsIn(words.slice(open + 1, close))), url, rest: words.slice(end + 1) };
  }
  return undefined;
}

function bareIn(words: string): TaskLink | undefined {
  const found = BARE.exec(words);
  const [, bracket, written = ''] = found ?? [];
  const url = webAddress(bracket === '<' ? written : withoutStop(wordsIn(written)));
  if (found === null || url === undefined) return undefined;
  const before = cutEnd(wordsIn(words.slice(0, found.index)), ':–—|·-');
  return { headline: oneBlank(before), url, rest: words.slice(found.index + found[0].length) };
}

/** A stop or bracket that belongs to the sentence around an address. */
export function withoutStop(address: string): string {
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? '';
    if (last === ')' && count(address, '(', end) >= count(address, ')', end)) break;
    if (!/[.,;:!?'"’”»)\]*_]/u.test(last)) break;
  }
  return address.slice(0, end);
}

function count(text: string, sign: string, end: number): number {
  let found = 0;
  for (let at = 0; at < end; at += 1) if (text[at] === sign) found += 1;
  return found;
}

function webAddress(written: string): string | undefined {
  return /^https?:\/\/[^/]/iu.test(written) && URL.canParse(written) ? written : undefined;
}

function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close && --depth === 0) return at;
  }
  return -1;
}

function oneBlank(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
