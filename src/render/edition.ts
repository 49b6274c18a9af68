// The three editions that are HTML: mail, web page, feed. They differ in how their tags are dressed, in where links inside
// the archive lead, and in how pictures are shown; an edition says how.
import type { ImageFile } from '../model/rendered.ts';

export interface Edition {
  readonly name: 'mail' | 'page' | 'feed';
  /** What the archive's own addresses begin with: `../` on a page, the site's URL elsewhere. */
  readonly root: string;
  /** Attributes of a tag of running text. The feed gives none. */
  readonly dress: (part: RunningPart, isRtl: boolean) => { readonly class?: string; readonly style?: string };
  readonly images: ReadonlyMap<string, ImageFile>;
  /** Pictures are shown at most so wide. */
  readonly widestPx: number;
  /** The same beside a live page's column of times. */
  readonly widestBesideTimePx: number;
}

/** The parts of running text that can be dressed: tags, but for `blockquote` and headings, which are the house's own. */
export type RunningPart = (typeof RUNNING_PARTS)[number];

export const RUNNING_PARTS = [
  'text',
  'link',
  'list',
  'entry',
  'code',
  'listing',
  'indented',
  'hairline',
  'picture',
] as const;
