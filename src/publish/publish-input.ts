// What stage 4 is given, and the issues in it that are for everyone to read.
import type { Block } from '../model/block.ts';
import { type IsoDate, readIsoDate } from '../model/calendar.ts';
import type { CardFonts } from '../model/card-font.ts';
import { type Issue, newestFirst } from '../model/issue.ts';
import type { Newsletter } from '../model/newsletter.ts';
import type { PageRenderer } from '../model/pages.ts';
import type { Redirect } from '../model/redirect.ts';
import type { ImageFile, OutputFile, RenderedIssue } from '../model/rendered.ts';
import type { Source } from '../model/source.ts';
import type { Say } from '../model/words.ts';
import { changedOn } from './changed-on.ts';

export interface PublishInput {
  readonly newsletter: Newsletter;
  readonly sources: readonly Source[];
  /** In any order. */
  readonly issues: readonly Issue[];
  /** By slug. */
  readonly rendered: ReadonlyMap<string, RenderedIssue>;
  readonly images: readonly ImageFile[];
  /** What has moved. */
  readonly redirects?: readonly Redirect[];
  readonly renderPage: PageRenderer;
  /** HTML of blocks that stand outside of any issue; `root` leads from the page to the archive's root. */
  readonly renderBlocks: (blocks: readonly Block[], options: { readonly root: string }) => string;
  readonly say: Say;
  /** Contents of `styles/site.css`. */
  readonly siteStyles: string;
  /** Contents of `styles/feed.xsl` and `styles/feed.css`: how a browser shows a feed. */
  readonly feedSheet: string;
  readonly feedStyles: string;
  /** By name (`live.js`): what stands below `scripts/` for those pages that bring it. */
  readonly siteScripts: ReadonlyMap<string, string>;
  /** Where they are given, issues and the site have pictures that stand for them where somebody passes a page on. */
  readonly cardFonts?: CardFonts;
  /**
   * Where it is given, pages, feeds and citations are made when somebody asks for their contents, and say what they are made from: of that
   * this makes a print in which the templates, the settings and the program are too.
   */
  readonly printOf?: (told: string) => string;
  /** The same for what neither templates nor settings have a part in but by the words that it is told. */
  readonly printOfWords?: (told: string) => string;
  /** Of a file whose contents are known though nobody has made them: `sumOfBytes` of these. */
  readonly sumOf?: (file: Pick<OutputFile, 'path' | 'madeFrom'>) => string | undefined;
  /** What the search found of the words the last time, if anybody remembers, and where what it found now is put for the next. */
  readonly wordMemory?: { readonly known: string | undefined; readonly keep: (text: string) => void };
  /** Nothing is made before somebody asks for it; for whoever looks at a few of them. */
  readonly isLater?: true;
}

export interface PublishedIssue {
  readonly issue: Issue;
  readonly rendered: RenderedIssue;
  /** The last day on which readers saw something new in it. */
  readonly changedOn: IsoDate;
}

/**
 * The issues that are no drafts, the newest first. One whose date cannot be read is left out like a draft: that is an error
 * of the proofreader's, so only a preview ever comes here with one.
 */
export function publishedIssues(input: Pick<PublishInput, 'issues' | 'rendered'>): readonly PublishedIssue[] {
  const ready = input.issues.filter((issue) => !issue.isDraft && readIsoDate(issue.date) !== undefined);
  return newestFirst(ready).flatMap((issue) => {
    const rendered = input.rendered.get(issue.slug);
    return rendered === undefined ? [] : [{ issue, rendered, changedOn: changedOn(issue, rendered) }];
  });
}
