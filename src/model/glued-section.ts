// A heading goes in; the section's name that it begins with, when the next word is glued to it, comes out:
// "Military newsIraq troops leave".
import type { SectionName } from './newsletter.ts';

const NEXT_WORD = /^[\p{Lu}\p{Lo}\p{N}"“‘«]/u;

/** The longest name that fits. Capitals count: it is the capital in the middle of a word that gives it away. */
export function gluedSection(heading: string, order: readonly SectionName[]): string | undefined {
  return order
    .flatMap(({ name, aliases }) => [name, ...aliases])
    .filter((name) => heading.startsWith(name))
    .filter((name) => /\p{Ll}$/u.test(name) && NEXT_WORD.test(heading.slice(name.length)))
    .sort((a, b) => b.length - a.length)[0];
}
