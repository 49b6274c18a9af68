// The lines above the first item go in; which of them are a list of contents comes out: names between stars, bullets, or bare lines that stand again
// below. Such a list is made by the program, so it is told and not carried over.
import { plainHeading } from '../../model/section-names.ts';
import type { TextLine } from './old-text.ts';

const OPENING =
  /^(?:in (?:the|this)\s(?:[^\s*:]{1,30}\s){0,6}?(?:issue|newsletter|sheet|week|number|edition|bulletin)(?:\s[^\s*:]{1,30}){0,4}?|contents|in this issue)\s?(?::|\.\.|…)/iu;
const SEPARATOR = /\s?[*•|]\s/u;
const BULLET = /^[-*•·o]\s/u;
const MAX_NAME = 120;
/** Lines among which a list of contents stands. */
const MAX_HEAD = 60;

/** @param until Index of the first line that is certainly none: it begins an item. @returns Indices of its lines. */
export function findContents(lines: readonly TextLine[], until: number): ReadonlySet<number> {
  const below = new Map(lines.map(({ text }, nth) => [plainHeading(text.slice(0, MAX_NAME)), nth] as const));
  const standsBelow = (name: string, at: number): boolean => {
    const plain = plainHeading(name);
    if (plain.length < 3) return false;
    if ((below.get(plain) ?? -1) > at) return true;
    return plain.length >= 8 && [...below].some(([text, nth]) => nth > at && text.startsWith(plain));
  };
  const taken = new Set<number>();
  for (let at = 0; at < Math.min(until, MAX_HEAD); at += 1) {
    const text = lines[at]?.text ?? '';
    const parts = text
      .replace(OPENING, '')
      .split(SEPARATOR)
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const isOpened = OPENING.test(text);
    const isRow =
      parts.length >= 2 &&
      !BULLET.test(text) &&
      (isOpened || parts.filter((part) => standsBelow(part, at)).length * 2 >= parts.length);
    if (isRow) {
      taken.add(at);
      continue;
    }
    const list = lengthOfList(lines, isOpened ? at + 1 : at, until, (name, nth) => standsBelow(name, nth));
    if (list.length === 0) continue;
    if (isOpened) taken.add(at);
    for (const [nth] of list) taken.add(nth);
    at = list.at(-1)?.[0] ?? at;
  }
  return taken;
}

/** Bullets of which half stand again below, or bare lines that all do. */
function lengthOfList(
  lines: readonly TextLine[],
  from: number,
  until: number,
  standsBelow: (name: string, at: number) => boolean,
): readonly (readonly [number, string])[] {
  const bullets: (readonly [number, string])[] = [];
  for (let at = from; at < until && BULLET.test(lines[at]?.text ?? ''); at += 1)
    bullets.push([at, (lines[at]?.text ?? '').replace(BULLET, '').trim()]);
  const last = bullets.at(-1)?.[0] ?? from;
  if (bullets.length >= 2) {
    const met = bullets.filter(([, name]) => standsBelow(name, last)).length;
    return met * 2 >= bullets.length ? bullets : [];
  }
  const bare: (readonly [number, string])[] = [];
  for (let at = from; at < until; at += 1) {
    const text = lines[at]?.text ?? '';
    if (text.length > MAX_NAME || !standsBelow(text, at)) break;
    bare.push([at, text]);
  }
  return bare.length >= 2 ? bare : [];
}
