// The part of a URL that names an issue, an item or a tag: made once, never changed after publication.
import { slug as githubSlug } from 'github-slugger';

const MAX_LENGTH = 80;

/**
 * Letters and digits of any script, lower-case, joined by single hyphens, at most 80 characters, cut at a hyphen where
 * that loses little. Never empty: a text with no letter or digit gives `fallback`.
 */
export function slugOf(text: string, fallback: string): string {
  const whole = githubSlug(text.normalize('NFC'))
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
  if (whole === '') return fallback;
  if (whole.length <= MAX_LENGTH) return whole;
  const cut = [...whole].slice(0, MAX_LENGTH).join('');
  const hyphen = cut.lastIndexOf('-');
  return hyphen > MAX_LENGTH / 2 ? cut.slice(0, hyphen) : cut;
}

/** The part of a URL that names a tag's page: tags that differ only in case or punctuation share it. */
export function tagSlug(tag: string): string {
  return slugOf(tag, 'tag');
}

/** The id of a new row of sources.yaml. Of ASCII letters, for it stands in web addresses. */
export function sourceIdOf(name: string, ids: Iterable<string>, fallback = 'source'): string {
  const ascii = name.normalize('NFKD').replace(/[^\x20-\x7e]/gu, '');
  return uniqueSlug(slugOf(ascii, fallback), new Set(ids));
}

/** `slug` itself, or with `-2`, `-3` … when `taken` has it already. The result is added to `taken`. */
export function uniqueSlug(slug: string, taken: Set<string>): string {
  let candidate = slug;
  for (let n = 2; taken.has(candidate); n += 1) candidate = `${slug}-${n}`;
  taken.add(candidate);
  return candidate;
}
