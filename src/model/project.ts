// Everything that the pure flow reads, as text and bytes: what the `files` door found in a project's folder.
import type { IssueFile } from './issue.ts';
import type { ImageFile, TemplateSet } from './rendered.ts';

export interface ProjectFiles {
  /** `issues/newsletter.yaml`. */
  readonly newsletter: IssueFile;
  /** `issues/sources.yaml`; an empty file where there is none. */
  readonly sources: IssueFile;
  /** `issues/ids.yaml`; an empty file where there is none. */
  readonly ids: IssueFile;
  /** `issues/redirects.yaml`; an empty file, or nothing, where there is none. */
  readonly redirects?: IssueFile;
  /** `issues/0294.md` and `issues/2014-06-30-live-iraq.md` alike, by path. Other Markdown (README, inbox) is left out. */
  readonly issues: readonly IssueFile[];
  /** Names in `issues/` that look as if they were meant to be issues, and are not read: `special.md`, `0295.MD`. */
  readonly strays?: readonly string[];
  readonly images: readonly ImageFile[];
  readonly templates: TemplateSet;
}

/** Kept ids: what an item's id would be by its headline now → the id under which it was first published. */
export type KeptIds = ReadonlyMap<string, string>;
