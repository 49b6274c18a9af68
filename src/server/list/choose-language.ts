// Which of the languages that there are words in somebody reads best: as the address says (`?lang=ar`), else as their browser does (RFC 9110 §12.5.4).
import type { LanguageChoice } from '../../model/list-pages.ts';

/** More are not looked at. */
const MOST_WISHES = 20;

/** Undefined: nothing is known, the newsletter's own will do. */
export function chooseLanguage(
  asked: string | undefined,
  acceptLanguage: string | undefined,
  languages: readonly LanguageChoice[],
): string | undefined {
  const tags = languages.map(({ tag }) => tag);
  for (const wish of [asked ?? '', ...wishes(acceptLanguage ?? '')]) {
    const found = nearest(wish, tags);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** RFC 4647 §3.4: `ar-IQ`, then `ar`; and `ar-IQ` for whoever asks for `ar`. */
function nearest(wish: string, tags: readonly string[]): string | undefined {
  const parts = wish.toLowerCase().split('-');
  for (let count = parts.length; count > 0 && parts[0] !== ''; count -= 1) {
    const start = parts.slice(0, count).join('-');
    const found =
      tags.find((tag) => tag.toLowerCase() === start) ??
      tags.find((tag) => tag.toLowerCase().startsWith(`${start}-`));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Most wanted first. */
function wishes(header: string): readonly string[] {
  return header
    .slice(0, 1000)
    .split(',', MOST_WISHES)
    .map((part) => {
      const [range = '', quality] = part.split(/;\s*q=/iu);
      return { tag: range.trim(), weight: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, weight }) => /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/iu.test(tag) && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
