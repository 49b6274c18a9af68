// The bytes of a page and what its head says of them go in, the text comes out. Never throws: a wrong or unknown charset gives
// replacement characters, not a failure.

/** As far as a browser looks for a charset in the page itself (HTML Standard, "prescan a byte stream"). */
const PRESCAN_BYTES = 1024;

export function decodeText(body: Uint8Array, contentType: string | undefined): string {
  const label =
    charsetOf(contentType ?? '') ??
    charsetOf(new TextDecoder('latin1').decode(body.subarray(0, PRESCAN_BYTES)));
  return decoderFor(label).decode(body);
}

function charsetOf(text: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?([\w:.-]{1,40})/iu.exec(text)?.[1];
}

/** A byte order mark decides by itself: TextDecoder takes it off. */
function decoderFor(label: string | undefined): TextDecoder {
  try {
    return new TextDecoder(label ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}
