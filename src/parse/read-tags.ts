// In: tags as written on one line. Out: the tags, in order, without repeats.

/** Divided by commas or semicolons, Arabic ones included. Capitals make no other tag; the first spelling stays. */
export function readTags(written: string): string[] {
  const tags = new Map<string, string>();
  for (const part of written.split(/[,;،؛]/u)) {
    const tag = part.trim().replace(/\s+/gu, ' ');
    if (tag !== '' && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  return [...tags.values()];
}
