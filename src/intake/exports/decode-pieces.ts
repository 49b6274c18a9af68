// Bytes of a text file in pieces go in, its text comes out, in pieces too: UTF-8, unless a byte-order mark or the file's own beginning says
// something else.
export interface TextDecoding {
  take(piece: Uint8Array): string;
  end(): string;
  /** Bytes that are no text in this encoding; each has become U+FFFD. */
  readonly badCount: number;
}

/** As far as an XML declaration or a page's `<meta charset>` can stand (HTML Standard, "prescan a byte stream"). */
const PRESCAN_BYTES = 1024;

export function createTextDecoding(): TextDecoding {
  let decoder: TextDecoder | undefined;
  let head = Buffer.alloc(0);
  let badCount = 0;
  const counted = (text: string): string => {
    for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) badCount += 1;
    return text;
  };
  return {
    take: (piece) => {
      if (decoder !== undefined) return counted(decoder.decode(piece, { stream: true }));
      head = Buffer.concat([head, piece]);
      if (head.length < PRESCAN_BYTES) return '';
      decoder = decoderOf(head);
      return counted(decoder.decode(head, { stream: true }));
    },
    end: () => counted(decoder === undefined ? decoderOf(head).decode(head) : decoder.decode()),
    get badCount() {
      return badCount;
    },
  };
}

export function decodeWhole(bytes: Uint8Array): string {
  return decoderOf(bytes).decode(bytes);
}

function decoderOf(bytes: Uint8Array): TextDecoder {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return new TextDecoder('utf-8');
  const head = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const label = /^\s*<\?xml[^>]*\sencoding\s?=\s?["']([\w:.-]+)/iu.exec(head)?.[1];
  const metaLabel = isPage(head) ? /<meta\b[^<>]*charset=["']?([\w:.-]+)/iu.exec(head)?.[1] : undefined;
  try {
    return new TextDecoder(label ?? metaLabel ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}

/** A text that only speaks of pages may quote such a line. */
function isPage(head: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s{0,200}(?:<!--[^>]{0,800}>\s{0,200})?<(?:!doctype|html|head|meta|title)\b/iu.test(
    head,
  );
}
