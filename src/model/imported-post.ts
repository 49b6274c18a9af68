// One thing that some other program published: a post of a blog, a campaign, a mail of a list, a saved page. Every reader of an export
// gives these, in the order of the export; `intake/` makes issues of them.
import type { IsoInstant } from './calendar.ts';

export interface ImportedPost {
  /** By which the export knows it; the same at every export. */
  readonly id: string;
  /** Plain text; empty where there is none. */
  readonly title: string;
  /** Subtitle or preview text. */
  readonly summary?: string;
  readonly publishedAt?: IsoInstant;
  readonly updatedAt?: IsoInstant;
  /** Drafts, pages of a site and comments are read too, and said to be so. */
  readonly kind: 'post' | 'page';
  readonly isDraft?: true;
  /** Where it stood: absolute addresses or paths from the site's root, the usual one first. */
  readonly addresses: readonly string[];
  readonly tags: readonly string[];
  readonly language?: string;
  readonly authors: readonly string[];
  readonly body: { readonly form: 'html' | 'markdown' | 'text'; readonly value: string };
  /** Of a folder of Markdown: front matter that we have no field for, which the report names. */
  readonly otherFields?: Readonly<Record<string, string>>;
}

/** What could not be carried over, or was and needs a look: one line of the report. Nothing is ever left out without one. */
export interface ImportNote {
  /** Of the post, or of the export as a whole where there is none. */
  readonly postId?: string;
  /** Where in the export: a file of a zip, a line. */
  readonly where?: string;
  /** `left-out` is not in the archive; `changed` is, otherwise than it was; `look` needs an editor's eye. */
  readonly kind: 'left-out' | 'changed' | 'look';
  /** One sentence: "A form was left out: mail and pages have none." */
  readonly reason: string;
  /** What it is about, cut to a line. */
  readonly excerpt?: string;
  /** Nothing behind this place could be read: the export is damaged or was refused, and the import is not whole. */
  readonly isEnd?: true;
}
