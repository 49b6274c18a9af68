// A source's name or a tag goes in, the form in which its other spellings are the same comes out: for comparing only.

/** Capitals, accents, hyphens, points, blanks and a first "The" make no difference. */
export function foldName(name: string): string {
  return folded(name.replace(/^\s*the\s+/iu, ''));
}

/** The same, and the plural of the last word. */
export function foldTag(tag: string): string {
  const form = folded(tag);
  if (!/^[a-z0-9]+$/u.test(form)) return form;
  if (/[a-z]{3}ies$/u.test(form)) return `${form.slice(0, -3)}y`;
  if (/(?:[sxz]|[cs]h)es$/u.test(form)) return form.slice(0, -2);
  return /[a-z]{2}[a-rt-z]s$/u.test(form) && !/(?:us|is)$/u.test(form) ? form.slice(0, -1) : form;
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]|[^\p{L}\p{M}\p{N}]/gu, '')
    .toLowerCase();
}
