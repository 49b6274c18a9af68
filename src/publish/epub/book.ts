// Issues → a book: one issue, or a year of them in the order in which they came out. What the e-book and the printed edition have in
// common stands here: texts as XHTML, links that lead on inside the book where they can, and the pictures that are shown.
import { formatDate, type IsoDate } from '../../model/calendar.ts';
import { type Direction, directionOf, directionOfLanguage } from '../../model/direction.ts';
import type { Issue } from '../../model/issue.ts';
import type { ImageFile } from '../../model/rendered.ts';
import { changed } from '../changed-on.ts';
import type { PublishedIssue, PublishInput } from '../publish-input.ts';
import { xhtmlOf } from './xhtml-of.ts';

export interface Book {
  /** `0294` or `2016`; names the file. */
  readonly name: string;
  /** Never changes, whatever the site's address: made of the list's id (RFC 2919 §2). */
  readonly id: string;
  readonly title: string;
  /** The newsletter's own name. */
  readonly publisher: string;
  readonly description: string;
  /** What stands under the title on the cover: "28 January 2016". */
  readonly facts: readonly string[];
  readonly language: string;
  readonly direction: Direction;
  readonly date: IsoDate;
  /** The last day on which something in it came or was corrected. */
  readonly changedOn: IsoDate;
  readonly subjects: readonly string[];
  readonly chapters: readonly Chapter[];
  /** Of the last page: who makes this, and how to have it sent. XHTML. */
  readonly colophon: string;
  readonly siteUrl: string;
  readonly images: readonly ImageFile[];
  /** The heading of the list of contents. */
  readonly contentsHeading: string;
  readonly accessibility: string;
}

export interface Chapter {
  /** File name without its ending, and in the printed edition the beginning of every anchor. */
  readonly name: string;
  readonly title: string;
  readonly date: string;
  readonly isoDate: IsoDate;
  readonly language: string;
  readonly direction: Direction;
  /** What stands below the title. */
  readonly xhtml: string;
  readonly entries: readonly {
    readonly id: string;
    readonly headline: string;
    readonly direction: Direction;
  }[];
}

/** Of what the archive is made of. */
export type BookInput = Pick<PublishInput, 'newsletter' | 'images' | 'say' | 'renderBlocks'>;

/** Formats that every reading system has to show (EPUB 3.3 §3.2), WebP left out, which older ones do not know. */
const SHOWN_EVERYWHERE = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/svg+xml']);

/** @param issues One, or those of a year, the newest first. @param period `2016` for a year of them. */
export function bookOf(input: BookInput, issues: readonly PublishedIssue[], period?: string): Book {
  const { newsletter, say } = input;
  const inOrder = issues.toReversed();
  const [first] = inOrder;
  if (first === undefined) throw new Error('A book has at least one issue');
  const only = period === undefined ? first.issue : undefined;
  const language = only?.language ?? newsletter.language;
  const images = new Map(
    input.images
      .filter(({ mediaType }) => SHOWN_EVERYWHERE.has(mediaType))
      .map((image) => [image.path, image]),
  );
  const shown = new Set<string>();
  const place = {
    siteUrl: newsletter.siteUrl,
    chapters: new Set(inOrder.map(({ issue }) => issue.slug)),
    hasImage: (path: string) => images.has(path),
    show: (path: string) => shown.add(path),
  };
  const chapters = inOrder.map(
    ({ issue, rendered }): Chapter => ({
      name: issue.slug,
      title: issue.title,
      date: formatDate(issue.date, issue.language),
      isoDate: issue.date,
      language: issue.language,
      direction: issue.direction,
      xhtml: xhtmlOf(rendered.page, place),
      entries: rendered.items
        .filter(({ kind }) => kind !== 'listing')
        .map(({ id, headline, direction }) => ({ id, headline, direction })),
    }),
  );
  const standing = [newsletter.boilerplate.subscribe, newsletter.boilerplate.disclaimer];
  const date =
    inOrder
      .map(({ issue }) => issue.date)
      .toSorted()
      .at(-1) ?? first.issue.date;
  const title =
    only === undefined ? beside(newsletter.title, String(period)) : withName(only, newsletter.title);
  return {
    name: period ?? first.issue.slug,
    id: `${newsletter.listId}/${encodeURIComponent(period ?? first.issue.slug)}`,
    title,
    publisher: newsletter.title,
    description:
      only === undefined ? newsletter.description : first.rendered.teaser || newsletter.description,
    facts: only === undefined ? [String(period)] : [only.title, formatDate(only.date, language)],
    language,
    direction: only?.direction ?? directionOfLanguage(language),
    date,
    changedOn: changed(issues).changedOn ?? date,
    subjects: [...new Set(inOrder.flatMap(({ issue }) => issue.tags))],
    chapters,
    colophon: standing
      .map((blocks) => xhtmlOf(input.renderBlocks(blocks, { root: '../' }), place))
      .join('\n'),
    siteUrl: newsletter.siteUrl,
    images: [...shown].sort().flatMap((path) => images.get(path) ?? []),
    contentsHeading: say(language, 'book-contents'),
    accessibility: say(language, 'book-accessibility'),
  };
}

function withName({ title }: Issue, name: string): string {
  return title.includes(name) ? title : beside(name, title);
}

function beside(name: string, what: string): string {
  return `${name}${directionOf(name) === 'rtl' ? '،' : ','} ${what}`;
}
