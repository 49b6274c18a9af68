// A file of Blogger's in; whether it is Atom or JSON is told by its first character.
import type { ExportReader, ExportSettings } from '../../model/export-format.ts';
import { createBloggerJsonReader } from './blogger-json.ts';
import { createBloggerXmlReader } from './blogger-xml.ts';

export function createBloggerReader(settings: ExportSettings): ExportReader {
  let reader: ExportReader | undefined;
  const opened = (piece: Uint8Array): ExportReader => {
    const first = piece.find((octet) => octet > 0x20 && octet < 0x80);
    return first === BRACE || first === BRACKET
      ? createBloggerJsonReader(settings)
      : createBloggerXmlReader(settings);
  };
  return {
    take: (piece) => {
      reader ??= opened(piece);
      return reader.take(piece);
    },
    end: () => {
      reader ??= createBloggerXmlReader(settings);
      return reader.end();
    },
    takeNotes: () => reader?.takeNotes() ?? [],
  };
}

const BRACE = 0x7b;
const BRACKET = 0x5b;
