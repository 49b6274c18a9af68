// The bytes of a page and what its head says of them go in, the text comes out. Never throws: a wrong or unknown charset gives
// replacement characters, not a failure.

/** As far as a browser looks for a charset in the page itself (HTML Standard, "prescan a byte stream"). */
const PRESCAN_BYTES = 1024;

export function decodeText(body: Uint8Array, contentType: string | undefined): string {
  const label =
    charsetOfMark(body) ??
    charsetOf(contentType ?? '') ??
    charsetOf(new TextDecoder('latin1').decode(body.subarray(0, PRESCAN_BYTES)));
  return decoderFor(label).decode(body);
}

/** A byte order mark decides before anything that is said (Encoding Standard, "BOM sniff"); TextDecoder takes it off. */
function charsetOfMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb ? 'utf-8' : undefined;
}

function charsetOf(text: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/iu.exec(text)?.[1];
}

function decoderFor(label: string | undefined): TextDecoder {
  try {
    return new TextDecoder(label ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}
