// A list of feeds as feed readers export it (OPML) goes in, its feeds come out, each with the folder in which it stood.
import { parseOpml } from 'feedsmith';
import { oneLine } from '../one-line.ts';

export interface ListedFeed {
  /** Absolute http(s). */
  readonly url: string;
  readonly title?: string;
  readonly folder?: string;
}

interface Outline {
  readonly text?: string;
  readonly title?: string;
  readonly xmlUrl?: string;
  readonly outlines?: readonly Outline[];
}

/** Folders in folders in folders are nobody's order. */
const MOST_DEPTH = 20;

/** Undefined for what is no OPML. Each feed once, in the order of the list. */
export function readOpml(text: string): readonly ListedFeed[] | undefined {
  let outlines: readonly Outline[];
  try {
    outlines = parseOpml(text.replace(/^\ufeff/u, '')).body?.outlines ?? [];
  } catch (error) {
    if (error instanceof TypeError || error instanceof ReferenceError) throw error;
    return undefined;
  }
  const found = new Map<string, ListedFeed>();
  const walk = (all: readonly Outline[], folder: string | undefined, depth: number): void => {
    for (const outline of all) {
      const name = oneLine(outline.title ?? outline.text ?? '');
      const url = URL.parse(outline.xmlUrl?.trim() ?? '');
      if (url !== null && /^https?:$/u.test(url.protocol) && !found.has(url.href))
        found.set(url.href, {
          url: url.href,
          ...(name !== '' && { title: name }),
          ...(folder !== undefined && { folder }),
        });
      if (depth < MOST_DEPTH) walk(outline.outlines ?? [], name === '' ? folder : name, depth + 1);
    }
  };
  walk(outlines, undefined, 0);
  return [...found.values()];
}
