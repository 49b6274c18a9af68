// An export that is one XML file: the reader that gives a post for each record of one name, and says so where there is none.
import type { ExportReader } from '../../model/export-format.ts';
import type { ImportedPost } from '../../model/imported-post.ts';
import { type ExportNotes, NO_POST } from './export-notes.ts';
import { createXmlWalker, type XmlElement, type XmlWalk } from './walk-xml.ts';

export interface XmlExport {
  readonly prefixes: XmlWalk['prefixes'];
  /** Name of the element that may be a post. */
  readonly record: string;
  readonly readPost: (record: XmlElement) => ImportedPost | undefined;
  /** Other elements that are wanted whole, by name. */
  readonly beside?: Readonly<Record<string, (element: XmlElement) => void>>;
  readonly outside?: XmlWalk['outside'];
}

export function createXmlReader(from: XmlExport, notes: ExportNotes): ExportReader {
  const { prefixes, record, readPost, beside = {}, outside = () => undefined } = from;
  let posts: ImportedPost[] = [];
  let count = 0;
  const walker = createXmlWalker(
    {
      prefixes,
      records: new Set([record, ...Object.keys(beside)]),
      take: (element) => {
        if (element.name !== record) {
          beside[element.name]?.(element);
          return;
        }
        count += 1;
        const post = readPost(element);
        if (post !== undefined) posts.push(post);
      },
      outside,
    },
    notes,
  );
  const taken = (): readonly ImportedPost[] => {
    const these = posts;
    posts = [];
    return these;
  };
  return {
    take: (piece) => {
      walker.push(piece);
      return taken();
    },
    end: () => {
      walker.end();
      notes.tellCounts();
      if (count === 0 && !notes.isEnded) notes.add(NO_POST);
      return taken();
    },
    takeNotes: notes.take,
  };
}
