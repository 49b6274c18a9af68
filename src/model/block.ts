// The pieces of running text inside an issue, in the order in which they stand. Prose stays Markdown's own tree (mdast), so
// that nothing an editor wrote is lost between reading and showing; what the house format gives a meaning has a type here.
import type { PhrasingContent, RootContent } from 'mdast';
import type { IsoDate } from './calendar.ts';
import type { Direction } from './direction.ts';
import type { Place } from './place.ts';

export type Block = Prose | Quote | Picture | Gallery | Video | Note;

interface BlockBase {
  readonly position: Place;
  /** From the block's first strong letter; the language of the entry or issue decides where there is none. */
  readonly direction: Direction;
  /** BCP 47, when the block's script or a `Language:` line says that it differs from the issue's. */
  readonly language?: string;
}

/** Any mdast flow content with no meaning of its own in the format: a paragraph, a list, code as typed. */
export interface Prose extends BlockBase {
  readonly kind: 'prose';
  readonly node: RootContent;
}

/** A block quotation; `speaker` is its signed last line (`-- Ines Roca, night porter`) without the dashes. */
export interface Quote extends BlockBase {
  readonly kind: 'quote';
  readonly children: readonly Block[];
  readonly speaker?: readonly PhrasingContent[];
}

export interface Picture extends BlockBase {
  readonly kind: 'picture';
  /** As written: a path below `issues/`, or an absolute URL. */
  readonly url: string;
  readonly alt: string;
  readonly caption: readonly PhrasingContent[];
  /** From `[Credit: NAME]`; the empty text when it was left empty. */
  readonly credit?: string;
}

/** Pictures that belong together: a list whose every entry begins with an image. */
export interface Gallery extends BlockBase {
  readonly kind: 'gallery';
  readonly pictures: readonly Picture[];
}

/** A film: always a link, never embedded. From `[Video: TITLE](URL)` or, with no address known, `Video: TITLE`. */
export interface Video extends BlockBase {
  readonly kind: 'video';
  /** Empty when the film has no title. */
  readonly title: string;
  readonly url?: string;
  /** "Quay TV", from `by Quay TV via VideoSite`. */
  readonly channel?: string;
  /** "VideoSite". */
  readonly host?: string;
  /** What the editor says of it. */
  readonly caption: readonly PhrasingContent[];
}

/** Something said about the text itself. It is shown where it stands. */
export interface Note extends BlockBase {
  readonly kind: 'note';
  readonly note: 'update' | 'correction' | 'disclaimer';
  /** Absent on a disclaimer, and where the date is missing or cannot be read. */
  readonly date?: IsoDate;
  /** `11 January 2026`, as written. */
  readonly dateAsWritten?: string;
  readonly children: readonly PhrasingContent[];
}
